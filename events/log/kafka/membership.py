"""Who works on which partitions: a consumer group gives them out; nothing is fetched through it."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition

from events.errors import LogUnavailable
from events.log.kafka.client import reach, started, stopped
from events.log.kafka.reading import consumer

if TYPE_CHECKING:
    from events.log.kafka.log import KafkaLog

GIVEN_UP_S: Final = 10.0
"""How long a rebalance waits for this process to let go of its partitions; fencing guards what comes later."""
TOLD_EVERY_S: Final = 5.0
NEVER_MS: Final = 2**31 - 1
"""A member is never thrown out for not polling: one without partitions could not come back (aiokafka issue 1187)."""
log_ = logging.getLogger("tocsin.log.kafka")


class Membership(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """This process in the group of a task. `next` gives the partitions it holds each time they were given out anew.

    `_told` counts what the group said, `_heard` what the caller has acted upon: a rebalance goes on only when the
    caller has let go, and what changed twice meanwhile is told once.
    """

    def __init__(self, log: "KafkaLog", task: str, topic: str) -> None:
        self._log = log
        self.task = task
        self._topic = log.name(topic)
        self._consumer = self._member()
        self.held: frozenset[int] = frozenset()
        self._told = 0
        self._given = 0
        self._heard = 0
        self._failed: Exception | None = None
        self._change = asyncio.Condition()
        self._tending: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None

    def _member(self) -> AIOKafkaConsumer:
        session_ms = int(self._log.settings.session_s * 1000)
        return consumer(
            self._log.settings,
            group_id=f"{self._log.settings.prefix}.{self.task}",
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=max(100, session_ms // 6),
            rebalance_timeout_ms=max(session_ms, int(GIVEN_UP_S * 2000)),
            max_poll_interval_ms=NEVER_MS,
            auto_offset_reset="earliest",
        )

    async def join(self) -> None:
        """Joins the group."""
        self._log.members.add(self)
        self._consumer.subscribe([self._topic], listener=self)
        await started(self._consumer)
        self._tending = asyncio.create_task(self._tend(), name=f"member of {self.task}")

    async def next(self) -> frozenset[int]:
        """The partitions held now, when they were given out anew. Asking says that what came before was acted upon."""
        async with self._change:
            self._heard = self._given
            self._change.notify_all()
            await self._change.wait_for(lambda: self._told > self._given or self._failed is not None)
            if self._failed is not None:
                raise LogUnavailable(f"the group of {self.task} was lost: {self._failed!r}")
            self._given = self._told
            return self.held

    async def leave(self) -> None:
        """Leaves, so that others take over at once; returns when that is done, whoever asked first."""
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._leave(), name=f"leave {self.task}")
        await asyncio.shield(self._leaving)

    async def _leave(self) -> None:
        if self._tending is not None:
            self._tending.cancel()
            await asyncio.wait([self._tending])
        async with self._change:
            self._heard = self._told
            self._change.notify_all()
        await stopped(self._consumer)
        self._log.members.discard(self)

    def rejoin(self) -> None:
        """Has the group give out its partitions anew. A subscription that is made again is a new one to aiokafka."""
        self._consumer.subscribe([self._topic], listener=self)

    async def on_partitions_revoked(self, revoked: list[TopicPartition]) -> None:
        """Lets go before the others go on."""
        if not revoked:
            return
        await self._tell(frozenset())
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVEN_UP_S), self._change:
                now = self._told
                await self._change.wait_for(lambda: self._heard >= now)

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """A rebalance is complete."""
        self._consumer.pause(*assigned)
        held = frozenset(place.partition for place in assigned)
        log_.info("%s: this process holds %d partitions: %s", self.task, len(held), sorted(held))
        await self._tell(held)

    async def _tell(self, held: frozenset[int]) -> None:
        async with self._change:
            self.held = held
            self._told += 1
            self._change.notify_all()

    async def _tend(self) -> None:
        """Polls, which raises what the group's own tasks met, and commits offsets for people's lag tools alone."""
        try:
            while True:
                await self._consumer.getmany(timeout_ms=int(TOLD_EVERY_S * 1000))
                await self._commit()
        except Exception as error:  # noqa: BLE001  whatever it was, this member is none any more
            async with self._change:
                self._failed = error
                self._change.notify_all()

    async def _commit(self) -> None:
        mine = self._consumer.assignment()
        told = {at: offset for (task, at), offset in self._log.offsets.items() if task == self.task and at in mine}
        if told:
            with suppress(LogUnavailable):
                await reach(self._consumer.commit(told))

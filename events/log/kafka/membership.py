"""Who works on which partitions: a consumer group gives them out; nothing is fetched through it."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from aiokafka import ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from events.log.kafka.client import reach, started, stopped
from events.log.kafka.reading import consumer

if TYPE_CHECKING:
    from events.log.kafka.log import KafkaLog

GIVEN_UP_S: Final = 10.0
"""How long a rebalance waits for this process to let go of its partitions; fencing guards what comes later."""
TOLD_EVERY_S: Final = 5.0
NEVER_MS: Final = 2**31 - 1
"""A member is never thrown out for not polling: one without partitions could not come back (aiokafka issue 1187)."""


class Membership(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka has no types
    """This process in the group of a task. `next` yields the partitions it holds each time they change."""

    def __init__(self, log: "KafkaLog", task: str, topic: str) -> None:
        self._log = log
        self._task = task
        self._topic = log.name(topic)
        session_ms = int(log.settings.session_s * 1000)
        self._consumer = consumer(
            log.settings,
            group_id=f"{log.settings.prefix}.{task}",
            session_timeout_ms=session_ms,
            heartbeat_interval_ms=max(100, session_ms // 3),
            rebalance_timeout_ms=max(session_ms, int(GIVEN_UP_S * 2000)),
            max_poll_interval_ms=NEVER_MS,
        )
        self._held: asyncio.Queue[frozenset[int]] = asyncio.Queue()
        self._unheard: asyncio.Event | None = None
        self._telling: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Joins the group."""
        self._consumer.subscribe([self._topic], listener=self)
        await started(self._consumer)
        self._telling = asyncio.create_task(self._tell(), name=f"lag of {self._task}")

    async def next(self) -> frozenset[int]:
        """The partitions held now, when that has changed. Asking says that the change before was acted upon."""
        if self._unheard is not None:
            self._unheard.set()
        return await self._held.get()

    async def leave(self) -> None:
        """Leaves, so that others take over at once."""
        if self._unheard is not None:
            self._unheard.set()
        if self._telling is not None:
            self._telling.cancel()
        await stopped(self._consumer)

    async def on_partitions_revoked(self, revoked: list[TopicPartition]) -> None:
        """Lets go before the others go on."""
        if not revoked:
            return
        self._unheard = asyncio.Event()
        self._held.put_nowait(frozenset())
        with suppress(TimeoutError):
            async with asyncio.timeout(GIVEN_UP_S):
                await self._unheard.wait()
        self._unheard = None

    async def on_partitions_assigned(self, assigned: list[TopicPartition]) -> None:
        """A rebalance is complete."""
        self._consumer.pause(*assigned)
        self._held.put_nowait(frozenset(place.partition for place in assigned))

    async def _tell(self) -> None:
        """Commits the group's offsets now and then: for people's lag tools alone, never read by us."""
        while True:
            await asyncio.sleep(TOLD_EVERY_S)
            mine = self._consumer.assignment()
            told = {at: offset for (task, at), offset in self._log.offsets.items() if task == self._task and at in mine}
            if told:
                with suppress(KafkaError, TimeoutError):
                    await reach(self._consumer.commit(told))

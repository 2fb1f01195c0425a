"""Deliver: what is owed goes out. One task on each partition of `deliveries`.

Exactly once up to the notifier's ledger; beyond it, at least once with a stable `webhook-id`: a kill between an answer
and its commit sends the same bytes again under the same id.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from events.catalog import from_record
from events.delivery import DeliveryScheduled, EndpointEnabled, RetryRequested
from events.errors import Unreadable
from events.ids import partition_of
from events.log.port import Log, Record, Stored
from events.subscription import SubscriptionSet
from services.notifier import metrics
from services.notifier.attempts import Attempt
from services.notifier.bodies import Bodies
from services.notifier.channels import Channels, Message
from services.notifier.core.endpoints import Endpoint
from services.notifier.core.policy import Disable
from services.notifier.dispatching import Dispatcher, Launch
from services.notifier.lanes import Lanes
from services.notifier.ledger import Ledger
from services.notifier.rowkinds import Owed
from services.notifier.sealing import Sealer
from services.notifier.subscriptions import Subscriptions
from services.runtime.clock import Clock
from services.runtime.partitions import each_partition
from services.runtime.rows import Rows
from services.runtime.task import Worker
from services.runtime.telemetry import logger

log_ = logger("deliver")
NAME: Final = "deliver"
TOPIC: Final = "deliveries"
BATCH_RECORDS: Final = 50
"""Deliveries taken in at once: each costs a body, and attempts begin between batches."""
ROWS_CACHED_MAX: Final = 4_000
"""Rows of one partition kept decoded; each holds an alert."""


class Deliver:
    """The task. What its partitions share: places for attempts, channels, the follower of subscriptions.

    `channels` are set by whoever runs it: their connections belong to the running loop.
    """

    def __init__(
        self,
        log: Log,
        subscriptions: Subscriptions,
        sealer: Sealer,
        clock: Clock,
        base_url: str = "",
    ) -> None:
        self.log = log
        self.subscriptions = subscriptions
        self.channels: Channels = {}
        self.sealer = sealer
        self.clock = clock
        self.bodies = Bodies(base_url)
        self.lanes = Lanes()
        self.oldest = metrics.OldestPending()
        self.working: dict[int, Partition] = {}

    async def run(self) -> None:
        """Works on every assigned partition until cancelled."""
        await each_partition(self.log, NAME, TOPIC, self._on)

    async def _on(self, partition: int) -> None:
        session = await self.log.session(NAME, TOPIC, partition)
        work = self.working[partition] = Partition(self, Worker(self.log, session, NAME, TOPIC))
        try:
            await work.run()
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed  # whoever tries again looks for its kind
        finally:
            work.close()
            self.working.pop(partition, None)
            await session.close()

    def endpoint(self, subscription_id: str) -> Endpoint | None:
        """The state of an endpoint; None where another process works on it."""
        work = self.working.get(partition_of(subscription_id, self.log.partitions(TOPIC)))
        return None if work is None else work.ledger.endpoint(subscription_id)

    def owed(self, delivery_id: str) -> Owed | None:
        """What is owed under an id, in the partitions that this process works on."""
        found = (work.ledger.owed(delivery_id) for _, work in sorted(self.working.items()))
        return next((owed for owed in found if owed is not None), None)


class Partition:
    """One partition: takes in what is owed, begins attempts, settles them. One lock serialises its units."""

    def __init__(self, deliver: Deliver, worker: Worker) -> None:
        worker.rows = Rows(worker.session, ROWS_CACHED_MAX)
        self._deliver = deliver
        self._worker = worker
        self._clock = deliver.clock
        self.ledger = Ledger(worker.rows, deliver.bodies)
        self._dispatcher = Dispatcher(
            worker.session.partition,
            deliver.log.partitions(TOPIC),
            self.ledger,
            deliver.lanes,
            deliver.subscriptions,
        )
        self._lock = asyncio.Lock()
        self._answers: list[tuple[Owed, Attempt]] = []
        self._reported = metrics.Reported()

    async def run(self) -> None:
        """Works until cancelled; raises an `ExceptionGroup` of what ended it."""
        await self._deliver.subscriptions.catch_up()
        await self._resume()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._take_in())
            group.create_task(self._send_out(group))

    def close(self) -> None:
        """Leaves the metrics and the listeners as they were."""
        self._dispatcher.close()
        self._reported.end()
        self._deliver.oldest.set(self._worker.session.partition, None)

    async def _resume(self) -> None:
        """Sets up the agenda from the rows, and remembers what may have been under way when the last owner ended."""
        now = self._clock.now()
        self.ledger.count()
        for subscription_id, at, delivery_id in self.ledger.every_due():
            self._dispatcher.expect(subscription_id, at)
            if at <= now:
                self.ledger.resume(delivery_id)
        await self._commit([])

    # What comes in

    async def _take_in(self) -> None:
        while True:
            batch = await self._worker.read(BATCH_RECORDS)
            if not batch:
                await self._worker.wait()
                continue
            if any(self._deliver.subscriptions.get(stored.key) is None for stored in batch):
                await self._deliver.subscriptions.catch_up()
            async with self._lock:
                records = [record for stored in batch for record in self._decide(stored)]
                await self._commit(records, batch[-1].offset + 1)
            self._worker.metrics.consumed(batch)
            for subscription_id in dict.fromkeys(stored.key for stored in batch):
                self._dispatcher.look_at(subscription_id)

    def _decide(self, stored: Stored) -> Sequence[Record]:
        said, now = from_record(stored).data, self._clock.now()
        match said:
            case DeliveryScheduled():
                head = self.ledger.head_of(said.subscription_id, said.alert.alert_id)
                under_way = self._dispatcher.is_under_way(head)
                return self.ledger.schedule(said, stored.recorded_at, now, under_way=under_way)
            case RetryRequested():
                self.ledger.retry(said, now)
            case EndpointEnabled():
                self.ledger.enable(said.subscription_id, now)
            case _:
                raise Unreadable(
                    f"{TOPIC}[{stored.partition}]@{stored.offset}: {type(said).__name__} does not belong there"
                )
        return ()

    # What goes out

    async def _send_out(self, group: asyncio.TaskGroup) -> None:
        while True:
            async with self._lock:
                picked = self._dispatcher.pick(self._clock.now())
            for launch in picked.launches:
                group.create_task(self._attempt(launch))
            if picked.unknown:
                await self._forget(picked.unknown)
            await self._dispatcher.pause(self._clock)

    async def _forget(self, subscription_ids: Sequence[str]) -> None:
        """Drops what is owed to subscriptions that are gone, after making sure that they are."""
        await self._deliver.subscriptions.catch_up()
        for subscription_id in subscription_ids:
            if self._deliver.subscriptions.get(subscription_id) is not None:
                self._dispatcher.look_at(subscription_id)
                continue
            done = False
            while not done:
                async with self._lock:
                    records, done = self.ledger.forget(subscription_id, self._clock.now())
                    await self._commit(records)

    async def _attempt(self, launch: Launch) -> None:
        began = time.monotonic()
        try:
            channel = self._deliver.channels[launch.subscription.channel]
            answer = await channel.send(self._message(launch.owed, launch.subscription))
        finally:
            self._dispatcher.answered(launch.owed.delivery_id)
        await self._settle(launch.owed, Attempt(answer, self._clock.now(), time.monotonic() - began))

    def _message(self, owed: Owed, subscription: SubscriptionSet) -> Message:
        now = self._clock.now()
        secrets = tuple(
            self._deliver.sealer.unseal(secret.sealed, subscription.subscription_id)
            for secret in subscription.secrets
            if secret.expires_at is None or secret.expires_at > now
        )
        body, deadline_s = owed.body or b"", subscription.policy.deadline_s
        return Message(owed.delivery_id, subscription.url, body, secrets, now, deadline_s)

    async def _settle(self, owed: Owed, attempt: Attempt) -> None:
        """Commits what an attempt brought; answers that came while a unit was being written share the next one."""
        self._answers.append((owed, attempt))
        async with self._lock:
            answers, self._answers = self._answers, []
            records: list[Record] = []
            for known, one in answers:
                was_disabled = self.ledger.endpoint(known.subscription_id).disabled is not None
                verdict, told = self.ledger.settle(known.delivery_id, one)
                records.extend(told)
                self._dispatcher.settled(known.delivery_id)
                metrics.attempted(known, one, verdict)
                if isinstance(verdict, Disable) and not was_disabled:  # attempts beside it may end the same way
                    log_.warning("the endpoint of %s is disabled: %s", known.subscription_id, verdict.reason)
            await self._commit(records)
        for known, _ in answers:
            self._dispatcher.look_at(known.subscription_id)

    async def _commit(self, records: Sequence[Record], offset: int | None = None) -> None:
        await self._worker.commit(records, offset)
        metrics.suppressed(self.ledger.dropped)
        self._reported.report(self.ledger.pending, self.ledger.states)
        self._deliver.oldest.set(self._worker.session.partition, self.ledger.oldest())

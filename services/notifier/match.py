"""Match: alert change × subscription → delivery. One task on each partition of `alerts`.

Subscriptions are read up to their end after each batch was read and before it is decided on, so whoever subscribed
before a change was made is known. Fan-out goes in chunks: a cursor in the state says how far the change at hand has
come, so a change that thousands of subscribers want is never one huge unit.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from events.alert import AlertChanged
from events.catalog import envelope, from_record, to_record
from events.delivery import DeliveryScheduled
from events.envelope import Envelope
from events.errors import Unreadable
from events.ids import derive
from events.log.port import Log, Record, Stored
from services.notifier.core.matching import AlertChange, owed
from services.notifier.core.payload import SOURCE
from services.notifier.metrics import SUPPRESSED
from services.notifier.subscriptions import SUBSCRIPTIONS_MAX, Subscriptions
from services.runtime.namespace import Namespace
from services.runtime.partitions import each_partition
from services.runtime.rows import LAST_KEY
from services.runtime.task import Worker

NAME: Final = "match"
TOPIC: Final = "alerts"
CHUNK: Final = 500
"""Deliveries in one unit of work at most."""
FOLLOWS: Final[Namespace[str]] = Namespace("follows", 1, str.encode, bytes.decode)
"""alert|subscription → the subscription id: this subscription was owed a change of this thread."""
CURSOR: Final[Namespace[str]] = Namespace("cursor", 1, str.encode, bytes.decode)
"""offset → the last subscription id that the change at this offset was fanned out to."""


class Match:
    """The task. It shares the follower of subscriptions with the other parts of the service."""

    def __init__(self, log: Log, subscriptions: Subscriptions) -> None:
        self._log = log
        self._subscriptions = subscriptions

    async def run(self) -> None:
        """Works on every assigned partition until cancelled."""
        await each_partition(self._log, NAME, TOPIC, self._on)

    async def _on(self, partition: int) -> None:
        session = await self._log.session(NAME, TOPIC, partition)
        worker = Worker(self._log, session, NAME, TOPIC)
        try:
            while True:
                if not await self.step(worker):
                    await worker.wait()
        finally:
            await session.close()

    async def step(self, worker: Worker) -> int:
        """Fans a batch out; returns how many records that were."""
        batch = await worker.read()
        if batch:
            await self._subscriptions.catch_up()
            await self._fan_out(worker, batch)
            worker.metrics.consumed(batch)
        return len(batch)

    async def _fan_out(self, worker: Worker, batch: Sequence[Stored]) -> None:
        """Small changes share a unit; a large one ends with a chunk that also moves the offset."""
        out: list[Record] = []
        for stored in batch:
            key = str(stored.offset)
            after = worker.rows.get(CURSOR, key)
            for subscription_id, record in self._deliveries(worker, stored, after or ""):
                out.append(record)
                if len(out) == CHUNK:
                    after = subscription_id
                    worker.rows.put(CURSOR, key, after)
                    await worker.commit(out, stored.offset)
                    out = []
            if after is not None:
                worker.rows.delete(CURSOR, key)
        await worker.commit(out, batch[-1].offset + 1)

    def _deliveries(self, worker: Worker, stored: Stored, after: str) -> Iterator[tuple[str, Record]]:
        said = alert_changed(stored)
        alert = said.data.alert
        change = AlertChange(alert, stored.partition, stored.offset)
        followers = self._followers(worker, alert.alert_id)
        for subscription, objection in owed(change, self._subscriptions.all(), followers):
            subscription_id = subscription.subscription_id
            if subscription_id <= after:
                continue
            if objection is not None:
                SUPPRESSED.labels(objection).inc()
                continue
            worker.rows.put(FOLLOWS, f"{alert.alert_id}|{subscription_id}", subscription_id)
            yield subscription_id, _delivery(said, subscription_id)

    def _followers(self, worker: Worker, alert_id: str) -> frozenset[str]:
        """Who was owed a change of this thread before; rows of subscriptions that are gone are cleared on the way."""
        rows = worker.rows.range(FOLLOWS, f"{alert_id}|", f"{alert_id}|{LAST_KEY}", SUBSCRIPTIONS_MAX)
        for key, subscription_id in rows:
            if self._subscriptions.get(subscription_id) is None:
                worker.rows.delete(FOLLOWS, key)
        return frozenset(subscription_id for _, subscription_id in rows)


def alert_changed(stored: Stored) -> Envelope[AlertChanged]:
    """Reads a record of `alerts`; raises `Unreadable`."""
    said = from_record(stored)
    if not isinstance(said.data, AlertChanged):
        raise Unreadable(f"{TOPIC}[{stored.partition}]@{stored.offset}: {said.type} does not belong there")
    return Envelope(said.id, said.type, said.source, said.subject, said.time, said.data, said.cause, said.version)


def delivery_id(change_id: str, subscription_id: str) -> str:
    """The id of a delivery, which is also its `webhook-id`."""
    return derive("delivery", change_id, subscription_id)


def _delivery(said: Envelope[AlertChanged], subscription_id: str) -> Record:
    alert = said.data.alert
    event = DeliveryScheduled(
        delivery_id=delivery_id(alert.change_id, subscription_id), subscription_id=subscription_id, alert=alert
    )
    return to_record(envelope(event, source=SOURCE, time=said.time, cause=said.id))

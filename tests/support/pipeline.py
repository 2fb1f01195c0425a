"""Both tasks of the rules service in memory: reports and ticks in, alerts out."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from events.alert import Alert, AlertChanged
from events.catalog import envelope, from_record, to_record
from events.control import Tick
from events.log.port import Record, Stored
from events.moment import rfc3339
from events.report import ReportReceived, ReportRetracted
from events.signal import SignalChanged
from events.value import Event
from services.rules.core.canonical import canonical
from services.rules.correlate import Correlate
from services.rules.evaluate import Evaluate
from services.runtime.rows import Rows
from tests.support.thread_case import SHIPPED, Memory

Arrival = ReportReceived | ReportRetracted | Tick
RECORDED = datetime(2025, 3, 1, tzinfo=UTC)


class Pipeline:
    """Correlate and evaluate, one after the other, with the shipped rules. `told`: every alert change so far."""

    def __init__(self) -> None:
        self.correlate, self.evaluate = Correlate(1), Evaluate(SHIPPED)
        self.memories = (Memory(), Memory())
        self.rows = (Rows(self.memories[0], 50), Rows(self.memories[1], 50))
        self.told: list[Alert] = []
        self.names: dict[str, str] = {}

    def takes(self, arrival: Arrival) -> list[Alert]:
        """One record of `reports`; returns the alert changes it brings about."""
        before = len(self.told)
        for record in self.correlate.decide(_stored(arrival), self.rows[0]):
            if record.topic == "signals":
                self._signal(record)
        for memory, rows in zip(self.memories, self.rows, strict=True):
            memory.commit(rows.take())
        return self.told[before:]

    def canonical(self) -> tuple[dict[str, Any], ...]:
        """What stands now, without what depends on the order of arrival."""
        return canonical(self.told, self.names)

    def _signal(self, record: Record) -> None:
        signal = _read(record)
        if isinstance(signal, SignalChanged):
            heads = [c.incident for c in signal.contributions if c.incident is not None]
            self.names |= {head.incident_id: head.name for head in heads}
        said = [_read(r) for r in self.evaluate.decide(_as_stored(record), self.rows[1])]
        self.told += [event.alert for event in said if isinstance(event, AlertChanged)]


def alerts(arrivals: Iterable[Arrival]) -> tuple[dict[str, Any], ...]:
    """What stands in the end when these arrive in this order."""
    pipeline = Pipeline()
    for arrival in arrivals:
        pipeline.takes(arrival)
    return pipeline.canonical()


def _stored(event: Arrival) -> Stored:
    at = event.until if isinstance(event, Tick) else event.available_at
    return _as_stored(to_record(envelope(event, source="/ingest", time=at, distinct=rfc3339(at))))


def _as_stored(record: Record) -> Stored:
    return Stored(record.topic, 0, 0, record.key, record.value, record.headers, RECORDED)


def _read(record: Record) -> Event:
    return from_record(_as_stored(record)).data

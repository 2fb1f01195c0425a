"""The task: what a report event's signals say of their cause, and what is counted."""

from events.catalog import envelope, from_record, to_record
from events.log.port import Stored
from events.report import ReportReceived
from events.signal import SignalChanged
from services.rules.correlate import Correlate
from services.rules.metrics import CROWDED
from services.runtime.rows import Rows
from tests.support.correlating import said
from tests.support.thread_case import Memory


class Reports:
    """Feeds the task report events."""

    def __init__(self, limit: int = 500) -> None:
        self.task = Correlate(8, limit)
        self.rows = Rows(Memory())

    def hear(self, event: ReportReceived) -> list[SignalChanged]:
        """The signals that one report event brings about."""
        record = to_record(envelope(event, source="/ingest", time=event.available_at))
        stored = Stored("reports", 0, 0, record.key, record.value, record.headers, event.available_at)
        out = self.task.decide(stored, self.rows)
        told = [from_record(Stored(r.topic, 0, 0, r.key, r.value, r.headers, event.available_at)).data for r in out]
        return [one for one in told if isinstance(one, SignalChanged)]


def test_signals_say_whether_their_cause_came_from_a_dataset_file() -> None:
    reports = Reports()
    assert {s.backfill for s in reports.hear(said("a"))} == {False}
    assert {s.backfill for s in reports.hear(said("b", source="AFP", backfill=True))} == {True}
    assert {s.backfill for s in reports.hear(said("c", source="DW"))} == {False}


def test_a_report_whose_neighbourhood_is_cut_by_day_is_counted() -> None:
    reports = Reports(limit=2)
    before = CROWDED._value.get()
    reports.hear(said("a"))
    reports.hear(said("b", source="AFP"))
    assert CROWDED._value.get() == before
    reports.hear(said("c", 1, source="AP"))
    assert CROWDED._value.get() == before + 1

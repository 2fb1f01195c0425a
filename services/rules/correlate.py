"""The task that correlates: reports in, incidents and each key's signals out, in one unit of work.

Control records are forwarded to every partition of `signals` in the unit that reads them, so each scope hears of the
passing of time after all that came before it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from events.catalog import envelope, from_record, to_record
from events.control import RuleSetActivated, Tick
from events.envelope import Envelope
from events.log.port import Record, Stored
from events.report import ReportReceived, ReportRetracted
from events.value import Event
from services.rules.core.correlation import correlate
from services.rules.core.routing import route
from services.runtime.rows import Rows

SOURCE: Final = "/rules"


class Correlate:
    """Which incident each report is about. `signals_partitions`: to how many partitions control records go."""

    name = "correlate"
    topic = "reports"

    def __init__(self, signals_partitions: int) -> None:
        self._signals_partitions = signals_partitions

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        """The incident events and signals that one record brings about, or the control record for everybody."""
        said = from_record(record)
        if isinstance(said.data, Tick | RuleSetActivated):
            return [
                Record("signals", record.key, record.value, record.headers, partition)
                for partition in range(self._signals_partitions)
            ]
        return [to_record(made) for made in self._made(said, rows)]

    def _made(self, said: Envelope[Event], rows: Rows) -> Iterator[Envelope[Event]]:
        if not isinstance(said.data, ReportReceived | ReportRetracted):
            return
        outcome = correlate(said.data, said.id, rows)
        for event in outcome.events:
            yield envelope(event, source=SOURCE, time=said.time, cause=said.id)
        for signal in route(outcome.cause_kind, outcome.changed):
            yield envelope(signal, source=SOURCE, time=said.time, cause=said.id)

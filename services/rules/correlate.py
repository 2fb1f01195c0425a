"""The task that correlates: reports in, incidents and each key's signals out, in one unit of work.

Control records are forwarded to every partition of `signals` in the unit that reads them, so each scope hears of the
passing of time after all that came before it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from events.catalog import envelope, from_record, to_record
from events.control import RuleSetActivated, Tick
from events.envelope import Envelope
from events.incident import CauseKind, IncidentMerged
from events.log.port import Record, Stored
from events.report import ReportReceived, ReportRetracted
from events.value import Event
from services.rules.core.correlation import correlate
from services.rules.core.grouping import NEIGHBOURHOOD_MAX
from services.rules.core.routing import COUNTED, Changed, Counted, counted, route
from services.rules.core.state import AREA, HOME
from services.rules.core.telling import Outcome
from services.rules.metrics import CROWDED
from services.runtime.rows import Rows

SOURCE: Final = "/rules"


class Correlate:
    """Which incident each report is about. `signals_partitions`: to how many partitions control records go; `limit`:
    reports of a neighbourhood before it is cut by day.
    """

    name = "correlate"
    topic = "reports"

    def __init__(self, signals_partitions: int, limit: int = NEIGHBOURHOOD_MAX) -> None:
        self._signals_partitions = signals_partitions
        self._limit = limit

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
        outcomes = correlate(said.data, said.id, rows, self._limit)
        _count_if_cut(said.data.report_id, rows)
        backfill = isinstance(said.data, ReportReceived) and said.data.backfill
        for outcome in outcomes:
            yield envelope(outcome.event, source=SOURCE, time=said.time, cause=said.id)
        changed = [_changed(o, rows) for o in outcomes if o.incident or o.ended]
        for signal in route(_cause(outcomes), changed, backfill=backfill):
            yield envelope(signal, source=SOURCE, time=said.time, cause=said.id)


def _count_if_cut(report_id: str, rows: Rows) -> None:
    """Counts a report that lies in a neighbourhood beyond the limit: reports of other days cannot join it there."""
    area = rows.get(AREA, rows.get(HOME, report_id) or report_id)
    if area is not None and area.crowded:
        CROWDED.inc()


def _cause(outcomes: Sequence[Outcome]) -> CauseKind:
    """Why: that incidents were merged or split says more than that a report came."""
    kinds: list[CauseKind] = [o.cause_kind for o in outcomes]
    return next((kind for kind in kinds if kind in {"merged", "split"}), kinds[0] if kinds else "new_report")


def _changed(outcome: Outcome, rows: Rows) -> Changed:
    """Where the incident counted and where it counts now; the latter is kept, without its head."""
    before = rows.get(COUNTED, outcome.incident_id)
    if outcome.incident is not None:
        after = counted(outcome.incident)
        rows.put(COUNTED, outcome.incident_id, Counted(after.incident_id, after.revision, after.scopes))
        return before, after
    rows.delete(COUNTED, outcome.incident_id)
    if before is not None and isinstance(outcome.event, IncidentMerged):
        return before, Counted(outcome.incident_id, outcome.event.revision, into=outcome.event.into)
    return before, None

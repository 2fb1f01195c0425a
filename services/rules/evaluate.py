"""The task that judges: signals and ticks in, alert changes out. One signal changes one scope's thread at most once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from events.alert import Alert, AlertAmended, AlertChanged, AlertClosed, AlertRaised, AlertStatus, AlertWithdrawn
from events.catalog import envelope, from_record, to_record
from events.control import RuleSetActivated, Tick
from events.envelope import Envelope
from events.errors import Unreadable
from events.log.port import Record, Stored
from events.signal import SignalChanged
from events.value import Event
from services.rules.core.alerting import Cause
from services.rules.core.ruleset import RuleSet
from services.rules.metrics import ALERTS
from services.rules.scope import Visit
from services.rules.state import CONTROL, DUE, SCOPES, Control, due_until
from services.runtime.rows import Rows

SOURCE: Final = "/rules"
UNTOLD: Final = Control()
"""Before the first control record."""
VISITS_MAX: Final = 1_000
"""Scopes looked at in one unit because time passed or rules changed; the rest are due at the next tick."""
SAYS: Final[Mapping[AlertStatus, type[AlertChanged]]] = {
    "raised": AlertRaised,
    "amended": AlertAmended,
    "withdrawn": AlertWithdrawn,
    "closed": AlertClosed,
}


class Evaluate:
    """Judges each scope by the rules in force: those given, until a control record names others.

    `known`: rule sets by hash. A control record that names a set which is not among them stops the partition: judging
    by other rules than those in force would be a silent lie to every replay.
    """

    name = "evaluate"
    topic = "signals"

    def __init__(self, rules: RuleSet, known: Mapping[str, RuleSet] | None = None) -> None:
        self._given = rules
        self._known = {**(known or {}), rules.hash: rules}

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        """The alert changes that one record brings about, in the order of their scopes' visits."""
        said = from_record(record)
        return [_record(alert) for alert in self._alerts(said, rows)]

    def _alerts(self, said: Envelope[Event], rows: Rows) -> Iterator[Alert]:
        control = rows.get(CONTROL, "") or UNTOLD
        match said.data:
            case SignalChanged() as signal:
                yield from self._signal(signal, said, control, rows)
            case Tick() as tick:
                yield from self._tick(tick, said, control, rows)
            case RuleSetActivated(hash=named):
                yield from self._activated(named, said, control, rows)
            case _:
                return

    def _signal(self, signal: SignalChanged, said: Envelope[Event], control: Control, rows: Rows) -> Iterator[Alert]:
        into = next((c.into for c in signal.contributions if signal.scope.kind == "incident"), None)
        cause = Cause(said.cause or said.id, signal.cause_kind, said.time, historic=_historic(signal), into=into)
        visit = Visit(rows, self._rules(control), signal.scope, control.tick)
        for contribution in signal.contributions:
            visit.take(contribution)
        yield from visit.reconcile(cause)

    def _tick(self, tick: Tick, said: Envelope[Event], control: Control, rows: Rows) -> Iterator[Alert]:
        ticks = control.ticks | {tick.theatre: max(tick.until, control.ticks.get(tick.theatre, tick.until))}
        now = min(ticks.values())
        if control.tick is not None and now <= control.tick:
            rows.put(CONTROL, "", control.model_copy(update={"ticks": ticks}))
            return
        control = control.model_copy(update={"ticks": ticks, "tick": now})
        rows.put(CONTROL, "", control)
        cause = Cause(said.cause or said.id, "time", now)
        for _, scope in rows.range(DUE, end=due_until(now), limit=VISITS_MAX):
            yield from Visit(rows, self._rules(control), scope, now).reconcile(cause)
        yield from self._rejudge(control, rows)

    def _activated(self, named: str, said: Envelope[Event], control: Control, rows: Rows) -> Iterator[Alert]:
        if named not in self._known:
            raise Unreadable(f"the rules {named} are in force from here on, but this process does not have them")
        if named == control.rules:
            return
        told = {"rules": named, "activated": said.cause or said.id, "activated_at": said.time, "rejudged_to": ""}
        yield from self._rejudge(control.model_copy(update=told), rows)

    def _rejudge(self, control: Control, rows: Rows) -> Iterator[Alert]:
        """Judges the open threads by new rules, a bounded number of scopes in each unit."""
        if control.rejudged_to is None or control.activated_at is None:
            return
        cause = Cause(control.activated, "rule_changed", control.activated_at)
        page = rows.range(SCOPES, start=control.rejudged_to, limit=VISITS_MAX)
        for _, kept in page:
            if kept.due is not None:
                yield from Visit(rows, self._rules(control), kept.scope, control.tick).reconcile(cause)
        to = f"{page[-1][0]}\0" if len(page) == VISITS_MAX else None
        rows.put(CONTROL, "", control.model_copy(update={"rejudged_to": to}))

    def _rules(self, control: Control) -> RuleSet:
        return self._given if control.rules is None else self._known[control.rules]


def _historic(signal: SignalChanged) -> bool | None:
    """Whether a dataset file brought this about, or only dataset files speak of what changed; None: nobody does."""
    if signal.backfill:
        return True
    told = [c.incident.backfill for c in signal.contributions if c.incident is not None]
    return all(told) if told else None


def _record(alert: Alert) -> Record:
    ALERTS.labels(alert.status, alert.severity).inc()
    event = SAYS[alert.status](alert=alert)
    said = envelope(event, source=SOURCE, time=alert.changed_at, cause=alert.cause, event_id=alert.change_id)
    return to_record(said)

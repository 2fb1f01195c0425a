"""A desk that reads alert threads: incidents and ticks in, alert changes out, through the task and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from events.actor import Actor
from events.alert import Alert, AlertChanged
from events.catalog import envelope, from_record, to_record
from events.control import RuleSetActivated, Tick
from events.incident import CauseKind, Incident, SourceSeen
from events.log.port import Delete, Put, Record, Stored
from events.moment import Occurred
from events.place import Place
from events.report import Grade
from events.toll import Estimate, Party, TrailPoint
from events.value import Event
from services.rules.core.routing import Changed, counted, route
from services.rules.core.ruleset import RuleSet
from services.rules.evaluate import Evaluate
from services.rules.loading import load
from services.runtime.rows import Rows

MARCH = datetime(2025, 3, 1, tzinfo=UTC)
COMPANY = Actor(name="Blue Column", kind="private_military_company", role="escort", foreign=True, home="RU")
SHIPPED = load()


def at(day: int, hour: float = 0) -> datetime:
    """An hour of a day of March 2025; later days run on."""
    return MARCH + timedelta(days=day - 1, hours=hour)


def incident(
    known: datetime,
    killed: int | dict[Party, int] | None = None,
    *,
    id: str = "inc_a",  # noqa: A002  the name a case thinks in
    name: str | None = None,
    day: datetime | None = None,
    first: int | None = None,
    trail: tuple[tuple[datetime, int], ...] = (),
    actors: tuple[Actor, ...] = (),
    evidence: tuple[str, ...] = ("evt_1",),
    country: str | None = "ML",
    grades: tuple[Grade | None, ...] = ("B",),
    revision: int = 1,
    backfill: bool = False,
) -> Incident:
    """An incident as it stands at one revision; by default a B-graded attack in Mali on the day before it was known."""
    parties = killed if isinstance(killed, dict) else {} if killed is None else {"unknown": killed}
    points = [TrailPoint(at=t, low=n, best=n, high=n, report_id="rep_0", source="AP") for t, n in trail]
    if first is not None:
        figure = {"low": first, "best": first, "high": first}
        points.append(TrailPoint(at=known, **figure, standing="superseded", report_id="rep_1", source="AP"))
    if isinstance(killed, int):
        points.append(TrailPoint(at=known, low=killed, best=killed, high=killed, report_id="rep_1", source="AP"))
    return Incident(
        incident_id=id,
        name=name or id.replace("inc", "rep"),
        revision=revision,
        occurred=Occurred(start=(day or known - timedelta(days=1)).date()),
        place=Place(name="between Gao and Ansongo", country=country, lat=16.0, lon=0.2, within_km=40),
        kind="ambush",
        actors=actors,
        tolls=tuple(Estimate(measure="killed", party=p, low=n, best=n, high=n, sources=1) for p, n in parties.items()),
        trail=tuple(points),
        sources=tuple(SourceSeen(owner=f"source {n}", grade=g) for n, g in enumerate(grades)),
        evidence=evidence,
        evidence_total=len(evidence),
        first_published_at=known,
        last_published_at=known,
        available_at=known,
        backfill=backfill,
    )


@dataclass
class Memory:
    """Committed rows in a dictionary."""

    rows: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def get(self, namespace: str, key: str) -> bytes | None:
        return self.rows.get((namespace, key))

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        return sorted((k, v) for (n, k), v in self.rows.items() if n == namespace and start <= k < end)[:limit]

    def commit(self, changes: Sequence[Put | Delete]) -> int:
        for change in changes:
            if isinstance(change, Put):
                self.rows[change.namespace, change.key] = change.value
            else:
                self.rows.pop((change.namespace, change.key), None)
        return len(changes)


class Desk:
    """Feeds the task what a correlate would, and reads the changes. Rows are committed after every record."""

    def __init__(self, rules: RuleSet = SHIPPED, known: dict[str, RuleSet] | None = None, *, cached: int = 100) -> None:
        self.memory = Memory()
        self.given = (rules, known)
        self.cached = cached
        self.restart()
        self.heads: dict[str, Incident] = {}
        self.log: list[Alert] = []
        self.records: list[Record] = []
        self.offset = 0

    def hears(
        self,
        after: Incident,
        cause: str | None = None,
        kind: CauseKind = "new_report",
        *others: Incident,
        backfill: bool = False,
    ) -> list[Alert]:
        """An incident is new or changed (and others with it, in one cause); returns the changes of alerts."""
        cause = cause or f"evt_cause_{self.offset}"
        befores = [self.heads.get(i.incident_id) for i in (after, *others)]
        pairs: list[Changed] = [
            (None if before is None else counted(before), counted(i))
            for before, i in zip(befores, (after, *others), strict=True)
        ]
        self.heads |= {i.incident_id: i for i in (after, *others)}
        return self._signals(kind, pairs, cause, after.available_at, backfill=backfill)

    def loses(self, incident_id: str, when: datetime, kind: CauseKind = "report_retracted") -> list[Alert]:
        """Nobody speaks of an incident any more."""
        return self._signals(kind, [(counted(self.heads.pop(incident_id)), None)], f"evt_cause_{self.offset}", when)

    def tick(self, until: datetime, theatre: str = "world") -> list[Alert]:
        """Time passes."""
        return self.takes(Tick(until=until, theatre=theatre), f"evt_tick_{theatre}_{until.isoformat()}", until)

    def activate(self, rules: RuleSet, when: datetime) -> list[Alert]:
        """Other rules come into force."""
        return self.takes(RuleSetActivated(hash=rules.hash, available_at=when), "evt_rules", when)

    def restart(self) -> None:
        """The process is another one: only committed rows are left."""
        self.rows = Rows(self.memory, self.cached)
        self.task = Evaluate(*self.given)

    def takes(self, event: Event, cause: str, when: datetime) -> list[Alert]:
        """One record of the signals topic."""
        record = to_record(envelope(event, source="/rules", time=when, cause=cause))
        stored = Stored("signals", 0, self.offset, record.key, record.value, record.headers, when)
        self.offset += 1
        out = list(self.task.decide(stored, self.rows))
        self.memory.commit(self.rows.take())
        said = [from_record(Stored(r.topic, 0, 0, r.key, r.value, r.headers, when)).data for r in out]
        alerts = [event.alert for event in said if isinstance(event, AlertChanged)]
        self.log += alerts
        self.records += out
        return alerts

    def _signals(
        self, kind: CauseKind, pairs: list[Changed], cause: str, when: datetime, *, backfill: bool = False
    ) -> list[Alert]:
        return [a for signal in route(kind, pairs, backfill=backfill) for a in self.takes(signal, cause, when)]


def changed(alert: Alert) -> dict[str, tuple[object, object]]:
    """The changes of an alert by field."""
    return {change.field: (change.before, change.after) for change in alert.changes}


def standing(alert: Alert) -> set[str]:
    """The rules that stand in it."""
    return {ground.rule for ground in alert.grounds}

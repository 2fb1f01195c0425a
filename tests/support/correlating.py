"""Correlation without a log: rows in a dictionary that pass through their bytes, short reports, and what stands."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from events.actor import Actor, ActorKind, Attribution, Role
from events.incident import Incident
from events.moment import Occurred, Precision
from events.place import Place
from events.report import Grade, IncidentKind, ReportBody, ReportReceived, ReportRetracted, ReportRevised, SourceRef
from events.toll import TollClaim
from services.rules.core.correlation import correlate
from services.rules.core.grouping import NEIGHBOURHOOD_MAX
from services.rules.core.telling import Outcome
from services.runtime.namespace import Namespace

T = TypeVar("T")
DAY_0 = date(2024, 3, 1)
GAO = (16.27, -0.04)
MENAKA = (15.92, 2.40)


class DictRows:
    """Keyed rows as bytes, so that every row a test writes is encoded and read back."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}
        self.reads = 0

    def get(self, namespace: Namespace[T], key: str) -> T | None:
        self.reads += 1
        raw = self.rows.get((namespace.name, key))
        return None if raw is None else namespace.unpack(key, raw)

    def put(self, namespace: Namespace[T], key: str, value: T) -> None:
        self.rows[namespace.name, key] = namespace.pack(value)

    def delete(self, namespace: Namespace[T], key: str) -> None:
        self.rows.pop((namespace.name, key), None)


def killed(low: int | None, best: int | None = None, high: int | None = None, **also: object) -> TollClaim:
    """A claim about the killed; one number is exact."""
    if best is None and high is None:
        best = high = low
    return TollClaim.model_validate({"measure": "killed", "low": low, "best": best, "high": high} | also)


def armed(
    name: str, role: Role = "attacker", kind: ActorKind = "jihadist", attribution: Attribution = "reported"
) -> Actor:
    return Actor(name=name, id=name.casefold(), kind=kind, role=role, attribution=attribution)


def said(
    key: str,
    day: int = 0,
    at: tuple[float, float] | None = GAO,
    *,
    source: str = "Radio One",
    grade: Grade | None = None,
    kind: IncidentKind = "attack",
    within_km: float = 15.0,
    country: str | None = "ML",
    admin1: str | None = None,
    tolls: Sequence[TollClaim] = (),
    actors: Sequence[Actor] = (),
    headline: str | None = None,
    precision: Precision = "day",
    published_h: float = 12.0,
    review: tuple[str, ...] = (),
    article_id: str | None = None,
    backfill: bool = False,
    revision: int = 1,
) -> ReportReceived:
    """What one source says of an incident `day` days after DAY_0, published `published_h` hours after its midnight."""
    midnight = datetime.combine(DAY_0 + timedelta(days=day), datetime.min.time(), UTC)
    lat, lon = at or (None, None)
    body = ReportBody(
        source=SourceRef(name=source, grade=grade),
        published_at=midnight + timedelta(hours=published_h),
        occurred=Occurred(start=DAY_0 + timedelta(days=day), precision=precision),
        kind=kind,
        place=Place(country=country, admin1=admin1, lat=lat, lon=lon, within_km=within_km if at else None),
        tolls=tuple(tolls),
        actors=tuple(actors),
        headline=headline,
        review=review,
    )
    content = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    known = midnight + timedelta(hours=published_h, minutes=5)
    made = ReportReceived if revision == 1 else ReportRevised
    return made(
        report_id=f"rep_{key}",
        revision=revision,
        content_hash=content,
        report=body,
        available_at=known,
        article_id=article_id,
        backfill=backfill,
    )


def taken_back(key: str) -> ReportRetracted:
    return ReportRetracted(report_id=f"rep_{key}", cause="withdrawn", available_at=datetime(2024, 4, 1, tzinfo=UTC))


class Desk:
    """Correlation with its rows, and the incidents as a reader of its events knows them."""

    def __init__(self, limit: int = NEIGHBOURHOOD_MAX) -> None:
        self.rows = DictRows()
        self.limit = limit
        self.heads: dict[str, Incident] = {}

    def hear(self, *events: ReportReceived | ReportRetracted) -> list[Outcome]:
        """Correlates events one after another; gives all outcomes."""
        out: list[Outcome] = []
        for event in events:
            version = getattr(event, "content_hash", "gone")[:8]
            out += correlate(event, f"evt_{event.report_id}_{version}", self.rows, self.limit)
        for outcome in out:
            if outcome.incident is not None:
                self.heads[outcome.incident_id] = outcome.incident
            elif outcome.ended:
                del self.heads[outcome.incident_id]
        return out

    def groups(self) -> list[tuple[str, ...]]:
        """The reports of each incident."""
        return sorted(tuple(sorted(h.report_ids)) for h in self.heads.values())

    def canonical(self) -> list[dict[str, object]]:
        """The heads without what may depend on the order of arrival."""
        return canonical(self.heads.values())


def canonical(heads: Iterable[Incident]) -> list[dict[str, object]]:
    """Heads by name, without ids and revisions."""
    told = (h.model_dump(mode="json", exclude={"incident_id", "revision"}) for h in heads)
    return sorted(told, key=lambda h: str(h["name"]))


def heads_of(*events: ReportReceived) -> list[dict[str, object]]:
    """What stands when these reports are heard in this order."""
    desk = Desk()
    desk.hear(*events)
    return desk.canonical()

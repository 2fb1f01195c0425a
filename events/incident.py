"""Incidents: what happened, as far as all reports together tell; and the events that say how that changed."""

from typing import Annotated, Literal

from pydantic import Field

from events.actor import Actor, Materiel, Target
from events.moment import Moment, Occurred
from events.place import Place
from events.report import Grade, IncidentKind, Tlp
from events.toll import Estimate, Measure, Party, Standing, TrailPoint
from events.value import Event, Value

EVIDENCE_MAX = 50
TRAIL_MAX = 50
CauseKind = Literal[
    "new_report", "source_revised", "report_retracted", "judgement", "merged", "split", "rule_changed", "time"
]


class SourceClaim(Value):
    """The latest claim of one source about one measure and party of one incident."""

    report_id: str
    index: int
    source: str
    owner: str
    grade: Grade | None = None
    measure: Measure
    party: Party
    low: int | None = None
    best: int | None = None
    high: int | None = None
    approximate: bool = False
    standing: Standing = "current"
    published_at: Moment
    words: str | None = None


class ReportLink(Value):
    """Why a report belongs to an incident: the report it is nearest to, the score, and the features behind it."""

    report_id: str
    nearest: str | None = None
    score: float | None = None
    features: dict[str, float] = Field(default={})


class SourceSeen(Value):
    """One independent source of an incident (its owner), the best grade it was given, and how many reports it gave."""

    owner: str
    grade: Grade | None = None
    reports: int = 1


class Incident(Value):
    """The head of an incident: what stands now. The whole trail of claims is a projection of the reports.

    `name`: the smallest report id of its set, the name that does not depend on the order of arrival.
    `evidence`: ids of the newest report events (at most 50) and their total. `backfill`: all evidence came from
    dataset files. `trail`: every figure of the victims' killed, in order of publication.
    """

    incident_id: str
    name: str
    revision: int
    status: Literal["open", "merged", "retracted"] = "open"
    merged_into: str | None = None
    occurred: Occurred
    place: Place | None = None
    kind: IncidentKind
    actors: tuple[Actor, ...] = ()
    targets: tuple[Target, ...] = ()
    materiel: tuple[Materiel, ...] = ()
    tolls: tuple[Estimate, ...] = ()
    latest: Annotated[tuple[SourceClaim, ...], Field(max_length=60)] = ()
    trail: Annotated[tuple[TrailPoint, ...], Field(max_length=TRAIL_MAX)] = ()
    sources: tuple[SourceSeen, ...] = ()
    report_ids: Annotated[tuple[str, ...], Field(max_length=EVIDENCE_MAX)] = ()
    reports_total: int = 0
    evidence: Annotated[tuple[str, ...], Field(max_length=EVIDENCE_MAX)] = ()
    evidence_total: int = 0
    possible_duplicates: Annotated[tuple[str, ...], Field(max_length=10)] = ()
    first_published_at: Moment
    last_published_at: Moment
    available_at: Moment
    backfill: bool = False
    headline: str | None = None
    tlp: Tlp = "amber"


class IncidentOpened(Event):
    """A report spoke of something nobody had reported before."""

    incident: Incident
    links: tuple[ReportLink, ...] = ()
    cause_kind: CauseKind = "new_report"


class IncidentRevised(Event):
    """What is known of an incident changed: reports came, changed or went."""

    incident: Incident
    links: tuple[ReportLink, ...] = ()
    unlinked: tuple[str, ...] = ()
    cause_kind: CauseKind = "new_report"


class IncidentMerged(Event):
    """Two incidents turned out to be one; the one opened earlier survives."""

    incident_id: str
    into: str
    revision: int


class IncidentSplit(Event):
    """One incident turned out to be two: this one stands on its own (again)."""

    incident: Incident
    out_of: str
    links: tuple[ReportLink, ...] = ()


class IncidentRetracted(Event):
    """No report speaks of it any more."""

    incident_id: str
    revision: int
    country: str | None = None


class ReportRelinked(Event):
    """A report moved from one incident to another."""

    report_id: str
    before: str
    after: str
    link: ReportLink

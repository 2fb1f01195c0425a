"""What an alert ought to say now, thread aside: drawn from the facts of its scope. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from events.actor import Actor
from events.alert import Certainty, Ground, Severity, Urgency
from events.incident import EVIDENCE_MAX, Incident
from events.moment import Occurred
from events.place import Place
from events.render.headline import incident_headline, window_headline
from events.render.story import incident_story, window_story
from events.report import Tlp
from events.signal import Scope
from events.toll import Estimate
from services.rules.core.family import Finding
from services.rules.core.grading import CERTAINTIES, certainty, gravest, strictest, urgency
from services.rules.core.judging import Judgement
from services.rules.core.window import Tally, tally

CLAIMS_MAX: Final = 10
"""Claims named with each figure of an alert, the newest; the incident has them all."""
QUIET: Final = timedelta(hours=72)
"""A thread about an incident closes when no report on it has come for so long."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The facts of an alert. `quiet_at`: when it closes if nothing more comes (None: when its window moves on)."""

    scope: Scope
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    headline: str
    description: str
    grounds: tuple[Ground, ...]
    incident_ids: tuple[str, ...]
    evidence: tuple[str, ...]
    evidence_total: int
    tlp: Tlp
    expires: datetime
    occurred: Occurred | None = None
    place: Place | None = None
    tolls: tuple[Estimate, ...] = ()
    actors: tuple[Actor, ...] = ()
    quiet_at: datetime | None = field(default=None)


def of_incident(scope: Scope, incident: Incident, judged: Judgement, now: datetime) -> Picture:
    """The picture of one incident: its own figures, place and actors."""
    involved = [str(v) for g in judged.grounds if g.family == "involvement" for v in [g.values.get("actors")] if v]
    return Picture(
        scope=scope,
        severity=gravest(g.severity for g in judged.grounds),
        urgency=urgency(incident.occurred.last, now),
        certainty=certainty(incident.sources),
        headline=incident_headline(incident, involved),
        description=incident_story(incident, judged.grounds),
        grounds=judged.grounds,
        incident_ids=(incident.incident_id,),
        evidence=tuple(sorted(incident.evidence)),
        evidence_total=incident.evidence_total,
        tlp=incident.tlp,
        expires=incident.available_at + QUIET,
        occurred=incident.occurred,
        place=incident.place,
        tolls=tuple(_brief(e) for e in incident.tolls),
        actors=incident.actors,
        quiet_at=incident.available_at + QUIET,
    )


def _brief(estimate: Estimate) -> Estimate:
    """With the newest of its claims alone."""
    if len(estimate.claims) <= CLAIMS_MAX:
        return estimate
    return estimate.model_copy(update={"claims": estimate.claims[-CLAIMS_MAX:]})


def of_window(scope: Scope, judged: Judgement, now: datetime) -> Picture:
    """The picture of a country's window: the incidents behind its grounds.

    Its figures stand in the grounds' values alone: sums that creep with every report are no tolls to be told again.
    """
    days = _days(judged.findings)
    first = min((d.first for d in days if d.first is not None), default=None)
    last = max((d.last for d in days if d.last is not None), default=None)
    evidence = dict.fromkeys(e for ground in judged.grounds for e in ground.evidence)
    return Picture(
        scope=scope,
        severity=gravest(g.severity for g in judged.grounds),
        urgency=urgency(last or now, now),
        certainty=_certainty(judged),
        headline=window_headline(scope, judged.grounds),
        description=window_story(judged.grounds),
        grounds=judged.grounds,
        incident_ids=tuple(islice((s.incident_id for d in days for s in d.shares), EVIDENCE_MAX)),
        evidence=tuple(sorted(tuple(evidence)[:EVIDENCE_MAX])),
        evidence_total=sum(d.evidence_total for d in days),
        tlp=strictest(d.tlp for d in days if d.shares),
        expires=midnight_after(now) + QUIET,
        occurred=_span(first, last),
        place=Place(country=scope.id) if scope.kind == "country" else None,
    )


def _days(findings: Sequence[Finding]) -> tuple[Tally, ...]:
    """The incidents behind the findings, each once: a window has them so, but the windows of several rules overlap."""
    told = [f.days for f in findings if f.days]
    if len(told) == 1:
        return told[0]
    return (tally(tuple({s.incident_id: s for days in told for day in days for s in day.shares}.values())),)


def _certainty(judged: Judgement) -> Certainty:
    """That of the gravest ground; among equals the surest."""
    severity = gravest(g.severity for g in judged.grounds)
    told = [
        f.certainty or "unknown" for g, f in zip(judged.grounds, judged.findings, strict=True) if g.severity == severity
    ]
    return max(told, key=CERTAINTIES.index, default="unknown")


def _span(first: datetime | None, last: datetime | None) -> Occurred | None:
    if first is None or last is None:
        return None
    return Occurred(start=first.date(), end=(last - timedelta(microseconds=1)).date() + timedelta(days=1))


def midnight_after(now: datetime) -> datetime:
    """The next midnight, UTC: when a day leaves each window."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)

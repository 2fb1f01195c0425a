"""The head of an incident: what its reports say together. A pure function of their set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from events.incident import EVIDENCE_MAX, Incident, SourceClaim, SourceSeen
from events.report import TLP_ORDER, Grade
from services.rules.core import merging
from services.rules.core.estimate import estimates
from services.rules.core.state import Kept
from services.rules.core.trail import trail
from services.rules.core.voices import Voice, said, standing, voices, wordings

LATEST_MAX: Final = 60
SOURCES_MAX: Final = 50


def head(reports: Sequence[Kept], incident_id: str, revision: int, doubles: tuple[str, ...] = ()) -> Incident:
    """The head of an incident with these reports, at least one; `doubles`: names of its possible duplicates."""
    by_time = sorted(reports, key=lambda k: (k.facts.published_ms, k.facts.report_id))
    bodies = [k.event.report for k in by_time]
    spoken = voices(k.event for k in reports)
    current = standing(spoken)
    return Incident(
        incident_id=incident_id,
        name=min(k.event.report_id for k in reports),
        revision=revision,
        occurred=merging.best_occurred(bodies),
        place=merging.best_place(bodies),
        kind=merging.best_kind(bodies),
        actors=merging.merged_actors(bodies),
        targets=merging.merged_targets(bodies),
        materiel=merging.merged_materiel(bodies),
        tolls=estimates(current),
        latest=_latest([*current, *wordings(spoken)]),
        trail=trail(spoken),
        sources=_sources(by_time),
        report_ids=tuple(k.event.report_id for k in by_time[-EVIDENCE_MAX:]),
        reports_total=len(reports),
        evidence=tuple(k.event_id for k in by_time[-EVIDENCE_MAX:]),
        evidence_total=len(reports),
        possible_duplicates=doubles,
        first_published_at=_published(by_time[0]),
        last_published_at=_published(by_time[-1]),
        available_at=max(k.event.available_at for k in reports),
        backfill=all(k.event.backfill for k in reports),
        headline=_headline(by_time),
        tlp=max((b.source.tlp for b in bodies), key=TLP_ORDER.index),
    )


def _published(kept: Kept) -> datetime:
    return kept.event.report.published_at or kept.event.available_at


def _latest(told: Sequence[Voice]) -> tuple[SourceClaim, ...]:
    newest = sorted(told, key=lambda v: v.order)[-LATEST_MAX:]
    return tuple(_source_claim(v) for v in newest)


def _source_claim(v: Voice) -> SourceClaim:
    return SourceClaim(
        **said(v.claim),
        report_id=v.report_id,
        index=v.index,
        source=v.source,
        owner=v.owner,
        grade=v.grade,
        standing=v.claim.standing,
        published_at=v.at,
        words=v.claim.words,
    )


def _sources(reports: Sequence[Kept]) -> tuple[SourceSeen, ...]:
    """Each independent source with its best grade, by owner; at most SOURCES_MAX."""
    grades: dict[str, list[Grade | None]] = {}
    for kept in reports:
        grades.setdefault(kept.facts.owner, []).append(kept.event.report.source.grade)
    seen = (
        SourceSeen(owner=owner, grade=min(given, key=merging.grade_order), reports=len(given))
        for owner, given in sorted(grades.items())
    )
    return tuple(seen)[:SOURCES_MAX]


def _headline(by_time: Sequence[Kept]) -> str | None:
    """Of the best graded source, the newest."""
    told = [k.event.report for k in by_time if k.event.report.headline]
    if not told:
        return None
    best = min(merging.grade_order(b.source.grade) for b in told)
    return next(b.headline for b in reversed(told) if merging.grade_order(b.source.grade) == best)

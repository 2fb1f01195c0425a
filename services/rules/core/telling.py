"""Telling: changes as events, with the heads of the incidents and the reasons of the links."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.incident import (
    CauseKind,
    Incident,
    IncidentMerged,
    IncidentOpened,
    IncidentRetracted,
    IncidentRevised,
    IncidentSplit,
    ReportLink,
    ReportRelinked,
)
from services.rules.core.change import Change, Merged, Retracted, Stands
from services.rules.core.head import head
from services.rules.core.similarity import Link, explain
from services.rules.core.state import KEPT, State

IncidentEvent = IncidentOpened | IncidentRevised | IncidentMerged | IncidentSplit | IncidentRetracted | ReportRelinked


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that changed. `incident`: the head of `incident_id` after it; None where it ended or a report moved.

    `cause_kind`: why, also for those events that do not say it themselves.
    """

    event: IncidentEvent
    incident_id: str
    incident: Incident | None
    cause_kind: CauseKind

    @property
    def ended(self) -> bool:
        """Whether the incident is no more: merged into another, or without reports."""
        return isinstance(self.event, IncidentMerged | IncidentRetracted)


def tell(changes: Iterable[Change], state: State) -> list[Outcome]:
    """The events of changes that were just decided, in their order; reads the reports from the state."""
    return [_told(change, state) for change in changes]


def _told(change: Change, state: State) -> Outcome:
    if isinstance(change, Stands):
        return _stands(change, state)
    if isinstance(change, Merged):
        merged = IncidentMerged(incident_id=change.incident_id, into=change.into, revision=change.revision)
        return Outcome(merged, change.incident_id, None, "merged")
    if isinstance(change, Retracted):
        gone = IncidentRetracted(incident_id=change.incident_id, revision=change.revision, country=change.country)
        return Outcome(gone, change.incident_id, None, change.cause_kind)
    link = _explained(change.report_id, change.nearest, state)
    relinked = ReportRelinked(report_id=change.report_id, before=change.before, after=change.after, link=link)
    return Outcome(relinked, change.after, None, change.cause_kind)


def _stands(change: Stands, state: State) -> Outcome:
    reports = [k for i in change.report_ids if (k := state.get(KEPT, i)) is not None]
    incident = head(reports, change.incident_id, change.revision, change.doubles)
    links = tuple(_explained(report_id, nearest, state) for report_id, nearest in change.nearest)
    return Outcome(_event(change, incident, links), change.incident_id, incident, change.cause_kind)


def _event(change: Stands, incident: Incident, links: tuple[ReportLink, ...]) -> IncidentEvent:
    if change.out_of is not None:
        return IncidentSplit(incident=incident, out_of=change.out_of, links=links)
    if change.opened:
        return IncidentOpened(incident=incident, links=links, cause_kind=change.cause_kind)
    return IncidentRevised(incident=incident, links=links, unlinked=change.left, cause_kind=change.cause_kind)


def _explained(report_id: str, nearest: Link | None, state: State) -> ReportLink:
    """The link to the nearest report, with what each feature adds to its score."""
    if nearest is None:
        return ReportLink(report_id=report_id, features={})
    other = nearest.other(report_id)
    a, b = state.get(KEPT, report_id), state.get(KEPT, other)
    features = explain(a.facts, b.facts) if a is not None and b is not None else {}
    return ReportLink(report_id=report_id, nearest=other, score=nearest.score / 1000, features=features)

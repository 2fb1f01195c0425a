"""Links: which reports belong to which incident, now and ever, and why."""

from dataclasses import dataclass

from events.incident import (
    Incident,
    IncidentMerged,
    IncidentOpened,
    IncidentRetracted,
    IncidentRevised,
    IncidentSplit,
    ReportLink,
    ReportRelinked,
)
from events.value import Event


@dataclass(frozen=True, slots=True)
class Join:
    """A report belongs to an incident from now on, and to no other."""

    incident_id: str
    link: ReportLink


@dataclass(frozen=True, slots=True)
class Keep:
    """Of the reports of an incident only these still belong to it."""

    incident_id: str
    report_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A report belongs to an incident no more."""

    incident_id: str
    report_id: str


@dataclass(frozen=True, slots=True)
class Move:
    """All reports of one incident belong to another from now on."""

    incident_id: str
    into: str


LinkChange = Join | Keep | Part | Move


def link_changes(event: Event) -> list[LinkChange]:
    """What an event changes in the links, in order."""
    match event:
        case IncidentOpened(incident=head, links=links) | IncidentSplit(incident=head, links=links):
            return _told(head, links)
        case IncidentRevised(incident=head, links=links, unlinked=unlinked):
            return [*(Part(head.incident_id, one) for one in unlinked), *_told(head, links)]
        case ReportRelinked(report_id=report_id, before=before, after=after, link=link):
            return [Part(before, report_id), Join(after, link)]
        case IncidentMerged(incident_id=incident_id, into=into):
            return [Move(incident_id, into)]
        case IncidentRetracted(incident_id=incident_id):
            return [Keep(incident_id)]
        case _:
            return []


def _told(head: Incident, links: tuple[ReportLink, ...]) -> list[LinkChange]:
    """The links that are told, then the members of the head that came without one.

    A head names at most 50 of its reports; only where it names them all does it say that the others are gone.
    """
    joined = [Join(head.incident_id, link) for link in links]
    named = {link.report_id for link in links}
    unsaid = [Join(head.incident_id, ReportLink(report_id=r)) for r in head.report_ids if r not in named]
    whole = len(head.report_ids) >= max(head.reports_total, 1)
    return [*([Keep(head.incident_id, head.report_ids)] if whole else []), *joined, *unsaid]

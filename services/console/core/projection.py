"""The projection: which items an event changes, and what they are afterwards.

Every function here is `evolve(previous version, event) → next version`, None where nothing changes. An event that is
in the log twice changes nothing the second time.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from events.alert import Alert, AlertChanged
from events.delivery import Attempted, DeliveryScheduled, RetryRequested
from events.envelope import Envelope
from events.incident import (
    Incident,
    IncidentMerged,
    IncidentOpened,
    IncidentRetracted,
    IncidentRevised,
    IncidentSplit,
)
from events.report import ReportReceived, ReportRetracted
from events.select import countries_of
from events.value import Event
from services.console.core import deliveries
from services.console.core.items import Changed, Item, ItemKind, found_by, names, tags, text_of

Subject = tuple[ItemKind, str]
Before = Callable[[ItemKind, str], Item | None]


def subjects(said: Envelope[Event]) -> tuple[Subject, ...]:
    """The items that an event may change; none for ticks, rules and links."""
    found: tuple[Subject, ...] = ()
    match said.data:
        case ReportReceived(report_id=its_id) | ReportRetracted(report_id=its_id):
            found = (("report", its_id),)
        case IncidentOpened(incident=head) | IncidentRevised(incident=head) | IncidentSplit(incident=head):
            found = (("incident", head.incident_id),)
        case IncidentMerged(incident_id=its_id) | IncidentRetracted(incident_id=its_id):
            found = (("incident", its_id),)
        case AlertChanged(alert=alert):
            found = (("alert", alert.alert_id),)
        case DeliveryScheduled(delivery_id=its_id) | RetryRequested(delivery_id=its_id):
            found = (("delivery", its_id),)
        case Attempted(delivery_id=its_id):
            found = (("delivery", its_id), ("attempt", said.id))
        case _:
            pass
    return found


def project(said: Envelope[Event], changed: Changed, before: Before) -> list[Item]:
    """The new versions that one event makes; `before` gives the version that stands now."""
    made = []
    for kind, item_id in subjects(said):
        previous = before(kind, item_id)
        if previous is not None and previous.event_id == said.id:
            continue
        item = EVOLVE[kind](previous, said, changed)
        if item is not None:
            made.append(item)
    return made


def _report(previous: Item | None, said: Envelope[Event], changed: Changed) -> Item | None:
    event = said.data
    if isinstance(event, ReportReceived):
        if previous is not None and previous.live and previous.content == event.content_hash:
            return None
        return _received(event, said.id, changed)
    if not isinstance(event, ReportRetracted) or previous is None or not previous.live:
        return None
    why = event.model_dump(mode="json", include={"cause", "reason", "available_at"})
    return _ended(previous, said.id, changed, status="retracted", retraction=why)


def _received(event: ReportReceived, event_id: str, changed: Changed) -> Item:
    whole = event.model_dump(mode="json")
    body = {"report_id": event.report_id, "revision": event.revision, "status": "current", "retraction": None}
    report = event.report
    place = report.place
    return Item(
        "report",
        event.report_id,
        event_id,
        changed,
        text_of(body | whole.pop("report") | {k: v for k, v in whole.items() if k not in body}),
        content=event.content_hash,
        tags=tags(
            "report",
            status="current",
            country=place.country if place else None,
            kind=report.kind,
            actor=names(report.actors),
            source=(report.source.name, report.source.owner),
            article=event.article_id,
        ),
        found=found_by(report.occurred, place),
    )


def _incident(previous: Item | None, said: Envelope[Event], changed: Changed) -> Item | None:
    match said.data:
        case IncidentOpened(incident=head) | IncidentRevised(incident=head) | IncidentSplit(incident=head):
            return _head(head, said.id, changed)
        case IncidentMerged(into=into, revision=revision) if previous is not None:
            return _ended(previous, said.id, changed, status="merged", merged_into=into, revision=revision)
        case IncidentRetracted(revision=revision) if previous is not None:
            return _ended(previous, said.id, changed, status="retracted", revision=revision)
        case _:
            return None


def _head(head: Incident, event_id: str, changed: Changed) -> Item:
    return Item(
        "incident",
        head.incident_id,
        event_id,
        changed,
        head.model_dump_json(),
        live=head.status == "open",
        tags=tags(
            "incident",
            status=head.status,
            country=head.place.country if head.place else None,
            kind=head.kind,
            actor=names(head.actors),
        ),
        found=found_by(head.occurred, head.place),
    )


def _alert(_: Item | None, said: Envelope[Event], changed: Changed) -> Item | None:
    event = said.data
    if not isinstance(event, AlertChanged):
        return None
    alert = event.alert
    return Item(
        "alert",
        alert.alert_id,
        said.id,
        changed,
        alert.model_dump_json(),
        live=alert.status != "withdrawn",
        tags=_alert_tags(alert),
        found=found_by(alert.occurred, alert.place, alert.severity),
    )


def _alert_tags(alert: Alert) -> tuple[str, ...]:
    return tags(
        "alert",
        status=alert.status,
        country=countries_of(alert),
        rule=[ground.rule for ground in alert.grounds],
        scope=alert.scope.key,
        incident=alert.incident_ids,
        actor=names(alert.actors),
        revision=f"{alert.alert_id}/{alert.revision}",
    )


def _ended(previous: Item, event_id: str, changed: Changed, *, status: str, **fields: Any) -> Item:  # noqa: ANN401  JSON
    """A tombstone: the last that was known, under its new status."""
    others = [t for t in previous.tags if not t.startswith(f"{previous.kind} status ")]
    return replace(
        previous,
        event_id=event_id,
        changed=changed,
        live=False,
        content="",
        body=text_of(previous.data | {"status": status} | fields),
        tags=tuple(sorted([*others, *tags(previous.kind, status=status)])),
    )


EVOLVE: Final[dict[ItemKind, Callable[[Item | None, Envelope[Event], Changed], Item | None]]] = {
    "report": _report,
    "incident": _incident,
    "alert": _alert,
    "delivery": deliveries.evolve,
    "attempt": deliveries.attempt,
}

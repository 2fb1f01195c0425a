"""Deliveries: what is owed to a subscriber, and how far that came.

Two topics tell of a delivery and no order holds between them, so an attempt may be seen before its delivery.
"""

from typing import Any, Final

from events.delivery import Attempted, DeliveryScheduled, RetryRequested
from events.envelope import Envelope
from events.moment import parse_moment, rfc3339
from events.value import Event
from services.console.core.items import Changed, Item, tags, text_of

EMPTY: Final[dict[str, Any]] = {
    "delivery_id": None,
    "subscription_id": None,
    "status": "scheduled",
    "outcome": None,
    "alert_id": None,
    "change_id": None,
    "revision": None,
    "severity": None,
    "headline": None,
    "exercise": None,
    "told": None,
    "attempts_total": 0,
    "scheduled_at": None,
    "attempted_at": None,
    "retry_requested_at": None,
    "next_at": None,
    "response_status": None,
    "reason": None,
}


def evolve(previous: Item | None, said: Envelope[Event], changed: Changed) -> Item | None:
    """The delivery after one event about it."""
    event = said.data
    before = previous.data if previous else EMPTY
    match event:
        case DeliveryScheduled():
            told = _scheduled(event) | {"scheduled_at": rfc3339(said.time)}
        case RetryRequested():
            told = _ids(event) | {"retry_requested_at": rfc3339(event.requested_at)}
        case Attempted():
            told = _attempted(event) | {"attempts_total": max(event.attempt, before["attempts_total"])}
        case _:
            return None
    after = before | told
    after["status"] = _status(after)
    event_id, last = said.id, changed
    if previous is not None and previous.changed > changed:  # heard of late, of the other topic
        event_id, last = previous.event_id, previous.changed
    found = tags("delivery", subscription=event.subscription_id, status=after["status"])
    return Item("delivery", event.delivery_id, event_id, last, text_of(after), tags=found)


def _status(after: dict[str, Any]) -> str:
    """The last outcome, unless nothing was tried yet or somebody asked for another attempt since."""
    outcome: str | None = after["outcome"]
    asked_at, attempted_at = after["retry_requested_at"], after["attempted_at"]
    if outcome is None or (asked_at is not None and parse_moment(asked_at) > parse_moment(attempted_at)):
        return "scheduled"
    return outcome


def _ids(event: DeliveryScheduled | RetryRequested | Attempted) -> dict[str, Any]:
    return {"delivery_id": event.delivery_id, "subscription_id": event.subscription_id}


def _scheduled(event: DeliveryScheduled) -> dict[str, Any]:
    alert = event.alert
    return _ids(event) | {
        "alert_id": alert.alert_id,
        "change_id": alert.change_id,
        "revision": alert.revision,
        "severity": alert.severity,
        "headline": alert.headline,
        "exercise": event.exercise,
    }


def _attempted(event: Attempted) -> dict[str, Any]:
    data = event.model_dump(mode="json")
    same = ("alert_id", "change_id", "revision", "told", "outcome", "attempted_at", "next_at", "reason")
    return _ids(event) | {name: data[name] for name in same} | {"response_status": event.status}


def attempt(_: Item | None, said: Envelope[Event], changed: Changed) -> Item | None:
    """One attempt, as it was told."""
    event = said.data
    if not isinstance(event, Attempted):
        return None
    body = event.model_dump_json()
    return Item("attempt", said.id, said.id, changed, body, tags=tags("attempt", delivery=event.delivery_id))

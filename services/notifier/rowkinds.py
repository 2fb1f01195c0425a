"""The rows of deliver: what is owed, in which thread, when due, and the state of endpoints.

`due` is ordered by subscription and then by time, not by time alone: an endpoint that hangs in front of ten thousand
due deliveries is passed over by reading none of them. `age` finds the oldest that waits.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from events.alert import Alert
from events.moment import from_ms, to_ms
from services.notifier.core.endpoints import Endpoint
from services.notifier.core.ordering import Thread, Told, Waiting
from services.runtime.namespace import Namespace


@dataclass(frozen=True, slots=True)
class Owed:
    """One delivery that is not settled. `body` and `told` are set, once for all, when it becomes its thread's head."""

    delivery_id: str
    subscription_id: str
    alert: Alert
    exercise: bool
    scheduled_at: datetime
    attempts: int = 0
    due: datetime | None = None
    told: Told | None = None
    body: bytes | None = None


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)


def _at(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def _line(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _pack_owed(owed: Owed) -> bytes:
    """Three lines of JSON: the fields, the alert, the body as it is sent."""
    fields = {
        "delivery_id": owed.delivery_id,
        "subscription_id": owed.subscription_id,
        "exercise": owed.exercise,
        "scheduled": to_ms(owed.scheduled_at),
        "attempts": owed.attempts,
        "due": _ms(owed.due),
        "told": owed.told,
    }
    return b"\n".join((_line(fields), _pack_alert(owed.alert), owed.body or b""))


def _unpack_owed(raw: bytes) -> Owed:
    head, alert, body = raw.split(b"\n")
    f = json.loads(head)
    return Owed(
        f["delivery_id"],
        f["subscription_id"],
        Alert.model_validate_json(alert),
        f["exercise"],
        from_ms(f["scheduled"]),
        f["attempts"],
        _at(f["due"]),
        f["told"],
        body or None,
    )


def _pack_alert(alert: Alert | None) -> bytes:
    return b"" if alert is None else alert.model_dump_json(exclude_defaults=True).encode()


def _waiting(item: Waiting | None) -> list[Any] | None:
    return None if item is None else [item.delivery_id, item.revision, item.status, item.tried]


def _pack_thread(thread: Thread) -> bytes:
    """Two lines of JSON: the fields, the alert that was got."""
    fields = {
        "waiting": [_waiting(item) for item in thread.waiting],
        "newest": thread.newest,
        "skipped": thread.skipped,
        "maybe": thread.maybe,
        "parked": _waiting(thread.parked),
    }
    return b"\n".join((_line(fields), _pack_alert(thread.got)))


def _unpack_thread(raw: bytes) -> Thread:
    head, alert = raw.split(b"\n")
    f = json.loads(head)
    return Thread(
        Alert.model_validate_json(alert) if alert else None,
        tuple(Waiting(*item) for item in f["waiting"]),
        f["newest"],
        tuple(f["skipped"]),
        f["maybe"],
        None if f["parked"] is None else Waiting(*f["parked"]),
    )


def _pack_endpoint(endpoint: Endpoint) -> bytes:
    return _line(
        {
            "failing_since": _ms(endpoint.failing_since),
            "waits_until": _ms(endpoint.waits_until),
            "disabled": endpoint.disabled,
        }
    )


def _unpack_endpoint(raw: bytes) -> Endpoint:
    f = json.loads(raw)
    return Endpoint(_at(f["failing_since"]), _at(f["waits_until"]), f["disabled"])


OWED: Final[Namespace[Owed]] = Namespace("owed", 1, _pack_owed, _unpack_owed)
"""delivery id → what is owed."""
THREAD: Final[Namespace[Thread]] = Namespace("thread", 1, _pack_thread, _unpack_thread)
"""subscription|alert → the thread as this subscriber has it."""
ENDPOINT: Final[Namespace[Endpoint]] = Namespace("endpoint", 1, _pack_endpoint, _unpack_endpoint)
"""subscription → its endpoint."""
DUE: Final[Namespace[str]] = Namespace("due", 1, str.encode, bytes.decode)
"""subscription|milliseconds|delivery → the delivery id."""
AGE: Final[Namespace[str]] = Namespace("age", 1, str.encode, bytes.decode)
"""milliseconds|delivery → the delivery id, by the moment it was scheduled."""


def thread_key(subscription_id: str, alert_id: str) -> str:
    """The key of a thread's row."""
    return f"{subscription_id}|{alert_id}"


def due_key(subscription_id: str, at: datetime, delivery_id: str) -> str:
    """The key of a due row."""
    return f"{subscription_id}|{to_ms(at):013d}|{delivery_id}"


def age_key(owed: Owed) -> str:
    """The key of an age row."""
    return f"{to_ms(owed.scheduled_at):013d}|{owed.delivery_id}"

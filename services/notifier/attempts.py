"""The records of the topic `attempts`: what became of each delivery, and of endpoints."""

from dataclasses import dataclass
from datetime import datetime

from events.catalog import envelope, to_record
from events.delivery import Attempted, EndpointDisabled, Outcome
from events.log.port import Record
from services.notifier.core.payload import SOURCE
from services.notifier.core.policy import Failure, Response
from services.notifier.rowkinds import Owed


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as the shell made it. `at`: when its answer was judged. `latency_s`: from its beginning to then."""

    answer: Response | Failure
    at: datetime
    latency_s: float


def attempted(
    owed: Owed, outcome: Outcome, attempt: Attempt, reason: str | None = None, next_at: datetime | None = None
) -> Record:
    """What became of an attempt; `owed` already counts it."""
    status = attempt.answer.status if isinstance(attempt.answer, Response) else None
    return _record(
        owed,
        Attempted(
            **_named(owed),
            outcome=outcome,
            status=status,
            reason=reason,
            latency_s=round(attempt.latency_s, 4),
            attempted_at=attempt.at,
            next_at=next_at,
        ),
    )


def passed_over(owed: Owed, outcome: Outcome, now: datetime, reason: str) -> Record:
    """What became of a delivery without an attempt."""
    return _record(owed, Attempted(**_named(owed), outcome=outcome, reason=reason, attempted_at=now))


def disabled(owed: Owed, reason: str, now: datetime) -> Record:
    """The endpoint of this delivery gets nothing more until it is enabled."""
    event = EndpointDisabled(subscription_id=owed.subscription_id, reason=reason, disabled_at=now)
    said = envelope(event, source=SOURCE, time=now, cause=owed.delivery_id, distinct=str(owed.attempts))
    return to_record(said)


def _named(owed: Owed) -> dict[str, object]:
    return {
        "delivery_id": owed.delivery_id,
        "subscription_id": owed.subscription_id,
        "alert_id": owed.alert.alert_id,
        "change_id": owed.alert.change_id,
        "revision": owed.alert.revision,
        "attempt": owed.attempts,
        "told": owed.told,
    }


def _record(owed: Owed, event: Attempted) -> Record:
    """One attempt has one outcome of a kind, so number and outcome tell its events apart."""
    distinct = f"{event.attempt}:{event.outcome}"
    said = envelope(event, source=SOURCE, time=event.attempted_at, cause=owed.alert.change_id, distinct=distinct)
    return to_record(said)

"""The exercise: an alert that is none, sent through the very path of the true ones, so that a test tests."""

from datetime import datetime
from typing import Final

from events.alert import Alert, Ground
from events.catalog import envelope, to_record
from events.delivery import DeliveryScheduled
from events.ids import derive
from events.log.port import Record
from events.signal import Scope
from events.subscription import SubscriptionSet
from services.notifier.core.payload import SOURCE
from services.notifier.match import delivery_id

HEADLINE: Final = "Exercise: this is a test of your subscription, nothing has happened"
DESCRIPTION: Final = (
    "You or a colleague asked Tocsin to send this message. It took the path of a true alert: the same signature, "
    "checks of the address, retries and records. `status` is `exercise`; a true alert has `actual`."
)


def exercise(subscription: SubscriptionSet, nonce: str, now: datetime) -> tuple[str, Record]:
    """The delivery of an exercise alert to one subscription: its id and its record. Each `nonce` is another alert."""
    alert_id = derive("alert", "exercise", subscription.subscription_id, nonce)
    change_id = derive("change", alert_id, nonce)
    alert = Alert(
        alert_id=alert_id,
        revision=1,
        change_id=change_id,
        status="raised",
        scope=Scope(kind="country", id=next(iter(subscription.filter.countries), "ZZ"), name="Exercise"),
        severity=subscription.filter.severity_min or "minor",
        urgency="unknown",
        certainty="unknown",
        headline=HEADLINE,
        description=DESCRIPTION,
        grounds=(Ground(rule="exercise", version=1, family="exercise", severity="minor", because="You asked for it."),),
        raised_at=now,
        changed_at=now,
        cause=nonce,
        cause_kind="judgement",
        tlp="clear",
    )
    event = DeliveryScheduled(
        delivery_id=delivery_id(change_id, subscription.subscription_id),
        subscription_id=subscription.subscription_id,
        alert=alert,
        exercise=True,
    )
    return event.delivery_id, to_record(envelope(event, source=SOURCE, time=now))

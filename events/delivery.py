"""Deliveries and attempts: the ledger of what was sent to whom."""

from typing import Literal

from events.alert import Alert
from events.moment import Moment
from events.value import Event

Outcome = Literal["delivered", "retry", "abandoned", "superseded", "held"]


class DeliveryScheduled(Event):
    """One change of one alert is owed to one subscription. delivery id = hash(change, subscription) = `webhook-id`."""

    delivery_id: str
    subscription_id: str
    alert: Alert
    exercise: bool = False


class RetryRequested(Event):
    """A person asks for another attempt now."""

    delivery_id: str
    subscription_id: str
    requested_at: Moment


class Attempted(Event):
    """What became of one attempt. `next_at`: when the next one is due, with outcome `retry`.

    `told`: what the subscriber was told, relative to what it got before.
    """

    delivery_id: str
    subscription_id: str
    alert_id: str
    change_id: str
    revision: int
    attempt: int
    outcome: Outcome
    told: Literal["raised", "amended", "withdrawn", "closed"] | None = None
    status: int | None = None
    reason: str | None = None
    latency_s: float | None = None
    attempted_at: Moment
    next_at: Moment | None = None


class EndpointDisabled(Event):
    """Nothing more is sent to this subscription until it is enabled; its deliveries are held."""

    subscription_id: str
    reason: str
    disabled_at: Moment


class EndpointEnabled(Event):
    """The subscription is served again; what was held goes out."""

    subscription_id: str
    enabled_at: Moment


class DeadLetter(Event):
    """Input that could not be read: what it was (at most 16 KB of it), why, and where from."""

    letter_id: str
    origin: str
    field: str | None = None
    reason: str
    body: str
    body_bytes: int
    received_at: Moment

"""Subscriptions: who wants to be told of what, and how."""

from typing import Annotated, Literal

from pydantic import Field

from events.alert import Severity
from events.moment import Moment
from events.place import CountryCode
from events.value import Event, Value


class Filter(Value):
    """Which alerts a subscriber wants. An empty list asks nothing; all that is asked must hold."""

    countries: Annotated[tuple[CountryCode, ...], Field(max_length=250)] = ()
    severity_min: Severity | None = None
    rules: Annotated[tuple[str, ...], Field(max_length=100)] = ()
    historic: bool = False


class Policy(Value):
    """How a subscriber wants to be told. `deadline_s`: for one whole attempt, from name look-up to the last byte.

    `tell`: every change of a thread, or only those that are news (not more evidence of the same).
    """

    tell: Literal["all", "news"] = "all"
    deadline_s: Annotated[float, Field(gt=0, le=60)] = 15.0


class SealedSecret(Value):
    """A signing secret, sealed with the deployment's key. `expires_at` None: the current one."""

    sealed: str
    expires_at: Moment | None = None


class SubscriptionSet(Event):
    """The whole subscription as it stands now; the newest under its id counts, and an empty record deletes it."""

    subscription_id: str
    revision: int
    url: Annotated[str, Field(max_length=2_000)]
    channel: Literal["webhook"] = "webhook"
    filter: Filter = Filter()
    policy: Policy = Policy()
    secrets: tuple[SealedSecret, ...]
    created_at: Moment
    alerts_from: dict[str, int] = Field(default={}, description="partition of `alerts` → first offset it gets")

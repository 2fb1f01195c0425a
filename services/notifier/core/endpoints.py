"""The state of an endpoint: serving, failing since when, waiting because it asked to, or disabled."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from services.notifier.core.policy import FAILING_MAX, Delivered, Disable, RetryAt, Verdict

RECOVERED_AFTER: Final = timedelta(minutes=5)
"""An endpoint that answers again after failing for so long gets what waits for it at once.

Shorter: one delivery that always fails, between others that succeed, would use up its attempts within seconds.
"""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is known of one subscription's endpoint. `waits_until`: it asked for silence until then."""

    failing_since: datetime | None = None
    waits_until: datetime | None = None
    disabled: str | None = None


def judged(endpoint: Endpoint, verdict: Verdict, now: datetime) -> Verdict:
    """The verdict on a delivery in the light of its endpoint: one that failed for five days is disabled."""
    if isinstance(verdict, Delivered | Disable) or endpoint.failing_since is None:
        return verdict
    if now - endpoint.failing_since < FAILING_MAX:
        return verdict
    return Disable(f"failing for {FAILING_MAX.days} days, last: {verdict.reason}")


def evolve(endpoint: Endpoint, verdict: Verdict, now: datetime) -> Endpoint:
    """The endpoint after an attempt. What is sent by two attempts at once may end in any order: disabled stays so."""
    if isinstance(verdict, Delivered):
        return replace(endpoint, failing_since=None, waits_until=None)
    failing = replace(endpoint, failing_since=endpoint.failing_since or now)
    if isinstance(verdict, Disable):
        return replace(failing, disabled=endpoint.disabled or verdict.reason)
    if isinstance(verdict, RetryAt) and verdict.endpoint_waits:
        until = max(verdict.at, endpoint.waits_until or verdict.at)
        return replace(failing, waits_until=until)
    return failing


def recovers(endpoint: Endpoint, verdict: Verdict, now: datetime) -> bool:
    """Whether this attempt ends a long failure."""
    since = endpoint.failing_since
    return isinstance(verdict, Delivered) and since is not None and now - since >= RECOVERED_AFTER

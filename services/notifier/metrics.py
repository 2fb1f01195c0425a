"""What operators see of the notifier. No label names a subscription or a URL: their number has no bound."""

from collections import Counter as Counter_
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from services.notifier.attempts import Attempt
from services.notifier.core.policy import Abandoned, Delivered, Disable, Failure, Response, RetryAt, Verdict
from services.notifier.rowkinds import Owed
from services.runtime.telemetry import REGISTRY, SECONDS

ATTEMPTS = Counter(
    "tocsin_delivery_attempts_total", "Attempts, by what became of them.", ["channel", "outcome"], registry=REGISTRY
)
FAILURES = Counter("tocsin_delivery_failures_total", "Attempts that failed, by kind.", ["reason"], registry=REGISTRY)
SUPPRESSED = Counter(
    "tocsin_delivery_suppressed_total",
    "Changes and deliveries that were not sent, by why.",
    ["reason"],
    registry=REGISTRY,
)
LATENCY = Histogram(
    "tocsin_delivery_latency_seconds",
    "From the log taking a delivery to the receiver's 2xx.",
    buckets=SECONDS,
    registry=REGISTRY,
)
FIRST_ATTEMPT = Histogram(
    "tocsin_delivery_first_attempt_latency_seconds",
    "From the log taking a delivery to the end of its first attempt.",
    buckets=SECONDS,
    registry=REGISTRY,
)
PENDING = Gauge("tocsin_delivery_pending", "Deliveries that are due or wait for their retry.", registry=REGISTRY)
OLDEST = Gauge(
    "tocsin_delivery_oldest_pending_age_seconds", "Age of the oldest delivery that is not settled.", registry=REGISTRY
)
ENDPOINTS = Gauge("tocsin_endpoints", "Endpoints that do not simply serve, by state.", ["state"], registry=REGISTRY)
SUBSCRIPTIONS = Gauge("tocsin_subscriptions", "Subscriptions.", registry=REGISTRY)
IN_FLIGHT = Gauge("tocsin_delivery_attempts_in_flight", "Attempts under way, by lane.", ["lane"], registry=REGISTRY)

FAILED_STATUS: Final = {3: "redirect", 4: "client_error", 5: "server_error"}


def attempted(owed: Owed, attempt: Attempt, verdict: Verdict | None) -> None:
    """Counts an attempt and what became of it."""
    waited_s = max(0.0, (attempt.at - owed.scheduled_at).total_seconds())
    if owed.attempts == 0:
        FIRST_ATTEMPT.observe(waited_s)
    if isinstance(verdict, Delivered):
        LATENCY.observe(waited_s)
    else:
        FAILURES.labels(failure_kind(attempt.answer)).inc()
    ATTEMPTS.labels("webhook", OUTCOMES[type(verdict)]).inc()


def suppressed(dropped: Counter_[str]) -> None:
    """Counts what was dropped since the last call."""
    for reason, times in dropped.items():
        SUPPRESSED.labels(reason.replace(" ", "_")).inc(times)
    dropped.clear()


def failure_kind(answer: Response | Failure) -> str:
    """A failure as one of few words: a class of statuses, or why no answer came."""
    return answer.reason if isinstance(answer, Failure) else FAILED_STATUS.get(answer.status // 100, "other")


OUTCOMES: Final[dict[type, str]] = {
    Delivered: "delivered",
    RetryAt: "retry",
    Abandoned: "abandoned",
    Disable: "held",
    type(None): "forgotten",
}


class Reported:
    """What one partition added to the gauges, so that it can be taken back when the partition goes elsewhere."""

    def __init__(self) -> None:
        self._pending = 0
        self._states: dict[str, int] = {}

    def report(self, pending: int, states: Mapping[str, int]) -> None:
        """Moves the gauges by what changed."""
        PENDING.inc(pending - self._pending)
        for state in sorted({*states, *self._states}):
            ENDPOINTS.labels(state).inc(states.get(state, 0) - self._states.get(state, 0))
        self._pending, self._states = pending, dict(states)

    def end(self) -> None:
        """Takes everything back."""
        self.report(0, {})


class OldestPending:
    """The age of the oldest pending delivery over all partitions of this process, worked out when it is asked for."""

    def __init__(self) -> None:
        self._oldest: dict[int, datetime] = {}
        OLDEST.set_function(self.age_s)

    def set(self, partition: int, scheduled_at: datetime | None) -> None:
        """The oldest of a partition; None: nothing is pending there."""
        if scheduled_at is None:
            self._oldest.pop(partition, None)
        else:
            self._oldest[partition] = scheduled_at

    def age_s(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> float:
        """Seconds; 0 where nothing is pending."""
        return max(0.0, (now() - min(self._oldest.values())).total_seconds()) if self._oldest else 0.0

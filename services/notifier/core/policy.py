"""What becomes of a delivery after an attempt: a value, decided by status, attempt number, time and given jitter."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final, Literal

SCHEDULE_S: Final = (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each attempt, counted from the one before: ten attempts over about 75 h (Standard Webhooks)."""
ATTEMPTS_MAX: Final = len(SCHEDULE_S)
JITTER: Final = 0.2
RETRY_AFTER_MAX_S: Final = 3_600
"""An endpoint may ask for at most this long, or for twice the scheduled wait where that is longer."""
FAILING_MAX: Final = timedelta(days=5)
"""An endpoint that has failed for so long, with no success between, is disabled (Svix: 120 h)."""
PASSING: Final = frozenset({408, 425, 429})
"""Statuses below 500 that speak of a passing state."""
THROTTLING: Final = frozenset({429, 503})
"""Statuses whose Retry-After is about the whole endpoint, not this one delivery."""
GONE: Final = 410

FailureReason = Literal["unreachable", "timeout", "tls", "interrupted"]


@dataclass(frozen=True, slots=True)
class Response:
    """The head of an answer. `retry_after`: that header as it came."""

    status: int
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """No answer came. `maybe_received`: the request may have reached the receiver all the same."""

    reason: FailureReason
    maybe_received: bool = False


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Another attempt is due. `endpoint_waits`: nothing else goes to this endpoint before that moment either."""

    at: datetime
    reason: str
    endpoint_waits: bool = False


@dataclass(frozen=True, slots=True)
class Abandoned:
    """No further attempt is made by itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Disable:
    """The endpoint wants, or has earned, nothing more; this delivery and all others to it are held."""

    reason: str


Verdict = Delivered | RetryAt | Abandoned | Disable


def judge(answer: Response | Failure, attempt: int, now: datetime, jitter: float) -> Verdict:
    """Says what becomes of a delivery after its attempt number `attempt` (from 1). `jitter`: in [0, 1).

    2xx of any kind is success. A redirect is a failure that is tried again: it is never followed, and the usual cause
    is a receiver in the middle of a move.
    """
    if isinstance(answer, Failure):
        return _again(answer.reason, attempt, now, jitter, None, endpoint_waits=False)
    status, reason = answer.status, f"status {answer.status}"
    if 200 <= status < 300:  # noqa: PLR2004  the classes of HTTP
        return Delivered()
    if status == GONE:
        return Disable(reason)
    if 400 <= status < 500 and status not in PASSING:  # noqa: PLR2004
        return Abandoned(reason)
    asked_s = retry_after_s(answer.retry_after, now)
    waits = status in THROTTLING and asked_s is not None
    return _again(reason, attempt, now, jitter, asked_s, endpoint_waits=waits)


def _again(
    reason: str, attempt: int, now: datetime, jitter: float, asked_s: float | None, *, endpoint_waits: bool
) -> RetryAt | Abandoned:
    wait_s = scheduled_wait_s(attempt, jitter)
    if wait_s is None:
        return Abandoned(f"{reason}, after {attempt} attempts")
    if asked_s is not None:
        wait_s = min(max(wait_s, asked_s), max(2 * wait_s, RETRY_AFTER_MAX_S))
    return RetryAt(now + timedelta(seconds=wait_s), reason, endpoint_waits)


def scheduled_wait_s(attempt: int, jitter: float) -> float | None:
    """Seconds from attempt number `attempt` to the next, ±20 % by `jitter`; None: there is no next."""
    if attempt >= ATTEMPTS_MAX:
        return None
    return SCHEDULE_S[attempt] * (1 - JITTER + 2 * JITTER * jitter)


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Retry-After as seconds from now, whether it came as seconds or as a date; None where it says nothing useful."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)  # absurdly many digits are infinity, and the clamp holds
    try:
        return _until(text, now) if text.endswith("GMT") else None
    except (ValueError, OverflowError):
        return None


def _until(date: str, now: datetime) -> float:
    return max(0.0, (parsedate_to_datetime(date) - now).total_seconds())

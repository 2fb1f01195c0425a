from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.core.policy import (
    ATTEMPTS_MAX,
    SCHEDULE_S,
    Abandoned,
    Delivered,
    Disable,
    Failure,
    FailureReason,
    Response,
    RetryAt,
    judge,
    retry_after_s,
)

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
MIDDLE = 0.5
"""Jitter that changes nothing."""


def wait_s(answer: Response | Failure, attempt: int = 1, jitter: float = MIDDLE) -> float:
    verdict = judge(answer, attempt, NOW, jitter)
    assert isinstance(verdict, RetryAt), verdict
    return (verdict.at - NOW).total_seconds()


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_success(status: int) -> None:
    assert judge(Response(status), 1, NOW, MIDDLE) == Delivered()


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308, 408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_tried_again(status: int) -> None:
    assert wait_s(Response(status)) == 5


@pytest.mark.parametrize("reason", ["unreachable", "timeout", "tls", "interrupted"])
def test_no_answer_is_tried_again(reason: FailureReason) -> None:
    assert wait_s(Failure(reason)) == 5


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 422, 451])
def test_an_answer_that_will_not_change_is_abandoned_at_once(status: int) -> None:
    assert judge(Response(status), 1, NOW, MIDDLE) == Abandoned(f"status {status}")


def test_gone_disables_the_endpoint() -> None:
    assert judge(Response(410), 1, NOW, MIDDLE) == Disable("status 410")


def test_the_schedule_is_ten_attempts_over_75_hours() -> None:
    waits = [wait_s(Response(500), attempt) for attempt in range(1, ATTEMPTS_MAX)]
    assert waits == list(SCHEDULE_S[1:])
    assert 75 <= sum(waits) / 3600 <= 76


def test_after_the_last_attempt_it_is_abandoned() -> None:
    assert judge(Response(500), ATTEMPTS_MAX, NOW, MIDDLE) == Abandoned("status 500, after 10 attempts")


@given(st.integers(1, ATTEMPTS_MAX - 1), st.floats(0, 1, exclude_max=True))
def test_jitter_stays_within_a_fifth(attempt: int, jitter: float) -> None:
    base = SCHEDULE_S[attempt]
    assert 0.8 * base - 0.001 <= wait_s(Response(500), attempt, jitter) <= 1.2 * base + 0.001


@pytest.mark.parametrize(
    ("header", "expected_s"),
    [
        ("30", 30),
        ("0", 5),
        ("1", 5),
        ("3600", 3600),
        ("86400", 3600),
        ("9" * 400, 3600),
        ("-5", 5),
        ("soon", 5),
        ("", 5),
    ],
)
def test_retry_after_is_honoured_between_the_scheduled_wait_and_an_hour(header: str, expected_s: float) -> None:
    assert wait_s(Response(503, header)) == expected_s


def test_late_in_the_schedule_retry_after_may_ask_for_twice_the_wait() -> None:
    assert wait_s(Response(503, str(10 * 86_400)), attempt=5) == 2 * SCHEDULE_S[5]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Sat, 01 Mar 2025 12:01:00 GMT", 60.0),
        ("Sat, 01 Mar 2025 11:00:00 GMT", 0.0),
        ("Sat, 41 Mar 2025 12:01:00 GMT", None),
        ("٣", None),
        ("1e3", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str | None, expected: float | None) -> None:
    assert retry_after_s(header, NOW) == expected


@pytest.mark.parametrize(("status", "waits"), [(429, True), (503, True), (500, False), (408, False)])
def test_only_a_throttling_answer_makes_the_whole_endpoint_wait(status: int, waits: bool) -> None:  # noqa: FBT001
    verdict = judge(Response(status, "60"), 1, NOW, MIDDLE)
    assert verdict == RetryAt(NOW + timedelta(seconds=60), f"status {status}", endpoint_waits=waits)

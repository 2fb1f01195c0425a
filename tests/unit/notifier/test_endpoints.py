from datetime import UTC, datetime, timedelta

from services.notifier.core.endpoints import Endpoint, evolve, judged, recovers
from services.notifier.core.policy import Abandoned, Delivered, Disable, RetryAt

NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
RETRY = RetryAt(NOW + timedelta(hours=1), "status 500")


def test_failing_begins_with_the_first_failure_and_ends_with_a_success() -> None:
    failing = evolve(Endpoint(), RETRY, NOW)
    later = evolve(failing, Abandoned("status 400"), NOW + timedelta(hours=2))
    assert later.failing_since == NOW
    assert evolve(later, Delivered(), NOW) == Endpoint()


def test_an_endpoint_that_failed_for_five_days_is_disabled() -> None:
    failing = Endpoint(failing_since=NOW - timedelta(days=5))
    assert judged(failing, RETRY, NOW) == Disable("failing for 5 days, last: status 500")
    assert judged(Endpoint(failing_since=NOW - timedelta(days=4, hours=23)), RETRY, NOW) == RETRY


def test_sporadic_failures_disable_nothing() -> None:
    endpoint = Endpoint()
    for day in range(30):
        at = NOW + timedelta(days=day)
        assert judged(endpoint, RETRY, at) == RETRY
        endpoint = evolve(evolve(endpoint, RETRY, at), Delivered(), at + timedelta(hours=1))
    assert endpoint == Endpoint()


def test_an_endpoint_that_asks_for_silence_gets_it() -> None:
    waits = RetryAt(NOW + timedelta(minutes=9), "status 429", endpoint_waits=True)
    assert evolve(Endpoint(), waits, NOW).waits_until == NOW + timedelta(minutes=9)


def test_only_the_end_of_a_long_failure_is_a_recovery() -> None:
    assert recovers(Endpoint(failing_since=NOW - timedelta(minutes=6)), Delivered(), NOW)
    assert not recovers(Endpoint(failing_since=NOW - timedelta(minutes=4)), Delivered(), NOW)
    assert not recovers(Endpoint(), Delivered(), NOW)

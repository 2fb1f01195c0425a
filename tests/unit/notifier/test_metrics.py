import asyncio
from datetime import UTC, datetime, timedelta

from events.delivery import Attempted
from services.notifier.core.policy import Failure, Response
from services.notifier.metrics import OldestPending, Reported, failure_kind
from services.runtime.telemetry import REGISTRY
from tests.support.receiver import Reply
from tests.unit.notifier.cases import an_alert, bench

NOW = datetime(2025, 3, 1, tzinfo=UTC)


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


async def test_attempts_and_what_waits_are_counted() -> None:
    before = value("tocsin_delivery_attempts_total", channel="webhook", outcome="retry")
    pending = value("tocsin_delivery_pending")
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(500))
        await b.say(an_alert())
        await b.ledger(Attempted, count=1)
        await asyncio.sleep(0.05)  # the numbers move after the commit
        assert value("tocsin_delivery_attempts_total", channel="webhook", outcome="retry") == before + 1
        assert value("tocsin_delivery_pending") == pending + 1
        assert value("tocsin_endpoints", state="failing") >= 1
        assert value("tocsin_delivery_oldest_pending_age_seconds") > 0
    assert value("tocsin_delivery_pending") == pending


async def test_no_metric_names_a_subscription_or_a_url() -> None:
    async with bench() as b:
        made = await b.subscribe()
        b.receiver.script.append(Reply(404))
        await b.say(an_alert())
        await b.ledger(Attempted, count=1)
        words = {word for m in REGISTRY.collect() for sample in m.samples for word in sample.labels.values()}
        assert not any(made["subscription_id"] in word or "://" in word for word in words)


def test_the_oldest_is_the_oldest_of_all_partitions() -> None:
    oldest = OldestPending()
    assert oldest.age_s(lambda: NOW) == 0
    oldest.set(1, NOW - timedelta(seconds=5))
    oldest.set(2, NOW - timedelta(seconds=50))
    assert oldest.age_s(lambda: NOW) == 50
    oldest.set(2, None)
    assert oldest.age_s(lambda: NOW) == 5


def test_a_partition_that_goes_takes_its_numbers_with_it() -> None:
    pending, failing = value("tocsin_delivery_pending"), value("tocsin_endpoints", state="failing")
    reported = Reported()
    reported.report(7, {"failing": 2})
    reported.report(5, {"failing": 1})
    assert value("tocsin_delivery_pending") == pending + 5
    reported.end()
    assert (value("tocsin_delivery_pending"), value("tocsin_endpoints", state="failing")) == (pending, failing)


def test_failures_are_few_words() -> None:
    kinds = [failure_kind(Response(status)) for status in (302, 404, 410, 503, 700)] + [failure_kind(Failure("tls"))]
    assert kinds == ["redirect", "client_error", "client_error", "server_error", "other", "tls"]

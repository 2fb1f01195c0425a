import asyncio
from datetime import UTC, datetime, timedelta

from events.delivery import Attempted
from services.runtime.clock import SetClock
from tests.support.receiver import Reply, verify
from tests.unit.notifier.cases import an_alert, bench, tolls


async def test_a_raised_alert_reaches_its_subscriber_signed() -> None:
    async with bench() as b:
        subscription = await b.subscribe()
        await b.say(an_alert())
        (request,) = await b.receiver.wait_for(1)
        verify(subscription["secret"], request)
        assert request.event["type"] == "tocsin.alert.raised"
        assert request.event["id"] == an_alert().change_id
        assert request.headers["content-type"] == "application/cloudevents+json"
        (attempt,) = await b.ledger(Attempted, count=1)
        assert (attempt.outcome, attempt.attempt, attempt.told) == ("delivered", 1, "raised")
        assert attempt.delivery_id == request.id


async def test_a_later_revision_is_told_as_amended_with_what_changed() -> None:
    async with bench() as b:
        await b.subscribe()
        await b.say(an_alert(killed=10), an_alert(2, killed=32))
        first, second = await b.receiver.wait_for(2)
        assert [first.event["type"], second.event["type"]] == ["tocsin.alert.raised", "tocsin.alert.amended"]
        changes = {c["field"]: (c["before"], c["after"]) for c in second.data["changes"]}
        assert changes["tolls.killed.best"] == (10, 32)


async def test_an_attempt_that_failed_is_made_again_with_the_same_id_and_bytes() -> None:
    clock = SetClock(datetime.now(UTC))
    async with bench(clock) as b:
        subscription = await b.subscribe()
        b.receiver.script.append(Reply(503))
        await b.say(an_alert())
        (failed,) = await b.ledger(Attempted, count=1)
        assert timedelta(seconds=4) <= failed.next_at - failed.attempted_at <= timedelta(seconds=6)
        clock.set(failed.next_at + timedelta(milliseconds=1))
        first, second = await b.receiver.wait_for(2)
        assert (first.id, first.body) == (second.id, second.body)
        assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
        verify(subscription["secret"], second)


async def test_a_newer_revision_replaces_one_that_still_waits_for_its_retry() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(500))
        await b.say(an_alert(killed=10))
        await b.ledger(Attempted, count=1)
        await b.say(an_alert(2, killed=50))
        _, second = await b.receiver.wait_for(2)
        assert second.event["type"] == "tocsin.alert.raised"
        assert second.data["supersedes"] == [1]
        assert tolls([second]) == [50]
        outcomes = [a.outcome for a in await b.ledger(Attempted, count=3)]
        assert outcomes == ["retry", "superseded", "delivered"]


async def test_a_revision_that_is_under_way_is_waited_for() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(200, hang=True))
        await b.say(an_alert(killed=10))
        await b.receiver.wait_for(1)
        await b.say(an_alert(2, killed=50))
        await asyncio.sleep(0.1)
        assert len(b.receiver.requests) == 1
        b.receiver.release()
        assert tolls(await b.receiver.wait_for(2)) == [10, 50]

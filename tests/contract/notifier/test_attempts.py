"""From an alert to the ledger: delivered, tried again, superseded, held. What is decided without a log is in unit/."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from events.delivery import Attempted, EndpointDisabled
from events.log.port import Log
from services.runtime.clock import SetClock
from tests.support.receiver import Reply, verify
from tests.unit.notifier.cases import an_alert, bench_on, tolls


@pytest.mark.every_log
async def test_a_raised_alert_reaches_its_subscriber_signed(log: Log) -> None:
    async with bench_on(log) as b:
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


@pytest.mark.every_log
async def test_an_attempt_that_failed_is_made_again_with_the_same_id_and_bytes(log: Log) -> None:
    clock = SetClock(datetime.now(UTC))
    async with bench_on(log, clock) as b:
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


@pytest.mark.every_log
async def test_a_newer_revision_replaces_one_that_still_waits_for_its_retry(log: Log) -> None:
    async with bench_on(log) as b:
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


@pytest.mark.every_log
async def test_an_endpoint_that_is_gone_is_disabled_and_its_deliveries_are_held_until_it_is_enabled(log: Log) -> None:
    async with bench_on(log) as b:
        subscription = await b.subscribe()
        b.receiver.script.append(Reply(410))
        await b.say(an_alert(killed=10))
        await b.ledger(EndpointDisabled, count=1)
        await b.say(an_alert(2, killed=32), an_alert(3, killed=33))
        outcomes = [a.outcome for a in await b.ledger(Attempted, count=5)]
        assert outcomes == ["held", "superseded", "held", "superseded", "held"]
        async with b.http.post(f"/v1/subscriptions/{subscription['subscription_id']}/enable") as response:
            assert response.status == 202
        gone, told = await b.receiver.wait_for(2)
        assert gone.data["revision"] == 1
        assert (told.data["revision"], told.data["supersedes"]) == (3, [1, 2])
        assert told.event["type"] == "tocsin.alert.raised"


@pytest.mark.every_log
async def test_a_person_may_retry_what_waits_and_it_is_sent_once(log: Log) -> None:
    async with bench_on(log) as b:
        await b.subscribe()
        b.receiver.script.append(Reply(500))
        await b.say(an_alert())
        (attempt,) = await b.ledger(Attempted, count=1)
        for _ in range(3):
            await b.http.post(f"/v1/deliveries/{attempt.delivery_id}/retry")
        await b.receiver.wait_for(2)
        assert [a.outcome for a in await b.ledger(Attempted, count=2)] == ["retry", "delivered"]
        await asyncio.sleep(0.05)
        assert len(b.receiver.requests) == 2


@pytest.mark.every_log
async def test_a_deleted_subscription_takes_its_deliveries_with_it(log: Log) -> None:
    async with bench_on(log) as b:
        subscription = await b.subscribe()
        b.receiver.script.append(Reply(500))
        await b.say(an_alert())
        await b.ledger(Attempted, count=1)
        async with b.http.delete(f"/v1/subscriptions/{subscription['subscription_id']}") as response:
            assert response.status == 204
        _, dropped = await b.ledger(Attempted, count=2)
        assert (dropped.outcome, dropped.reason) == ("abandoned", "subscription deleted")

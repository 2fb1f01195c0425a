import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import WebhookVerificationError

from events.delivery import Attempted, EndpointDisabled
from services.runtime.clock import SetClock
from tests.support.receiver import Reply, verify
from tests.unit.notifier.cases import an_alert, bench, tolls


async def test_a_later_revision_is_told_as_amended_with_what_changed() -> None:
    async with bench() as b:
        await b.subscribe()
        await b.say(an_alert(killed=10), an_alert(2, killed=32))
        first, second = await b.receiver.wait_for(2)
        assert [first.event["type"], second.event["type"]] == ["tocsin.alert.raised", "tocsin.alert.amended"]
        changes = {c["field"]: (c["before"], c["after"]) for c in second.data["changes"]}
        assert changes["tolls.killed.best"] == (10, 32)


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


async def test_independent_threads_do_not_wait_for_each_other() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(hang=True))
        await b.say(an_alert(thread="slow"))
        await b.receiver.wait_for(1)
        await b.say(an_alert(thread="quick"))
        _, second = await b.receiver.wait_for(2)
        assert second.data["scope"]["id"] == "quick"


async def test_an_alert_withdrawn_before_it_was_told_is_never_told() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(500))
        await b.say(an_alert())
        await b.ledger(Attempted, count=1)
        await b.say(an_alert(2, status="withdrawn"))
        outcomes = [(a.outcome, a.reason) for a in await b.ledger(Attempted, count=3)]
        assert outcomes == [("retry", "status 500"), ("superseded", "never told"), ("superseded", "never told")]
        assert len(b.receiver.requests) == 1


async def test_an_endpoint_that_several_attempts_find_gone_is_disabled_and_told_of_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("tocsin"), "propagate", True)  # a test that set up logging turned it off
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.extend(Reply(410, hang=True) for _ in range(3))
        await b.say(*(an_alert(thread=f"t{number}") for number in range(3)))
        await b.receiver.wait_for(3)
        b.receiver.release()
        held = await b.ledger(Attempted, count=3)
        assert [a.outcome for a in held] == ["held"] * 3
        assert len(await b.ledger(EndpointDisabled)) == 1
    assert len([r for r in caplog.records if "is disabled" in r.getMessage()]) == 1


async def test_an_answer_that_will_not_change_abandons_and_a_person_may_retry() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.script.append(Reply(400))
        await b.say(an_alert())
        (attempt,) = await b.ledger(Attempted, count=1)
        assert (attempt.outcome, attempt.reason) == ("abandoned", "status 400")
        async with b.http.post(f"/v1/deliveries/{attempt.delivery_id}/retry") as response:
            assert response.status == 202
        first, second = await b.receiver.wait_for(2)
        assert (first.id, first.body) == (second.id, second.body)
        assert [a.outcome for a in await b.ledger(Attempted, count=2)] == ["abandoned", "delivered"]


async def test_a_new_url_is_a_fresh_start_for_what_waits() -> None:
    async with bench() as b:
        subscription = await b.subscribe("/old")
        b.receiver.always["/old"] = Reply(410)
        await b.say(an_alert())
        await b.ledger(EndpointDisabled, count=1)
        path, changed = f"/v1/subscriptions/{subscription['subscription_id']}", {"url": b.receiver.url("/new")}
        async with b.http.patch(path, json=changed, headers={"If-Match": '"1"'}) as response:
            assert response.status == 200
        await b.receiver.wait_for(2)
        assert [r.path for r in b.receiver.requests] == ["/old", "/new"]


async def test_an_endpoint_that_asks_for_time_gets_it_for_all_its_threads() -> None:
    clock = SetClock(datetime.now(UTC))
    async with bench(clock) as b:
        await b.subscribe()
        b.receiver.script.append(Reply(429, {"Retry-After": "60"}))
        await b.say(an_alert(thread="t1"))
        await b.ledger(Attempted, count=1)
        await b.say(an_alert(thread="t2"))
        await asyncio.sleep(0.1)
        assert len(b.receiver.requests) == 1
        clock.set(clock.now() + timedelta(seconds=61))
        assert {r.data["scope"]["id"] for r in await b.receiver.wait_for(3)} == {"t1", "t2"}


async def test_when_an_endpoint_is_back_after_a_long_failure_what_waits_goes_out_at_once() -> None:
    clock = SetClock(datetime.now(UTC))
    async with bench(clock) as b:
        await b.subscribe()
        b.receiver.script.extend([Reply(500), Reply(500)])
        await b.say(an_alert(thread="t1"))
        (first,) = await b.ledger(Attempted, count=1)
        clock.set(first.attempted_at + timedelta(minutes=4))
        second = (await b.ledger(Attempted, count=2))[-1]
        clock.set(first.attempted_at + timedelta(minutes=6))
        assert second.next_at > clock.now()
        await b.say(an_alert(thread="t2"))
        requests = await b.receiver.wait_for(4)
        assert [r.data["scope"]["id"] for r in requests] == ["t1", "t1", "t2", "t1"]


async def test_during_a_rotation_both_secrets_verify_what_is_sent() -> None:
    async with bench() as b:
        first = await b.subscribe()
        async with b.http.post(f"/v1/subscriptions/{first['subscription_id']}/rotate-secret") as response:
            second = await response.json()
        await b.say(an_alert())
        (request,) = await b.receiver.wait_for(1)
        verify(first["secret"], request)
        verify(second["secret"], request)


async def test_after_the_grace_only_the_new_secret_verifies() -> None:
    clock = SetClock(datetime.now(UTC) - timedelta(hours=25))
    async with bench(clock) as b:
        first = await b.subscribe()
        async with b.http.post(f"/v1/subscriptions/{first['subscription_id']}/rotate-secret") as response:
            second = await response.json()
        clock.set(datetime.now(UTC))
        await b.say(an_alert())
        (request,) = await b.receiver.wait_for(1)
        verify(second["secret"], request)
        with pytest.raises(WebhookVerificationError):
            verify(first["secret"], request)


async def test_an_exercise_takes_the_path_of_true_alerts_and_says_what_it_is() -> None:
    async with bench() as b:
        subscription = await b.subscribe()
        async with b.http.post(f"/v1/subscriptions/{subscription['subscription_id']}/test") as response:
            answer = await response.json()
        (request,) = await b.receiver.wait_for(1)
        verify(subscription["secret"], request)
        assert (request.id, request.data["status"]) == (answer["delivery_id"], "exercise")
        (attempt,) = await b.ledger(Attempted, count=1)
        assert attempt.outcome == "delivered"


async def test_a_receiver_that_nobody_answers_for_is_tried_again() -> None:
    async with bench() as b:
        answer = await b.http.post("/v1/subscriptions", json={"url": "http://127.0.0.1:9/hook"})
        assert answer.status == 201
        await b.say(an_alert())
        (attempt,) = await b.ledger(Attempted, count=1)
        assert (attempt.outcome, attempt.reason, attempt.status) == ("retry", "unreachable", None)

import asyncio

import pytest

from events.delivery import Attempted
from events.errors import Fenced
from events.log.sqlite import SqliteLog
from services.notifier.service import NotifierService, NotifierSettings
from services.runtime.clock import SystemClock
from tests.support.receiver import Reply, receiving, verify
from tests.unit.notifier.cases import SEAL_KEY, Bench, an_alert, serving


async def test_an_attempt_that_was_under_way_when_the_notifier_ended_is_made_again_with_the_same_id_and_bytes() -> None:
    log = await SqliteLog.open(":memory:")
    async with receiving() as receiver:
        async with serving(log) as (service, http):
            b = Bench(log, service, receiver, http)
            subscription = await b.subscribe()
            receiver.script.append(Reply(204, hang=True))
            await b.say(an_alert())
            await receiver.wait_for(1)
        async with serving(log) as (service, http):
            b = Bench(log, service, receiver, http)
            first, second = await receiver.wait_for(2)
            assert (first.id, first.body) == (second.id, second.body)
            verify(subscription["secret"], second)
            (attempt,) = await b.ledger(Attempted, count=1)
            assert (attempt.outcome, attempt.attempt) == ("delivered", 1)
    await log.close()


async def test_what_was_said_while_the_notifier_was_down_is_told_in_order_when_it_is_back() -> None:
    log = await SqliteLog.open(":memory:")
    async with receiving() as receiver:
        async with serving(log) as (service, http):
            await Bench(log, service, receiver, http).subscribe()
        async with serving(log) as (service, http):
            b = Bench(log, service, receiver, http)
            await b.say(*(an_alert(n, killed=10 * n) for n in range(1, 6)))
            requests = await receiver.wait_for(5)
            assert [r.data["revision"] for r in requests] == [1, 2, 3, 4, 5]
    await log.close()


async def test_a_withdrawal_is_told_where_the_attempt_before_the_restart_may_have_arrived() -> None:
    log = await SqliteLog.open(":memory:")
    async with receiving() as receiver:
        async with serving(log) as (service, http):
            b = Bench(log, service, receiver, http)
            await b.subscribe()
            receiver.script.append(Reply(204, hang=True))
            await b.say(an_alert())
            await receiver.wait_for(1)
        await b.say(an_alert(2, status="withdrawn"))
        async with serving(log) as (service, http):
            requests = await receiver.wait_for(3)
            assert [r.event["type"].rpartition(".")[2] for r in requests] == ["raised", "raised", "withdrawn"]
    await log.close()


async def test_a_notifier_that_was_replaced_ends_and_says_so() -> None:
    log = await SqliteLog.open(":memory:")
    async with receiving() as receiver:
        older = NotifierService(log, NotifierSettings(SEAL_KEY, ("127.0.0.0/8",)), SystemClock())
        replaced = asyncio.create_task(older.run())
        while older.ready() is not None:
            await asyncio.sleep(0.01)
        async with serving(log) as (service, http):
            b = Bench(log, service, receiver, http)
            await b.subscribe()
            await b.say(an_alert())
            with pytest.raises(Fenced, match="taken over"):
                await replaced
            (attempt,) = await b.ledger(Attempted, count=1)
            assert attempt.outcome == "delivered"
            assert older.ready() == "the notifier has stopped"
    await log.close()

import asyncio
import time

from events.delivery import Attempted
from services.notifier.lanes import PER_ENDPOINT_MAX
from tests.support.receiver import Reply
from tests.unit.notifier.cases import an_alert, bench


async def test_no_more_than_four_attempts_are_under_way_at_one_endpoint() -> None:
    async with bench() as b:
        await b.subscribe()
        b.receiver.always["/hook"] = Reply(204, hang=True)
        await b.say(*(an_alert(thread=f"t{n}") for n in range(12)))
        await b.receiver.wait_for(PER_ENDPOINT_MAX)
        await asyncio.sleep(0.1)
        assert b.receiver.under_way == PER_ENDPOINT_MAX
        b.receiver.release()
        await b.receiver.wait_for(12)
        assert b.receiver.most_under_way == PER_ENDPOINT_MAX


async def test_endpoints_that_hang_harm_nobody_else() -> None:
    async with bench() as b:
        for n in range(20):
            await b.subscribe(f"/hang/{n}")
            b.receiver.always[f"/hang/{n}"] = Reply(hang=True)
        await b.subscribe("/healthy")
        await b.say(*(an_alert(thread=f"t{n}") for n in range(4)))
        async with asyncio.timeout(5):
            while b.receiver.under_way < 64:
                await asyncio.sleep(0.01)
        began = time.monotonic()
        await b.say(an_alert(thread="now"))
        async with asyncio.timeout(5):
            while not any(r.data["scope"]["id"] == "now" for r in b.receiver.on("/healthy")):
                await asyncio.sleep(0.01)
        assert time.monotonic() - began < 2.5  # the slow ones give up their prompt places after a second


async def test_behind_an_endpoint_that_fails_others_deliver_all() -> None:
    async with bench() as b:
        await b.subscribe("/bad")
        await b.subscribe("/good")
        b.receiver.always["/bad"] = Reply(500)
        await b.say(*(an_alert(thread=f"t{n}") for n in range(30)))
        async with asyncio.timeout(5):
            while len(b.receiver.on("/good")) < 30:
                await asyncio.sleep(0.01)
        delivered = [a for a in await b.ledger(Attempted, count=30) if a.outcome == "delivered"]
        assert len({a.delivery_id for a in delivered}) == len(delivered)

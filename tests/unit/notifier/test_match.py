import asyncio
from typing import Any

from events.alert import Alert
from events.catalog import envelope, to_record
from events.delivery import DeliveryScheduled
from events.log.port import Log, Record
from events.log.sqlite import SqliteLog
from events.subscription import Filter, SealedSecret, SubscriptionSet
from services.notifier.match import CHUNK, NAME, TOPIC, Match, delivery_id
from services.notifier.subscriptions import Subscriptions
from services.runtime.task import Worker
from tests.unit.notifier.cases import T0, alert_record, an_alert


def subscription(name: str, **fields: Any) -> Record:
    made = SubscriptionSet(
        subscription_id=name,
        revision=1,
        url="https://desk.example/hook",
        secrets=(SealedSecret(sealed="-"),),
        created_at=T0,
        **fields,
    )
    return to_record(envelope(made, source="/notifier", time=T0, distinct=str(fields)))


async def matched(log: Log) -> list[DeliveryScheduled]:
    """Runs match on every partition until it has read all; every delivery it scheduled, in order."""
    match = Match(log, Subscriptions(log))
    for partition in range(log.partitions(TOPIC)):
        worker = Worker(log, await log.session(NAME, TOPIC, partition), NAME, TOPIC)
        while await match.step(worker):
            pass
    return await scheduled(log)


async def scheduled(log: Log) -> list[DeliveryScheduled]:
    found = []
    for partition in range(log.partitions("deliveries")):
        for stored in await log.read("deliveries", partition, 0, 10_000):
            assert stored.value is not None
            found.append(DeliveryScheduled.model_validate_json(stored.value))
    return found


async def say(log: Log, *alerts: Alert) -> None:
    await log.append([alert_record(alert) for alert in alerts])


async def test_a_change_is_owed_to_each_subscription_that_wants_it_under_a_derived_id() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1"), subscription("s2", filter=Filter(countries=("ML",)))])
    await say(log, an_alert())
    (only,) = await matched(log)
    assert (only.subscription_id, only.alert) == ("s1", an_alert())
    assert only.delivery_id == delivery_id(an_alert().change_id, "s1")
    await log.close()


async def test_a_change_is_scheduled_once_however_often_match_runs() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1")])
    await say(log, an_alert())
    await matched(log)
    assert len(await matched(log)) == 1
    await log.close()


async def test_who_has_a_thread_gets_its_changes_when_the_filter_no_longer_matches() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1", filter=Filter(severity_min="severe"))])
    await say(log, an_alert(), an_alert(2, severity="minor"), an_alert(3, status="withdrawn", severity="minor"))
    assert [d.alert.revision for d in await matched(log)] == [1, 2, 3]
    await log.close()


async def test_a_filter_that_is_changed_counts_from_the_next_change_on() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1", filter=Filter(countries=("ML",)))])
    await say(log, an_alert())
    await matched(log)
    await log.append([subscription("s1")])
    await say(log, an_alert(2))
    assert [d.alert.revision for d in await matched(log)] == [2]
    await log.close()


async def test_subscriptions_made_after_a_change_do_not_get_it() -> None:
    log = await SqliteLog.open(":memory:")
    await say(log, an_alert())
    ends = {str(p): (await log.bounds(TOPIC, p)).end for p in range(log.partitions(TOPIC))}
    await log.append([subscription("s1", alerts_from=ends)])
    await say(log, an_alert(2))
    assert [d.alert.revision for d in await matched(log)] == [2]
    await log.close()


async def test_historic_changes_go_to_those_who_ask_and_to_those_who_follow() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1"), subscription("s2", filter=Filter(historic=True))])
    await say(log, an_alert(historic=True), an_alert(2), an_alert(3, historic=True))
    found = {(d.subscription_id, d.alert.revision) for d in await matched(log)}
    assert found == {("s2", 1), ("s1", 2), ("s2", 2), ("s1", 3), ("s2", 3)}
    await log.close()


async def test_a_subscription_that_is_gone_is_owed_nothing() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([subscription("s1")])
    await say(log, an_alert())
    await matched(log)
    await log.append([Record("subscriptions", "s1", None)])
    await say(log, an_alert(2))
    assert [d.alert.revision for d in await matched(log)] == [1]
    await log.close()


async def test_a_fan_out_that_was_cut_short_goes_on_where_it_was_and_repeats_nobody() -> None:
    log = await SqliteLog.open(":memory:")
    names = [f"s{n:04d}" for n in range(CHUNK * 2 + 7)]
    await log.append([subscription(name) for name in names])
    await say(log, an_alert())
    match = Match(log, Subscriptions(log))
    for partition in range(log.partitions(TOPIC)):
        worker = Worker(log, await log.session(NAME, TOPIC, partition), NAME, TOPIC)
        step = asyncio.create_task(match.step(worker))
        while not step.done() and len(await scheduled(log)) < CHUNK:
            await asyncio.sleep(0)
        step.cancel()
        await asyncio.wait([step])
    assert CHUNK <= len(await scheduled(log)) < len(names)
    found = await matched(log)
    assert sorted(d.subscription_id for d in found) == names
    await log.close()

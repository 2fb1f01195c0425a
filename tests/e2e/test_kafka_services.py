"""The services as processes on a real Kafka: they share nothing but the log, come and go, and lose nothing."""

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.support.broker import SharedBroker
from tests.support.fleet import Member, fleet
from tests.support.receiver import Receiver, receiving
from tests.support.running import desk
from tests.support.stories import EARLY, ELSEWHERE, LATER

PARTITIONS = 8


async def told(receiver: Receiver, kind: str, killed: int, within_s: float = 60.0) -> dict[str, Any]:
    """The first webhook of a kind that names so many dead."""
    async with asyncio.timeout(within_s):
        while True:
            for hook in receiver.requests:
                toll = max((t["low"] or 0 for t in hook.data["tolls"] if t["measure"] == "killed"), default=0)
                if hook.event["type"] == f"tocsin.alert.{kind}" and toll == killed:
                    return hook.event
            await asyncio.sleep(0.1)


async def subscribe(notifier: Member, receiver: Receiver) -> None:
    async with desk(notifier) as person:
        await person.post("/v1/subscriptions", {"url": receiver.url()}, 201)


async def report(ingest: Member, body: dict[str, Any]) -> str:
    async with desk(ingest) as person:
        answer = await person.post("/v1/reports", body)
        outcome: str = answer["items"][0]["outcome"]
        return outcome


async def works(rules: Member, wanted: int) -> None:
    """Waits until it works on so many partitions of `signals`."""
    await rules.until_metric('tocsin_task_partitions{task="evaluate"}', wanted)


async def holds_reports(one: Member, other: Member) -> tuple[Member, Member]:
    """Which of the two works on the only partition of `reports`, and which waits."""
    metric = 'tocsin_task_partitions{task="correlate"}'
    async with asyncio.timeout(60):
        while True:
            held = (await one.metric(metric), await other.metric(metric))
            if sum(held) == 1:
                return (one, other) if held[0] else (other, one)
            await asyncio.sleep(0.2)


async def waits_visibly(rules: Member) -> None:
    async with asyncio.timeout(30):
        while not any("waits to take over" in line["message"] for line in rules.said()):
            await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_a_story_goes_on_when_a_rules_worker_is_killed(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    url = f"kafka://{kafka_broker.bootstrap}/s{uuid.uuid4().hex[:10]}"
    services = {"ingest_1": "ingest", "ingest_2": "ingest", "rules_1": "rules", "rules_2": "rules"}
    async with (
        receiving() as receiver,
        fleet(url, tmp_path, **services, notifier="notifier", console="console") as all_,
    ):
        await subscribe(all_["notifier"], receiver)
        for name in ("rules_1", "rules_2"):  # both have joined: nothing moves from here on
            await works(all_[name], PARTITIONS // 2)
        active, surplus = await holds_reports(all_["rules_1"], all_["rules_2"])
        await waits_visibly(surplus)
        assert await report(all_["ingest_1"], EARLY) == "accepted"
        raised = await told(receiver, "raised", 10)
        active.kill()
        assert await report(all_["ingest_2"], LATER) == "accepted"
        amended = await told(receiver, "amended", 32)
        await works(surplus, PARTITIONS)
        assert amended["data"]["alert_id"] == raised["data"]["alert_id"]
        assert await report(all_["ingest_2"], ELSEWHERE) == "accepted"
        await told(receiver, "raised", 12)
        await shown(all_["console"], 2)
        assert [member.name for member in all_.values() if not member.running] == [active.name]


async def shown(console: Member, wanted: int) -> None:
    async with desk(console) as person, asyncio.timeout(30):
        while len((await person.get("/v1/alerts"))["items"]) != wanted:
            await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_ingest_replicas_know_of_each_others_reports_by_the_log_alone(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    url = f"kafka://{kafka_broker.bootstrap}/s{uuid.uuid4().hex[:10]}"
    async with fleet(url, tmp_path, ingest_1="ingest", ingest_2="ingest") as both:
        assert await report(both["ingest_1"], EARLY) == "accepted"
        async with asyncio.timeout(30):
            while await report(both["ingest_2"], EARLY) != "duplicate":
                await asyncio.sleep(0.1)


@pytest.mark.slow
async def test_a_console_that_starts_late_catches_up(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    url = f"kafka://{kafka_broker.bootstrap}/s{uuid.uuid4().hex[:10]}"
    async with fleet(url, tmp_path / "first", ingest="ingest", rules="rules") as first:
        for body in (EARLY, LATER, ELSEWHERE):
            await report(first["ingest"], body)
        async with fleet(url, tmp_path / "late", console="console") as late:
            await shown(late["console"], 2)

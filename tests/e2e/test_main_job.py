"""The main job as users meet it: over HTTP, in a process of its own, with an outside verifier of signatures."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio

from tests.support.receiver import Received, Receiver, receiving, verify
from tests.support.running import Desk, Running, desk, running
from tests.support.stories import ARTICLE, EARLY, ELSEWHERE, LATER

QUIET_S = 1.0


class Case:
    """A running Tocsin, a person at a desk, and a subscriber to Mali."""

    def __init__(self, tocsin: Running, person: Desk, receiver: Receiver, secret: str) -> None:
        self.tocsin = tocsin
        self.person = person
        self.receiver = receiver
        self.secret = secret

    async def hooks(self, count: int) -> list[Received]:
        """The webhooks about incidents, once there are so many; each signature is checked."""
        async with asyncio.timeout(20):
            while len(found := self.of_incidents()) < count:
                await asyncio.sleep(0.02)
        for hook in self.receiver.requests:
            verify(self.secret, hook)
        return found

    def of_incidents(self) -> list[Received]:
        return [hook for hook in self.receiver.requests if hook.data["scope"]["kind"] == "incident"]

    async def take(self, report: dict[str, Any]) -> str:
        told = await self.person.post("/v1/reports", report)
        report_id: str = told["items"][0]["report_id"]
        return report_id

    async def events(self, topic: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in await self.person.lines(f"/v1/events?topic={topic}")]


@pytest_asyncio.fixture
async def case(tmp_path: Path) -> AsyncIterator[Case]:
    async with receiving() as receiver, running(tmp_path) as tocsin, desk(tocsin) as person:
        told = await person.post("/v1/subscriptions", {"url": receiver.url(), "filter": {"countries": ["ML"]}}, 201)
        yield Case(tocsin, person, receiver, told["secret"])


def changes(hook: Received) -> dict[str, tuple[Any, Any]]:
    return {change["field"]: (change["before"], change["after"]) for change in hook.data["changes"]}


def test_the_story_of_the_readme_is_told_and_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services", "story", "--once", "--port", "0"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "tocsin.alert.raised, signature good" in done.stdout
    assert "tocsin.alert.amended, signature good" in done.stdout
    assert "tolls.killed.best: 10 → 32" in done.stdout


async def test_an_early_report_then_a_later_one_are_one_incident_and_one_thread_that_is_amended(case: Case) -> None:
    await case.take(EARLY)
    [raised] = await case.hooks(1)
    assert raised.event["type"] == "tocsin.alert.raised"
    assert raised.event["id"] == raised.event["id"].strip()
    await case.take(LATER)
    _, amended = await case.hooks(2)
    assert amended.event["type"] == "tocsin.alert.amended"
    assert amended.data["alert_id"] == raised.data["alert_id"]
    assert amended.data["revision"] == 2
    assert changes(amended)["tolls.killed.best"] == (10, 32)
    families = {g["family"] for g in amended.data["grounds"]}
    assert {"toll_escalation", "threshold", "involvement"} <= families
    incidents = (await case.person.get("/v1/incidents?country=ML"))["items"]
    assert len(incidents) == 1
    trail = (await case.person.get(f"/v1/incidents/{incidents[0]['incident_id']}"))["claims"]
    assert {claim["best"] for claim in trail} == {10, 32}


async def test_the_article_alone_raises_once_with_three_grounds_and_the_rise_among_its_changes(case: Case) -> None:
    told = await case.person.post("/v1/articles", ARTICLE)
    assert [r["outcome"] for r in told["reports"]] == ["accepted"]
    assert told["language"] == "en"
    [raised] = await case.hooks(1)
    assert raised.event["type"] == "tocsin.alert.raised"
    assert len(raised.data["grounds"]) >= 3
    assert changes(raised)["tolls.killed.best"] == (10, 32)
    assert {a["name"] for a in raised.data["actors"]} >= {"Wagner Group", "Islamic State"}
    assert raised.data["place"]["country"] == "ML"


async def test_retracting_the_later_report_amends_the_thread_back(case: Case) -> None:
    await case.take(EARLY)
    await case.hooks(1)
    later = await case.take(LATER)
    await case.hooks(2)
    await case.person.post(f"/v1/reports/{later}/retract", {"cause": "source", "reason": "published in error"})
    back = (await case.hooks(3))[2]
    assert back.event["type"] == "tocsin.alert.amended"
    assert changes(back)["tolls.killed.best"] == (32, 10)
    assert {c["cause"] for c in back.data["changes"]} == {"report_retracted"}


async def test_retracting_the_only_report_withdraws_the_alert_with_the_cause(case: Case) -> None:
    only = await case.take(EARLY)
    await case.hooks(1)
    await case.person.post(f"/v1/reports/{only}/retract", {"cause": "source", "reason": "a hoax"})
    gone = (await case.hooks(2))[1]
    assert gone.event["type"] == "tocsin.alert.withdrawn"
    assert {c["cause"] for c in gone.data["changes"]} == {"report_retracted"}
    again = await case.person.get("/v1/incidents?status=retracted")
    assert len(again["items"]) == 1


async def test_feeding_everything_again_changes_nothing(case: Case) -> None:
    for report in (EARLY, LATER, ELSEWHERE):
        await case.take(report)
    await case.person.post("/v1/articles", ARTICLE)
    await case.hooks(3)
    await asyncio.sleep(QUIET_S)
    before = {topic: await case.events(topic) for topic in ("reports", "incidents", "signals", "alerts")}
    hooks = len(case.receiver.requests)
    told = await case.person.post("/v1/reports", [EARLY, LATER, ELSEWHERE])
    assert (told["duplicates"], told["accepted"], told["revised"]) == (3, 0, 0)
    await case.person.post("/v1/articles", ARTICLE)
    await asyncio.sleep(QUIET_S)
    assert {topic: await case.events(topic) for topic in before} == before
    assert len(case.receiver.requests) == hooks


async def test_the_same_id_with_other_content_is_a_revision_of_the_report(case: Case) -> None:
    await case.take(EARLY)
    await case.hooks(1)
    corrected = {**EARLY, "tolls": [{"measure": "killed", "low": 14, "best": 14, "high": 14}]}
    told = await case.person.post("/v1/reports", corrected)
    assert told["revised"] == 1
    _, amended = await case.hooks(2)
    assert changes(amended)["tolls.killed.best"] == (10, 14)
    assert {c["cause"] for c in amended.data["changes"]} == {"source_revised"}
    assert [e["type"] for e in await case.events("reports") if "report" in e["type"]] == [
        "tocsin.report.received",
        "tocsin.report.revised",
    ]


async def test_a_report_without_a_day_counts_by_its_publication(case: Case) -> None:
    await case.take({name: told for name, told in EARLY.items() if name != "occurred"})
    [raised] = await case.hooks(1)
    assert raised.data["occurred"]["start"] == "2025-02-06"
    assert raised.data["occurred"]["end"] == "2025-02-08"


async def test_bad_items_are_named_by_index_and_field_and_the_good_ones_are_taken(case: Case) -> None:
    wrong = {**ELSEWHERE, "tolls": [{"measure": "killed", "low": 5, "best": 2}]}
    typo = {**ELSEWHERE, "plaice": {"country": "ML"}}
    told = await case.person.post("/v1/reports", [wrong, EARLY, typo])
    assert (told["accepted"], told["rejected"]) == (1, 2)
    assert [item["outcome"] for item in told["items"]] == ["rejected", "accepted", "rejected"]
    assert told["items"][0]["errors"][0]["field"].startswith("tolls[0]")
    assert "place" in told["items"][2]["errors"][0]["message"]


async def test_a_receiver_on_an_address_that_is_not_allowed_gets_nothing(tmp_path: Path) -> None:
    async with (
        receiving() as receiver,
        running(tmp_path, TOCSIN_ALLOWED_ADDRESSES="") as tocsin,
        desk(tocsin) as person,
    ):
        await person.post("/v1/subscriptions", {"url": receiver.url()}, 422)
        await person.post("/v1/reports", EARLY)
        await asyncio.sleep(QUIET_S)
        assert receiver.requests == []


async def test_a_page_in_a_browser_cannot_plant_a_report(case: Case) -> None:
    async with aiohttp.ClientSession(case.tocsin.base) as http:
        for headers, status in (
            ({"Origin": "https://evil.example"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Host": "evil.example"}, 421),
        ):
            async with http.post("/v1/reports", json=EARLY, headers=headers) as answer:
                assert answer.status == status
    assert (await case.person.get("/v1/reports"))["items"] == []


async def test_the_stream_tells_what_happens_and_resumes_where_it_was_left(case: Case) -> None:
    async with aiohttp.ClientSession(case.tocsin.base) as http:
        async with http.get("/v1/stream?topic=alerts") as stream:
            await case.take(EARLY)
            seen = await _event(stream)
        await case.take(LATER)
        async with http.get("/v1/stream?topic=alerts", headers={"Last-Event-ID": seen["id"]}) as stream:
            later = await _event(stream)
    assert json.loads(seen["data"])["type"] == "tocsin.alert.raised"
    assert json.loads(later["data"])["type"] == "tocsin.alert.amended"


async def _event(stream: aiohttp.ClientResponse) -> dict[str, str]:
    """The next event of a stream of server-sent events."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(20):
        async for raw in stream.content:
            line = raw.decode().rstrip("\n")
            name, _, value = line.partition(": ")
            if not line and "data" in fields:
                return fields
            if line and not line.startswith(":"):
                fields[name] = value
    raise AssertionError("the stream ended")


async def test_what_is_disposable_is_rebuilt_and_what_is_not_survives_a_restart(case: Case) -> None:
    await case.take(EARLY)
    await case.hooks(1)
    before = await case.person.get("/v1/incidents")
    assert case.tocsin.stop() == 0
    for name in ("console.sqlite", "ingest.sqlite"):
        for left in case.tocsin.data.glob(f"{name}*"):
            left.unlink()
    await case.tocsin.start()
    after = await case.person.get("/v1/incidents")
    assert after["items"] == before["items"]
    assert (await case.person.post("/v1/reports", EARLY))["duplicates"] == 1
    await case.take(LATER)
    assert len(await case.hooks(2)) == 2


async def test_every_service_is_measured(case: Case) -> None:
    await case.take(EARLY)
    await case.hooks(1)
    async with aiohttp.ClientSession(case.tocsin.base) as http, http.get("/metrics") as answer:
        page = await answer.text()
    for task in ("correlate", "evaluate", "match"):
        assert f'tocsin_task_records_total{{task="{task}"}}' in page
    assert "tocsin_http_requests_total" in page

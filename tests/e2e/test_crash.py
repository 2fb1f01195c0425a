"""SIGKILL at random moments loses nothing, repeats nothing in the log, and every change reaches the subscriber."""

import asyncio
import json
import random
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.support.receiver import Receiver, receiving
from tests.support.running import Desk, Running, desk, running
from tests.support.stories import report

KILLS = 20
TOPICS = ("reports", "incidents", "signals", "alerts")
POSTS = [
    report(n, killed=8 + 4 * (n % 5) + n // 10, place=n % 6, source=("Wire", "Radio", "Paper")[n % 3])
    for n in range(60)
]


async def post_until_answered(tocsin: Running, body: dict[str, Any]) -> None:
    """As a sender does that must not lose a report: asks again until there is an answer."""
    async with asyncio.timeout(120):
        while True:
            try:
                async with aiohttp.ClientSession(tocsin.base) as http, http.post("/v1/reports", json=body) as answer:
                    assert answer.status in {202, 503}, await answer.text()
                    await answer.read()
                    if answer.status == 202:  # 503: its index is not open yet
                        return
                    await asyncio.sleep(0.02)
            except (aiohttp.ClientError, ConnectionError):
                await asyncio.sleep(0.02)


async def subscribed(tocsin: Running, receiver: Receiver) -> None:
    async with desk(tocsin) as person:
        await person.post("/v1/subscriptions", {"url": receiver.url()}, 201)


async def events(person: Desk) -> dict[str, list[dict[str, Any]]]:
    """The log's events as a replay tells them, without what the recording adds."""
    found: dict[str, list[dict[str, Any]]] = {}
    for topic in TOPICS:
        told = [json.loads(line) for line in await person.lines(f"/v1/events?topic={topic}")]
        for event in told:
            event.pop("position")
            event.pop("recordedtime")
            if event["type"] == "tocsin.rules.activated":  # when a process put them in force is a recorded time too
                del event["time"], event["data"]["available_at"]
        one_partition = topic in {"reports", "incidents"}  # elsewhere order is promised for each key alone
        found[topic] = told if one_partition else sorted(told, key=lambda e: str(e["subject"]))
    return found


async def settled(person: Desk, expected: dict[str, int] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Reads until two readings in a row are the same."""
    before: dict[str, list[dict[str, Any]]] = {}
    async with asyncio.timeout(60):
        while True:
            now = await events(person)
            if now == before and (expected is None or {t: len(v) for t, v in now.items()} == expected):
                return now
            before = now
            await asyncio.sleep(0.5)


async def undisturbed(folder: Path) -> dict[str, list[dict[str, Any]]]:
    async with running(folder) as tocsin, desk(tocsin) as person:
        for body in POSTS:
            await post_until_answered(tocsin, body)
        return await settled(person)


async def killer(tocsin: Running, chance: random.Random, done: asyncio.Event) -> int:
    """Kills and restarts at random moments while reports come in."""
    kills = 0
    while kills < KILLS and not done.is_set():
        await asyncio.sleep(chance.uniform(0.0, 0.35))
        tocsin.kill()
        kills += 1
        await tocsin.start()
    return kills


@pytest.mark.slow
async def test_twenty_kills_change_nothing_but_the_time_it_takes(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    wanted = await undisturbed(tmp_path / "undisturbed")
    assert len(wanted["alerts"]) > 10
    async with receiving() as receiver, running(tmp_path / "killed") as tocsin:
        await subscribed(tocsin, receiver)
        done = asyncio.Event()
        killing = asyncio.create_task(killer(tocsin, chance, done))
        for n, body in enumerate(POSTS):
            await post_until_answered(tocsin, body)
            await asyncio.sleep(chance.uniform(0.0, 0.2) if n < len(POSTS) - 1 else 0)
        kills = await killing
        assert kills == KILLS
        async with desk(tocsin) as person:
            got = await settled(person, {topic: len(found) for topic, found in wanted.items()})
            for topic in TOPICS:
                assert got[topic] == wanted[topic], f"{topic} differs, seed {seed}"
            await everything_told(receiver, got["alerts"], seed)


async def everything_told(receiver: Receiver, alerts: list[dict[str, Any]], seed: int) -> None:
    """Each change was received, or named as superseded by one that was; one cause never had two ids."""
    wanted = {a["data"]["alert"]["change_id"]: a["data"]["alert"] for a in alerts}
    async with asyncio.timeout(60):
        while missing(receiver, wanted):
            await asyncio.sleep(0.2)
    by_id: dict[str, set[bytes]] = {}
    for hook in receiver.requests:
        by_id.setdefault(hook.headers["webhook-id"], set()).add(hook.body)
    assert {i: len(bodies) for i, bodies in by_id.items() if len(bodies) > 1} == {}, f"seed {seed}"
    assert {json.loads(h.body)["id"] for h in receiver.requests} <= set(wanted)


def missing(receiver: Receiver, wanted: dict[str, dict[str, Any]]) -> set[str]:
    told: set[str] = set()
    for hook in receiver.requests:
        event = json.loads(hook.body)
        told.add(event["id"])
        skipped = {(event["data"]["alert_id"], revision) for revision in event["data"]["supersedes"]}
        told |= {c for c, alert in wanted.items() if (alert["alert_id"], alert["revision"]) in skipped}
    return set(wanted) - told

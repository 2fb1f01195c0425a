"""From a structured report to the first byte of its webhook, embedded, on loopback: all services in one process.

Fifty reports a second, each of an incident of its own that raises an alert, for ten seconds; a subscriber in this
process notes when each request's head arrives. For scale: a request that does nothing, to the same process, in the
same run.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.support.running import Running, running

PER_SECOND = 50
SECONDS = 10
WARM = 25


def one(n: int) -> dict[str, Any]:
    """A report of an incident that is near no other."""
    return {
        "source": {"name": "Bench", "id": f"bench-{n}", "grade": "B"},
        "published_at": "2025-02-08T10:00:00Z",
        "occurred": {"start": f"20{10 + n % 15}-0{1 + n % 9}-{1 + n % 28:02}"},
        "kind": "attack",
        "place": {"name": f"P{n}", "country": "ML", "lat": 10 + n % 15, "lon": -10 + n // 15 % 20, "within_km": 5},
        "tolls": [{"measure": "killed", "party": "civilians", "low": 15, "best": 15, "high": 15}],
    }


async def _receive(arrived: dict[str, float]) -> tuple[web.AppRunner, str]:
    async def take(request: web.Request) -> web.Response:
        at = time.perf_counter()
        event = json.loads(await request.read())
        if event["data"]["scope"]["kind"] == "incident":
            arrived.setdefault(event["data"]["place"]["name"], at)
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/"


async def _post(http: aiohttp.ClientSession, n: int, sent: dict[str, float]) -> None:
    sent[f"P{n}"] = time.perf_counter()
    async with http.post("/v1/reports", json=one(n)) as answer:
        assert answer.status == 202, await answer.text()


async def _nothing(http: aiohttp.ClientSession) -> float:
    began = time.perf_counter()
    async with http.get("/healthz") as answer:
        await answer.read()
    return time.perf_counter() - began


async def _measure(tocsin: Running) -> tuple[list[float], list[float]]:
    arrived: dict[str, float] = {}
    sent: dict[str, float] = {}
    runner, url = await _receive(arrived)
    total = WARM + PER_SECOND * SECONDS
    async with aiohttp.ClientSession(tocsin.base) as http:
        async with http.post("/v1/subscriptions", json={"url": url}) as answer:
            assert answer.status == 201, await answer.text()
        began = time.perf_counter()
        posting = []
        for n in range(total):
            await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.perf_counter()))
            posting.append(asyncio.create_task(_post(http, n, sent)))
        await asyncio.gather(*posting)
        async with asyncio.timeout(60):
            while len(arrived) < total:
                await asyncio.sleep(0.05)
        idle = [await _nothing(http) for _ in range(200)]
    await runner.cleanup()
    return [arrived[k] - sent[k] for k in list(sent)[WARM:]], idle


async def _run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder)) as tocsin:
            taken, idle = await _measure(tocsin)
    told = {
        "median": statistics.median(taken),
        "p95": _share(taken, 0.95),
        "p99": _share(taken, 0.99),
        "max": max(taken),
    }
    base = statistics.median(idle)
    for name, seconds in told.items():
        sys.stdout.write(
            f"report to webhook, {PER_SECOND}/s, {name:6} {seconds * 1000:8.1f} ms  ×{seconds / base:.0f}\n"
        )
    sys.stdout.write(f"a request that does nothing, median {base * 1000:.2f} ms  ×1\n")


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    asyncio.run(_run())

"""The sample story: all services, one log, a subscriber of our own, and two reports of one ambush.

Everything goes through the same doors as anybody's: reports by HTTP, alerts by signed webhook. The first report says
ten dead; the article, a day later, at least thirty-two, and who escorted the convoy. The text is ours; its facts are
those of 7 February 2025 between Gao and Ansongo.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
from aiohttp import web

from events.errors import TocsinError
from events.log.port import Log
from services import embedded
from services.runtime import settings as s

WAIT_S: Final = 30.0
READY_S: Final = 300.0
"""A gazetteer that is to be compiled takes half a minute of a core, and more of a slow one."""
EARLY: Final[dict[str, Any]] = {
    "source": {"name": "Agence France-Presse", "id": "sample-1", "grade": "B", "tlp": "clear"},
    "published_at": "2025-02-07T19:30:00Z",
    "occurred": {"start": "2025-02-07", "precision": "day"},
    "kind": "ambush",
    "place": {"name": "between Gao and Ansongo", "country": "ML", "lat": 15.97, "lon": 0.23, "within_km": 45},
    "tolls": [{"measure": "killed", "party": "unknown", "low": 10, "best": 10, "high": 10, "words": "ten people died"}],
    "targets": [{"what": "convoy"}],
}
ARTICLE: Final[dict[str, Any]] = {
    "id": "sample-2",
    "source": "Associated Press",
    "published_at": "2025-02-08T16:00:00Z",
    "title": "Mali: toll of convoy ambush rises to at least 32",
    "text": (
        "At least 32 people were killed when jihadists ambushed a convoy between Gao and Ansongo in northern Mali on"
        " February 7, 2025, a local official said on Saturday. The convoy was escorted by Malian soldiers and"
        " mercenaries of the Russian Wagner Group, and many of its passengers were civilians.\n"
        "An initial report had put the death toll at 10. A nurse in Gao said that many wounded had been brought to"
        " the hospital. At least five trucks were destroyed by Islamic State fighters, according to a transporter."
        " The Islamic State has not yet claimed the attack.\n"
        "Mali has been fighting insurgents since 2012, and thousands of people have been killed in that time."
    ),
}


class StoryFailed(TocsinError):
    """The story did not go as it should."""


class Receiver:
    """A subscriber on loopback: checks each webhook's signature, answers 204, and keeps what it got."""

    def __init__(self) -> None:
        self.secret = ""
        self.url = ""
        self._got: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Receiver"]:
        """Serves on a free port while the block runs."""
        app = web.Application()
        app.router.add_post("/alerts", self._take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/alerts"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def next(self) -> dict[str, Any]:
        """The next webhook; `StoryFailed` where none comes in time."""
        try:
            async with asyncio.timeout(WAIT_S):
                return await self._got.get()
        except TimeoutError:
            raise StoryFailed(f"no webhook came within {WAIT_S:.0f} s") from None

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._signed(request, body):
            return web.Response(status=401)
        self._got.put_nowait(json.loads(body))
        return web.Response(status=204)

    def _signed(self, request: web.Request, body: bytes) -> bool:
        """As any subscriber would check it: HMAC-SHA256 over id, timestamp and the bytes (standardwebhooks.com)."""
        signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + body
        made = hmac.new(b64decode(self.secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        given = [one.removeprefix("v1,") for one in request.headers["webhook-signature"].split()]
        return any(hmac.compare_digest(b64encode(made).decode(), one) for one in given)


async def run(port: int, data: Path | None, *, once: bool) -> None:
    """Serves, tells the story, and stops after it or goes on serving. Raises `StoryFailed`."""
    if data is not None:
        await _in(data, port, once=once)
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        await _in(Path(folder), port, once=once)


async def _in(data: Path, port: int, *, once: bool) -> None:
    settings = s.load(data=data, port=port, allowed_addresses="127.0.0.0/8", log_level="warning")
    address: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def started(at: str, _: Log) -> None:
        address.set_result(at)

    serving = asyncio.create_task(embedded.run("all", settings, started))

    def ended(done: asyncio.Task[None]) -> None:
        if not address.done():
            address.set_exception(_ended(done))

    serving.add_done_callback(ended)
    try:
        await _tell(await address, data)
        if not once:
            _say("Serving until Ctrl-C.")
            await serving
    finally:
        serving.cancel()
        await asyncio.wait([serving])


def _ended(done: asyncio.Task[None]) -> BaseException:
    return (None if done.cancelled() else done.exception()) or StoryFailed("the services stopped before they answered")


async def _tell(base: str, data: Path) -> None:
    _say(f"Tocsin serves on {base}, everything in {data}")
    async with Receiver().serving() as receiver, aiohttp.ClientSession(base, trust_env=False) as http:
        await _until_ready(http)
        subscription = await _post(http, "/v1/subscriptions", {"url": receiver.url, "filter": {"countries": ["ML"]}})
        receiver.secret = subscription["secret"]
        _say(f"Subscribed {receiver.url} to Mali as {subscription['subscription_id']}")
        _say("\nDay one. A wire reports an ambush: ten dead.")
        _say(_outcome(await _post(http, "/v1/reports", EARLY)))
        first = _show(await _incident_webhook(receiver))
        _say("\nDay two. An article says at least 32, and names who escorted the convoy.")
        _say(_outcome(await _post(http, "/v1/articles", ARTICLE)))
        second = _show(await _incident_webhook(receiver))
        if first["alert_id"] != second["alert_id"]:
            raise StoryFailed("the two webhooks are of two threads")
        _say(f"\nOne thread, {first['alert_id']}: {base}/v1/alerts/{first['alert_id']}")


async def _incident_webhook(receiver: Receiver) -> dict[str, Any]:
    """The next webhook about the incident itself; others (its country's) are shown and passed over."""
    while True:
        event = await receiver.next()
        if event["data"]["scope"]["kind"] == "incident":
            return event
        _show(event)


async def _until_ready(http: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(READY_S):
        while True:
            async with http.get("/readyz") as answer:
                if answer.status == 200:  # noqa: PLR2004
                    return
            await asyncio.sleep(0.1)


async def _post(http: aiohttp.ClientSession, path: str, body: dict[str, Any]) -> dict[str, Any]:
    async with http.post(path, json=body) as answer:
        got: dict[str, Any] = await answer.json(content_type=None)
        if not answer.ok:
            raise StoryFailed(f"POST {path} was answered {answer.status}: {got}")
        return got


def _outcome(answer: dict[str, Any]) -> str:
    items = answer.get("items") or answer.get("reports") or []
    return "  taken: " + ", ".join(f"{item['outcome']} {item['report_id']}" for item in items)


def _show(event: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = event["data"]
    _say(f"  webhook {event['type']}, signature good, revision {data['revision']}, {data['severity']}")
    _say(f"    {data['headline']}")
    for ground in data["grounds"]:
        _say(f"    because {ground['because']}  [{ground['rule']} v{ground['version']}, {ground['severity']}]")
    for change in data["changes"]:
        _say(f"    changed {change['field']}: {change['before']} → {change['after']}  ({change['cause']})")
    return data


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()

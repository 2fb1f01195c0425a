"""A receiver of webhooks on loopback: records what comes, answers by a script, checks signatures as an outsider."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook


@dataclass(frozen=True, slots=True)
class Received:
    """One request. `arrived_at`: seconds of the monotonic clock at its first byte."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    arrived_at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def event(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.body)
        return decoded

    @property
    def data(self) -> dict[str, Any]:
        data: dict[str, Any] = self.event["data"]
        return data


@dataclass(frozen=True, slots=True)
class Reply:
    """How to answer one request. `hang`: not before the receiver ends. `reset`: the connection is cut instead."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang: bool = False
    reset: bool = False


class Receiver:
    """Answers 204 unless `script` (for all paths) or `scripts` (by path) hold another reply."""

    def __init__(self) -> None:
        self.requests: list[Received] = []
        self.script: deque[Reply] = deque()
        self.always: dict[str, Reply] = {}
        self.under_way = 0
        self.most_under_way = 0
        self.origin = ""
        self._came = asyncio.Condition()
        self._ending = asyncio.Event()

    def url(self, path: str = "/hook") -> str:
        return self.origin + path

    def on(self, path: str) -> list[Received]:
        return [one for one in self.requests if one.path == path]

    async def wait_for(self, count: int, timeout_s: float = 20.0) -> list[Received]:
        """Waits until so many requests have come."""
        async with asyncio.timeout(timeout_s), self._came:
            await self._came.wait_for(lambda: len(self.requests) >= count)
        return self.requests

    async def handle(self, request: web.Request) -> web.StreamResponse:
        arrived_at = time.monotonic()
        received = Received(request.path, dict(request.headers), await request.read(), arrived_at)
        lowered = {name.lower(): value for name, value in received.headers.items()}
        self.requests.append(Received(received.path, lowered, received.body, arrived_at))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        async with self._came:
            self._came.notify_all()
        try:
            return await self._reply(request)
        finally:
            self.under_way -= 1

    async def _reply(self, request: web.Request) -> web.StreamResponse:
        reply = self.always.get(request.path) or (self.script.popleft() if self.script else Reply())
        if reply.hang:
            await self._ending.wait()
        if reply.reset and request.transport is not None:
            request.transport.abort()
        return web.Response(status=reply.status, headers=reply.headers, body=reply.body or None)

    def release(self) -> None:
        """Lets the requests that hang go."""
        self._ending.set()


def verify(secret: str, received: Received) -> None:
    """Raises where the public reference verifier refuses the request."""
    Webhook(secret).verify(received.body, dict(received.headers))


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port of 127.0.0.1."""
    receiver = Receiver()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield receiver
    finally:
        receiver.release()
        await runner.cleanup()

"""What is streamed: replays of a topic, and the live stream of alerts and incidents."""

import asyncio
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from events.errors import TocsinError
from events.log.port import Log
from services.console import hub as live
from services.console.core.parameters import choices
from services.console.core.positions import Source, encode
from services.console.hub import Behind, Hub, frame, source_of
from services.console.metrics import CUT_OFF, REPLAYS
from services.console.outflow import Gone, Outflow
from services.console.replay import cloud_event, ends_of, merged, place_of, resumed, sources_of
from services.runtime.parameters import given, one_of
from services.runtime.telemetry import logger
from services.runtime.web import Problem

REPLAYED: Final = ("reports", "incidents", "signals", "alerts")
REPLAYS_MAX: Final = 8
HEARTBEAT_S: Final = 15.0
POLL_S: Final = 1.0
"""How soon a client that went away is noticed while nothing happens."""
RETRY_MS: Final = 3_000
MESSAGES_AT_ONCE: Final = 100
log_ = logger("console.streaming")


class Replays:
    """`GET /v1/events`: a topic's events as NDJSON, from the log alone."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._running = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Streams the events of `topic` in [from, to); it ends where the log ended when it was asked."""
        found = request.query
        topic = one_of("topic", found["topic"], REPLAYED)
        ends = await ends_of(self._log, sources_of(self._log, [topic]))
        begin = await place_of(self._log, "from", found["from"], ends) if "from" in found else dict.fromkeys(ends, 0)
        end = await place_of(self._log, "to", found["to"], ends) if "to" in found else ends
        if self._running >= REPLAYS_MAX:
            raise Problem(503, "Too many replays", f"{REPLAYS_MAX} run already; ask again when one has ended")
        self._running += 1
        REPLAYS.set(self._running)
        try:
            return await self._stream(request, begin, end)
        finally:
            self._running -= 1
            REPLAYS.set(self._running)

    async def _stream(
        self, request: web.Request, begin: Mapping[Source, int], end: Mapping[Source, int]
    ) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson", "Cache-Control": "no-store"})
        await response.prepare(request)
        out = Outflow(request, response)
        place = dict(begin)
        try:
            async for record in merged(self._log, {s: (begin[s], end[s]) for s in begin}):
                place[source_of(record)] = record.offset + 1
                await out.write(cloud_event(record, encode(place)) + b"\n")
            await out.flush()
        except (Gone, TocsinError) as error:
            log_.warning("a replay broke off: %s", error)
            out.abort()
        return response


class Live:
    """`GET /v1/stream`: alerts and incidents as they come, as Server-Sent Events."""

    def __init__(self, log: Log, hub: Hub, heartbeat_s: float = HEARTBEAT_S) -> None:
        self._log = log
        self._hub = hub
        self._heartbeat_s = heartbeat_s

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Streams until the client goes, is too slow, or the console ends."""
        found = given(list(request.query.items()), ("topic", "from"), ("topic",))
        topics = choices("topic", found["topic"], live.TOPICS) if "topic" in found else live.TOPICS
        start = await self._start(request.headers.get("Last-Event-ID"), found.get("from"))
        try:
            with self._hub.client():
                return await self._stream(request, topics, start)
        except live.Full:
            detail = f"{live.CLIENTS_MAX} clients follow already; ask again later"
            raise Problem(503, "Too many clients", detail) from None

    async def _start(self, last_event_id: str | None, asked: str | None) -> dict[Source, int]:
        """Where to begin: behind the last event the client saw, else where it asks, else now."""
        ends = await ends_of(self._log, sources_of(self._log, live.TOPICS))
        if last_event_id:
            return await resumed(self._log, "Last-Event-ID", last_event_id, ends, REPLAYED)
        if asked is not None:
            return await resumed(self._log, "from", asked, ends, REPLAYED)
        return dict(self._hub.offsets)

    async def _stream(
        self, request: web.Request, topics: tuple[str, ...], start: dict[Source, int]
    ) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        out = Outflow(request, response)
        try:
            await out.write(b"retry: %d\nid: %s\n\n" % (RETRY_MS, encode(start).encode()))
            await self._follow(out, topics, start, await self._catch_up(out, topics, start))
        except (Gone, Behind) as error:
            if isinstance(error, Behind) or error.slow:
                CUT_OFF.inc()
            out.abort()
        except TocsinError as error:
            log_.warning("a live stream broke off: %s", error)
            out.abort()
        return response

    async def _catch_up(self, out: Outflow, topics: tuple[str, ...], start: dict[Source, int]) -> int:
        """Sends from the log what the ring may hold no more; returns the number to go on with in the ring."""
        while True:
            number, target = self._hub.end, dict(self._hub.offsets)
            span = {s: (start[s], target[s]) for s in start if s.topic in topics and start[s] < target[s]}
            async for record in merged(self._log, span):
                start[source_of(record)] = record.offset + 1
                await out.write(frame(record, encode(start)))
            start |= {s: max(start[s], target[s]) for s in start}
            await out.flush()
            if number >= self._hub.first:
                return number

    async def _follow(self, out: Outflow, topics: tuple[str, ...], start: Mapping[Source, int], number: int) -> None:
        """Sends what comes. What the client has already seen from the log is left out."""
        loop = asyncio.get_running_loop()
        spoken_at = loop.time()
        while not self._hub.closed:
            messages = self._hub.after(number, MESSAGES_AT_ONCE)
            number += len(messages)
            wanted = [m.frame for m in messages if m.source.topic in topics and m.offset >= start[m.source]]
            if not wanted and loop.time() - spoken_at >= self._heartbeat_s:
                wanted = [b": heartbeat\n\n"]
            if wanted:
                await out.write(b"".join(wanted))
                await out.flush()
                spoken_at = loop.time()
            elif out.gone:
                raise Gone(slow=False)
            elif not messages:
                await self._hub.wait(min(POLL_S, self._heartbeat_s))

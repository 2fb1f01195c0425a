"""Idempotency-Key: a request that is sent again within 24 hours gets the answer it got (IETF draft idempotency-key)."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from aiohttp import web

from events.moment import to_ms
from services.ingest.index import Answered, Index
from services.runtime.clock import Clock
from services.runtime.web import Problem, idempotency_key

Answering = Callable[[web.Request, bytes], Awaitable[web.Response]]
"""A handler that is given the request's whole body."""
KEPT: Final = timedelta(hours=24)
SERVER_ERROR: Final = 500


class Idempotency:
    """Remembers answers by key in the index: they outlive a restart, not the loss of the index."""

    def __init__(self, index: Index, clock: Clock) -> None:
        self._index = index
        self._clock = clock
        self._at_work: set[str] = set()

    async def once(self, request: web.Request, body: bytes, handler: Answering) -> web.Response:
        """The handler's answer, or the one that its Idempotency-Key got before."""
        key = idempotency_key(request)
        if key is None:
            return await handler(request, body)
        if key in self._at_work:
            raise Problem(409, "Still at work", "a request with this Idempotency-Key is not answered yet")
        self._at_work.add(key)
        try:
            return await self._first_or_same(key, request, body, handler)
        finally:
            self._at_work.discard(key)

    async def _first_or_same(self, key: str, request: web.Request, body: bytes, handler: Answering) -> web.Response:
        sent = hashlib.sha256(f"{request.method} {request.path_qs}\n".encode() + body).hexdigest()
        before = self._index.answered(key)
        if before is not None and before.at_ms > to_ms(self._clock.now() - KEPT):
            if before.body_sha256 != sent:
                raise Problem(422, "Another request", "this Idempotency-Key was used for another request")
            return web.Response(body=before.answer, status=before.status, content_type=before.content_type)
        response = await handler(request, body)
        self._remember(key, sent, response)
        return response

    def _remember(self, key: str, sent: str, response: web.Response) -> None:
        """Keeps final answers; an error of ours is none."""
        if isinstance(response.body, bytes) and response.status < SERVER_ERROR:
            now = to_ms(self._clock.now())
            answer = Answered(sent, now, response.status, response.body, response.content_type)
            self._index.remember_answer(key, answer)

    def forget_old(self) -> int:
        """Forgets answers older than 24 hours; says how many."""
        return self._index.forget_answers(to_ms(self._clock.now() - KEPT))

"""What can be asked of the console."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final, TypeVar

from aiohttp import web

from events.catalog import from_record
from events.log.port import Log
from events.report import TextKept
from services.console import reading
from services.console.core.items import ItemKind
from services.console.core.query import query_of
from services.console.described import DETAILS
from services.console.exports import ALERTS, INCIDENTS, Exports
from services.console.reading import StaleCursor, TextPlace
from services.console.store import Db, Store
from services.console.streaming import Live, Replays
from services.runtime.parameters import WrongParameter
from services.runtime.web import Handler, Problem, Route, described

T = TypeVar("T")
Found = Callable[[Db, str], dict[str, Any] | None]
FoundWithText = Callable[[Db, str], tuple[dict[str, Any], TextPlace | None] | None]
ASKED_AT_ONCE_MAX: Final = 64
REVISION_DIGITS_MAX: Final = 9
ETAG_HEX: Final = 32


class Api:
    """Answers from the store, and streams from the log. `why_not`: why the store cannot be asked now, if so."""

    def __init__(self, log: Log, store: Store, live: Live, why_not: Callable[[], str | None]) -> None:
        self._log = log
        self._store = store
        self._live = live
        self._replays = Replays(log)
        self._exports = Exports(self._read)
        self._why_not = why_not
        self._asked = 0

    def routes(self) -> list[Route]:
        """Every path with its handler."""
        lists: tuple[tuple[str, ItemKind, str], ...] = (
            ("/v1/reports", "report", "Reports, newest change first"),
            ("/v1/incidents", "incident", "Incidents, newest change first"),
            ("/v1/alerts", "alert", "Alerts, newest change first"),
            ("/v1/subscriptions/{id}/deliveries", "delivery", "Deliveries to a subscription, newest change first"),
        )
        ones = (
            ("/v1/reports/{id}", partial(self._with_text, reading.report), "A report with all its revisions"),
            ("/v1/articles/{id}", partial(self._with_text, reading.article), "An article and its reports"),
            ("/v1/incidents/{id}", partial(self._one, reading.incident), "An incident with its trail of claims"),
            ("/v1/alerts/{id}", partial(self._one, reading.alert), "An alert with its revisions"),
            ("/v1/alerts/{id}/revisions/{n}", self._revision, "An alert as it stood at one revision"),
            ("/v1/deliveries/{id}", partial(self._one, reading.delivery), "A delivery with its attempts"),
        )
        exports = (
            ("/v1/incidents.geojson", partial(self._exports.collection, INCIDENTS), "Incidents as GeoJSON"),
            ("/v1/incidents.csv", self._exports.incidents_csv, "Incidents as UCDP- or ACLED-shaped csv"),
            ("/v1/alerts.geojson", partial(self._exports.collection, ALERTS), "Alerts as GeoJSON"),
        )
        routes = [
            *(Route("GET", path, self._asking(partial(self._list, kind)), does) for path, kind, does in lists),
            *(Route("GET", path, self._asking(handler), does) for path, handler, does in ones),
            *(Route("GET", path, self._asking(handler), does) for path, handler, does in exports),
            Route("GET", "/v1/events", self._replays.answer, "Replay: a topic's CloudEvents as NDJSON"),
            Route("GET", "/v1/stream", self._asking(self._live.answer), "Alerts and incidents as they come (SSE)"),
        ]
        return described(routes, DETAILS)

    def _asking(self, handler: Handler) -> Handler:
        """A handler that needs the store to be up to date."""

        async def asked(request: web.Request) -> web.StreamResponse:
            why = self._why_not()
            if why is not None:
                return _later(Problem(503, "Not ready", why))
            return await handler(request)

        return _with_cursors(asked)

    async def _read(self, look: Callable[[Db], T]) -> T:
        if self._asked >= ASKED_AT_ONCE_MAX:
            raise Problem(503, "Too many questions", f"{ASKED_AT_ONCE_MAX} are being answered; ask again")
        self._asked += 1
        try:
            return await self._store.read(look)
        finally:
            self._asked -= 1

    async def _list(self, kind: ItemKind, request: web.Request) -> web.Response:
        query = query_of(kind, list(request.query.items()), request.match_info.get("id"))
        body = await self._read(lambda db: reading.page(db, query))
        return web.Response(body=body, content_type="application/json")

    async def _one(self, find: Found, request: web.Request) -> web.Response:
        item_id = request.match_info["id"]
        return _single(request, await self._read(lambda db: find(db, item_id)))

    async def _with_text(self, find: FoundWithText, request: web.Request) -> web.Response:
        item_id = request.match_info["id"]
        found = await self._read(lambda db: find(db, item_id))
        if found is None:
            return _single(request, None)
        whole, place = found
        return _single(request, whole | await self._words(place))

    async def _words(self, place: TextPlace | None) -> dict[str, str | None]:
        """The words as the log keeps them; null where there are none, or where they were forgotten."""
        kept = await self._log.read("texts", place.partition, place.offset, 1) if place is not None else []
        for record in kept:
            if place is not None and record.key == place.text_id and record.value is not None:
                data = from_record(record).data
                if isinstance(data, TextKept):
                    return {"title": data.title, "text": data.text}
        return {"title": None, "text": None}

    async def _revision(self, request: web.Request) -> web.Response:
        alert_id, number = request.match_info["id"], request.match_info["n"]
        if not (number.isascii() and number.isdigit() and len(number) <= REVISION_DIGITS_MAX):
            raise WrongParameter("n", "must be the number of a revision, from 1")
        return _single(request, await self._read(lambda db: reading.alert_revision(db, alert_id, int(number))))


def _with_cursors(handler: Handler) -> Handler:
    """A handler that tells of a cursor whose store is gone."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except StaleCursor:
            field = {"field": "cursor", "message": "is of a store that was rebuilt since"}
            raise Problem(409, "Stale cursor", "begin again without a cursor", [field]) from None

    return answered


def _later(problem: Problem) -> web.Response:
    response = problem.response()
    response.headers["Retry-After"] = "1"
    return response


def _single(request: web.Request, found: dict[str, Any] | None) -> web.Response:
    """One resource with its ETag; 304 where the client holds it already, 404 where there is none."""
    if found is None:
        raise Problem(404, "Not found", f"nothing is known at {request.path}")
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:ETAG_HEX]}"'
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    held = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if etag in held or held == ["*"]:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, headers=headers, content_type="application/json")

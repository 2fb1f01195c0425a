"""Whole lists in the shapes of others' tools, written as they are read: one view of the store, page by page."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol, TypeVar

from aiohttp import web

from events.alert import Alert
from events.incident import Incident
from events.render import geojson
from events.render.shapes import SHAPES, TABLES, Shape, collection
from services.console import reading
from services.console.core.items import ItemKind
from services.console.core.parameters import LIMIT_MAX
from services.console.core.query import Query, query_of
from services.console.outflow import Gone, Outflow
from services.console.reading import Listed, StaleCursor
from services.console.store import Db
from services.runtime.parameters import one_of
from services.runtime.telemetry import logger
from services.runtime.web import Problem

T = TypeVar("T")
EXPORTS_MAX: Final = 4
"""Exports that are written at once; each holds one page."""
OF_STORE: Final = ("severity", "alert_ids", "event_id", "recorded_at")
"""What the console adds to an incident, and to an alert as far as it has it."""
log_ = logger("console.exports")


class Reads(Protocol):
    """Asks the store."""

    def __call__(self, look: Callable[[Db], T], /) -> Awaitable[T]:
        """The answer from one consistent view."""


@dataclass(frozen=True, slots=True)
class Export:
    """One list in one shape. `only_live`: what was merged, retracted or withdrawn has no place in it."""

    kind: ItemKind
    shape: Shape[Listed]
    file_name: str
    only_live: bool = False


def _incident(one: Listed) -> Incident:
    return Incident.model_validate_json(one.item.body)


def _with_more(feature: dict[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
    more = {name: shown[name] for name in OF_STORE if name in shown}
    return feature | {"properties": more | feature["properties"]}


def _table(name: str) -> Export:
    shape = SHAPES[name]
    written: Shape[Listed] = Shape(shape.content_type, shape.begin, lambda one: shape.item(_incident(one)))
    return Export("incident", written, f"incidents-{name}.csv", only_live=True)


INCIDENTS: Final = Export(
    "incident",
    collection(lambda one: _with_more(geojson.feature(_incident(one)), one.shown)),
    "incidents.geojson",
)
ALERTS: Final = Export(
    "alert",
    collection(lambda one: _with_more(geojson.alert_feature(Alert.model_validate_json(one.item.body)), one.shown)),
    "alerts.geojson",
)
INCIDENT_TABLES: Final = {name: _table(name) for name in TABLES}


class Exports:
    """Answers with all that a question finds, without pages. Its `limit` counts the whole answer."""

    def __init__(self, read: Reads) -> None:
        self._read = read
        self._running = 0

    async def incidents_csv(self, request: web.Request) -> web.StreamResponse:
        """Incidents as a table in the `shape` that is asked for."""
        pairs = list(request.query.items())
        shape = one_of("shape", request.query["shape"], TABLES)
        return await self.answer(INCIDENT_TABLES[shape], [pair for pair in pairs if pair[0] != "shape"], request)

    async def collection(self, export: Export, request: web.Request) -> web.StreamResponse:
        """Items as GeoJSON."""
        return await self.answer(export, list(request.query.items()), request)

    async def answer(
        self, export: Export, pairs: Sequence[tuple[str, str]], request: web.Request
    ) -> web.StreamResponse:
        """Streams what the parameters ask for; an answer that breaks off ends without its end."""
        query, left = _asked(export, pairs)
        if self._running >= EXPORTS_MAX:
            raise Problem(503, "Too many exports", f"{EXPORTS_MAX} are being written; ask again when one has ended")
        self._running += 1
        try:
            first = await self._page(export, query, left)
            return await self._stream(export, request, first, left)
        finally:
            self._running -= 1

    async def _page(self, export: Export, query: Query, left: int | None) -> "_Page":
        limit = LIMIT_MAX if left is None else min(left, LIMIT_MAX)

        def look(db: Db) -> _Page:
            """In the reader's thread: making text of a page takes longer than finding it."""
            stretch = reading.stretch(db, replace(query, limit=limit))
            return _Page([export.shape.item(one) for one in stretch.items], stretch.following)

        return await self._read(look)

    async def _stream(
        self, export: Export, request: web.Request, page: "_Page", left: int | None
    ) -> web.StreamResponse:
        headers = {
            "Content-Type": f"{export.shape.content_type}; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{export.file_name}"',
            "Cache-Control": "no-store",
        }
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        out, between = Outflow(request, response), ""
        try:
            await out.write(export.shape.begin.encode())
            while True:
                for piece in page.pieces:
                    await out.write((between + piece).encode())
                    between = export.shape.between
                left = None if left is None else left - len(page.pieces)
                if page.following is None or left == 0:
                    break
                page = await self._page(export, page.following, left)
            await out.write(export.shape.end.encode())
            await out.flush()
        except (Gone, StaleCursor, Problem) as error:
            log_.warning("an export broke off: %r", error)
            out.abort()
        return response


@dataclass(frozen=True, slots=True)
class _Page:
    """Some items as text, and how to go on; None behind the last."""

    pieces: list[str]
    following: Query | None


def _asked(export: Export, pairs: Sequence[tuple[str, str]]) -> tuple[Query, int | None]:
    """The question, and how many items at most; None: all of them."""
    query = query_of(export.kind, pairs)
    query = replace(query, live_only=query.live_only or export.only_live)
    return query, query.limit if any(name == "limit" for name, _ in pairs) else None

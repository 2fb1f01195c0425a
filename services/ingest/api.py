"""The door over HTTP: reports, articles, retractions. Every answer comes after the log has what it speaks of."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from aiohttp import web

from events.errors import LogUnavailable
from services.ingest.answers import NOTHING_TAKEN, TAKEN, errors_as_json, of_article, of_reports
from services.ingest.articles import ArticleTaker, NotTaken
from services.ingest.bodies import check_type, items_of
from services.ingest.described import DETAILS, LIVE_WORDS
from services.ingest.formats import article as article_format
from services.ingest.formats import rss
from services.ingest.formats.port import Options, ParsedArticle
from services.ingest.forms import Letters, Retraction
from services.ingest.idempotency import Answering, Idempotency
from services.ingest.taking import API, AlreadyRetracted, Taker, UnknownReport
from services.runtime.parameters import WrongParameter, one_of
from services.runtime.web import Handler, Problem, Route, described, json_response, parse_json, read_body

ITEMS_MAX: Final = 10_000
BODY_BYTES_MAX: Final = 16 * 1024 * 1024
PROBLEM: Final = "application/problem+json"


class Api:
    """The handlers of ingest. `ready` says why it cannot take anything yet, None when it can."""

    def __init__(
        self, taker: Taker, articles: ArticleTaker, idempotency: Idempotency, ready: Callable[[], str | None]
    ) -> None:
        self._taker = taker
        self._articles = articles
        self._idempotency = idempotency
        self._ready = ready

    def routes(self) -> list[Route]:
        """What can be asked."""
        routes = [
            Route("POST", "/v1/reports", self._guarded(self._reports), "Take one report, an array, or NDJSON"),
            Route("POST", "/v1/articles", self._guarded(self._article), "Read an article into reports"),
            Route("POST", "/v1/reports/{id}/retract", self._guarded(self._retract), "Take a report back"),
            Route("POST", "/v1/dead-letters", self._guarded(self._letters), "Keep what was refused, with its reason"),
        ]
        return described(routes, DETAILS)

    def _guarded(self, answer: Answering) -> Handler:
        """Refuses until the index has caught up; a log that cannot be reached is 503: nothing was answered as taken."""

        async def guarded(request: web.Request) -> web.Response:
            why = self._ready()
            if why is not None:
                raise Problem(503, "Not ready", why, headers={"Retry-After": "1"})
            try:
                return await self._idempotency.once(request, await read_body(request, BODY_BYTES_MAX), answer)
            except LogUnavailable as error:
                raise Problem(503, "Log unavailable", f"{error}; send it again") from error

        return guarded

    async def _reports(self, request: web.Request, body: bytes) -> web.Response:
        check_type(request.content_type)
        live = LIVE_WORDS[one_of("live", request.query.get("live", "0"), LIVE_WORDS)]
        found = await asyncio.to_thread(items_of, body, request.content_type, ITEMS_MAX, live=live)
        if not found.items and not found.skipped:
            raise Problem(422, "Nothing taken", "there is no report in the body")
        status, answer = of_reports(await self._taker.take(found.items, API), found.skipped)
        response = json_response(answer, status)
        if status == NOTHING_TAKEN:
            response.content_type = PROBLEM
        return response

    async def _article(self, request: web.Request, body: bytes) -> web.Response:
        if request.query and request.content_type not in article_format.HTML | {article_format.TEXT}:
            raise WrongParameter(next(iter(request.query)), "goes with text and HTML: say it in the body")
        if request.content_type in rss.TYPES:
            return await self._feed(body)
        read = article_format.reader(request.content_type, request.charset, request.query)
        article = await asyncio.to_thread(read, body)
        try:
            outcome = await self._articles.take(article)
        except NotTaken as error:
            errors: list[Any] = errors_as_json(error.errors)
            raise Problem(409 if error.stale else 422, "Not taken", str(error), errors) from error
        return json_response(of_article(outcome), TAKEN)

    async def _feed(self, body: bytes) -> web.Response:
        """Each entry of a feed as an article of its own; what cannot be taken is named and the others are taken."""
        entries = [one for one in rss.read(BytesIO(body), Options()) if isinstance(one, ParsedArticle)]
        answers = [await self._entry(entry) for entry in entries]
        taken = any(answer["article_id"] is not None for answer in answers)
        return json_response({"articles": answers}, TAKEN if taken else NOTHING_TAKEN)

    async def _entry(self, entry: ParsedArticle) -> dict[str, Any]:
        if entry.article is None:
            return {"article_id": None, "errors": errors_as_json(entry.errors)}
        try:
            return of_article(await self._articles.take(entry.article))
        except NotTaken as error:
            return {"article_id": None, "errors": errors_as_json(error.errors)}

    async def _letters(self, request: web.Request, body: bytes) -> web.Response:
        letters = Letters.model_validate_json(_json(request, body), strict=True)
        await self._taker.set_aside(letters.items, letters.origin)
        return json_response({"kept": len(letters.items)}, TAKEN)

    async def _retract(self, request: web.Request, body: bytes) -> web.Response:
        wanted = Retraction.model_validate_json(_json(request, body), strict=True)
        report_id = request.match_info["id"]
        try:
            event = await self._taker.retract(report_id, wanted.cause, wanted.reason)
        except UnknownReport as error:
            raise Problem(404, "Unknown report", str(error)) from error
        except AlreadyRetracted as error:
            raise Problem(409, "Already retracted", str(error)) from error
        return json_response({"report_id": event.report_id, "outcome": "retracted", "cause": event.cause}, TAKEN)


def _json(request: web.Request, body: bytes) -> bytes:
    """The body, which is JSON; raises `Problem` where it is none."""
    if not request.content_type.endswith("json"):
        raise Problem(415, "Not JSON", "send content-type: application/json")
    parse_json(body)
    return body

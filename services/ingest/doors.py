"""Where `tocsin ingest` hands things in: a running service over HTTP, or a log."""

import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import aiohttp

from events.errors import TocsinError
from events.log.opening import open_log
from events.log.port import Log
from events.moment import rfc3339
from services.ingest.articles import ArticleTaker, NotTaken
from services.ingest.formats.port import ParsedArticle
from services.ingest.forms import Letter
from services.ingest.index import TOPIC, Index
from services.ingest.items import Article, ArticleOutcome, FieldError, ItemOutcome, ParsedItem, ReadOutcome
from services.ingest.preparing import Preparer
from services.ingest.reading import TextReader
from services.ingest.reads import Reads
from services.ingest.refused import letter_of, posts_of
from services.ingest.sources import table
from services.ingest.taking import Taker
from services.runtime import settings as s
from services.runtime.clock import SystemClock
from services.runtime.cluster import cluster

TIMEOUT_S: Final = 120.0
MEMORY: Final = "sqlite:///:memory:"
STALE: Final = 409
UNDERSTOOD: Final = frozenset({202, STALE, 422})


class NoAnswer(TocsinError):
    """The service cannot be reached, or answered with an error of its own."""


class Door(Protocol):
    """Takes batches of reports, and articles one by one."""

    async def take(self, items: Sequence[ParsedItem], origin: str) -> list[ItemOutcome]:
        """What became of each item."""

    async def article(self, parsed: ParsedArticle, origin: str) -> ArticleOutcome | tuple[FieldError, ...]:
        """What became of an article, or what is wrong with it; then it is among the dead letters."""


@asynccontextmanager
async def opened(settings: s.Settings, to: str, log_url: str | None, *, dry_run: bool) -> AsyncIterator[Door]:
    """The door to a log where one is named, to nothing in a dry run, else to the service at `to`."""
    if log_url is None and not dry_run:
        tokens = s.tokens(settings)
        headers = {"Authorization": f"Bearer {tokens[0]}"} if tokens else {}
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout, trust_env=False) as http:
            yield HttpDoor(http, to.rstrip("/"))
        return
    log = await open_log(log_url or MEMORY, cluster(settings))
    try:
        with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
            async with log_door(log, Path(folder), TextReader.open(settings.gazetteer), dry_run=dry_run) as door:
                yield door
    finally:
        await log.close()


@asynccontextmanager
async def log_door(log: Log, folder: Path, reader: Reads, *, dry_run: bool) -> AsyncIterator["LogDoor"]:
    """A door to the log with an index of its own, which is first read from the log."""
    index = Index(folder / "index.sqlite")
    reader.learn_from(index.learned)
    try:
        for partition in range(log.partitions(TOPIC)):
            await index.catch_up(log, partition)
        taker = Taker(log, index, SystemClock(), Preparer(reader, table()), dry_run=dry_run)
        yield LogDoor(taker, ArticleTaker(taker, reader))
    finally:
        index.close()


class LogDoor:
    """Straight into a log."""

    def __init__(self, taker: Taker, articles: ArticleTaker) -> None:
        self._taker = taker
        self._articles = articles

    async def take(self, items: Sequence[ParsedItem], origin: str) -> list[ItemOutcome]:
        """See `Door`."""
        return await self._taker.take(items, Path(origin).name)

    async def article(self, parsed: ParsedArticle, origin: str) -> ArticleOutcome | tuple[FieldError, ...]:
        """See `Door`. An older version than the one that was taken is told and not kept: it can be read."""
        errors = parsed.errors
        if parsed.article is not None:
            try:
                return await self._articles.take(parsed.article)
            except NotTaken as error:
                if error.stale:
                    return error.errors
                errors = error.errors
        await self._taker.set_aside([letter_of(errors, parsed.raw)], Path(origin).name)
        return errors


class HttpDoor:
    """Through a running service."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http = http
        self._base = base

    async def take(self, items: Sequence[ParsedItem], origin: str) -> list[ItemOutcome]:
        """See `Door`. What cannot be read goes to the service's dead letters."""
        await self._set_aside([letter_of(item.errors, item.raw) for item in items if item.errors], origin)
        exported = [item for item in items if item.kept is not None]
        plain = [item for item in items if item.kept is None]
        outcomes = {id(item): outcome for some in (plain, exported) for item, outcome in await self._batch(some)}
        return [outcomes[id(item)] for item in items]

    async def _batch(self, items: Sequence[ParsedItem]) -> list[tuple[ParsedItem, ItemOutcome]]:
        wrong = [(item, ItemOutcome(item.index, "rejected", None, item.errors)) for item in items if item.errors]
        right = [item for item in items if not item.errors]
        if not right:
            return wrong
        if right[0].kept is not None:
            body, kind = b"[" + b",".join(item.raw for item in right) + b"]", "application/cloudevents-batch+json"
        else:
            body, kind = b"\n".join(_line(item) for item in right), "application/x-ndjson"
        answer = await self._post("/v1/reports", body, kind)
        outcomes = [_outcome(item.index, told) for item, told in zip(right, answer["items"], strict=True)]
        return [*wrong, *zip(right, outcomes, strict=True)]

    async def _set_aside(self, letters: Sequence[Letter], origin: str) -> None:
        for post in posts_of(letters, Path(origin).name):
            answer = await self._post("/v1/dead-letters", json.dumps(post).encode(), "application/json")
            if "kept" not in answer:
                raise NoAnswer(f"{self._base}: what was refused could not be kept: {answer.get('detail')}")

    async def article(self, parsed: ParsedArticle, origin: str) -> ArticleOutcome | tuple[FieldError, ...]:
        """See `Door`."""
        if parsed.article is None:
            await self._set_aside([letter_of(parsed.errors, parsed.raw)], origin)
            return parsed.errors
        answer = await self._post("/v1/articles", json.dumps(_fields(parsed.article)).encode(), "application/json")
        if "article_id" not in answer:
            errors = answer.get("errors") or [{"field": "", "message": answer.get("detail", "not taken")}]
            refused = tuple(FieldError(e["field"], e["message"]) for e in errors)
            if answer.get("status") != STALE:
                await self._set_aside([letter_of(refused, parsed.raw)], origin)
            return refused
        reports = tuple(
            ReadOutcome(r["report_id"], r["outcome"], r["headline"], tuple(r["review"])) for r in answer["reports"]
        )
        return ArticleOutcome(answer["article_id"], answer["language"], reports, answer["unread"])

    async def _post(self, path: str, body: bytes, kind: str) -> dict[str, Any]:
        try:
            async with self._http.post(self._base + path, data=body, headers={"Content-Type": kind}) as answer:
                if answer.status not in UNDERSTOOD:
                    raise NoAnswer(f"{self._base}{path} answered {answer.status}: {(await answer.text())[:200]}")
                got: dict[str, Any] = await answer.json(content_type=None)
                return got
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(f"{self._base} cannot be reached: {error}; name a service with --to") from error


def _line(item: ParsedItem) -> bytes:
    assert item.report is not None  # noqa: S101  for the type checker: what has no report has errors
    return item.report.model_dump_json(exclude_defaults=True).encode()


def _outcome(index: int, told: dict[str, Any]) -> ItemOutcome:
    errors = tuple(FieldError(e["field"], e["message"]) for e in told["errors"])
    return ItemOutcome(index, told["outcome"], told["report_id"], errors)


def _fields(article: Article) -> dict[str, Any]:
    """The article as the API takes it."""
    given: dict[str, Any] = {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "source": article.source.model_dump(mode="json", exclude_defaults=True),
        "published_at": None if article.published_at is None else rfc3339(article.published_at),
        "language": article.language,
        "available_at": None if article.available_at is None else rfc3339(article.available_at),
        "backfill": article.backfill,
    }
    return {name: value for name, value in given.items() if value is not None}

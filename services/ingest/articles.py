"""Taking an article: its text is read into reports, and a second reading continues the first (DESIGN §4)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from events.moment import rfc3339, to_ms
from events.report import ReportBody, ReportRevised
from services.ingest.core.identity import article_id, document_key, report_id, text_id
from services.ingest.core.intake import Known, Prepared, Same, Stale, decide
from services.ingest.core.rereading import match, new_ordinals
from services.ingest.items import Article, ArticleOutcome, FieldError, Outcome, ReadOutcome
from services.ingest.metrics import ARTICLES, READING, REPORTS
from services.ingest.preparing import TEXT_BYTES_MAX, given_hash, too_late
from services.ingest.reads import Extraction, Reads
from services.ingest.taking import Draft, Taker

NO_LONGER_TOLD: Final = "no_longer_told"
HEADLINE_CHARS_MAX: Final = 300


class NotTaken(Exception):
    """The article cannot be taken; `errors` say why. `stale`: a newer version of it was taken before."""

    def __init__(self, errors: Sequence[FieldError], *, stale: bool = False) -> None:
        super().__init__("; ".join(f"{e.field}: {e.message}" for e in errors))
        self.errors = tuple(errors)
        self.stale = stale


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an article: its ids, what was read, when it could be known."""

    article: Article
    article_id: str
    document: tuple[str, ...]
    bodies: tuple[ReportBody, ...]
    language: str | None
    unread: str | None
    available_at: datetime


class ArticleTaker:
    """Takes articles through a `Taker`."""

    def __init__(self, taker: Taker, reader: Reads) -> None:
        self._taker = taker
        self._reader = reader

    async def take(self, article: Article) -> ArticleOutcome:
        """Reads the article and takes its reports; answers when the log has them. Raises `NotTaken`."""
        now = self._taker.clock.now()
        _check(article, now)
        document = document_key(article.source.name, article.id, article.url, article.text, "")
        its_id = article_id(document)
        given = given_hash(_facts(article), "\0".join((article.title or "", article.text)), self._reader.reader)
        same = self._same(article, its_id, given)
        if same is not None:
            return same
        reading = await asyncio.to_thread(self._read, article, its_id, document, now)
        async with self._taker.lock:
            outcome = await self._taken(reading, given)
        _count(outcome)
        return outcome

    def _same(self, article: Article, its_id: str, given: str) -> ArticleOutcome | None:
        """The answer where just this was read last, by the same reader, and all its reports stand; or where it is an
        earlier version, read then and replaced since.
        """
        before = self._taker.index.of_article(its_id)
        hashes = self._taker.index.given(its_id)
        if not before or given not in hashes:
            return None
        superseded = hashes[-1] != given and _older(article, before)
        if not superseded and (hashes[-1] != given or any(k.retracted for k in before)):
            return None
        live = [k for k in before if not k.retracted]
        reports = tuple(ReadOutcome(k.report_id, "duplicate", k.headline, k.review) for k in live)
        outcome = ArticleOutcome(its_id, before[0].language, reports)
        _count(outcome)
        return outcome

    def _read(self, article: Article, its_id: str, document: tuple[str, ...], now: datetime) -> Reading:
        with READING.time():
            extraction = self._reader.extract(article)
        bodies = tuple(self._body(article, body, extraction) for body in extraction.reports)
        available_at = article.available_at or (min(article.published_at or now, now) if article.backfill else now)
        return Reading(article, its_id, document, bodies, extraction.language, extraction.unread, available_at)

    def _body(self, article: Article, body: ReportBody, extraction: Extraction) -> ReportBody:
        update = {
            "source": article.source,
            "published_at": article.published_at,
            "url": article.url,
            "language": extraction.language,
            "headline": body.headline or (article.title or "")[:HEADLINE_CHARS_MAX] or None,
        }
        return self._taker.preparer.with_tables(body.model_copy(update=update), article.text)

    async def _taken(self, reading: Reading, given: str) -> ArticleOutcome:
        draft, article = Draft(self._taker.index), reading.article
        words = text_id(article.text)
        before = self._taker.index.of_article(reading.article_id)
        if _older(article, before):
            raise NotTaken([FieldError("published_at", "a newer version of this article is already taken")], stale=True)
        matching = match(reading.bodies, before)
        ordinals = new_ordinals(matching, before)
        told = [
            self._told(draft, reading, body, known, ordinal)
            for body, known, ordinal in zip(reading.bodies, matching.known, ordinals, strict=True)
        ]
        told += [self._vanished(draft, known) for known in matching.vanished]
        if reading.unread is not None:
            draft.keep(words, article.text, article.title, reading.language, reading.available_at)
        draft.given.append((reading.article_id, given))
        await self._taker.append(draft)
        return ArticleOutcome(reading.article_id, reading.language, tuple(told), reading.unread)

    def _told(self, draft: Draft, reading: Reading, body: ReportBody, known: Known | None, ordinal: int) -> ReadOutcome:
        words = text_id(reading.article.text)
        new = Prepared(
            report_id=report_id(reading.document, ordinal) if known is None else known.report_id,
            body=body,
            available_at=reading.available_at,
            backfill=reading.article.backfill,
            words_id=words,
            article_id=reading.article_id,
            ordinal=ordinal,
            reader=self._reader.reader,
        )
        verdict = decide(new, known)
        if isinstance(verdict, Same | Stale):
            return ReadOutcome(new.report_id, "duplicate", body.headline, body.review)
        if self._taker.say(draft, verdict) is not None:
            return ReadOutcome(new.report_id, "rejected", body.headline, (*body.review, "larger than an event may be"))
        draft.keep(words, reading.article.text, reading.article.title, reading.language, verdict.available_at)
        outcome: Outcome = "revised" if isinstance(verdict, ReportRevised) else "accepted"
        return ReadOutcome(new.report_id, outcome, body.headline, body.review)

    def _vanished(self, draft: Draft, known: Known) -> ReadOutcome:
        self._taker.retract_in(draft, known.report_id, NO_LONGER_TOLD, "the article no longer tells it")
        return ReadOutcome(known.report_id, "retracted", known.headline)


def _facts(article: Article) -> ReportBody:
    return ReportBody(
        source=article.source, published_at=article.published_at, url=article.url, language=article.language
    )


def _check(article: Article, now: datetime) -> None:
    if not article.text.strip():
        raise NotTaken([FieldError("text", "holds no words")])
    if len(article.text.encode()) > TEXT_BYTES_MAX:
        raise NotTaken([FieldError("text", f"at most {TEXT_BYTES_MAX} bytes are kept")])
    if article.available_at is not None and article.available_at > now:
        raise NotTaken([FieldError("available_at", f"lies in the future: it is {rfc3339(now)}")])
    wrong = too_late("published_at", article.published_at, now)
    if wrong is not None:
        raise NotTaken([wrong])


def _older(article: Article, before: Sequence[Known]) -> bool:
    """Whether it was published before the newest version taken: it must not undo that."""
    newest = max((k.published_ms for k in before if k.published_ms is not None), default=None)
    return article.published_at is not None and newest is not None and to_ms(article.published_at) < newest


def _count(outcome: ArticleOutcome) -> None:
    ARTICLES.labels(outcome.language or "unknown", "read" if outcome.unread is None else "unread").inc()
    for report in outcome.reports:
        REPORTS.labels(report.outcome).inc()

"""From an item as read to a report ready to be taken: identity, source, and what text and tables can fill in."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from events.moment import rfc3339
from events.report import Reader, Report, ReportBody
from services.ingest.core.filling import body_of, fill, knowable, occurred_of, wants_text
from services.ingest.core.identity import document_key, facts_of, folded, report_id, text_id
from services.ingest.core.intake import Prepared
from services.ingest.core.sources import SourceTable, fill_source
from services.ingest.items import Article, FieldError, ParsedItem
from services.ingest.reads import Reads
from services.runtime.telemetry import logger

TEXT_BYTES_MAX: Final = 800_000
"""The most bytes of words kept with a report: a broker as shipped takes 1 MB a record, envelope included."""
AHEAD_MAX: Final = timedelta(days=1)
"""How far ahead of our clock a time of publication may lie."""
log_ = logger("ingest")


@dataclass(frozen=True, slots=True)
class Identified:
    """An item whose report is known by its id. `given`: hash of what was handed in and of what will read it."""

    item: ParsedItem
    report: Report
    report_id: str
    ordinal: int
    given: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A report ready to be taken, and the words to keep with it."""

    prepared: Prepared
    text: str | None
    given: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an item cannot be taken."""

    errors: tuple[FieldError, ...]


class Preparer:
    """Prepares items. `ready` reads texts: call it in a thread where `reads` says so."""

    def __init__(self, reader: Reads, sources: SourceTable) -> None:
        self._reader = reader
        self._sources = sources

    def identify(self, items: Sequence[ParsedItem], now: datetime) -> list[Identified | Refused]:
        """Each item with the id of its report, or refused with its reasons."""
        seen: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        return [self._identified(item, seen, now) for item in items]

    def _identified(
        self, item: ParsedItem, seen: dict[tuple[str, ...], list[tuple[str, ...]]], now: datetime
    ) -> Identified | Refused:
        report = item.report
        if report is None:
            return Refused(item.errors)
        wrong = _wrong(report, now)
        if wrong is not None:
            return Refused((wrong,))
        given = given_hash(body_of(report), report.text, self._reader.reader if wants_text(report) else None)
        if item.kept is not None:
            return Identified(item, report, item.kept.report_id, item.kept.ordinal, given)
        ordinal = _ordinal(report, seen)
        return Identified(item, report, report_id(_document(report), ordinal), ordinal, given)

    def wants_text(self, one: Identified) -> bool:
        """Whether completing it means reading a text."""
        return wants_text(one.report)

    def ready(self, one: Identified, now: datetime) -> Ready | Refused:
        """The report with all that its text and the tables can say."""
        try:
            return self._ready(one, now)
        except Exception:
            log_.exception("a report of %s could not be read", one.report.source.name)
            return Refused((FieldError("text", "the text could not be read here"),))

    def _ready(self, one: Identified, now: datetime) -> Ready:
        report, wants = one.report, wants_text(one.report)
        given = body_of(report)
        body = self.with_tables(self._with_text(given, report.text or "") if wants else given, report.text)
        prepared = Prepared(
            report_id=one.report_id,
            body=body,
            available_at=knowable(report, now),
            backfill=report.backfill,
            words_id=None if report.text is None else text_id(report.text),
            article_id=one.item.kept.article_id if one.item.kept else None,
            ordinal=one.ordinal,
            reader=self._reader.reader if wants else None,
        )
        return Ready(prepared, report.text, one.given)

    def _with_text(self, given: ReportBody, text: str) -> ReportBody:
        article = Article(given.source, text, url=given.url, published_at=given.published_at, language=given.language)
        return fill(given, self._reader.extract(article).reports)

    def with_tables(self, body: ReportBody, text: str | None) -> ReportBody:
        """The body with what the tables say of its source, place and actors."""
        place = None if body.place is None else self._reader.place(body.place)
        country = None if place is None else place.country
        actors = tuple(self._reader.actor(actor, country) for actor in body.actors)
        source = fill_source(self._sources, body.source, body.url, text)
        return body.model_copy(
            update={"source": source, "place": place, "actors": actors, "occurred": occurred_of(body)}
        )


def given_hash(given: ReportBody, text: str | None, reader: Reader | None) -> str:
    """SHA-256 hex of what was given and of what read it: given again, it need not be read again."""
    by = "" if reader is None else f"{reader.extractor} {reader.gazetteer}"
    facts = given.model_dump_json(exclude_defaults=True)
    return hashlib.sha256("\0".join((facts, text or "", by)).encode()).hexdigest()


def _document(report: Report) -> tuple[str, ...]:
    named = report.source.id or report.url or report.text
    facts = "" if named else facts_of(body_of(report))
    return document_key(report.source.name, report.source.id, report.url, report.text, facts)


def _ordinal(report: Report, seen: dict[tuple[str, ...], list[tuple[str, ...]]]) -> int:
    """The place of a report in its document. Reports of one url or text without an id of their own, about another day,
    place or kind, are several reports of one document. `seen`: what was told so far of each document.
    """
    if report.source.id is not None or (report.url is None and report.text is None):
        return 0
    place, occurred = report.place, report.occurred
    about = (
        "" if occurred is None else occurred.day.isoformat(),
        "" if place is None else f"{place.country}:{folded(place.name or '')}",
        report.kind or "",
    )
    told = seen.setdefault(_document(report), [])
    if about not in told:
        told.append(about)
    return told.index(about)


def _wrong(report: Report, now: datetime) -> FieldError | None:
    if report.available_at is not None and report.available_at > now:
        return FieldError("available_at", f"lies in the future: it is {rfc3339(now)}")
    if report.text is not None and len(report.text.encode()) > TEXT_BYTES_MAX:
        return FieldError("text", f"at most {TEXT_BYTES_MAX} bytes are kept")
    told = [("published_at", report.published_at)]
    told += [(f"tolls[{number}].published_at", claim.published_at) for number, claim in enumerate(report.tolls)]
    return next((wrong for field, at in told if (wrong := too_late(field, at, now)) is not None), None)


def too_late(field: str, published_at: datetime | None, now: datetime) -> FieldError | None:
    """What is wrong with a time of publication to come. A day is allowed: zones are told wrongly, clocks drift."""
    if published_at is None or published_at - now <= AHEAD_MAX:
        return None
    return FieldError(field, f"lies more than a day in the future: it is {rfc3339(now)}")

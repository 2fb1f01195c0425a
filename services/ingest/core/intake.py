"""Taking a report: what is known of it decides whether it is new, revised, the same, or older than what we have."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from events.moment import from_ms, rfc3339, to_ms
from events.place import Place
from events.report import Reader, ReportBody, ReportReceived, ReportRetracted, ReportRevised
from services.ingest.core.identity import content_hash

EARLIER_MAX: Final = 20
"""So many earlier versions of a report are remembered; one that is older still would be taken as a revision."""


@dataclass(frozen=True, slots=True)
class Known:
    """What ingest knows of a report it took. `earlier`: content hashes of the versions before this one, oldest first.

    `published_ms`: milliseconds since 1970. `offset`: of its newest event in the topic.
    """

    report_id: str
    revision: int
    content_hash: str
    published_ms: int | None = None
    earlier: tuple[str, ...] = ()
    retracted: bool = False
    article_id: str | None = None
    ordinal: int = 0
    day: str | None = None
    place: Place | None = None
    kind: str | None = None
    headline: str | None = None
    language: str | None = None
    review: tuple[str, ...] = ()
    offset: int = -1


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report ready to be taken: its identity, and its body with all that text and tables could say."""

    report_id: str
    body: ReportBody
    available_at: datetime
    backfill: bool = False
    words_id: str | None = None
    article_id: str | None = None
    ordinal: int = 0
    reader: Reader | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """We have it already: nothing is said."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A newer version was taken before this one came: it must not undo the newer."""

    newest: datetime


Verdict = ReportReceived | ReportRevised | Same | Stale


def decide(new: Prepared, known: Known | None) -> Verdict:
    """What one report brings about.

    The same content says nothing. Content of an earlier version says nothing either where the newest was published
    after it: feeding everything again changes nothing. Other content published before the newest version is stale: in
    whatever order versions arrive, the newest stands. A retracted report that comes again is a revision.
    """
    content = content_hash(new.body, new.words_id)
    if known is None:
        return _event(ReportReceived, new, 1, content)
    if known.retracted:
        return _event(ReportRevised, new, known.revision + 1, content)
    if content == known.content_hash:
        return Same()
    if _published_before(new.body, known):
        assert known.published_ms is not None  # noqa: S101  for the type checker: _published_before looked
        return Same() if content in known.earlier else Stale(from_ms(known.published_ms))
    return _event(ReportRevised, new, known.revision + 1, content)


def _published_before(body: ReportBody, known: Known) -> bool:
    if body.published_at is None or known.published_ms is None:
        return False
    return to_ms(body.published_at) < known.published_ms


def stale_message(stale: Stale) -> str:
    """What to tell whoever sent a stale version."""
    return f"a version of this report published at {rfc3339(stale.newest)} is already taken; this one is older"


def _event(model: type[ReportReceived], new: Prepared, revision: int, content: str) -> ReportReceived:
    return model(
        report_id=new.report_id,
        revision=revision,
        content_hash=content,
        report=new.body,
        available_at=new.available_at,
        backfill=new.backfill,
        article_id=new.article_id,
        ordinal=new.ordinal,
        text_id=new.words_id,
        reader=new.reader,
    )


def evolve(known: Known | None, event: ReportReceived | ReportRetracted, offset: int) -> Known | None:
    """What is known after an event: the fold that makes the index. Events up to `known.offset` change nothing."""
    if known is not None and offset <= known.offset:
        return known
    if isinstance(event, ReportRetracted):
        return None if known is None else replace(known, retracted=True, offset=offset)
    body = event.report
    before = () if known is None else (*known.earlier, known.content_hash)
    return Known(
        report_id=event.report_id,
        revision=event.revision,
        content_hash=event.content_hash,
        published_ms=None if body.published_at is None else to_ms(body.published_at),
        earlier=before[-EARLIER_MAX:],
        article_id=event.article_id,
        ordinal=event.ordinal,
        day=None if body.occurred is None else body.occurred.day.isoformat(),
        place=body.place,
        kind=body.kind,
        headline=body.headline,
        language=body.language,
        review=body.review,
        offset=offset,
    )

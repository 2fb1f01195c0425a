"""What the door hands on: items as read from a request or a file, and what became of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from events.report import Report, SourceRef

Outcome = Literal["accepted", "revised", "duplicate", "retracted", "rejected"]


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field, named as a path: `tolls[0].low`; empty for the whole item."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Where our own export puts a report: its id, and the document it came from."""

    report_id: str
    ordinal: int = 0
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedItem:
    """One report as read, or what is wrong with it. `index`: from 0 in a request, the line (from 1) in a file.

    `raw`: what stood there, for the dead letter. `kept`: set only for what another Tocsin exported.
    `retracts`: why this report is taken back, where the item says that and nothing else.
    """

    index: int
    report: Report | None = None
    errors: tuple[FieldError, ...] = ()
    raw: bytes = b""
    kept: Kept | None = None
    retracts: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A news text as it arrived, markup removed. `id`: the source's own. `language`: ISO 639-1, None to be detected.

    `available_at`: when this deployment could first know it; None: now. `backfill`: it comes from an archive.
    """

    source: SourceRef
    text: str
    title: str | None = None
    id: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    available_at: datetime | None = None
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class ItemOutcome:
    """What became of one item."""

    index: int
    outcome: Outcome
    report_id: str | None = None
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """What became of an article: its reports, or why it could not be read."""

    article_id: str
    language: str | None
    reports: tuple["ReadOutcome", ...] = ()
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What became of one report of an article."""

    report_id: str
    outcome: Outcome
    headline: str | None = None
    review: tuple[str, ...] = ()

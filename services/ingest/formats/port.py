"""What a source format is: how it is recognised, and how it becomes reports or articles, one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Final

from services.ingest.items import Article, FieldError, ParsedItem

HEAD_BYTES: Final = 65_536
PEEK_BYTES: Final = 65_536
"""So much of a file's beginning is looked at to recognise its format."""


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article as read, or what is wrong with it. `index`: from 0 in a request, the line (from 1) in a file."""

    index: int
    article: Article | None = None
    errors: tuple[FieldError, ...] = ()
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something well formed that tells no incident, and why it is passed over."""

    index: int
    why: str


Parsed = ParsedItem | ParsedArticle | Skipped


@dataclass(slots=True)
class Options:
    """What the one who hands in a file says of it. `memory`: what a format remembers from one file to the next."""

    source: str | None = None
    published_at: datetime | None = None
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """A source format. `knows`: whether a file with this head (lower-case name second) is one.

    `read` streams: memory does not grow with the file. `archive`: a dataset file; its reports are backfill.
    `tables`: it may be csv or tsv.
    """

    name: str
    knows: Callable[[bytes, str], bool]
    read: Callable[[BinaryIO, Options], Iterator[Parsed]]
    archive: bool = False
    tables: bool = False
    content_types: tuple[str, ...] = ()


def peeked(stream: BinaryIO) -> bytes:
    """The beginning of a stream, which stays unread."""
    peek = getattr(stream, "peek", None)
    if peek is not None:
        return bytes(peek(PEEK_BYTES))
    at = stream.tell()
    first = stream.read(PEEK_BYTES)
    stream.seek(at)
    return first

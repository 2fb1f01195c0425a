"""RSS 2.0 and Atom files: each entry is an article. A file that declares a document type is refused: no entity of its
making is ever expanded.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from services.ingest.formats.article import WrongArticle, of_data
from services.ingest.formats.markup import fragment_text
from services.ingest.formats.port import Format, Options, Parsed, ParsedArticle
from services.ingest.items import FieldError

CHUNK_BYTES: Final = 65_536
ENTRY_BYTES_MAX: Final = 4 * 1024 * 1024
ENTRIES: Final = frozenset({"item", "entry"})
TYPES: Final = ("application/rss+xml", "application/atom+xml")


class Refused(Exception):
    """The file declares a document type."""


def knows(head: bytes, name: str) -> bool:
    """Whether the root is a feed's."""
    start = head[:2_048].lower()
    return any(root in start for root in (b"<rss", b"<feed", b"<rdf:rdf")) or name.endswith((".rss", ".atom"))


def read(stream: BinaryIO, options: Options) -> Iterator[Parsed]:
    """An article an entry."""
    entries = _Entries()
    index = 0
    try:
        while chunk := stream.read(CHUNK_BYTES):
            entries.feed(chunk)
            for entry in entries.take():
                yield article_of(index, entry, entries.title, options)
                index += 1
        entries.close()
    except (Refused, ET.ParseError, expat.ExpatError) as error:
        yield ParsedArticle(index, errors=(FieldError("", f"no feed that can be read: {error}"),))


class _Entries:
    """Collects entries from a stream of XML; everything else is let go at once."""

    def __init__(self) -> None:
        self.title: str | None = None
        self._done: list[ET.Element] = []
        self._builder: ET.TreeBuilder | None = None
        self._depth = 0
        self._size = 0
        self._in_title = False
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def feed(self, chunk: bytes) -> None:
        """Reads on."""
        self._parser.Parse(chunk, False)  # noqa: FBT003  expat's own signature

    def close(self) -> None:
        """Says that this was all."""
        self._parser.Parse(b"", True)  # noqa: FBT003

    def take(self) -> list[ET.Element]:
        """The entries that are whole."""
        done, self._done = self._done, []
        return done

    def _doctype(self, *_: object) -> None:
        raise Refused("it declares a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2].lower()
        if self._builder is None and local in ENTRIES:
            self._builder, self._depth, self._size = ET.TreeBuilder(), 0, 0
        if self._builder is not None:
            self._depth += 1
            self._builder.start(local, attributes)
        self._in_title = self._builder is None and local == "title" and self.title is None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._size += len(text)
            if self._size > ENTRY_BYTES_MAX:
                raise Refused(f"an entry is larger than {ENTRY_BYTES_MAX} bytes")
            self._builder.data(text)
        elif self._in_title:
            self.title = text.strip()[:200] or None
            self._in_title = False

    def _end(self, name: str) -> None:
        if self._builder is None:
            return
        self._builder.end(name.rpartition("}")[2].lower())
        self._depth -= 1
        if self._depth == 0:
            self._done.append(self._builder.close())
            self._builder = None


def article_of(index: int, entry: ET.Element, feed: str | None, options: Options) -> ParsedArticle:
    """The article of an entry: its fullest text, its own id or link, its time."""
    fields = {
        "id": _id(entry),
        "html": next(
            (t for t in (_text(entry, n) for n in ("encoded", "content", "description", "summary")) if t), None
        ),
        "title": _text(entry, "title"),
        "url": _link(entry),
        "source": options.source or _text(entry, "source") or feed,
        "published_at": _time(entry) or (None if options.published_at is None else options.published_at.isoformat()),
    }
    raw = ET.tostring(entry, encoding="utf-8")
    try:
        return ParsedArticle(index, of_data({k: v for k, v in fields.items() if v is not None}), raw=raw)
    except WrongArticle as wrong:
        return ParsedArticle(index, errors=wrong.errors, raw=raw)


def _words(entry: ET.Element) -> str | None:
    """The fullest text that the entry holds; its title where it holds none."""
    texts = (_text(entry, name) for name in ("encoded", "content", "description", "summary", "title"))
    return next((found for text in texts if text and (found := fragment_text(text))), None)


def _text(entry: ET.Element, name: str) -> str | None:
    found = entry.find(name)
    return None if found is None else "".join(found.itertext()).strip() or None


def _id(entry: ET.Element) -> str | None:
    found = _text(entry, "guid") or _text(entry, "id")
    return found if found is not None and len(found) <= 200 else None  # noqa: PLR2004  the longest id of a report


def _link(entry: ET.Element) -> str | None:
    links = entry.findall("link")
    alternate = [link for link in links if link.get("rel", "alternate") == "alternate"]
    return next((found for link in alternate if (found := (link.text or "").strip() or link.get("href"))), None)


def _time(entry: ET.Element) -> str | None:
    """RFC 822 in RSS, RFC 3339 in Atom; the time of the newest version where both are told."""
    for name in ("updated", "published", "date"):
        text = _text(entry, name)
        if text is not None:
            return _rfc3339(text)
    text = _text(entry, "pubdate")
    try:
        found = None if text is None else parsedate_to_datetime(text)
    except ValueError:
        return None
    return None if found is None else (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


def _rfc3339(text: str) -> str | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat()


FORMAT: Final = Format("rss", knows, read, content_types=TYPES)

"""News articles: plain text, HTML, or JSON {id, text, title, url, source, published_at, language}."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, BinaryIO, Final

from pydantic import Field, ValidationError

from events.moment import Moment
from events.report import Grade, ShortText, SourceRef
from events.value import Value
from services.ingest.formats.port import Format, Options, Parsed, ParsedArticle, peeked
from services.ingest.formats.reports import FILE_BYTES_MAX, first_names, json_items
from services.ingest.items import Article, FieldError, ParsedItem
from services.ingest.problems import field_errors
from services.runtime.web import Problem, parse_json

UNKNOWN_SOURCE: Final = "unknown"
UNJUDGED: Final[Grade] = "F"
TEXT_CHARS_MAX: Final = 400_000
TEXT: Final = "text/plain"
HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
JSON: Final = "application/json"


class ArticleIn(Value):
    """An article in JSON, or what the query says of one in plain text or HTML. `source`: a name, or as in a report.

    Without a source it is `unknown`, grade F (cannot be judged); without `published_at` relative dates are not read.
    """

    id: ShortText | None = None
    text: Annotated[str, Field(max_length=TEXT_CHARS_MAX)] | None = None
    html: str | None = None
    title: Annotated[str, Field(max_length=1_000)] | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None
    source: ShortText | SourceRef | None = None
    published_at: Moment | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    available_at: Moment | None = None
    backfill: bool = False


class WrongArticle(Exception):
    """The article cannot be read; `errors` say why."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{e.field}: {e.message}" for e in errors))
        self.errors = errors


def reader(content_type: str, charset: str | None, query: Mapping[str, str]) -> Callable[[bytes], Article]:
    """What reads a body of this content type; raises `Problem` 415 where none does."""
    if content_type == JSON:
        return of_json_body
    if content_type != TEXT and content_type not in HTML:
        raise Problem(415, "Unknown content type", "send text/plain, text/html or application/json")
    field = "text" if content_type == TEXT else "html"

    def of_body(body: bytes) -> Article:
        return of_fields({**query, field: decoded(body, charset)})

    return of_body


def decoded(body: bytes, charset: str | None) -> str:
    """The text of a body; UTF-8 unless told otherwise."""
    try:
        return body.decode(charset or "utf-8-sig")
    except LookupError:
        raise Problem(415, "Unknown charset", f"{charset!r} is none that is read here") from None
    except UnicodeDecodeError as error:
        raise Problem(400, "Unreadable", f"the body is no {charset or 'UTF-8'}: {error.reason}") from None


def of_json_body(body: bytes) -> Article:
    """An article in JSON."""
    return of_fields(parse_json(body))


def of_fields(fields: object) -> Article:
    """An article from its fields; raises `Problem` 422 that names the wrong ones."""
    try:
        return of_data(fields)
    except WrongArticle as wrong:
        errors = [{"field": e.field, "message": e.message} for e in wrong.errors]
        raise Problem(422, "Wrong content", str(wrong), errors) from None


def of_data(fields: object) -> Article:
    """An article from its fields; raises `WrongArticle`."""
    try:
        given = ArticleIn.model_validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        raise WrongArticle(field_errors(error, ArticleIn)) from None
    if given.html is not None:
        return _of_page(given, given.html)
    if given.text is None:
        raise WrongArticle((FieldError("text", "one of text and html is required"),))
    return _article(given, given.text, given.title)


def _of_page(given: ArticleIn, html: str) -> Article:
    from services.ingest.formats.html import read_page  # noqa: PLC0415  heavy to load, and rarely needed

    page = read_page(html, given.url)
    known = given.model_copy(
        update={
            "url": given.url or page.url,
            "source": given.source or page.site,
            "published_at": given.published_at or page.published_at,
        }
    )
    return _article(known, page.text, given.title or page.title)


def _article(given: ArticleIn, text: str, title: str | None) -> Article:
    if not text.strip():
        raise WrongArticle((FieldError("text", "holds no words"),))
    return Article(
        source=source_of(given.source),
        text=text,
        title=title,
        id=given.id or (given.source.id if isinstance(given.source, SourceRef) else None),
        url=given.url,
        published_at=given.published_at,
        language=given.language,
        available_at=given.available_at,
        backfill=given.backfill,
    )


def source_of(source: str | SourceRef | None) -> SourceRef:
    """The source as a report names it."""
    if isinstance(source, SourceRef):
        return source
    return SourceRef(name=source) if source else SourceRef(name=UNKNOWN_SOURCE, grade=UNJUDGED)


def knows(head: bytes, name: str) -> bool:
    """Whether it is text, a page, or JSON of articles: the last guess, for any text may be news."""
    if name.endswith((".txt", ".html", ".htm", ".xhtml", ".md")):
        return True
    if head.lstrip()[:1] in (b"{", b"["):
        return bool(first_names(head) & {"text", "html"})
    return b"\0" not in head and not name.endswith((".csv", ".tsv", ".xml", ".pdf", ".json", ".jsonl", ".ndjson"))


def read(stream: BinaryIO, options: Options) -> Iterator[Parsed]:
    """One article a file of text or HTML; one an item or line of JSON."""
    first = peeked(stream).lstrip()
    if first[:1] in (b"{", b"["):
        for index, data, raw in json_items(stream):
            yield (
                ParsedArticle(index, errors=data.errors, raw=raw)
                if isinstance(data, ParsedItem)
                else _one(index, _with_options(data, options), raw)
            )
        return
    raw = stream.read(FILE_BYTES_MAX)
    page = first[:1] == b"<" and any(tag in first[:4_096].lower() for tag in (b"<html", b"<!doctype", b"<body", b"<p"))
    text = raw.decode("utf-8-sig", errors="replace")
    yield _one(1, _with_options({"html" if page else "text": text}, options), raw)


def _with_options(data: object, options: Options) -> object:
    """What was said of the file stands for what the article does not say."""
    if not isinstance(data, dict):
        return data
    at = None if options.published_at is None else options.published_at.isoformat()
    beside = {"source": options.source, "published_at": at}
    return {**data, **{k: v for k, v in beside.items() if v is not None and not data.get(k)}}


def _one(index: int, fields: object, raw: bytes) -> ParsedArticle:
    try:
        return ParsedArticle(index, of_data(fields), raw=raw)
    except WrongArticle as wrong:
        return ParsedArticle(index, errors=wrong.errors, raw=raw)


FORMAT: Final = Format("article", knows, read)

"""Bodies of requests: which source format a content type means, and the items it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

from services.ingest.formats import FORMATS, reports
from services.ingest.formats.port import Format, Options, Parsed, ParsedArticle, Skipped
from services.ingest.items import ParsedItem
from services.runtime.web import Problem

NDJSON: Final = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
TABLES: Final = frozenset({"text/csv", "text/tab-separated-values"})
EXPECTED: Final = "send application/json, application/x-ndjson, application/cloudevents+json, or text/csv"


@dataclass(frozen=True, slots=True)
class Body:
    """What a request holds. `skipped`: rows that tell no incident, such as talks in GDELT."""

    items: list[ParsedItem]
    skipped: int = 0


def check_type(content_type: str) -> None:
    """Raises `Problem` 415 where no format of reports has this content type."""
    if content_type != "application/json" and content_type not in NDJSON | TABLES and _declared(content_type) is None:
        raise Problem(415, "Unknown content type", EXPECTED)


def items_of(body: bytes, content_type: str, items_max: int, *, live: bool) -> Body:
    """The items of a body, numbered from 0; raises `Problem`. `live`: a data set's rows are no backfill."""
    if content_type == "application/json":
        return _bounded(iter(reports.of_json(body)), items_max, live=live)
    if content_type in NDJSON:
        return _bounded(reports.of_lines(body.split(b"\n")), items_max, live=live)
    found = _declared(content_type) or _table(body)
    return _bounded(found.read(BytesIO(body), Options()), items_max, live=live)


def _declared(content_type: str) -> Format | None:
    return next((f for f in FORMATS.values() if content_type in f.content_types and f.name != "rss"), None)


def _table(body: bytes) -> Format:
    found = next((f for f in FORMATS.values() if f.tables and f.knows(body[:65_536], "")), None)
    if found is None:
        raise Problem(422, "Unknown columns", "the table is none of reports, UCDP, ACLED or GDELT")
    return found


def _bounded(parsed: Iterator[Parsed], items_max: int, *, live: bool) -> Body:
    items: list[ParsedItem] = []
    skipped = 0
    for one in parsed:
        if isinstance(one, Skipped):
            skipped += 1
        elif isinstance(one, ParsedArticle):
            raise Problem(415, "Articles", "post articles to /v1/articles")
        else:
            items.append(alive(replace(one, index=len(items))) if live else replace(one, index=len(items)))
        if len(items) > items_max:
            raise Problem(413, "Too many items", f"at most {items_max} reports are taken in one request")
    return Body(items, skipped)


def alive(item: ParsedItem) -> ParsedItem:
    """The item as news, not as part of an archive."""
    if item.report is None or not item.report.backfill:
        return item
    return replace(item, report=item.report.model_copy(update={"backfill": False}))

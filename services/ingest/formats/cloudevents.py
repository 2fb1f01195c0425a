"""CloudEvents 1.0 in structured mode: one, a batch, or one a line; what another Tocsin exported, or a report as data.

Of our own exports the events about reports are taken, under the ids they had; the rest is passed over.
"""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from pydantic import ValidationError

from events.catalog import TYPE_PREFIX
from events.report import Report, ReportReceived, ReportRetracted
from services.ingest.formats.port import Format, Options, Parsed, Skipped
from services.ingest.formats.reports import json_items, parsed
from services.ingest.items import FieldError, Kept, ParsedItem
from services.ingest.problems import field_errors

TYPES: Final = ("application/cloudevents+json", "application/cloudevents-batch+json")
TAKEN: Final = frozenset({f"{TYPE_PREFIX}report.received", f"{TYPE_PREFIX}report.revised"})
TAKEN_BACK: Final = f"{TYPE_PREFIX}report.retracted"


def knows(head: bytes, _: str) -> bool:
    """Whether the first event names the specification's version."""
    return head.lstrip()[:1] in b"{[" and b'"specversion"' in head[:4_096]


def read(stream: BinaryIO, _: Options) -> Iterator[Parsed]:
    """A report for each event about one."""
    for index, data, raw in json_items(stream):
        yield data if isinstance(data, ParsedItem) else of_event(index, data, raw)


def of_event(index: int, event: Any, raw: bytes) -> Parsed:  # noqa: ANN401  JSON is anything
    """One event."""
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return ParsedItem(index, errors=(FieldError("type", "this is no CloudEvent"),), raw=raw)
    kind, data = event["type"], event.get("data")
    try:
        if kind in TAKEN:
            return _received(index, ReportReceived.model_validate_json(json.dumps(data)), raw)
        if kind == TAKEN_BACK:
            gone = ReportRetracted.model_validate_json(json.dumps(data))
            return ParsedItem(index, raw=raw, kept=Kept(gone.report_id), retracts=gone.cause)
    except ValidationError as error:
        model = ReportRetracted if kind == TAKEN_BACK else ReportReceived
        return ParsedItem(index, errors=_within_data(field_errors(error, model)), raw=raw)
    if kind.startswith(TYPE_PREFIX):
        return Skipped(index, f"{kind} is about no report")
    item = parsed(index, data)
    return ParsedItem(index, item.report, _within_data(item.errors), raw)


def _within_data(errors: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
    return tuple(FieldError(f"data.{e.field}".rstrip("."), e.message) for e in errors)


def _received(index: int, event: ReportReceived, raw: bytes) -> ParsedItem:
    body = {name: getattr(event.report, name) for name in type(event.report).model_fields}
    report = Report.model_construct(**body, text=None, available_at=event.available_at, backfill=event.backfill)
    return ParsedItem(index, report, raw=raw, kept=Kept(event.report_id, event.ordinal, event.article_id))


FORMAT: Final = Format("cloudevents", knows, read, content_types=TYPES)

"""Our own reports: JSON (one or an array), NDJSON, and csv with a column for each plain field."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

from pydantic import ValidationError

from events.report import Report
from services.ingest.formats.cells import Row, as_bytes, named_rows
from services.ingest.formats.port import PEEK_BYTES, Format, Options, Parsed, peeked
from services.ingest.items import FieldError, ParsedItem
from services.ingest.problems import did_you_mean, field_errors
from services.runtime.web import JSON_DEPTH_MAX, Problem, parse_json

LINE_BYTES_MAX: Final = 4 * 1024 * 1024
FILE_BYTES_MAX: Final = 256 * 1024 * 1024


def parsed(index: int, item: object, raw: bytes | None = None) -> ParsedItem:
    """One report from JSON data, read strictly: a number is no time, a string no number."""
    text = _dumped(item) if raw is None else raw
    try:
        return ParsedItem(index, Report.model_validate_json(text, strict=True), raw=text)
    except ValidationError as error:
        return ParsedItem(index, errors=field_errors(error, Report), raw=text)


def _dumped(item: object) -> bytes:
    return json.dumps(item, ensure_ascii=False).encode("utf-8", errors="surrogatepass")


def of_json(body: bytes) -> list[ParsedItem]:
    """One report or an array of them; raises `web.Problem` where the body is no JSON at all."""
    data = parse_json(body)
    return [parsed(i, item) for i, item in enumerate(data if isinstance(data, list) else [data])]


def of_lines(lines: Iterable[bytes], first: int = 0) -> Iterator[ParsedItem]:
    """A report a line, blank lines left out of the count. `first`: the index of the first."""
    index = first
    for line in lines:
        if line.strip():
            yield of_line(index, line.strip())
            index += 1


def of_line(index: int, line: bytes) -> ParsedItem:
    """One line; what is no JSON, or too long, is wrong as a whole."""
    if len(line) > LINE_BYTES_MAX:
        return ParsedItem(index, errors=(FieldError("", f"a line holds at most {LINE_BYTES_MAX} bytes"),), raw=line)
    data = line_data(line)
    return ParsedItem(index, errors=(data,), raw=line) if isinstance(data, FieldError) else parsed(index, data)


def line_data(line: bytes) -> Any | FieldError:  # noqa: ANN401  JSON is anything
    """The JSON of a line, or what is wrong with it."""
    try:
        return parse_json(line)
    except Problem as problem:
        return FieldError("", problem.detail or f"nested deeper than {JSON_DEPTH_MAX}")


def json_items(stream: BinaryIO) -> Iterator[tuple[int, Any, bytes]]:
    """The items of a file: an array, one object over several lines, or one a line; (line or place, data, its bytes).

    An array or a lone object is read whole, at most 256 MB; lines are streamed. Data that is a `ParsedItem` is what is
    wrong there.
    """
    first = peeked(stream)
    if first.lstrip()[:1] == b"[" or not _is_whole(first.partition(b"\n")[0]):
        yield from _whole(stream.read(FILE_BYTES_MAX + 1))
        return
    for number, line in enumerate(_lines(stream), 1):
        if line.strip():
            data = line_data(line.strip())
            yield number, (ParsedItem(number, errors=(data,), raw=line) if isinstance(data, FieldError) else data), line


def _is_whole(line: bytes) -> bool:
    """Whether a first line is an item of its own; one longer than was peeked is taken for one."""
    if len(line) >= PEEK_BYTES - 1:
        return True
    return not isinstance(line_data(line.strip()), FieldError) or line.rstrip()[-1:] not in b"{["


def _whole(body: bytes) -> Iterator[tuple[int, Any, bytes]]:
    if len(body) > FILE_BYTES_MAX:
        wrong = FieldError("", f"an array holds at most {FILE_BYTES_MAX} bytes; write one report a line instead")
        yield 1, ParsedItem(1, errors=(wrong,), raw=body[:LINE_BYTES_MAX]), b""
        return
    data = line_data(body)
    if isinstance(data, FieldError):
        yield 1, ParsedItem(1, errors=(data,), raw=body[:LINE_BYTES_MAX]), b""
        return
    for number, item in enumerate(data if isinstance(data, list) else [data], 1):
        yield number, item, _dumped(item)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LINE_BYTES_MAX + 1):
        yield line
        while len(line) > LINE_BYTES_MAX and not line.endswith(b"\n"):  # the rest of an endless line is passed over
            line = stream.readline(LINE_BYTES_MAX + 1)


PLAIN: Final = {
    "source": ("source", "name"),
    "source_id": ("source", "id"),
    "source_grade": ("source", "grade"),
    "tlp": ("source", "tlp"),
    "published_at": ("published_at",),
    "occurred_start": ("occurred", "start"),
    "occurred_end": ("occurred", "end"),
    "occurred_precision": ("occurred", "precision"),
    "kind": ("kind",),
    "place": ("place", "name"),
    "country": ("place", "country"),
    "admin1": ("place", "admin1"),
    "headline": ("headline",),
    "text": ("text",),
    "url": ("url",),
    "language": ("language",),
    "available_at": ("available_at",),
}
NUMBERS: Final = {"lat": ("place", "lat"), "lon": ("place", "lon"), "within_km": ("place", "within_km")}
TOLLS: Final = {
    f"{measure}_{bound}": (measure, bound)
    for measure in ("killed", "wounded", "abducted", "displaced")
    for bound in ("low", "best", "high")
}
PARTY: Final = "victims"
"""The party of a row's tolls; unknown where the column is missing or empty."""
COLUMNS: Final = (*PLAIN, *NUMBERS, *TOLLS, PARTY)


def of_cells(row: Row) -> ParsedItem:
    """A report from a row of csv."""
    raw = as_bytes(row.cells)
    if row.wrong is not None:
        return ParsedItem(row.line, errors=(FieldError("", row.wrong),), raw=raw)
    try:
        item = parsed(row.line, _nested(row.cells))
    except ValueError as error:
        column, _, why = str(error).partition(": ")
        return ParsedItem(row.line, errors=(FieldError(column, why),), raw=raw)
    return ParsedItem(row.line, item.report, item.errors, raw)


def _nested(cells: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    tolls: dict[str, dict[str, Any]] = {}
    for column, cell in cells.items():
        value = cell.strip()
        if column not in COLUMNS:
            raise ValueError(f"{column}: no such column{did_you_mean(column, COLUMNS)}")
        if not value or column == PARTY:
            continue
        if column in TOLLS:
            measure, bound = TOLLS[column]
            tolls.setdefault(measure, {"measure": measure, "party": cells.get(PARTY, "").strip() or "unknown"})
            tolls[measure][bound] = _number(column, value, int)
        else:
            _set(found, (PLAIN | NUMBERS)[column], _number(column, value, float) if column in NUMBERS else value)
    return found | ({"tolls": list(tolls.values())} if tolls else {})


def _set(found: dict[str, Any], path: Sequence[str], value: object) -> None:
    for name in path[:-1]:
        found = found.setdefault(name, {})
    found[path[-1]] = value


def _number(column: str, value: str, kind: type[int] | type[float]) -> float:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{column}: {value!r} is no number") from None


def _is_csv_head(columns: Sequence[str]) -> bool:
    return "source" in columns and ("kind" in columns or "text" in columns)


def first_names(head: bytes) -> frozenset[str]:
    """The names of the fields of a JSON file's first item, as far as its beginning shows them."""
    text = head.decode("utf-8-sig", errors="replace").lstrip().removeprefix("[").lstrip()
    try:
        item, _ = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return frozenset(
            name for name in ("source", "kind", "tolls", "occurred", "text", "html") if f'"{name}"' in text
        )
    return frozenset(item) if isinstance(item, dict) else frozenset()


def knows(head: bytes, _: str) -> bool:
    """Whether it is JSON of reports, or csv with our columns."""
    if head.lstrip()[:1] in (b"{", b"["):
        return bool(first_names(head) & {"kind", "tolls", "occurred"})
    first = head.decode("utf-8-sig", errors="replace").partition("\n")[0].lower()
    return _is_csv_head([cell.strip().strip('"') for cell in first.split(",")])


def read(stream: BinaryIO, _: Options) -> Iterator[Parsed]:
    """A report an item, a line or a row."""
    first = peeked(stream).lstrip()[:1]
    if first and first not in b"{[":
        yield from map(of_cells, named_rows(stream, _is_csv_head, lambda _: None))
        return
    for index, data, raw in json_items(stream):
        yield data if isinstance(data, ParsedItem) else parsed(index, data, None if isinstance(data, list) else raw)


FORMAT: Final = Format("reports", knows, read, tables=True)

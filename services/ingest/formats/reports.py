"""Our own reports: JSON (one or an array), NDJSON, and CSV with a column for each plain field."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import ValidationError

from events.report import Report
from services.ingest.items import FieldError, ParsedItem
from services.ingest.problems import field_errors
from services.runtime.web import JSON_DEPTH_MAX, Problem, parse_json

LINE_BYTES_MAX: Final = 4 * 1024 * 1024


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

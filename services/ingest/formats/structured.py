"""From a row of a data set to a report: what the formats of analysts share."""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import ValidationError

from events.report import Report
from services.ingest.formats.cells import Row, as_bytes
from services.ingest.items import FieldError, ParsedItem
from services.ingest.problems import field_errors

HEADLINE_CHARS_MAX: Final = 300


def item_of(row: Row, made: Callable[[Mapping[str, str]], Report]) -> ParsedItem:
    """The report that `made` makes of the row, or what is wrong: `made` may raise `ValueError` ("column: why")."""
    if row.wrong is not None:
        return ParsedItem(row.line, errors=(FieldError("", row.wrong),), raw=as_bytes(row.cells))
    try:
        return ParsedItem(row.line, made(row.cells), raw=as_bytes(row.cells))
    except ValidationError as error:
        return ParsedItem(row.line, errors=field_errors(error, Report), raw=as_bytes(row.cells))
    except ValueError as error:
        column, _, why = str(error).partition(": ")
        wrong = FieldError(column, why) if why else FieldError("", column)
        return ParsedItem(row.line, errors=(wrong,), raw=as_bytes(row.cells))


def headline_of(text: str) -> str | None:
    """A text as a headline: at most 300 characters, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= HEADLINE_CHARS_MAX:
        return text or None
    return text[: HEADLINE_CHARS_MAX - 1].rsplit(" ", 1)[0] + "…"


def clipped(text: str, most: int) -> str | None:
    """The text without spare blanks, cut; None where there is none."""
    return " ".join(text.split())[:most] or None

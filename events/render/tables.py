"""Csv that spreadsheets open without harm. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, full-width forms included (OWASP, "CSV injection")."""
HARMLESS: Final = "'"
LINE_END: Final = "\r\n"


def header(columns: Sequence[str]) -> str:
    """The first line."""
    return _line(columns)


def line(columns: Sequence[str], row: Mapping[str, object]) -> str:
    """The line of a row; a column that the row does not have is empty."""
    return _line([_cell(row.get(column)) for column in columns])


def plain(cell: str) -> str:
    """A cell as it was before `line` made it harmless: what reads our own files takes the apostrophe away again."""
    return cell[1:] if cell.startswith(HARMLESS) and cell[1:].startswith(FORMULA) else cell


def _line(cells: Sequence[str]) -> str:
    """A line, ended by a line feed. The writer is told of both ends of lines, so that cells with either are quoted."""
    out = io.StringIO()
    csv.writer(out, lineterminator=LINE_END).writerow(cells)
    return out.getvalue().removesuffix(LINE_END) + "\n"


def _cell(value: object) -> str:
    """Text that a spreadsheet would take for a formula gets an apostrophe; numbers are written as they are."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return HARMLESS + value
    return str(value)

"""Rows of csv and tsv files, by the names of their columns: streamed, whatever stands above the first row of data."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, Final

from events.render.tables import plain

CELL_CHARS_MAX: Final = 1_000_000
csv.field_size_limit(CELL_CHARS_MAX)
Columns = Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line (from 1), its cells by column, and what is wrong where it is no row."""

    line: int
    cells: Mapping[str, str]
    wrong: str | None = None


def named_rows(
    stream: BinaryIO,
    is_header: Callable[[Columns], bool],
    columns_of: Callable[[Columns], Columns | None],
    delimiter: str = ",",
) -> Iterator[Row]:
    """The rows of a table. HXL tag rows (#tags) are passed over wherever they stand.

    `is_header` recognises a row of column names (lower case); without one, `columns_of` says from the first row of data
    which columns it has, None where it cannot tell.
    """
    columns: Columns | None = None
    for line, cells in _raw_rows(stream, delimiter):
        if isinstance(cells, str):
            yield Row(line, {}, cells)
            continue
        if not any(cells) or _is_hxl(cells):
            continue
        if columns is None:
            lower = [cell.strip().lower() for cell in cells]
            if is_header(lower):
                columns = lower
                continue
            columns = columns_of(cells)
            if columns is None:
                yield Row(line, {}, "no header, and the columns are of no known layout")
                return
        yield _row(line, columns, cells)


def _row(line: int, columns: Columns, cells: Sequence[str]) -> Row:
    if len(cells) != len(columns):
        return Row(
            line, dict(zip(columns, cells, strict=False)), f"{len(cells)} cells where {len(columns)} are expected"
        )
    return Row(line, dict(zip(columns, map(plain, cells), strict=True)))


def _raw_rows(stream: BinaryIO, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    quoting: Final = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    rows = csv.reader(text, delimiter=delimiter, quoting=quoting)
    try:
        while True:
            try:
                cells: list[str] | str = next(rows)
            except csv.Error as error:
                cells = f"no row of a table: {error}"
            except StopIteration:
                return
            yield rows.line_num, cells
    finally:
        with suppress(ValueError):  # whoever opened the stream may have closed it by now
            text.detach()


def _is_hxl(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(cell.lstrip().startswith("#") for cell in filled)


def as_bytes(cells: Mapping[str, str]) -> bytes:
    """A row as it may stand in a dead letter."""
    out = io.StringIO()
    csv.writer(out).writerow(cells.values())
    return out.getvalue().encode()


def number(cells: Mapping[str, str], column: str) -> float | None:
    """The number in a cell; None where it is empty. `ValueError` names the column."""
    cell = cells.get(column, "").strip()
    try:
        return float(cell) if cell else None
    except ValueError:
        raise ValueError(f"{column}: {cell!r} is no number") from None


def count(cells: Mapping[str, str], column: str) -> int | None:
    """The whole number in a cell, not below 0; None where it is empty. `ValueError` names the column."""
    found = number(cells, column)
    if found is None:
        return None
    if found < 0 or found != int(found):
        raise ValueError(f"{column}: {cells[column]!r} counts nobody")
    return int(found)

"""A task's state as records of a compacted changelog: rows, and the input offset that goes with them. Pure.

A record's key is namespace, a zero byte, key; an empty value deletes the row. The empty namespace is the log's own:
there stand the input offset, and the changelog's name, by which a local copy is known to be one of this changelog.
"""

from typing import Final, Protocol

from events.log.port import Delete, Put, Unit

SEPARATOR: Final = b"\x00"
OFFSET_ROW: Final = ("", "offset")
NAME_ROW: Final = ("", "name")
NAME_KEY: Final = b"\x00name"
Change = tuple[bytes, bytes | None]


class RowStore(Protocol):
    """A local copy of a changelog partition: disposable, and never the truth."""

    def get(self, namespace: str, key: str) -> bytes | None:
        """The row, None where there is none."""

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """Rows with start <= key < end in the order of their keys."""

    def position(self, of: str) -> int:
        """Up to where the changelog is in here; 0: nothing is."""

    def commit(self, rows: list[Put | Delete], positions: dict[str, int] | None = None) -> None:
        """Writes rows and the position together."""

    def clear(self) -> None:
        """Forgets everything."""

    def close(self) -> None:
        """Lets go of the file."""


def rows_of(unit: Unit) -> list[Put | Delete]:
    """The rows that a unit writes, the offset last."""
    return [*unit.rows, *([] if unit.offset is None else [offset_row(unit.offset)])]


def offset_row(offset: int) -> Put:
    """The row that says up to where the input is worked on."""
    return Put(*OFFSET_ROW, b"%d" % offset)


def change_of(row: Put | Delete) -> Change:
    """The changelog record, key and value, that writes a row."""
    return row.namespace.encode() + SEPARATOR + row.key.encode(), row.value if isinstance(row, Put) else None


def row_of(key: bytes, value: bytes | None) -> Put | Delete:
    """The row that a changelog record writes."""
    namespace, _, name = key.partition(SEPARATOR)
    if value is None:
        return Delete(namespace.decode(), name.decode())
    return Put(namespace.decode(), name.decode(), value)

"""A task's state as records of a compacted changelog: rows, and the input offset that goes with them. Pure.

A record's key is namespace, a zero byte, key; an empty value deletes the row. The empty namespace is the log's own:
there stand the input offset, and the changelog's name, by which a local copy is known to be one of this changelog.
"""

from collections.abc import Iterable
from typing import Final, Protocol

from events.log.port import Delete, Put, Unit

SEPARATOR: Final = b"\x00"
OFFSET_ROW: Final = ("", "offset")
OFFSET_KEY: Final = b"\x00offset"
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


def changes(unit: Unit) -> Iterable[Change]:
    """The changelog records (key, value) of a unit, the offset last."""
    for row in unit.rows:
        yield row.namespace.encode() + SEPARATOR + row.key.encode(), row.value if isinstance(row, Put) else None
    if unit.offset is not None:
        yield OFFSET_KEY, b"%d" % unit.offset


def row_of(key: bytes, value: bytes | None) -> Put | Delete:
    """The row that a changelog record writes."""
    namespace, _, name = key.partition(SEPARATOR)
    if value is None:
        return Delete(namespace.decode(), name.decode())
    return Put(namespace.decode(), name.decode(), value)

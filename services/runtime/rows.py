"""State as keyed rows: what a task's decisions read and write, and a bounded memory of decoded rows.

Values are immutable objects; a `Namespace` says how they become bytes. Writes stay here until they are taken into a
unit of work; reads see them at once. When a unit fails, the whole object is thrown away: the session knows the truth.
"""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar, cast

from events.log.port import Delete, Put
from services.runtime.namespace import Namespace

T = TypeVar("T")
CACHED_ROWS_MAX: Final = 50_000
RANGE_MAX: Final = 10_000
LAST_KEY: Final = "\U0010ffff"


class RowReader(Protocol):
    """Where committed rows come from: a session of the log, or a local store."""

    def get(self, namespace: str, key: str) -> bytes | None:
        """The row, None where there is none."""

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """Rows with start <= key < end in the order of their keys."""


class Rows:
    """Reads through the cache, holds writes until `take`."""

    def __init__(self, reader: RowReader, cached_max: int = CACHED_ROWS_MAX) -> None:
        self._reader = reader
        self._cached_max = cached_max
        self._cache: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._written: dict[tuple[str, str], tuple[Namespace[Any], Any]] = {}

    def get(self, namespace: Namespace[T], key: str) -> T | None:
        """The value under a key, written but uncommitted ones included."""
        at = (namespace.name, key)
        if at in self._written:
            return cast("T | None", self._written[at][1])
        if at in self._cache:
            self._cache.move_to_end(at)
            return cast("T | None", self._cache[at])
        raw = self._reader.get(namespace.name, key)
        value = None if raw is None else namespace.unpack(key, raw)
        self._remember(at, value)
        return value

    def range(
        self, namespace: Namespace[T], start: str = "", end: str = LAST_KEY, limit: int = RANGE_MAX
    ) -> list[tuple[str, T]]:
        """The values with start <= key < end in the order of their keys, uncommitted ones included."""
        deleted = sum(1 for (name, _), (_, v) in self._written.items() if name == namespace.name and v is None)
        found: dict[str, T] = {
            key: namespace.unpack(key, raw)
            for key, raw in self._reader.range(namespace.name, start, end, limit + deleted)
        }
        for (name, key), (_, value) in self._written.items():
            if name != namespace.name or not start <= key < end:
                continue
            if value is None:
                found.pop(key, None)
            else:
                found[key] = value
        return sorted(found.items())[:limit]

    def put(self, namespace: Namespace[T], key: str, value: T) -> None:
        """Writes a row."""
        self._written[namespace.name, key] = (namespace, value)

    def delete(self, namespace: Namespace[T], key: str) -> None:
        """Deletes a row; no error where there is none."""
        self._written[namespace.name, key] = (namespace, None)

    def take(self) -> list[Put | Delete]:
        """The writes since the last `take`, in the order of their rows, for the unit that commits them."""
        rows: list[Put | Delete] = []
        for (name, key), (namespace, value) in self._written.items():
            rows.append(Delete(name, key) if value is None else Put(name, key, namespace.pack(value)))
        for at, (_, value) in self._written.items():
            self._remember(at, value)
        self._written.clear()
        return rows

    def _remember(self, at: tuple[str, str], value: object) -> None:
        self._cache[at] = value
        self._cache.move_to_end(at)
        while len(self._cache) > self._cached_max:
            self._cache.popitem(last=False)


LOCAL_BUSY_S: Final = 10.0
LOCAL_SCHEMA: Final = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=NORMAL;
CREATE TABLE IF NOT EXISTS kind (kind TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS positions (of TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rows (
    namespace TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (namespace, key)
) WITHOUT ROWID;
"""


class LocalRows:
    """Rows in a SQLite file of this process alone: disposable, rebuilt from the log when it is gone or of another kind.

    Rows and the positions they were read up to are committed together. `synchronous=NORMAL`: a power cut may take the
    last commits back, positions with them. One connection behind a lock, so any thread may ask.
    """

    def __init__(self, path: Path | str, kind: str) -> None:
        """Opens or creates the file. `kind`: what is kept and in which shape; a file of another kind is emptied."""
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=LOCAL_BUSY_S)
        try:
            self._open(kind)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # no database, or a broken one: the log knows better
            self._db.close()
            for left in (path, f"{path}-wal", f"{path}-shm"):
                Path(left).unlink(missing_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=LOCAL_BUSY_S)
            self._open(kind)

    def _open(self, kind: str) -> None:
        self._db.executescript(LOCAL_SCHEMA)
        if self._db.execute("SELECT count(*) FROM kind WHERE kind=?", (kind,)).fetchone()[0] == 0:
            self.clear()
            self._db.execute("DELETE FROM kind")
            self._db.execute("INSERT INTO kind VALUES (?)", (kind,))

    def get(self, namespace: str, key: str) -> bytes | None:
        """The row, None where there is none."""
        with self._lock:
            found = self._db.execute("SELECT value FROM rows WHERE namespace=? AND key=?", (namespace, key)).fetchone()
        return None if found is None else found[0]

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """Rows with start <= key < end in the order of their keys, at most `limit`."""
        with self._lock:
            return self._db.execute(
                "SELECT key, value FROM rows WHERE namespace=? AND key>=? AND key<? ORDER BY key LIMIT ?",
                (namespace, start, end, limit),
            ).fetchall()

    def position(self, of: str) -> int:
        """The position committed last under this name; 0 where there is none."""
        with self._lock:
            found = self._db.execute("SELECT at FROM positions WHERE of=?", (of,)).fetchone()
        return 0 if found is None else int(found[0])

    def commit(self, rows: Sequence[Put | Delete], positions: Mapping[str, int] | None = None) -> None:
        """Writes rows, the last of each key, and positions, all or nothing."""
        last = {(row.namespace, row.key): row for row in rows}
        puts = [(row.namespace, row.key, row.value) for row in last.values() if isinstance(row, Put)]
        deletes = [at for at, row in last.items() if isinstance(row, Delete)]
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO rows VALUES (?,?,?)", puts)
            self._db.executemany("DELETE FROM rows WHERE namespace=? AND key=?", deletes)
            self._db.executemany("INSERT OR REPLACE INTO positions VALUES (?,?)", (positions or {}).items())

    def clear(self) -> None:
        """Forgets everything, positions too."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM rows")
            self._db.execute("DELETE FROM positions")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

"""The console's own store: one SQLite file, disposable, rebuilt from the log.

It keeps every version of every item, so a page of a list can always show what stood when its first page was asked
for. What one transaction holds: the items, links and texts of a few batches, and the positions after them.
"""

import asyncio
import contextlib
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Final, TypeVar

from events.errors import TocsinError
from services.console import sql
from services.runtime.telemetry import logger

T = TypeVar("T")
Db = sqlite3.Connection
READERS: Final = 2
BUSY_S: Final = 10.0
log_ = logger("console.store")


class StoreTaken(TocsinError):
    """A newer console works on this store. Ends: this one stops; two at once need a file each."""


def _connection(path: Path) -> Db:
    db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")  # a power cut may lose the last transactions: they come again
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


class Store:
    """Made ready with `open`. One thread writes, two read; nothing of it runs on the event loop.

    One file, one owner, as with the log: whoever opens it last goes on, and the one before can write no more.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._owner = secrets.token_hex(8)
        self._writing = ThreadPoolExecutor(1, "console-writer")
        self._reading = ThreadPoolExecutor(READERS, "console-reader")
        self._writer: Db | None = None
        self._idle: SimpleQueue[Db] = SimpleQueue()

    async def open(self) -> None:
        """Opens or creates the file; one that cannot be read or has another layout is deleted first."""
        await self._on_writer(self._open)

    async def empty(self) -> None:
        """Deletes the file and begins anew; cursors of the old one are refused from now on."""
        await self._on_writer(self._recreate)

    async def write(self, change: Callable[[Db], T]) -> T:
        """Runs `change` in one transaction; when it raises, nothing of it stays. Raises `StoreTaken`."""
        return await self._on_writer(lambda: self._change(change))

    async def read(self, look: Callable[[Db], T]) -> T:
        """Runs `look` on one consistent view of the store."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, self._look, look)

    async def close(self) -> None:
        """Closes the file when what runs has ended."""
        await asyncio.to_thread(self._reading.shutdown)
        await self._on_writer(self._disconnect)
        self._writing.shutdown()

    async def _on_writer(self, do: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writing, do)

    def _change(self, change: Callable[[Db], T]) -> T:
        if self._writer is None:
            raise RuntimeError("the store is not open")
        with _transaction(self._writer, "BEGIN IMMEDIATE"):
            if meta(self._writer, "owner") != self._owner:
                raise StoreTaken(f"a newer console works on {self.path}; this one stops")
            return change(self._writer)

    def _look(self, look: Callable[[Db], T]) -> T:
        db = self._idle.get()
        try:
            with _transaction(db, "BEGIN"):
                return look(db)
        finally:
            self._idle.put(db)

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        layout = None
        try:
            layout = self._layout(self._connect())
        except sqlite3.DatabaseError as error:
            log_.warning("%s cannot be read (%s): it is rebuilt", self.path, error)
        if layout != str(sql.LAYOUT) or self._writer is None:
            self._recreate()
        else:
            self._writer.execute("INSERT OR REPLACE INTO meta VALUES ('owner', ?)", (self._owner,))

    def _layout(self, db: Db) -> str | None:
        known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
        return meta(db, "layout") if known else None

    def _connect(self) -> Db:
        self._writer = _connection(self.path)
        for _ in range(READERS):
            self._idle.put(_connection(self.path))
        return self._writer

    def _disconnect(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        while not self._idle.empty():
            self._idle.get().close()

    def _recreate(self) -> None:
        self._disconnect()
        for end in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        db = self._connect()
        with _transaction(db, "BEGIN IMMEDIATE"):
            for statement in sql.SCHEMA.split(";\n"):
                db.execute(statement)
            made = [("layout", str(sql.LAYOUT)), ("id", secrets.token_hex(8)), ("seq", "0"), ("owner", self._owner)]
            db.executemany("INSERT INTO meta VALUES (?, ?)", made)


@contextlib.contextmanager
def _transaction(db: Db, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def meta(db: Db, name: str) -> str:
    """What the store says of itself: `layout`, `id` (another one after each rebuild), `seq` (its newest version)."""
    row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return str(row[0])

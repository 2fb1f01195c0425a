"""The log in one SQLite file: the embedded default. `:memory:` serves tests.

Every write goes through one thread and one connection. Writes that wait for each other there share a transaction and
its flush to disk (group commit), each in a savepoint of its own, so one that is refused harms no other. WAL with
`synchronous=FULL`: what was answered survives a power cut. Source of the modes: sqlite.org/pragma.html.
"""

import asyncio
import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from events.catalog import NO_OTHERS, Topic, topics
from events.errors import Fenced, LogUnavailable, WrongTopic
from events.ids import partition_of
from events.log.port import Bounds, Delete, Position, Put, Record, Session, Stored, Unit
from events.log.sqlite_tables import SCHEMA
from events.moment import from_ms, to_ms

BUSY_S: Final = 10.0
GROUP_MAX: Final = 64
OTHER_PROCESS_POLL_S: Final = 0.05
LAYOUT: Final = 1
MEMORY: Final = ":memory:"
OVERTAKEN: Final = "{}[{}]: another process has taken over; this one stops"
Touched = tuple[str, int]
Work = tuple["Callable[[_Writer], Any]", "Future[Any]"]


def _connect(path: str) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise LogUnavailable(f"{path} cannot be opened: {error}") from error


class _Writer(threading.Thread):
    """The one thread that writes. Callers hand it work and get a future; see the module's docstring."""

    def __init__(self, path: str, lock: threading.Lock, committed: Callable[[set[Touched]], None]) -> None:
        super().__init__(name="sqlite-log", daemon=True)
        self.db = _connect(path)
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._lock = lock
        self._committed = committed
        self._touched: set[Touched] = set()

    def give(self, do: Callable[["_Writer"], Any]) -> "Future[Any]":
        """Queues work; the future has its result once it is safe on disk."""
        done: Future[Any] = Future()
        self._queue.put((do, done))
        return done

    def end(self) -> None:
        """Ends the thread after what was given."""
        self._queue.put(None)

    def run(self) -> None:
        """Takes what waits, in groups, until the end."""
        open_ = True
        while open_:
            group = [self._queue.get()]
            while len(group) < GROUP_MAX and not self._queue.empty():
                group.append(self._queue.get())
            open_ = None not in group
            self._together([work for work in group if work is not None])
        self.db.close()

    def _together(self, group: Sequence[Work]) -> None:
        """One transaction for the group, a savepoint for each; nobody hears of success before the commit."""
        self._touched = set()
        try:
            with self._lock:
                self.db.execute("BEGIN IMMEDIATE")
                outcomes = [self._one(do) for do, _ in group]
                self.db.execute("COMMIT")
        except sqlite3.Error as error:
            self.db.rollback()
            outcomes = [LogUnavailable(f"the log's file could not be written: {error}")] * len(group)
        else:
            self._committed(self._touched)
        for (_, done), outcome in zip(group, outcomes, strict=True):
            if isinstance(outcome, Exception):
                done.set_exception(outcome)
            else:
                done.set_result(outcome)

    def _one(self, do: Callable[["_Writer"], Any]) -> object:
        self.db.execute("SAVEPOINT work")
        try:
            outcome = do(self)
        except sqlite3.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001  handed to the one who asked
            self.db.execute("ROLLBACK TO work")
            outcome = error
        self.db.execute("RELEASE work")
        return outcome

    def insert(self, records: Sequence[Record], partitions: dict[str, int]) -> list[Position]:
        """Appends records within the present transaction."""
        now, placed = to_ms(datetime.now(UTC)), []
        for record in records:
            part = record.partition
            if part is None:
                part = partition_of(record.key, partitions[record.topic])
            off, at = self.db.execute(
                "UPDATE ends SET off=off+1, recorded_ms=max(recorded_ms, ?) WHERE topic=? AND part=?"
                " RETURNING off-1, recorded_ms",
                (now, record.topic, part),
            ).fetchone()
            headers = json.dumps(dict(record.headers), ensure_ascii=False, separators=(",", ":"))
            self.db.execute(
                "INSERT INTO records VALUES (?,?,?,?,?,?,?)",
                (record.topic, part, off, record.key, record.value, headers, at),
            )
            placed.append(Position(record.topic, part, off))
            self._touched.add((record.topic, part))
        return placed


class SqliteLog:
    """See `events.log.port`. Open it with `SqliteLog.open`; several processes may open one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self.writer = _Writer(path, self._lock, self._tell)
        self._reader = self.writer.db if path == MEMORY else _connect(path)
        self._partitions: dict[str, int] = {}
        self._waiting: dict[Touched, set[asyncio.Event]] = defaultdict(set)
        self._epochs: dict[tuple[str, str, int], int] = {}
        self._overtaken = ""
        self._closed = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, path: str | Path, partitions: Mapping[str, int] = NO_OTHERS) -> "SqliteLog":
        """Opens or creates the file; raises `LogUnavailable`, and `WrongTopic` where its topics are not the catalog's.

        `partitions`: of topics that do not have as many as the catalog says.
        """
        wanted = topics(partitions)
        log = cls(str(path))
        try:
            log._partitions = _create(log.writer.db, log.path, wanted)
        except sqlite3.Error as error:
            log.writer.db.close()
            raise LogUnavailable(f"{path} cannot be opened: {error}") from error
        except BaseException:
            log.writer.db.close()
            raise
        log.writer.start()
        if log.path != MEMORY:
            log._watcher = asyncio.create_task(log._watch(), name="sqlite-log-watch")
        return log

    @property
    def shared(self) -> bool:
        """One file has one owner: whoever was overtaken ends."""
        return False

    def partitions(self, topic: str) -> int:
        """See the port."""
        return self._partitions[topic]

    async def append(self, records: Sequence[Record]) -> list[Position]:
        """See the port."""
        return await self.do(lambda w: w.insert(records, self._partitions)) if records else []

    async def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Stored]:
        """See the port."""
        rows = self.select(
            "SELECT off, key, value, headers, recorded_ms FROM records"
            " WHERE topic=? AND part=? AND off>=? ORDER BY off LIMIT ?",
            (topic, partition, offset, limit),
        )
        return [
            Stored(topic, partition, off, key, value, json.loads(headers), from_ms(ms))
            for off, key, value, headers, ms in rows
        ]

    async def bounds(self, topic: str, partition: int) -> Bounds:
        """See the port."""
        return Bounds(0, self.select("SELECT off FROM ends WHERE topic=? AND part=?", (topic, partition))[0][0])

    async def offset_at(self, topic: str, partition: int, at: datetime) -> int:
        """See the port. Times never fall within a partition, so the offset is found by halving."""
        low, high = 0, (await self.bounds(topic, partition)).end
        while low < high:
            middle = (low + high) // 2
            found = await self.read(topic, partition, middle, 1)
            if found and found[0].recorded_at < at:
                low = middle + 1
            else:
                high = middle
        return low

    async def wait(self, topic: str, partition: int, offset: int, timeout_s: float) -> None:
        """See the port. The event is set up before the end is looked at, so nothing is missed between the two."""
        news = asyncio.Event()
        self._waiting[topic, partition].add(news)
        try:
            if (await self.bounds(topic, partition)).end <= offset:
                async with asyncio.timeout(timeout_s):
                    await news.wait()
        except TimeoutError:
            return
        finally:
            self._waiting[topic, partition].discard(news)

    async def session(self, task: str, topic: str, partition: int) -> Session:
        """Opens the session and raises its epoch: the newest opener wins."""
        epoch, offset = await self.do(lambda w: _raise_epoch(w.db, task, topic, partition))
        self._epochs[task, topic, partition] = epoch
        return SqliteSession(self, task, topic, partition, epoch, offset)

    async def assignments(self, task: str, topic: str) -> AsyncIterator[frozenset[int]]:
        """All partitions, at once and for good. Raises `Fenced` when another process opened one of this log's."""
        del task
        yield frozenset(range(self.partitions(topic)))
        await self._closed.wait()
        if self._overtaken:
            raise Fenced(self._overtaken)

    async def close(self) -> None:
        """Ends the writer when it has done what it was given."""
        self._closed.set()
        if self._watcher is not None:
            self._watcher.cancel()
        self.writer.end()
        await asyncio.to_thread(self.writer.join)
        if self._reader is not self.writer.db:
            self._reader.close()

    async def do(self, work: Callable[[_Writer], Any]) -> Any:  # noqa: ANN401  what the work returns
        """Has the writer do something; a cancelled caller does not stop it."""
        return await asyncio.shield(asyncio.wrap_future(self.writer.give(work)))

    def select(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        """Reads what is committed. In memory there is one connection, so the writer's transaction is waited for."""
        if self._reader is not self.writer.db:
            return self._reader.execute(sql, values).fetchall()
        with self._lock:
            return self._reader.execute(sql, values).fetchall()

    def insert(self, writer: _Writer, records: Sequence[Record]) -> list[Position]:
        """Appends records within a unit of work."""
        return writer.insert(records, self._partitions)

    def _tell(self, touched: set[Touched]) -> None:
        with suppress(RuntimeError):  # the loop may have ended before the last commit
            self._loop.call_soon_threadsafe(self._wake, touched)

    def _wake(self, touched: Iterable[Touched]) -> None:
        for at in touched:
            for news in self._waiting.get(at, ()):
                news.set()

    async def _watch(self) -> None:
        """Looks for what other processes committed: SQLite counts it in `data_version`, a read of shared memory."""
        seen = None
        while True:
            version = self.select("PRAGMA data_version", ())[0][0]
            if version != seen:
                seen = version
                self._wake(list(self._waiting))
                self._look_for_newer()
            await asyncio.sleep(OTHER_PROCESS_POLL_S)

    def forget(self, *session: *tuple[str, str, int]) -> None:
        """A session was closed: whoever opens it now overtakes nobody."""
        self._epochs.pop(session, None)

    def _look_for_newer(self) -> None:
        """An idle process commits nothing, so it would not hear of its successor for minutes."""
        for task, topic, part, epoch in self.select("SELECT task, topic, part, epoch FROM sessions", ()):
            if epoch > self._epochs.get((task, topic, part), epoch):
                self._overtaken = OVERTAKEN.format(task, part)
                self._closed.set()


class SqliteSession:
    """A session: its offset and rows lie in the log's file, guarded by its epoch."""

    def __init__(self, log: SqliteLog, task: str, topic: str, partition: int, epoch: int, offset: int) -> None:
        self._log = log
        self._task = task
        self._topic = topic
        self._partition = partition
        self._epoch = epoch
        self._offset = offset

    @property
    def partition(self) -> int:
        """The input partition."""
        return self._partition

    @property
    def offset(self) -> int:
        """The input offset to go on from."""
        return self._offset

    def get(self, namespace: str, key: str) -> bytes | None:
        """See the port."""
        found = self._log.select(
            "SELECT value FROM state WHERE task=? AND part=? AND namespace=? AND key=?",
            (self._task, self._partition, namespace, key),
        )
        return found[0][0] if found else None

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """See the port. UTF-8 sorts as code points do."""
        return self._log.select(
            "SELECT key, value FROM state WHERE task=? AND part=? AND namespace=? AND key>=? AND key<?"
            " ORDER BY key LIMIT ?",
            (self._task, self._partition, namespace, start, end, limit),
        )

    async def commit(self, unit: Unit) -> list[Position]:
        """See the port."""
        placed: list[Position] = await self._log.do(lambda writer: self._commit(writer, unit))
        self._offset = self._offset if unit.offset is None else unit.offset
        return placed

    def _commit(self, writer: _Writer, unit: Unit) -> list[Position]:
        offset = self._offset if unit.offset is None else unit.offset
        mine = (offset, self._task, self._topic, self._partition, self._epoch, self._offset)
        kept = writer.db.execute(
            "UPDATE sessions SET off=? WHERE task=? AND topic=? AND part=? AND epoch=? AND off=?", mine
        )
        if kept.rowcount != 1:
            raise Fenced(OVERTAKEN.format(self._task, self._partition))
        for row in unit.rows:
            self._write(writer.db, row)
        return self._log.insert(writer, unit.records)

    def _write(self, db: sqlite3.Connection, row: Put | Delete) -> None:
        where = (self._task, self._partition, row.namespace, row.key)
        if isinstance(row, Put):
            db.execute("INSERT OR REPLACE INTO state VALUES (?,?,?,?,?)", (*where, row.value))
        else:
            db.execute("DELETE FROM state WHERE task=? AND part=? AND namespace=? AND key=?", where)

    async def close(self) -> None:
        """Lets the next one have it; the epoch alone guards."""
        self._log.forget(self._task, self._topic, self._partition)


def _raise_epoch(db: sqlite3.Connection, task: str, topic: str, partition: int) -> tuple[int, int]:
    found: tuple[int, int] = db.execute(
        "INSERT INTO sessions VALUES (?,?,?,1,0) ON CONFLICT DO UPDATE SET epoch=epoch+1 RETURNING epoch, off",
        (task, topic, partition),
    ).fetchone()
    return found


def _create(db: sqlite3.Connection, path: str, wanted: Mapping[str, Topic]) -> dict[str, int]:
    """Makes what is missing, and reads how many partitions each topic has in this file."""
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("BEGIN IMMEDIATE")
    for statement in SCHEMA.split(";"):
        db.execute(statement)
    if db.execute("INSERT OR IGNORE INTO meta VALUES ('layout', ?)", (LAYOUT,)).rowcount:
        for topic in wanted.values():
            db.execute("INSERT INTO topics VALUES (?,?)", (topic.name, topic.partitions))
            db.executemany("INSERT INTO ends VALUES (?,?,0,0)", [(topic.name, p) for p in range(topic.partitions)])
    db.execute("COMMIT")
    found = dict(db.execute("SELECT topic, partitions FROM topics").fetchall())
    _check(found, path, wanted)
    return found


def _check(found: dict[str, int], path: str, wanted: Mapping[str, Topic]) -> None:
    for topic in wanted.values():
        if found.get(topic.name) != topic.partitions:
            raise WrongTopic(
                f"{path}: topic {topic.name} has {found.get(topic.name)} partitions where {topic.partitions} are"
                " expected; export its events into a new log"
            )

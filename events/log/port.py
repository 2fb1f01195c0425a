"""The log's promises. Every implementation passes the suite in tests/contract/log; nothing else may be relied on.

Records
    A topic has a fixed number of partitions, written into the log when it is created. A record without an explicit
    partition goes to `ids.partition_of(key, n)`. Offsets of a partition rise strictly and never change; they may have
    gaps (a transaction's marker takes one). Records with one key are read in the order in which they were appended.
    A log drops no duplicates: what is appended twice is there twice.

Appending
    `append` takes all its records or none, in order, and returns when they are safe: they survive a kill of this
    process. After an error or a kill before the answer, all of them may be there or none; the caller asks again, and
    readers live with what is there twice.

Sessions and units of work
    A session belongs to one task and one partition of its input. Opening one fences every older session of the same
    task and partition: their next commit raises `Fenced` and nothing of it is ever visible; the newest opener wins.
    `commit(unit)` makes the unit's records, its state and its input offset visible together or not at all. A unit
    without `offset` leaves the offset where it is (a timer, an answer from outside). When `commit` raises anything but
    `Fenced` the outcome is unknown: the session is of no more use, and a new one shows what holds.
    State is rows: (namespace, key) → bytes, private to (task, partition). `get` and `range` show what this session
    last committed, never what it is about to.

Reading
    `read` returns records from an offset on, in order, only what is committed. `wait` returns when the partition may
    have something at or after the offset, or at the time-out; it does not spin. `offset_at` finds the first record
    that was recorded at or after a time (the end if there is none). A compacted topic keeps the newest record of each
    key; a record with an empty value deletes its key there.

Assignments
    `assignments` yields the partitions of a topic that this process shall work on for a task, whole each time they
    change, for as long as it is iterated. Between two processes a partition may be assigned twice for a moment; that
    is what fencing is for.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """A record to be appended. `value` None deletes the key in a compacted topic."""

    topic: str
    key: str
    value: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)
    partition: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A record in the log. `recorded_at`: when the log took it, UTC, in milliseconds; never falls in a partition."""

    topic: str
    partition: int
    offset: int
    key: str
    value: bytes | None
    headers: Mapping[str, str]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a record."""

    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Put:
    """A state row to be written."""

    namespace: str
    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Delete:
    """A state row to be deleted."""

    namespace: str
    key: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of work. `offset`: the next input offset after it, None for a unit without input."""

    records: Sequence[Record] = ()
    rows: Sequence[Put | Delete] = ()
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """The offsets of a partition: the first that is kept, and the one the next record will get at the least."""

    first: int = 0
    end: int = 0


class Session(Protocol):
    """One task's hold on one partition of its input. See the promises above."""

    @property
    def partition(self) -> int:
        """The input partition."""

    @property
    def offset(self) -> int:
        """The input offset to go on from: that of the last committed unit."""

    def get(self, namespace: str, key: str) -> bytes | None:
        """The committed row, None where there is none."""

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """The committed rows with start <= key < end in the order of their keys (by code point), at most `limit`."""

    async def commit(self, unit: Unit) -> list[Position]:
        """Commits a unit and says where its records lie. Raises `Fenced`."""

    async def close(self) -> None:
        """Lets go. What was committed stays."""


class Log(Protocol):
    """A log. Topics are those of `events.catalog`, created and checked when it is opened."""

    @property
    def shared(self) -> bool:
        """Whether several processes may work on a task, so that one that was overtaken may get its turn again."""

    def partitions(self, topic: str) -> int:
        """How many partitions the topic has in this log."""

    async def append(self, records: Sequence[Record]) -> list[Position]:
        """Appends all records or none."""

    async def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Stored]:
        """At most `limit` committed records at or after `offset`. Empty: there are none now."""

    async def bounds(self, topic: str, partition: int) -> Bounds:
        """First and end offset. When a reader stands at `end` it has read everything."""

    async def offset_at(self, topic: str, partition: int, at: datetime) -> int:
        """The first offset recorded at or after `at`."""

    async def wait(self, topic: str, partition: int, offset: int, timeout_s: float) -> None:
        """Sleeps until there may be a record at or after `offset`, `timeout_s` at most."""

    async def session(self, task: str, topic: str, partition: int) -> Session:
        """Opens the session of a task on a partition and fences the older ones."""

    def assignments(self, task: str, topic: str) -> AsyncIterator[frozenset[int]]:
        """The partitions to work on, whole each time they change."""

    async def close(self) -> None:
        """Closes the log and every session on it."""

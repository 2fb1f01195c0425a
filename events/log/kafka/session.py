"""Transactions, and the session of one task on one partition."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from aiokafka import AIOKafkaProducer
from aiokafka.structs import RecordMetadata

from events.errors import LogUnavailable
from events.ids import partition_of
from events.log.changelog import OFFSET_ROW, changes, row_of, rows_of
from events.log.kafka.client import KafkaSettings, reach, started, stopped
from events.log.kafka.reading import Reader
from events.log.port import Position, Record, Unit

if TYPE_CHECKING:
    from events.log.kafka.log import KafkaLog

TRANSACTION_S: Final = 15
"""After how long the cluster ends a transaction whose owner has vanished. Readers wait for it meanwhile."""
RESTORE_ROWS: Final = 2_000
HELD: Final = "changelog"
Change = tuple[bytes, bytes | None]


async def producer(settings: KafkaSettings, name: str) -> AIOKafkaProducer:
    """A started transactional producer; starting it fences the older ones of its name."""
    return await started(
        AIOKafkaProducer(
            **settings.options(),
            transactional_id=f"{settings.prefix}.{name}",
            transaction_timeout_ms=TRANSACTION_S * 1000,
            acks="all",
            enable_idempotence=True,
            max_request_size=4 * 1024 * 1024,
        )
    )


class KafkaSession:
    """See `events.log.port`. Reads are answered from the local copy, which is written after each commit."""

    def __init__(self, log: "KafkaLog", writer: AIOKafkaProducer, task: str, topic: str, partition: int) -> None:
        self._log = log
        self._writer = writer
        self._place = log.place(f"changelog.{task}", partition)
        self._task = task
        self._input = log.place(topic, partition)
        self._rows = log.settings.rows(f"{self._place.topic}-{partition}")
        self._offset = 0
        self._usable = True
        self._open = True
        log.sessions.add(self)

    @property
    def partition(self) -> int:
        """The input partition."""
        return int(self._input.partition)

    @property
    def offset(self) -> int:
        """The input offset to go on from."""
        return self._offset

    def get(self, namespace: str, key: str) -> bytes | None:
        """See the port."""
        return self._rows.get(namespace, key)

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """See the port."""
        return self._rows.range(namespace, start, end, limit)

    async def restore(self) -> None:
        """Brings the local copy up to the end of the changelog.

        One that is ahead of it, or behind its start, is no copy of it: forgotten.
        """
        bounds = await self._log.bounds_of(self._place)
        at = self._rows.position(HELD)
        if not bounds.first <= at <= bounds.end:
            self._rows.clear()
            at = bounds.first
        reader = Reader(self._log.settings, self._place)
        try:
            async with reader.lent():
                while found := await reader.read(at, RESTORE_ROWS):
                    at = found[-1].offset + 1
                    self._rows.commit([row_of(r.key or b"", r.value) for r in found], {HELD: at})
        finally:
            await stopped(reader.consumer)
        self._offset = int(self._rows.get(*OFFSET_ROW) or b"0")

    async def commit(self, unit: Unit) -> list[Position]:
        """See the port."""
        if not self._usable:
            raise LogUnavailable("a unit of this session failed before; what holds is to be restored first")
        self._usable = False
        placed, end = await transaction(self._log, self._writer, unit.records, self._changes(unit))
        self._rows.commit(rows_of(unit), {HELD: end} if end else None)
        self._offset = self._offset if unit.offset is None else unit.offset
        self._log.offsets[self._task, self._input] = self._offset
        self._usable = True
        return placed

    def _changes(self, unit: Unit) -> list[tuple[str, int, Change]]:
        return [(self._place.topic, self._place.partition, change) for change in changes(unit)]

    async def close(self) -> None:
        """Ends the producer, which aborts what is open, and the local copy; once is enough."""
        if not self._open:
            return
        self._open = False
        self._log.sessions.discard(self)
        self._log.offsets.pop((self._task, self._input), None)
        await stopped(self._writer)
        self._rows.close()


async def transaction(
    log: "KafkaLog", writer: AIOKafkaProducer, records: Sequence[Record], rows: Iterable[tuple[str, int, Change]]
) -> tuple[list[Position], int]:
    """Commits records and changelog rows together: where the records lie, and the changelog's next offset (0: none)."""
    await reach(writer.begin_transaction())
    sent = [await reach(_send(log, writer, record)) for record in records]
    kept = [await reach(writer.send(topic, value, key, partition=at)) for topic, at, (key, value) in rows]
    told: list[RecordMetadata] = await reach(asyncio.gather(*sent, *kept))
    await reach(writer.commit_transaction())
    placed = [
        Position(record.topic, where.partition, where.offset)
        for record, where in zip(records, told[: len(sent)], strict=True)
    ]
    return placed, max((where.offset + 1 for where in told[len(sent) :]), default=0)


async def _send(log: "KafkaLog", writer: AIOKafkaProducer, record: Record) -> "asyncio.Future[RecordMetadata]":
    partition = record.partition
    if partition is None:
        partition = partition_of(record.key, log.partitions(record.topic))
    headers = [(name, value.encode()) for name, value in record.headers.items()]
    future: asyncio.Future[RecordMetadata] = await writer.send(
        log.name(record.topic), record.value, record.key.encode(), partition=partition, headers=headers
    )
    return future

"""Appending from outside of any task: all records of a call or none.

Records of one partition that fit into one batch are appended by an idempotent producer: a batch is there whole or not
at all, and a process that is killed leaves nothing open. What goes to several partitions needs a transaction, and one
whose owner is killed holds readers of those partitions up until the cluster ends it.
"""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata

from events.errors import Fenced, LogUnavailable
from events.log.kafka.client import KafkaSettings, bounded, heard, reach, started, stopped
from events.log.kafka.transactions import Outgoing, producer, transaction

TOGETHER_RECORDS_MAX: Final = 2_000
"""Records of calls that wait which share the next batch or transaction, but for a single call with more."""
BATCH_BYTES: Final = 900_000
"""A batch; below the 1 MiB that a topic takes where nobody has set it."""
RECORD_OVERHEAD_BYTES: Final = 64
TRANSACTION_S: Final = 5
"""After how long the cluster ends a transaction of an appender that has vanished, to its next look (every 10 s)."""
Call = tuple[Sequence[Outgoing], "asyncio.Future[list[int]]"]


class Appender:
    """Producers of names that no other process has: replicas of a service do not fence each other.

    One batch or transaction after the other, so records with one key stay in order; what waits meanwhile shares the
    next one, if it goes the same way.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._batches: AIOKafkaProducer | None = None
        self._transactions: AIOKafkaProducer | None = None
        self._waiting: list[Call] = []
        self._working: asyncio.Task[None] | None = None
        self._closed = False

    async def append(self, records: Sequence[Outgoing]) -> list[int]:
        """Their offsets. A caller that is cancelled does not stop what is under way."""
        if self._closed:
            raise LogUnavailable("the log is closed")
        answer: asyncio.Future[list[int]] = asyncio.get_running_loop().create_future()
        self._waiting.append((records, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="append")
        return await answer

    async def stop(self) -> None:
        """Ends when it has done what it was given."""
        self._closed = True
        if self._working is not None:
            await self._working
        await self._end()

    async def _work(self) -> None:
        while self._waiting:
            calls = self._next()
            records = [record for records, _ in calls for record in records]
            try:
                offsets = await (self._as_batch(records) if _place(records) else self._as_transaction(records))
            except Exception as error:  # noqa: BLE001  whatever it was is told to those who asked
                await self._end()
                _refuse(calls, error)
            else:
                _answer(calls, offsets)

    def _next(self) -> list[Call]:
        """The calls that share the next batch or transaction."""
        taken = [self._waiting.pop(0)]
        place, count, size = _place(taken[0][0]), len(taken[0][0]), _bytes(taken[0][0])
        while self._waiting and _place(records := self._waiting[0][0]) == place:
            count, size = count + len(records), size + _bytes(records)
            if count > TOGETHER_RECORDS_MAX or size > BATCH_BYTES:
                break
            taken.append(self._waiting.pop(0))
        return taken

    async def _as_batch(self, records: Sequence[Outgoing]) -> list[int]:
        if self._batches is None:
            options = {"acks": "all", "enable_idempotence": True, "max_batch_size": BATCH_BYTES}
            self._batches = await started(AIOKafkaProducer(**self._settings.options(), **options))
        batch = self._batches.create_batch()
        for record in records:
            told = batch.append(key=record.key, value=record.value, timestamp=None, headers=list(record.headers))
            if told is None:  # it does not fit
                return await self._as_transaction(records)
        topic, partition = records[0].place
        first = (await reach(bounded(_sent(self._batches, batch, topic, partition)))).offset
        if first < 0:  # a retry was taken for the first try, and its place is not told
            raise LogUnavailable("the cluster has the records but does not say where")
        return list(range(first, first + len(records)))

    async def _as_transaction(self, records: Sequence[Outgoing]) -> list[int]:
        if self._transactions is None:
            name = f"append.{uuid.uuid4().hex}"
            self._transactions = await producer(self._settings, name, timeout_s=TRANSACTION_S)
        try:
            return await transaction(self._transactions, records)
        except Fenced as error:  # nobody else has its name
            raise LogUnavailable(f"a transaction took more than {TRANSACTION_S} s, and the cluster ended it") from error

    async def _end(self) -> None:
        gone, self._batches, self._transactions = (self._batches, self._transactions), None, None
        for client in gone:
            if client is not None:
                await stopped(client)


async def _sent(writer: AIOKafkaProducer, batch: BatchBuilder, topic: str, partition: int) -> RecordMetadata:
    told = await writer.send_batch(batch, topic, partition=partition)
    told.add_done_callback(heard)  # a caller that waited long enough is told so instead
    return await told


def _place(records: Sequence[Outgoing]) -> TopicPartition | None:
    """The partition that all of them go to, None where there are several."""
    places = {record.place for record in records}
    return places.pop() if len(places) == 1 else None


def _bytes(records: Sequence[Outgoing]) -> int:
    """About how large they are in a batch."""
    sizes = (len(r.key) + len(r.value or b"") + sum(len(n) + len(v) + 2 for n, v in r.headers) for r in records)
    return sum(sizes) + RECORD_OVERHEAD_BYTES * len(records)


def _answer(calls: Sequence[Call], offsets: Sequence[int]) -> None:
    begin = 0
    for records, answer in calls:
        end = begin + len(records)
        if not answer.done():
            answer.set_result(list(offsets[begin:end]))
        begin = end


def _refuse(calls: Sequence[Call], error: Exception) -> None:
    for _, answer in calls:
        if not answer.done():
            answer.set_exception(error)

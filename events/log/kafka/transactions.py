"""Transactions: records and changelog rows that become visible together or not at all."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Final, NamedTuple, TypeVar

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, KafkaError
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.structs import RecordMetadata

from events.errors import Fenced, LogUnavailable
from events.log.kafka.client import KafkaSettings, bounded, heard, reach, started
from events.log.kafka.topics import RECORD_BYTES_MAX

T = TypeVar("T")
TRANSACTION_S: Final = 15
"""After how long the cluster ends a transaction whose owner has vanished. Readers wait for it meanwhile."""
ABORT_S: Final = 2.0
NOT_TOLD: Final = -1
BATCH_BYTES: Final = 512 * 1024
"""Of one partition at once, but for a single record with more. A unit seldom has more, so it takes one round trip."""


class Outgoing(NamedTuple):
    """A record as the client sends it."""

    place: TopicPartition
    key: bytes
    value: bytes | None
    headers: list[tuple[str, bytes]]


async def producer(settings: KafkaSettings, name: str, timeout_s: int = TRANSACTION_S) -> AIOKafkaProducer:
    """A started transactional producer.

    Starting it fences the older ones of its name, and returns when what they left open is ended in every partition.
    """
    return await started(
        AIOKafkaProducer(
            **settings.options(),
            transactional_id=f"{settings.prefix}.{name}",
            transaction_timeout_ms=timeout_s * 1000,
            acks="all",
            enable_idempotence=True,
            max_batch_size=BATCH_BYTES,
            max_request_size=RECORD_BYTES_MAX,
        )
    )


async def transaction(writer: AIOKafkaProducer, records: Sequence[Outgoing]) -> list[int]:
    """Commits the records: their offsets. When it raises, the producer is of no more use.

    Raises `Fenced` where a newer producer of its name has begun; after anything else the outcome is unknown.
    """
    try:
        placed = await reach(_telling(writer, _sent(writer, records)))
    except Fenced:
        raise
    except BaseException:
        await _aborted(writer)
        raise
    await reach(_telling(writer, writer.commit_transaction()))
    return placed


async def _telling(writer: AIOKafkaProducer, asking: Awaitable[T]) -> T:
    """The answer within a time. Where aiokafka only finds its own state wrong, what made it so is raised."""
    try:
        return await bounded(asking)
    except (AssertionError, IllegalOperation) as found:
        ended = writer._txn_manager.wait_for_transaction_end()  # noqa: SLF001  nobody else knows
        if ended is not None and ended.done() and not ended.cancelled() and ended.exception() is not None:
            raise ended.exception() from found
        raise LogUnavailable(f"the producer is of no more use: {found!r}") from found


async def _sent(writer: AIOKafkaProducer, records: Sequence[Outgoing]) -> list[int]:
    await writer.begin_transaction()
    writer._txn_manager.wait_for_transaction_end().add_done_callback(heard)  # noqa: SLF001  it may fail unasked
    batches = list(_batches(writer, records))
    told: list[asyncio.Future[RecordMetadata]] = []
    for batch in batches:
        sent = await writer.send_batch(batch.builder, batch.place.topic, partition=batch.place.partition)
        sent.add_done_callback(heard)  # of many that fail together one is raised
        told.append(sent)
    offsets = [NOT_TOLD] * len(records)
    for batch, answer in zip(batches, await asyncio.gather(*told), strict=True):
        if answer.offset < 0:  # a retry was taken for the first try, and its place is not told
            raise LogUnavailable("the cluster has the records but does not say where")
        for offset, number in enumerate(batch.numbers, answer.offset):
            offsets[number] = offset
    return offsets


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one partition that are sent as one; `numbers`: where they stand among all that are sent."""

    place: TopicPartition
    builder: BatchBuilder
    numbers: list[int]


def _batches(writer: AIOKafkaProducer, records: Sequence[Outgoing]) -> Iterator[Batch]:
    """The records in batches, in order within a partition; the first batch of every partition comes first.

    So all partitions join the transaction by one request, and a second batch of one waits for none of another.
    """
    of: defaultdict[TopicPartition, list[Batch]] = defaultdict(list)
    for number, (place, key, value, headers) in enumerate(records):
        batches = of[place]
        if not batches or batches[-1].builder.append(timestamp=None, key=key, value=value, headers=headers) is None:
            batches.append(Batch(place, writer.create_batch(), []))
            batches[-1].builder.append(timestamp=None, key=key, value=value, headers=headers)
        batches[-1].numbers.append(number)
    return (batch for batch in chain.from_iterable(zip_longest(*of.values())) if batch is not None)


async def _aborted(writer: AIOKafkaProducer) -> None:
    """Ends the transaction at once where that is possible; else the next producer of the name, or time, does."""
    with suppress(KafkaError, TimeoutError, ConnectionError, AssertionError, IllegalOperation):
        await bounded(writer.abort_transaction(), ABORT_S)

"""Transactions: records and changelog rows that become visible together or not at all."""

import asyncio
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import IllegalOperation, KafkaError
from aiokafka.structs import RecordMetadata

from events.errors import Fenced, LogUnavailable
from events.log.kafka.client import KafkaSettings, bounded, heard, reach, started
from events.log.kafka.topics import RECORD_BYTES_MAX

T = TypeVar("T")
TRANSACTION_S: Final = 15
"""After how long the cluster ends a transaction whose owner has vanished. Readers wait for it meanwhile."""
ABORT_S: Final = 2.0
BATCH_BYTES: Final = 128 * 1024


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record as the client sends it."""

    place: TopicPartition
    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes]] = ()


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
    told: list[asyncio.Future[RecordMetadata]] = []
    for record in records:
        topic, partition = record.place
        sent = await writer.send(topic, record.value, record.key, partition, headers=list(record.headers))
        sent.add_done_callback(heard)  # of many that fail together one is raised
        told.append(sent)
    offsets = [answer.offset for answer in await asyncio.gather(*told)]
    if any(offset < 0 for offset in offsets):  # a retry was taken for the first try, and its place is not told
        raise LogUnavailable("the cluster has the records but does not say where")
    return offsets


async def _aborted(writer: AIOKafkaProducer) -> None:
    """Ends the transaction at once where that is possible; else the next producer of the name, or time, does."""
    with suppress(KafkaError, TimeoutError, ConnectionError, AssertionError, IllegalOperation):
        await bounded(writer.abort_transaction(), ABORT_S)

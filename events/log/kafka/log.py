"""The log itself: topics, appending, reading, sessions, assignments."""

import asyncio
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.structs import ConsumerRecord

from events.catalog import TOPICS, Topic
from events.errors import LogUnavailable
from events.log.kafka.client import KafkaSettings, described, ensure, reach, started, stopped
from events.log.kafka.membership import Membership
from events.log.kafka.reading import Reader, consumer
from events.log.kafka.session import KafkaSession, producer, transaction
from events.log.port import Bounds, Position, Record, Session, Stored
from events.moment import from_ms, to_ms

READERS_MAX: Final = 4
"""Readers of one partition that are kept; beyond it an idle one is moved."""


class KafkaLog:
    """See `events.log.port`. `offsets`: how far each task has come, for lag tools; `sessions`: those open."""

    def __init__(self, settings: KafkaSettings) -> None:
        self.settings = settings
        self.offsets: dict[tuple[str, TopicPartition], int] = {}
        self.sessions: set[KafkaSession] = set()
        self._readers: defaultdict[TopicPartition, list[Reader]] = defaultdict(list)
        self._appending = asyncio.Lock()
        self._appender: AIOKafkaProducer | None = None
        self._asker: AIOKafkaConsumer | None = None

    @classmethod
    async def open(cls, settings: KafkaSettings) -> "KafkaLog":
        """Connects, creates the topics that are missing and checks the others; raises `WrongTopic`."""
        log = cls(settings)
        await ensure(settings, [described(log.name(t.name), t, settings.replicas) for t in TOPICS.values()])
        log._asker = await started(consumer(settings))
        return log

    @property
    def shared(self) -> bool:
        """Partitions may come back to a process that lost them."""
        return True

    def name(self, topic: str) -> str:
        """The topic's name on the cluster."""
        return f"{self.settings.prefix}.{topic}"

    def place(self, topic: str, partition: int) -> TopicPartition:
        """A partition as the client names it."""
        return TopicPartition(self.name(topic), partition)

    def partitions(self, topic: str) -> int:
        """See the port."""
        return TOPICS[topic].partitions

    async def append(self, records: Sequence[Record]) -> list[Position]:
        """See the port: one transaction, of a producer whose name no other process has."""
        if not records:
            return []
        async with self._appending:
            if self._appender is None:
                self._appender = await producer(self.settings, f"append.{uuid.uuid4().hex}")
            writer = self._appender
            self._appender = None  # after an error, or a cancelled caller, it is of no more use
            try:
                placed, _ = await transaction(self, writer, records, ())
            except BaseException:
                await stopped(writer)
                raise
            self._appender = writer
            return placed

    async def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Stored]:
        """See the port."""
        async with self._reader(self.place(topic, partition), offset).lent() as reader:
            found = await reader.read(offset, limit)
        return [_stored(topic, record) for record in found]

    async def wait(self, topic: str, partition: int, offset: int, timeout_s: float) -> None:
        """See the port."""
        async with self._reader(self.place(topic, partition), offset).lent() as reader:
            await reader.wait(offset, timeout_s)

    async def bounds(self, topic: str, partition: int) -> Bounds:
        """See the port."""
        return await self.bounds_of(self.place(topic, partition))

    async def bounds_of(self, place: TopicPartition) -> Bounds:
        """First and end offset of a partition of any topic."""
        if self._asker is None:
            raise LogUnavailable("the log is closed")
        first = await reach(self._asker.beginning_offsets([place]))
        end = await reach(self._asker.end_offsets([place]))
        return Bounds(first[place], end[place])

    async def offset_at(self, topic: str, partition: int, at: datetime) -> int:
        """See the port."""
        place = self.place(topic, partition)
        if self._asker is None:
            raise LogUnavailable("the log is closed")
        found = (await reach(self._asker.offsets_for_times({place: to_ms(at)})))[place]
        return (await self.bounds_of(place)).end if found is None else int(found.offset)

    async def session(self, task: str, topic: str, partition: int) -> Session:
        """Fences the owner before, restores the rows, and reads the offset kept with them, in this order."""
        changelog = Topic(task, self.partitions(topic), compacted=True)
        await ensure(self.settings, [described(self.name(f"changelog.{task}"), changelog, self.settings.replicas)])
        writer = await producer(self.settings, f"{task}.{topic}.{partition}")
        session = KafkaSession(self, writer, task, topic, partition)
        try:
            await session.restore()
        except BaseException:
            await session.close()
            raise
        return session

    async def assignments(self, task: str, topic: str) -> AsyncIterator[frozenset[int]]:
        """See the port."""
        membership = Membership(self, task, topic)
        try:
            await membership.join()
            while True:
                yield await membership.next()
        finally:
            await membership.leave()

    async def close(self) -> None:
        """See the port."""
        for session in list(self.sessions):
            await session.close()
        readers = [reader.consumer for found in self._readers.values() for reader in found]
        self._readers.clear()
        asker, appender, self._asker, self._appender = self._asker, self._appender, None, None
        for client in (*readers, asker, appender):
            if client is not None:
                await stopped(client)

    def _reader(self, place: TopicPartition, offset: int) -> Reader:
        """The reader that stands at the offset, else a new one, else an idle one; busy from here on."""
        idle = [reader for reader in self._readers[place] if not reader.busy]
        standing = [reader for reader in idle if reader.at == offset]
        if standing:
            reader = standing[0]
        elif not idle or len(self._readers[place]) < READERS_MAX:
            reader = Reader(self.settings, place)
            self._readers[place].append(reader)
        else:
            reader = idle[0]
        reader.busy = True
        return reader


def _stored(topic: str, record: "ConsumerRecord[bytes, bytes]") -> Stored:
    headers = {name: value.decode() for name, value in record.headers}
    key = (record.key or b"").decode()
    return Stored(topic, record.partition, record.offset, key, record.value, headers, from_ms(record.timestamp))

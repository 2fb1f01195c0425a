"""The log itself: topics, appending, reading, sessions, assignments."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import lru_cache
from typing import Final

from aiokafka import TopicPartition
from aiokafka.structs import ConsumerRecord

from events.catalog import Topic, topics
from events.ids import partition_of
from events.log.kafka.appending import Appender
from events.log.kafka.client import KafkaSettings, stopped
from events.log.kafka.membership import Membership
from events.log.kafka.reading import Asker, Reader
from events.log.kafka.session import KafkaSession
from events.log.kafka.topics import described, ensure
from events.log.kafka.transactions import Outgoing, producer
from events.log.port import Bounds, Position, Record, Session, Stored
from events.moment import from_ms, to_ms

MOMENTS_MAX: Final = 64
"""Times of records that are kept at hand: those of a batch share theirs."""
READERS_MAX: Final = 4
"""Readers of one partition that are kept; beyond it an idle one is moved."""


class KafkaLog:
    """See `events.log.port`. `open` makes one.

    `topics`: as they are in this log; `offsets`: how far each task has come, for lag tools; `sessions`: those open;
    `members`: the groups it is in.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self.settings = settings
        self.topics = topics(settings.partitions)
        self.asker = Asker(settings)
        self.offsets: dict[tuple[str, TopicPartition], int] = {}
        self.sessions: set[KafkaSession] = set()
        self.members: set[Membership] = set()
        self._readers: defaultdict[TopicPartition, list[Reader]] = defaultdict(list)
        self._appender = Appender(settings)
        self._changelogs: set[str] = set()
        self._ensuring = asyncio.Lock()

    @classmethod
    async def open(cls, settings: KafkaSettings) -> "KafkaLog":
        """Connects, creates the topics that are missing and checks the others; raises `WrongTopic`."""
        log = cls(settings)
        await ensure(settings, [described(log.name(t.name), t, settings.replicas) for t in log.topics.values()])
        await log.asker.start()
        return log

    @property
    def shared(self) -> bool:
        """See the port."""
        return True

    def name(self, topic: str) -> str:
        """The topic's name on the cluster."""
        return f"{self.settings.prefix}.{topic}"

    def place(self, topic: str, partition: int) -> TopicPartition:
        """A partition as the client names it."""
        return TopicPartition(self.name(topic), partition)

    def partitions(self, topic: str) -> int:
        """See the port."""
        return self.topics[topic].partitions

    def outgoing(self, record: Record) -> Outgoing:
        """A record as the client sends it."""
        partition = record.partition
        if partition is None:
            partition = partition_of(record.key, self.partitions(record.topic))
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        return Outgoing(self.place(record.topic, partition), record.key.encode(), record.value, headers)

    async def append(self, records: Sequence[Record]) -> list[Position]:
        """See the port."""
        if not records:
            return []
        told = [self.outgoing(record) for record in records]
        offsets = await self._appender.append(told)
        return [Position(r.topic, o.place.partition, at) for r, o, at in zip(records, told, offsets, strict=True)]

    async def read(self, topic: str, partition: int, offset: int, limit: int) -> list[Stored]:
        """See the port."""
        async with self._lent(self.place(topic, partition), offset) as reader:
            found = await reader.read(offset, limit)
        return [_stored(topic, record) for record in found]

    async def wait(self, topic: str, partition: int, offset: int, timeout_s: float) -> None:
        """See the port."""
        async with self._lent(self.place(topic, partition), offset) as reader:
            await reader.wait(offset, timeout_s)

    async def bounds(self, topic: str, partition: int) -> Bounds:
        """See the port."""
        place = self.place(topic, partition)
        return Bounds(await self.asker.first(place), await self.asker.end(place))

    async def offset_at(self, topic: str, partition: int, at: datetime) -> int:
        """See the port."""
        place = self.place(topic, partition)
        found = await self.asker.at_time(place, to_ms(at))
        return await self.asker.end(place) if found is None else found

    async def session(self, task: str, topic: str, partition: int) -> Session:
        """Fences the owner before, restores the rows, and reads the offset kept with them, in this order."""
        await self._ensure_changelog(task, topic)
        writer = await producer(self.settings, f"{task}.{topic}.{partition}")
        try:
            session = KafkaSession(self, writer, task, topic, partition)
        except BaseException:
            await stopped(writer)
            raise
        try:
            await session.restore()
        except BaseException:
            await session.close()
            raise
        return session

    async def _ensure_changelog(self, task: str, topic: str) -> None:
        """One changelog for each task, with a partition for each of its input; looked at once."""
        async with self._ensuring:
            if task not in self._changelogs:
                changelog = Topic(task, self.partitions(topic), compacted=True)
                name = self.name(f"changelog.{task}")
                await ensure(self.settings, [described(name, changelog, self.settings.replicas)])
                self._changelogs.add(task)

    async def assignments(self, task: str, topic: str) -> AsyncIterator[frozenset[int]]:
        """See the port."""
        membership = Membership(self, task, topic)
        try:
            await membership.join()
            while True:
                yield await membership.next()
        finally:
            await membership.leave()

    def overtaken(self, task: str, partition: int) -> None:
        """A session was fenced: who holds what is to be settled anew, by the group and not by who opens faster."""
        for member in self.members:
            if member.task == task and partition in member.held:
                member.rejoin()

    async def close(self) -> None:
        """See the port."""
        for member in list(self.members):
            await member.leave()
        for session in list(self.sessions):
            await session.close()
        await self._appender.stop()
        readers = [reader for found in self._readers.values() for reader in found]
        self._readers.clear()
        ends: list[Reader | Asker] = [*readers, self.asker]
        for client in ends:
            await client.stop()

    @asynccontextmanager
    async def _lent(self, place: TopicPartition, offset: int) -> AsyncIterator[Reader]:
        """The idle reader that stands at the offset, else a new one, else any idle one."""
        idle = [reader for reader in self._readers[place] if not reader.busy]
        reader = next((reader for reader in idle if reader.stands_at(offset)), None)
        if reader is None and (not idle or len(self._readers[place]) < READERS_MAX):
            reader = Reader(self.settings, self.asker, place)
            self._readers[place].append(reader)
        async with (reader or idle[0]).lent() as lent:
            yield lent


_moment = lru_cache(maxsize=MOMENTS_MAX)(from_ms)


def _stored(topic: str, record: "ConsumerRecord[bytes, bytes]") -> Stored:
    headers = {name: value.decode() for name, value in record.headers}
    key = (record.key or b"").decode()
    return Stored(topic, record.partition, record.offset, key, record.value, headers, _moment(record.timestamp))

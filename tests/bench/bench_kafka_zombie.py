"""What goes wrong with one producer for each process, and does not with one for each input partition.

A worker reads a batch and stalls. The group takes it for dead; another reads the same batch, says its outputs and
commits. The first wakes and commits what it has in hand. Both ways commit outputs and progress in one transaction;
the usual one sends the offsets with `send_offsets_to_transaction`, to which aiokafka adds no generation of the group
(issue 844), so the broker cannot know that the sender is out of it.
"""

import asyncio
import sys
import tempfile
import uuid
from contextlib import AsyncExitStack
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from events.errors import Fenced
from events.log.kafka import KafkaLog, KafkaSettings
from events.log.port import Record, Unit
from services.runtime.cluster import OwnRows
from tests.support.broker import named_broker, new_broker

RECORDS = 100
SESSION_MS = 6_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        if (named := named_broker()) is not None:
            asyncio.run(_both(named.bootstrap, Path(folder)))
            return
        with new_broker(Path(folder) / "broker") as broker:
            asyncio.run(_both(broker.bootstrap, Path(folder)))


async def _both(bootstrap: str, folder: Path) -> None:
    naive, ours = await _naive(bootstrap), await _ours(bootstrap, folder)
    for what, outputs in (("a producer for each process", naive), ("a producer for each input partition", ours)):
        sys.stdout.write(f"{what:38} {outputs:4} outputs of {RECORDS} records, {outputs - RECORDS} twice\n")


class Naive:
    """One process: a member of the group, and a transactional producer with a name of its own."""

    def __init__(self, bootstrap: str, name: str, topic: str) -> None:
        self._at = TopicPartition(f"{topic}-in", 0)
        self._topic = topic
        self.consumer = AIOKafkaConsumer(
            self._at.topic,
            bootstrap_servers=bootstrap,
            group_id=topic,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            isolation_level="read_committed",
            session_timeout_ms=SESSION_MS,
        )
        self.producer = AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=f"{topic}-{name}")

    async def poll(self) -> list[bytes]:
        found: list[bytes] = []
        while len(found) < RECORDS:
            got = await self.consumer.getmany(timeout_ms=1_000)
            found += [record.value for records in got.values() for record in records]
        return found

    async def commit(self, batch: list[bytes]) -> None:
        async with self.producer.transaction():
            for value in batch:
                await self.producer.send(f"{self._topic}-out", value, partition=0)
            await self.producer.send_offsets_to_transaction({self._at: RECORDS + 1}, self._topic)


async def _naive(bootstrap: str) -> int:
    topic = f"naive-{uuid.uuid4().hex[:8]}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(f"{topic}-{way}", 1, 1) for way in ("in", "out")])
    await admin.close()
    async with AsyncExitStack() as stack:
        stalled, other = (Naive(bootstrap, name, topic) for name in ("stalled", "other"))
        for client in (stalled.producer, other.producer, stalled.consumer):
            await stack.enter_async_context(client)
        async with stalled.producer.transaction():
            for n in range(RECORDS):
                await stalled.producer.send(f"{topic}-in", b"%d" % n, partition=0)
        batch = await stalled.poll()
        await stalled.consumer.stop()  # to the group, what a stall past the session time is: this member is gone
        await stack.enter_async_context(other.consumer)
        await other.commit(await other.poll())
        try:
            await stalled.commit(batch)
        except KafkaError as error:
            sys.stdout.write(f"the stalled one was refused: {error!r}\n")
    return await _count(bootstrap, f"{topic}-out")


async def _ours(bootstrap: str, folder: Path) -> int:
    prefix = f"ours-{uuid.uuid4().hex[:8]}"
    logs = [await KafkaLog.open(KafkaSettings(bootstrap, lambda name: OwnRows(folder, name), prefix)) for _ in "ab"]
    try:
        await logs[0].append([Record("reports", "world", b"%d" % n) for n in range(RECORDS)])
        sessions, units = [], []
        for log in logs:  # the second opens while the first has its batch in hand
            session = await log.session("task", "reports", 0)
            batch = await log.read("reports", 0, session.offset, RECORDS)
            units.append(Unit([Record("signals", "k", r.value, {}, 0) for r in batch], [], batch[-1].offset + 1))
            sessions.append(session)
        await sessions[1].commit(units[1])
        try:
            await sessions[0].commit(units[0])
        except Fenced as error:
            sys.stdout.write(f"the stalled one was refused: {error}\n")
    finally:
        for log in logs:
            await log.close()
    return await _count(bootstrap, f"{prefix}.signals")


async def _count(bootstrap: str, topic: str) -> int:
    async with AIOKafkaConsumer(
        bootstrap_servers=bootstrap, auto_offset_reset="earliest", isolation_level="read_committed"
    ) as reader:
        at = TopicPartition(topic, 0)
        reader.assign([at])
        end, count = (await reader.end_offsets([at]))[at], 0
        while await reader.position(at) < end:
            count += sum(map(len, (await reader.getmany(timeout_ms=500)).values()))
        return count


if __name__ == "__main__":
    main()

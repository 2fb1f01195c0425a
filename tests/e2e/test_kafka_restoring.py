"""A partition moves while its state is being restored: the next owner has it whole, and nothing is written twice."""

import asyncio
import shutil
import signal
from pathlib import Path

import pytest

from events.log.kafka import KafkaLog
from events.log.port import Record
from tests.support.broker import SharedBroker
from tests.support.kafka_proofs import Counter, Written, counts, expected, kafka_log, numbered, written

TASK = "restoring"
TOPIC = "signals"
PARTITIONS = range(8)
KEYS = 300
RECORDS = 1_500
PAGES_MIN = 240
"""The workers restore seven records at a time: a changelog has a record for each row written, and more."""


async def complete(log: KafkaLog, wanted: Written, within_s: float = 90.0) -> None:
    async with asyncio.timeout(within_s):
        while sum(map(len, (await written(log, TASK)).values())) < sum(map(len, wanted.values())):
            await asyncio.sleep(0.3)


async def left_behind(log: KafkaLog, worker: Counter, folder: Path) -> list[Record]:
    """Has a worker write a large changelog, ends it, takes its copies away, and appends more; all that was appended."""
    records = numbered(RECORDS, KEYS, TOPIC)
    await log.append(records)
    worker.start()
    await complete(log, expected(TASK, records))
    worker.kill()
    shutil.rmtree(folder)
    await log.append(records)
    ends = [await log.asker.end(log.place(f"changelog.{TASK}", p)) for p in PARTITIONS]
    assert sum(ends) > 7 * PAGES_MIN
    return [*records, *records]


def restored(worker: Counter) -> int:
    """How many partitions it has restored."""
    return worker.said().count("rows restored in")


def joined(worker: Counter) -> int:
    """How often it was given every partition."""
    return worker.said().count("holds 8 partitions")


async def holds_all(log: KafkaLog, records: list[Record]) -> None:
    """Outputs are those of no disturbance, and so are the rows that the next owner finds."""
    wanted = expected(TASK, records)
    await complete(log, wanted)
    assert await written(log, TASK) == wanted
    ends = [(await log.bounds(TOPIC, p)).end for p in PARTITIONS]
    numbers = {key.partition("|")[2]: len(values) for key, values in wanted.items()}
    offset, rows = await counts(log, TASK, TOPIC, PARTITIONS)
    assert rows == numbers
    assert sum(ends) - len(PARTITIONS) <= offset <= sum(ends), "a marker may stand behind the last record"


@pytest.mark.slow
async def test_a_partition_that_moves_in_the_middle_of_a_restore_arrives_whole(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        where = (kafka_broker.bootstrap, log.settings.prefix)
        first, second = (Counter(*where, tmp_path / f"w{n}", TASK, TOPIC) for n in (1, 2))
        try:
            records = await left_behind(log, first, tmp_path / "w1")
            before = joined(first), restored(first)
            first.start("restored-part:40:slow")
            await half_restored(first, *before)
            second.start("restored-part:20:kill")  # it joins, is given half, and dies in the middle of restoring that
            assert await second.ended() == -signal.SIGKILL
            assert restored(second) < len(PARTITIONS) // 2
            await holds_all(log, records)
        finally:
            first.kill()
            second.kill()


async def half_restored(worker: Counter, joined_before: int, restored_before: int) -> None:
    """Waits until its slow restore is under way."""
    async with asyncio.timeout(60):
        while joined(worker) == joined_before:
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    assert restored(worker) - restored_before < len(PARTITIONS)


@pytest.mark.slow
async def test_a_worker_frozen_in_the_middle_of_a_restore_wakes_to_nothing_of_its_own(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        where = (kafka_broker.bootstrap, log.settings.prefix)
        first, second = (Counter(*where, tmp_path / f"w{n}", TASK, TOPIC) for n in (1, 2))
        try:
            records = await left_behind(log, first, tmp_path / "w1")
            first.start("restored-part:60:stop")
            await first.stopped()
            second.start()
            await complete(log, expected(TASK, records))
            more = numbered(RECORDS, KEYS, TOPIC)
            first.send(signal.SIGCONT)
            await log.append(more)
            await holds_all(log, [*records, *more])
        finally:
            first.kill()
            second.kill()

"""A worker that was frozen past the session time wakes and finishes its batch: nothing of it is ever seen."""

import asyncio
import re
import signal
from pathlib import Path

import pytest

from events.log.kafka import KafkaLog
from events.log.port import Record
from tests.support.broker import SharedBroker
from tests.support.counting import SESSION_S
from tests.support.kafka_proofs import Counter, Written, expected, kafka_log, numbered, written

TASK = "zombie"
TOPIC = "signals"
KEYS = 40
ROUND = 400
FENCES_MAX = 16
"""Both workers hold eight partitions between them; each may be overtaken once for each time that one was frozen."""


async def complete(log: KafkaLog, wanted: Written, within_s: float = 60.0) -> None:
    async with asyncio.timeout(within_s):
        while sum(map(len, (await written(log, TASK)).values())) < sum(map(len, wanted.values())):
            await asyncio.sleep(0.3)


async def more(log: KafkaLog, so_far: list[Record]) -> Written:
    records = numbered(ROUND, KEYS, TOPIC)
    await log.append(records)
    so_far += records
    return expected(TASK, so_far)


def fences(*workers: Counter) -> int:
    return sum(len(re.findall("was taken over by another process", worker.said())) for worker in workers)


async def zombies(bootstrap: str, folder: Path, step: str, rounds: int) -> None:
    """Freezes one worker at a step, lets the other take over, wakes it; then the other way round."""
    so_far: list[Record] = []
    async with kafka_log(bootstrap, folder) as log:
        workers = [Counter(bootstrap, log.settings.prefix, folder / f"w{n}", TASK, TOPIC) for n in (1, 2)]
        first, second = workers
        try:
            first.start(f"{step}:3:stop")
            wanted = await more(log, so_far)
            await first.stopped()
            second.start()
            await complete(log, wanted)
            first.send(signal.SIGCONT)
            await complete(log, await more(log, so_far))
            for _ in range(rounds):
                await frozen(second, log, so_far)
                await frozen(first, log, so_far)
            wanted = await more(log, so_far)
            await complete(log, wanted)
            await asyncio.sleep(2 * SESSION_S)
            before = fences(*workers)
            wanted = await more(log, so_far)
            await complete(log, wanted)
            assert await written(log, TASK) == wanted
            assert fences(*workers) == before <= FENCES_MAX * (rounds + 1)
            assert [worker.process.poll() for worker in workers if worker.process] == [None, None]
        finally:
            for worker in workers:
                worker.kill()


async def frozen(worker: Counter, log: KafkaLog, so_far: list[Record]) -> None:
    """Freezes a worker while there is work, until the other has done it all, and wakes it."""
    appending = asyncio.create_task(more(log, so_far))
    await asyncio.sleep(0.05)
    worker.send(signal.SIGSTOP)
    wanted = await appending
    await complete(log, wanted)
    worker.send(signal.SIGCONT)


@pytest.mark.slow
async def test_a_worker_that_wakes_with_a_batch_in_hand_writes_nothing_twice(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    await zombies(kafka_broker.bootstrap, tmp_path, "polled", rounds=1)


@pytest.mark.slow
async def test_a_worker_that_wakes_with_an_open_transaction_writes_nothing_twice(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    await zombies(kafka_broker.bootstrap, tmp_path, "produced", rounds=0)

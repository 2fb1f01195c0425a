"""Appending from outside of any task: one batch where that is enough, and what a killed appender leaves behind."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from events.log.kafka import appending
from events.log.kafka.transactions import producer
from events.log.port import Record
from tests.support import kafka_appending
from tests.support.broker import SharedBroker
from tests.support.counting import AT
from tests.support.kafka_fixtures import StartBroker
from tests.support.kafka_proofs import everything, kafka_log

BROKER_LOOKS_S = 10
LARGE = b"x" * 60_000


def one(value: bytes) -> Record:
    return Record("reports", "world", value)


@pytest.mark.parametrize("step", kafka_appending.STEPS)
async def test_a_killed_appender_holds_no_reader_up_and_leaves_no_half_of_a_call(
    kafka_broker: SharedBroker, tmp_path: Path, step: str
) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        where = [kafka_broker.bootstrap, log.settings.prefix, str(tmp_path / "killed")]
        command = [sys.executable, "-m", "tests.support.kafka_appending", *where]
        orders = os.environ | {AT: f"{step}:3:kill"}
        killed = await asyncio.create_subprocess_exec(*command, env=orders, stdout=asyncio.subprocess.PIPE)
        answered, _ = await killed.communicate()
        assert (killed.returncode, answered.split()) == (-signal.SIGKILL, [b"0", b"1"])
        async with asyncio.timeout(2):
            [after] = await log.append([one(b"after")])
            there = await everything(log, "reports")
        calls = [record.value for n in range(3) for record in kafka_appending.call(n)]
        assert [record.value for record in there] == [*calls, b"after"]
        assert after.offset == len(calls), "no marker: nothing was open"


@pytest.mark.slow
async def test_a_vanished_transaction_holds_readers_up_no_longer_than_the_cluster_lets_it(
    start_broker: StartBroker, tmp_path: Path
) -> None:
    async with kafka_log(start_broker().bootstrap, tmp_path) as log:
        vanished = await producer(log.settings, "vanished", appending.TRANSACTION_S)
        await vanished.begin_transaction()
        await (await vanished.send(log.name("reports"), b"ghost", b"world", 0))
        await log.append([one(b"seen")])
        async with asyncio.timeout(appending.TRANSACTION_S + BROKER_LOOKS_S + 3):
            while not (found := await log.read("reports", 0, 0, 10)):
                await log.wait("reports", 0, 0, 1.0)
        assert [r.value for r in found] == [b"seen"]
        await vanished.stop()


async def test_appends_to_one_partition_need_no_transaction(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        placed = await asyncio.gather(*(log.append([one(b"%d" % n)]) for n in range(50)))
        assert [at.offset for [at] in placed] == list(range(50))
        assert (await log.bounds("reports", 0)).end == 50


async def test_a_call_too_large_for_a_batch_is_a_transaction(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        placed = await log.append([one(LARGE) for _ in range(appending.BATCH_BYTES // len(LARGE) + 1)])
        assert [at.offset for at in placed] == list(range(len(placed)))
        assert (await log.bounds("reports", 0)).end == len(placed) + 1  # its marker
        assert len(await everything(log, "reports")) == len(placed)


async def test_calls_that_wait_are_never_joined_beyond_a_batch(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        await asyncio.gather(*(log.append([one(LARGE)]) for _ in range(40)))
        assert (await log.bounds("reports", 0)).end == 40


async def test_appends_to_several_partitions_that_wait_share_a_transaction(
    kafka_broker: SharedBroker, tmp_path: Path
) -> None:
    async with kafka_log(kafka_broker.bootstrap, tmp_path) as log:
        both = [one(b"x"), Record("rules", "world", b"x")]
        await log.append(both)
        before = (await log.bounds("reports", 0)).end
        await asyncio.gather(*(log.append(both) for _ in range(50)))
        assert (await log.bounds("reports", 0)).end - before < 50 + 10  # a marker for each transaction

"""The loop of units of work, on the log in memory."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import pytest
import pytest_asyncio

from events.errors import Fenced, LogUnavailable
from events.log.port import Record, Session, Stored
from events.log.sqlite import SqliteLog
from services.runtime import partitions, task
from services.runtime.namespace import Namespace
from services.runtime.rows import Rows
from services.runtime.telemetry import REGISTRY

COUNT: Namespace[int] = Namespace("count", 1, lambda v: b"%d" % v, int)


class Counting:
    """Numbers the records of each key."""

    name = "counting"
    topic = "reports"

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        n = (rows.get(COUNT, record.key) or 0) + 1
        rows.put(COUNT, record.key, n)
        return [Record("signals", record.key, b"%s:%d" % (record.value, n), {}, partition=0)]


@pytest_asyncio.fixture
async def log() -> AsyncIterator[SqliteLog]:
    opened = await SqliteLog.open(":memory:")
    yield opened
    await opened.close()


async def outputs(log: SqliteLog) -> list[bytes | None]:
    return [r.value for r in await log.read("signals", 0, 0, 10_000)]


async def until(log: SqliteLog, wanted: int) -> None:
    async with asyncio.timeout(20):
        while len(await outputs(log)) < wanted:
            await log.wait("signals", 0, (await log.bounds("signals", 0)).end, 0.2)


def reports(*values: bytes) -> list[Record]:
    return [Record("reports", "k", v) for v in values]


async def stop(running: "asyncio.Task[None]") -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def lag() -> float | None:
    return REGISTRY.get_sample_value("tocsin_task_lag_records", {"task": "counting", "partition": "0"})


async def test_a_task_that_has_caught_up_is_no_record_behind_and_says_nothing_once_it_ended(log: SqliteLog) -> None:
    await log.append(reports(b"a", b"b"))
    running = asyncio.create_task(task.run(log, Counting()))
    await until(log, 2)
    async with asyncio.timeout(5):
        while lag() != 0:
            await asyncio.sleep(0.01)
    await stop(running)
    assert lag() is None


async def test_each_record_is_decided_on_once_across_restarts(log: SqliteLog) -> None:
    await log.append(reports(b"a", b"b"))
    first = asyncio.create_task(task.run(log, Counting()))
    await until(log, 2)
    await stop(first)
    await log.append(reports(b"c"))
    second = asyncio.create_task(task.run(log, Counting()))
    await until(log, 3)
    await stop(second)
    assert await outputs(log) == [b"a:1", b"b:2", b"c:3"]


async def test_the_outcome_does_not_depend_on_how_records_are_batched(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    await log.append(reports(*(b"%d" % n for n in range(10))))
    monkeypatch.setattr(task.Worker.read, "__defaults__", (3,))
    running = asyncio.create_task(task.run(log, Counting()))
    await until(log, 10)
    await stop(running)
    assert await outputs(log) == [b"%d:%d" % (n, n + 1) for n in range(10)]


async def test_a_worker_that_was_overtaken_ends_with_a_sentence(log: SqliteLog) -> None:
    running = asyncio.create_task(task.run(log, Counting()))
    await log.append(reports(b"a"))
    await until(log, 1)
    await log.session("counting", "reports", 0)
    await log.append(reports(b"b"))
    with pytest.raises(ExceptionGroup) as told:
        await running
    assert told.group_contains(Fenced, match="another process has taken over")
    assert await outputs(log) == [b"a:1"]


async def test_what_is_due_without_input_is_a_unit_of_its_own(log: SqliteLog) -> None:
    def due(rows: Rows) -> Sequence[Record]:
        if rows.get(COUNT, "ticked"):
            return []
        rows.put(COUNT, "ticked", 1)
        return [Record("signals", "t", b"tick", {}, partition=0)]

    running = asyncio.create_task(task.run(log, Counting(), due))
    await until(log, 1)
    await log.append(reports(b"a"))
    await until(log, 2)
    await stop(running)
    assert await outputs(log) == [b"tick", b"a:1"]


class Unreachable(SqliteLog):
    """Cannot be reached twice, then can."""

    refusals = 2

    async def session(self, task: str, topic: str, partition: int) -> Session:
        if self.refusals:
            self.refusals -= 1
            raise LogUnavailable("not now")
        return await super().session(task, topic, partition)


async def test_a_log_that_cannot_be_reached_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "BACK_OFF_S", (0.01, 0.01, 0.01))
    log = await Unreachable.open(":memory:")
    await log.append(reports(b"a"))
    running = asyncio.create_task(task.run(log, Counting()))
    await until(log, 1)
    await stop(running)
    await log.close()


async def test_a_log_that_stays_away_ends_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "BACK_OFF_S", (0.01,))
    log = await Unreachable.open(":memory:")
    with pytest.raises(ExceptionGroup) as told:
        await task.run(log, Counting())
    assert told.group_contains(LogUnavailable)
    await log.close()


async def test_a_unit_of_slow_decisions_is_committed_in_time_and_the_rest_with_the_next(
    log: SqliteLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task, "UNIT_S", 0.0)
    await log.append(reports(b"a", b"b", b"c"))
    worker = task.Worker(log, await log.session("counting", "reports", 0), "counting", "reports")
    for done in (1, 2, 3):
        assert await worker.step(Counting().decide) == 1
        assert worker.session.offset == done
        assert await outputs(log) == [b"a:1", b"b:2", b"c:3"][:done]
    assert await worker.step(Counting().decide) == 0

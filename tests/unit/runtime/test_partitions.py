"""Which partitions a process works on, told as a timetable of what the log gives and takes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from events.errors import Fenced, LogUnavailable, WrongTopic
from events.log.sqlite import SqliteLog
from services.runtime import partitions
from services.runtime.partitions import BackOff, each_partition
from services.runtime.telemetry import PARTITIONS


class Shared(SqliteLog):
    """A log that gives partitions to several processes; the test says which."""

    given: "asyncio.Queue[frozenset[int] | LogUnavailable]"

    @property
    def shared(self) -> bool:
        return True

    async def assignments(self, task: str, topic: str) -> AsyncIterator[frozenset[int]]:
        del task, topic
        while True:
            now = await self.given.get()
            if isinstance(now, LogUnavailable):
                raise now
            yield now

    def gives(self, *held: int) -> None:
        self.given.put_nowait(frozenset(held))


class Work:
    """What is done on each partition: begins, and ends when the test says how."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.how: dict[int, asyncio.Future[None]] = {}

    async def on(self, partition: int) -> None:
        self.begun.append(partition)
        self.how[partition] = asyncio.get_running_loop().create_future()
        try:
            await self.how[partition]
        finally:
            self.ended.append(partition)

    def fails(self, partition: int, error: Exception) -> None:
        self.how[partition].set_exception(error)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "BACK_OFF_S", (0.01,) * 3)
    monkeypatch.setattr(partitions, "WATCH_S", 0.01)


@pytest.fixture
async def log() -> AsyncIterator[Shared]:
    opened = await Shared.open(":memory:")
    assert isinstance(opened, Shared)
    opened.given = asyncio.Queue()
    yield opened
    await opened.close()


async def settle() -> None:
    await asyncio.sleep(0.1)


async def cancelled(running: "asyncio.Task[None]") -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.usefixtures("soon")
async def test_what_is_taken_away_ends_and_what_stays_goes_on(log: Shared) -> None:
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1, 2)
    await settle()
    log.gives(2, 3)
    await settle()
    assert (work.begun, work.ended) == ([1, 2, 3], [1])
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_an_overtaken_partition_of_a_shared_log_ends_alone(log: Shared) -> None:
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1, 2)
    await settle()
    work.fails(1, Fenced("overtaken"))
    await settle()
    assert (work.begun, work.ended, running.done()) == ([1, 2], [1], False)
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_it_begins_anew_when_the_log_gives_it_out_again(log: Shared) -> None:
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1, 2)
    await settle()
    work.fails(1, Fenced("overtaken"))
    await settle()
    log.gives(1, 2)
    await settle()
    assert (work.begun, work.ended) == ([1, 2, 1], [1])
    await cancelled(running)


async def test_it_waits_before_it_begins_anew(log: Shared, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "BACK_OFF_S", (0.3,))
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1)
    await settle()
    work.fails(1, Fenced("overtaken"))
    await settle()
    log.gives(1)
    await settle()
    assert work.begun == [1]
    await asyncio.sleep(0.4)
    assert work.begun == [1, 1]
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_a_partition_held_but_not_worked_on_ends_the_process(
    log: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "UNWORKED_S", 0.05)
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1)
    await settle()
    work.fails(1, Fenced("overtaken"))
    with pytest.raises(ExceptionGroup) as told:
        await running
    assert told.group_contains(Fenced, match="given out anew")


@pytest.mark.usefixtures("soon")
async def test_a_partition_that_was_taken_away_in_time_ends_nothing(
    log: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "UNWORKED_S", 0.2)
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1)
    await settle()
    work.fails(1, Fenced("overtaken"))
    log.gives()
    await asyncio.sleep(0.4)
    assert not running.done()
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_a_process_without_a_partition_says_so_and_takes_over(
    log: Shared, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(partitions, "SURPLUS_S", 0.05)
    caplog.set_level(logging.INFO, "tocsin.task")
    work = Work()
    running = asyncio.create_task(each_partition(log, "surplus", "signals", work.on))
    log.gives()
    await settle()
    assert [m for m in caplog.messages if "waits to take over" in m] == [
        "surplus: every partition has its worker; this process waits to take over"
    ]
    assert PARTITIONS.labels("surplus")._value.get() == 0
    log.gives(5)
    await settle()
    assert work.begun == [5]
    assert PARTITIONS.labels("surplus")._value.get() == 1
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_a_group_that_was_lost_is_joined_again(log: Shared) -> None:
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1)
    await settle()
    log.given.put_nowait(LogUnavailable("the group was lost"))
    await settle()
    assert work.ended == [1]
    log.gives(1)
    await settle()
    assert work.begun == [1, 1]
    await cancelled(running)


@pytest.mark.usefixtures("soon")
async def test_any_other_error_of_one_partition_ends_all(log: Shared) -> None:
    work = Work()
    running = asyncio.create_task(each_partition(log, "t", "signals", work.on))
    log.gives(1, 2)
    await settle()
    work.fails(2, WrongTopic("broken"))
    with pytest.raises(ExceptionGroup) as told:
        await running
    assert told.group_contains(WrongTopic)
    assert sorted(work.ended) == [1, 2]


async def test_tries_in_a_row_are_bounded_and_calm_ends_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partitions, "BACK_OFF_S", (0.0, 0.0))
    monkeypatch.setattr(partitions, "CALM_S", 0.1)
    back_off, error = BackOff("t"), LogUnavailable("not now")
    await back_off.wait(error)
    await back_off.wait(error)
    with pytest.raises(LogUnavailable):
        await back_off.wait(error)
    await asyncio.sleep(0.15)
    await back_off.wait(error)

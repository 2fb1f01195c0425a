"""Sessions, units of work, fencing."""

import asyncio
from pathlib import Path

import pytest

from events.errors import Fenced, LogUnavailable
from events.log.port import Delete, Log, Put, Record, Unit
from events.log.sqlite import SqliteLog
from tests.contract.log.test_records import everything
from tests.support.logs import Opener


def out(n: int) -> Record:
    return Record("signals", "k", b"%d" % n, {}, partition=0)


async def test_a_unit_makes_records_rows_and_offset_visible_together(opener: Opener) -> None:
    log = await opener()
    await log.append([Record("reports", "world", b"in")] * 3)
    session = await log.session("task", "reports", 0)
    await session.commit(Unit([out(1), out(2)], [Put("ns", "a", b"row")], 2))
    assert session.offset == 2
    assert session.get("ns", "a") == b"row"
    again = await (await opener()).session("task", "reports", 0)
    assert again.offset == 2
    assert again.get("ns", "a") == b"row"
    assert [r.value for r in await everything(log, "signals", 0)] == [b"1", b"2"]


async def test_a_unit_says_where_its_records_lie(log: Log) -> None:
    session = await log.session("task", "reports", 0)
    placed = await session.commit(Unit([out(1), out(2)]))
    for position, value in zip(placed, (b"1", b"2"), strict=True):
        [got] = await log.read(position.topic, position.partition, position.offset, 1)
        assert (got.offset, got.value) == (position.offset, value)


async def test_a_unit_without_input_leaves_the_offset(opener: Opener) -> None:
    log = await opener()
    session = await log.session("task", "reports", 0)
    await session.commit(Unit([], [Put("ns", "a", b"1")], 5))
    await session.commit(Unit([out(1)], [Put("ns", "a", b"2")]))
    again = await (await opener()).session("task", "reports", 0)
    assert (again.offset, again.get("ns", "a")) == (5, b"2")


async def test_a_new_task_starts_at_nothing(log: Log) -> None:
    session = await log.session("task", "reports", 0)
    assert session.offset == 0
    assert session.get("ns", "a") is None
    assert session.range("ns", "", "z", 10) == []


async def test_rows_are_private_to_task_and_partition(log: Log) -> None:
    one = await log.session("one", "signals", 0)
    await one.commit(Unit([], [Put("ns", "a", b"1")]))
    for task, partition in (("two", 0), ("one", 1)):
        assert (await log.session(task, "signals", partition)).get("ns", "a") is None


async def test_ranges_are_in_the_order_of_code_points_half_open_and_bounded(log: Log) -> None:
    session = await log.session("task", "reports", 0)
    keys = ["a", "b", "ba", "z", "é", "…", "😀"]
    await session.commit(Unit([], [Put("ns", k, k.encode()) for k in reversed(keys)]))
    await session.commit(Unit([], [Put("other", "b", b"no")]))
    assert [k for k, _ in session.range("ns", "", "\U0010ffff", 100)] == keys
    assert [k for k, _ in session.range("ns", "b", "z", 100)] == ["b", "ba"]
    assert [k for k, _ in session.range("ns", "a", "\U0010ffff", 2)] == ["a", "b"]


async def test_a_deleted_row_is_gone(opener: Opener) -> None:
    session = await (await opener()).session("task", "reports", 0)
    await session.commit(Unit([], [Put("ns", "a", b"1"), Put("ns", "b", b"2")]))
    await session.commit(Unit([], [Delete("ns", "a"), Delete("ns", "never")]))
    assert session.get("ns", "a") is None
    again = await (await opener()).session("task", "reports", 0)
    assert again.range("ns", "", "z", 10) == [("b", b"2")]


async def test_of_two_writes_of_one_row_in_a_unit_the_later_counts(log: Log) -> None:
    session = await log.session("task", "reports", 0)
    await session.commit(
        Unit([], [Put("ns", "a", b"1"), Put("ns", "a", b"2"), Put("ns", "b", b"3"), Delete("ns", "b")])
    )
    assert session.get("ns", "a") == b"2"
    assert session.get("ns", "b") is None


async def test_the_newest_opener_wins_and_nothing_of_the_fenced_unit_is_visible(opener: Opener) -> None:
    log = await opener()
    old = await log.session("task", "reports", 0)
    await old.commit(Unit([out(1)], [Put("ns", "a", b"old")], 1))
    new = await (await opener()).session("task", "reports", 0)
    with pytest.raises(Fenced):
        await old.commit(Unit([out(666)], [Put("ns", "a", b"ghost"), Put("ns", "g", b"ghost")], 2))
    await new.commit(Unit([out(2)], [Put("ns", "b", b"new")], 2))
    third = await (await opener()).session("task", "reports", 0)
    assert [r.value for r in await everything(log, "signals", 0)] == [b"1", b"2"]
    assert (third.offset, third.get("ns", "a"), third.get("ns", "g")) == (2, b"old", None)


async def test_a_fenced_session_is_refused_even_before_the_new_owner_has_committed(opener: Opener) -> None:
    old = await (await opener()).session("task", "reports", 0)
    await (await opener()).session("task", "reports", 0)
    with pytest.raises(Fenced):
        await old.commit(Unit([], [], 1))


async def test_sessions_of_other_partitions_and_tasks_do_not_fence_each_other(opener: Opener) -> None:
    log = await opener()
    one = await log.session("one", "signals", 0)
    two = await log.session("one", "signals", 1)
    other = await log.session("two", "signals", 0)
    for session in (one, two, other):
        await session.commit(Unit([], [Put("ns", "a", b"1")], 1))
        assert session.offset == 1


async def test_units_of_many_sessions_at_once_are_each_whole(log: Log) -> None:
    sessions = [await log.session("task", "signals", p) for p in range(8)]
    for n in range(5):
        await asyncio.gather(
            *(
                s.commit(Unit([Record("alerts", f"k{s.partition}", b"%d" % n)], [Put("ns", "n", b"%d" % n)], n + 1))
                for s in sessions
            )
        )
    for s in sessions:
        assert (s.offset, s.get("ns", "n")) == (5, b"4")
    got = [r for p in range(8) for r in await everything(log, "alerts", p)]
    assert len(got) == 40


async def test_the_first_assignment_covers_every_partition_for_a_single_worker(log: Log) -> None:
    held: set[int] = set()
    async with asyncio.timeout(30):
        async for now in log.assignments("task", "signals"):
            held = set(now)
            if len(held) == log.partitions("signals"):
                break
    assert held == set(range(log.partitions("signals")))


async def test_an_idle_owner_of_a_file_hears_at_once_that_a_newer_one_opened_it(tmp_path: Path) -> None:
    log, newer = [await SqliteLog.open(tmp_path / "log.sqlite") for _ in range(2)]
    await log.session("task", "signals", 3)
    held = log.assignments("task", "signals")
    assert await anext(held) == frozenset(range(8))
    await newer.session("task", "signals", 3)
    async with asyncio.timeout(2):
        with pytest.raises(Fenced, match=r"task\[3\]: another process has taken over; this one stops"):
            await anext(held)
    await log.close()
    await newer.close()


async def test_a_session_that_was_closed_is_not_missed(tmp_path: Path) -> None:
    log, newer = [await SqliteLog.open(tmp_path / "log.sqlite") for _ in range(2)]
    await (await log.session("task", "signals", 3)).close()
    await newer.session("task", "signals", 3)
    held = log.assignments("task", "signals")
    await anext(held)
    told = asyncio.ensure_future(anext(held))
    await asyncio.sleep(0.2)
    assert not told.done()
    told.cancel()
    await log.close()
    await newer.close()


async def test_a_file_that_is_no_log_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").write_text("something else" * 100)
    with pytest.raises(LogUnavailable, match=r"log\.sqlite cannot be opened: file is not a database"):
        await SqliteLog.open(tmp_path / "log.sqlite")
    with pytest.raises(LogUnavailable, match="cannot be opened: unable to open database file"):
        await SqliteLog.open(tmp_path / "no" / "log.sqlite")

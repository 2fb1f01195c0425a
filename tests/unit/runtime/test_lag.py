"""How far a task is behind, as operators see it."""

import pytest

from events.log.port import Record
from events.log.sqlite import SqliteLog
from services.runtime import telemetry
from services.runtime.telemetry import REGISTRY, TaskMetrics, ended, exposition


def lag(task: str) -> float | None:
    return REGISTRY.get_sample_value("tocsin_task_lag_records", {"task": task, "partition": "0"})


async def test_a_task_tells_how_many_records_it_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telemetry, "LAG_EVERY_S", 0.0)
    log = await SqliteLog.open(":memory:")
    await log.append([Record("reports", "k", b"x") for _ in range(10)])
    metrics, seen = TaskMetrics("behind", 0), []
    for begin in range(0, 12, 4):
        found = await log.read("reports", 0, begin, 4)
        await metrics.measure(log, "reports", found, 4)
        before = lag("behind")
        metrics.consumed(found)
        seen.append((before, lag("behind")))
    await log.close()
    assert seen == [(10, 6), (6, 2), (2, 0)]


async def test_the_end_of_the_log_is_asked_for_now_and_then_only() -> None:
    log = await SqliteLog.open(":memory:")
    await log.append([Record("reports", "k", b"x") for _ in range(6)])
    metrics = TaskMetrics("seldom", 0)
    first, second = [await log.read("reports", 0, begin, 2) for begin in (0, 2)]
    await metrics.measure(log, "reports", first, 2)
    metrics.consumed(first)
    await log.append([Record("reports", "k", b"x")])
    await metrics.measure(log, "reports", second, 2)
    await log.close()
    assert lag("seldom") == 4


async def test_what_another_process_works_on_is_told_by_that_one_alone() -> None:
    log = await SqliteLog.open(":memory:")
    await TaskMetrics("gone", 0).measure(log, "reports", [], 5)
    await log.close()
    assert lag("gone") == 0
    ended("gone", 0)
    ended("gone", 0)
    assert lag("gone") is None


def test_no_series_tells_when_it_was_made() -> None:
    assert b"_created" not in exposition()[0]

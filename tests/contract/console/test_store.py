"""The store is disposable: whatever happens to it, the log brings it back."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from events.errors import Unreadable
from events.log.port import Log, Record
from events.log.sqlite import SqliteLog
from services.console.service import ConsoleService, ConsoleSettings
from services.console.store import StoreTaken
from services.runtime.clock import SystemClock
from tests.support.console import alert, attempted, claim, console, opened, received, said, scheduled

EVENTS = (received("rep_1", claim(10)), opened("inc_1", "rep_1"), alert("alr_1"), alert("alr_2", scope=("area", "q")))
PATHS = ("/v1/reports", "/v1/incidents/inc_1", "/v1/alerts", "/v1/alerts/alr_1", "/v1/deliveries/dlv_1")


async def seen(log: Log, store: Path) -> list[Any]:
    async with console(log, store) as asked:
        return [await asked.get(path) for path in PATHS]


@pytest.fixture
async def filled(log: Log) -> Log:
    for i, event in enumerate((*EVENTS, scheduled("dlv_1"), attempted("dlv_1", 1, "delivered"))):
        await log.append([said(event, str(i))])
    return log


@pytest.mark.every_log
async def test_a_deleted_store_comes_back_as_it_was(filled: Log, tmp_path: Path) -> None:
    before = await seen(filled, tmp_path / "a" / "console.sqlite")
    assert await seen(filled, tmp_path / "b" / "console.sqlite") == before


@pytest.mark.every_log
async def test_a_restarted_console_goes_on_where_it_was(filled: Log, tmp_path: Path) -> None:
    store = tmp_path / "console.sqlite"
    before = await seen(filled, store)
    assert await seen(filled, store) == before
    await filled.append([said(opened("inc_2"))])
    async with console(filled, store) as asked:
        assert await asked.ids("/v1/incidents") == ["inc_2", "inc_1"]


async def test_a_cursor_of_a_rebuilt_store_is_stale(filled: Log, tmp_path: Path) -> None:
    async with console(filled, tmp_path / "a.sqlite") as asked:
        cursor = (await asked.get("/v1/alerts?limit=1"))["next"]
    async with console(filled, tmp_path / "b.sqlite") as asked:
        problem = await asked.get(f"/v1/alerts?cursor={cursor}", 409)
    assert problem["errors"][0]["field"] == "cursor"


@pytest.mark.every_log
async def test_the_store_of_another_log_is_rebuilt(filled: Log, tmp_path: Path) -> None:
    store = tmp_path / "console.sqlite"
    await seen(filled, store)
    other = await SqliteLog.open(":memory:")
    await other.append([said(opened("inc_9"))])
    async with console(other, store) as asked:
        assert await asked.ids("/v1/incidents") == ["inc_9"]
        await asked.get("/v1/reports/rep_1", 404)
    await other.close()


@pytest.mark.parametrize("content", [b"no database at all, and long enough to be looked at" * 20, b""])
async def test_a_store_that_cannot_be_read_is_rebuilt(filled: Log, tmp_path: Path, content: bytes) -> None:
    store = tmp_path / "console.sqlite"
    store.write_bytes(content)
    async with console(filled, store) as asked:
        assert await asked.ids("/v1/incidents") == ["inc_1"]


async def test_a_store_of_another_layout_is_rebuilt(
    filled: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "console.sqlite"
    before = await seen(filled, store)
    monkeypatch.setattr("services.console.sql.LAYOUT", 2)
    assert await seen(filled, store) == before


@pytest.mark.every_log
async def test_an_unreadable_record_ends_the_console_and_says_where_it_lies(log: Log, tmp_path: Path) -> None:
    await log.append([Record("incidents", "world", b"{}", {"ce_type": "tocsin.unheard.of"})])
    service = ConsoleService(log, ConsoleSettings(tmp_path / "console.sqlite"), SystemClock())
    with pytest.raises(ExceptionGroup) as raised:
        await asyncio.wait_for(service.run(), 5)
    assert raised.group_contains(Unreadable, match=r"incidents\[0\]@0")


async def test_a_console_that_is_not_ready_says_so(log: Log, tmp_path: Path) -> None:
    async with console(log, tmp_path / "console.sqlite") as asked:
        asked.service._follower.behind = None
        assert "not open" in (await asked.get("/v1/alerts", 503))["detail"]
        assert (await asked.get("/readyz", 503))["title"] == "Not ready"
        asked.service._follower.behind = set()


async def test_the_newest_console_on_a_store_goes_on_and_the_one_before_ends(tmp_path: Path) -> None:
    log = await SqliteLog.open(tmp_path / "log.sqlite")
    older = ConsoleService(log, ConsoleSettings(tmp_path / "console.sqlite"), SystemClock())
    working = asyncio.create_task(older.run())
    while older.ready() is not None:
        await asyncio.sleep(0.01)
    async with console(log, tmp_path / "console.sqlite") as asked:
        await log.append([said(opened("inc_1"))])
        with pytest.raises(BaseExceptionGroup) as raised:
            await working
        assert raised.group_contains(StoreTaken, match="a newer console works on .*; this one stops")
        assert await asked.ids("/v1/incidents") == ["inc_1"]
    await log.close()

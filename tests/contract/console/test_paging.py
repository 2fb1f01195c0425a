"""Cursors: a list is paged as it stood when its first page was asked for."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.incident import IncidentMerged
from events.log.sqlite import SqliteLog
from events.value import Event
from tests.support.console import Asked, alert, console, opened, revised

Change = tuple[int, str]
CHANGES = st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["revise", "merge", "open", "move"])), max_size=4)


def event_of(change: Change, number: int) -> Event:
    which, act = change
    match act:
        case "open":
            return opened(f"inc_new_{number}")
        case "merge":
            return IncidentMerged(incident_id=f"inc_{which}", into="inc_x", revision=number)
        case "move":
            return revised(f"inc_{which}", number, place=None)
        case _:
            return revised(f"inc_{which}", number)


async def paged(asked: Asked, question: str, between: list[list[Change]], limit: int) -> list[object]:
    """The items of all pages, with changes between the pages."""
    answer = await asked.get(f"/v1/incidents?{question}&limit={limit}")
    items = list(answer["items"])
    rounds = iter([*between, *([[]] * 20)])
    number = 100
    while answer["next"] is not None:
        changes = next(rounds)
        await asked.append(*(event_of(change, number := number + 1) for change in changes))
        answer = await asked.get(f"/v1/incidents?cursor={answer['next']}&limit={limit}")
        items += answer["items"]
    return items


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.sampled_from(["country=ML", "changed_since=2020-01-01T00:00:00Z", "kind=ambush"]),
    between=st.lists(CHANGES, max_size=4),
    limit=st.integers(1, 4),
)
def test_paging_shows_each_item_once_as_it_stood_whatever_changes_between_pages(
    tmp_path_factory: pytest.TempPathFactory, question: str, between: list[list[Change]], limit: int
) -> None:
    async def case(folder: Path) -> None:
        log = await SqliteLog.open(":memory:")
        async with console(log, folder / "console.sqlite") as asked:
            await asked.append(*(opened(f"inc_{n}") for n in range(8)), revised("inc_3", 2))
            whole = (await asked.get(f"/v1/incidents?{question}"))["items"]
            assert await paged(asked, question, between, limit) == whole
        await log.close()

    asyncio.run(case(tmp_path_factory.mktemp("paging")))


async def test_a_snapshot_also_holds_what_is_joined_to_its_items(asked: Asked) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"))
    first = await asked.get("/v1/incidents?limit=1")
    await asked.append(alert("alr_1", scope=("incident", "inc_1")))
    second = await asked.get(f"/v1/incidents?cursor={first['next']}")
    assert [i["severity"] for i in second["items"]] == ["unknown"]


async def test_a_cursor_goes_with_its_own_question_or_alone(asked: Asked) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"))
    cursor = (await asked.get("/v1/incidents?country=ML&limit=1"))["next"]
    assert await asked.ids(f"/v1/incidents?country=ML&cursor={cursor}") == ["inc_1"]
    assert await asked.ids(f"/v1/incidents?cursor={cursor}") == ["inc_1"]
    await asked.get(f"/v1/incidents?country=NE&cursor={cursor}", 422)
    await asked.get(f"/v1/alerts?cursor={cursor}", 422)


async def test_the_last_page_says_so_even_when_it_is_full(asked: Asked) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"))
    first = await asked.get("/v1/incidents?limit=1")
    assert (await asked.get(f"/v1/incidents?limit=1&cursor={first['next']}"))["next"] is None

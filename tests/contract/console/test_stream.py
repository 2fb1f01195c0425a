"""`/v1/stream`: live alerts and incidents, and how a client comes back."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientPayloadError, ClientResponse

from events.log.port import Log
from services.console import hub as hub_module
from tests.support.console import Asked, alert, console, opened, received, said


@dataclass
class Followed:
    """A stream as a browser reads it."""

    response: ClientResponse
    last_id: str = ""

    async def block(self) -> dict[str, str]:
        """The next block: its fields, or `comment`."""
        found: dict[str, str] = {}
        async with asyncio.timeout(20):
            while line := (await self.response.content.readline()).decode().rstrip("\n"):
                name, _, value = line.partition(": ")
                found[name or "comment"] = value
        self.last_id = found.get("id", self.last_id)
        return found

    async def subject(self) -> str:
        """What the next event is about."""
        return str(json.loads((await self.block())["data"])["subject"])


@asynccontextmanager
async def following(asked: Asked, question: str = "", last_id: str | None = None) -> AsyncIterator[Followed]:
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    async with asked.client.get(f"/v1/stream{question}", headers=headers) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        followed = Followed(response)
        assert "retry" in await followed.block()
        yield followed


@pytest.mark.every_log
async def test_what_happens_is_told_as_it_happens(asked: Asked) -> None:
    await asked.append(opened("inc_0"))
    async with following(asked) as stream:
        await asked.append(opened("inc_1"), received("rep_1"))
        assert await stream.subject() == "inc_1"
        await asked.append(alert("alr_1"))
        block = await stream.block()
    assert block["event"] == "tocsin.alert.raised"
    event = json.loads(block["data"])
    assert (event["subject"], event["position"]) == ("alr_1", block["id"])


async def test_what_is_told_can_be_asked_for(asked: Asked) -> None:
    async with following(asked) as stream:
        await asked.log.append([said(alert("alr_1"))])
        assert await stream.subject() == "alr_1"
        await asked.get("/v1/alerts/alr_1")


@pytest.mark.every_log
async def test_a_client_that_comes_back_misses_nothing_and_gets_nothing_twice(asked: Asked) -> None:
    async with following(asked) as stream:
        await asked.append(alert("alr_1"))
        assert await stream.subject() == "alr_1"
        left_at = stream.last_id
    await asked.append(alert("alr_2", scope=("country", "NE")), opened("inc_1"), alert("alr_3"))
    async with following(asked, last_id=left_at) as stream:
        assert sorted([await stream.subject() for _ in range(3)]) == ["alr_2", "alr_3", "inc_1"]
        await asked.append(alert("alr_4"))
        assert await stream.subject() == "alr_4"


@pytest.mark.every_log
async def test_a_client_that_saw_nothing_yet_can_come_back_too(asked: Asked) -> None:
    async with following(asked) as stream:
        left_at = stream.last_id
    await asked.append(alert("alr_1"))
    async with following(asked, last_id=left_at) as stream:
        assert await stream.subject() == "alr_1"


@pytest.mark.every_log
async def test_a_client_comes_back_across_a_restart(log: Log, tmp_path: Path) -> None:
    async with console(log, tmp_path / "a.sqlite") as asked, following(asked) as stream:
        await asked.append(alert("alr_1"))
        await stream.subject()
        left_at = stream.last_id
    await log.append([said(alert("alr_2"))])
    async with console(log, tmp_path / "b.sqlite") as asked, following(asked, last_id=left_at) as stream:
        assert await stream.subject() == "alr_2"


@pytest.mark.every_log
async def test_a_stream_can_be_of_one_topic_and_from_a_time(asked: Asked) -> None:
    await asked.append(opened("inc_1"), alert("alr_1"))
    async with following(asked, "?topic=incidents&from=2020-01-01T00:00:00Z") as stream:
        assert await stream.subject() == "inc_1"
        await asked.append(alert("alr_2"), opened("inc_2"))
        assert await stream.subject() == "inc_2"


async def positions(asked: Asked, topic: str) -> list[str]:
    async with asked.client.get(f"/v1/events?topic={topic}") as response:
        return [json.loads(line)["position"] for line in (await response.text()).splitlines()]


async def later() -> None:
    """Until the log's next millisecond."""
    await asyncio.sleep(0.003)


@pytest.mark.every_log
@pytest.mark.parametrize("topic", ["alerts", "incidents", "reports"])
async def test_a_stream_goes_on_behind_an_event_of_any_replay(asked: Asked, topic: str) -> None:
    await asked.append(alert("alr_1"), opened("inc_1"), received("rep_1"))
    await later()
    await asked.append({"alerts": alert("alr_2"), "incidents": opened("inc_2"), "reports": received("rep_2")}[topic])
    last = (await positions(asked, topic))[-1]
    await later()
    await asked.append(opened("inc_3"), alert("alr_3"))
    async with following(asked, last_id=last) as stream:
        assert sorted([await stream.subject() for _ in range(2)]) == ["alr_3", "inc_3"]
    async with following(asked, f"?from={last}&topic=alerts") as stream:
        assert await stream.subject() == "alr_3"


async def test_a_position_that_says_nothing_of_what_is_streamed_is_refused(asked: Asked) -> None:
    await asked.append(alert("alr_1"))
    for word, says in (
        ("pos_ZGVsaXZlcmllczox", "is of none of reports, incidents, signals, alerts"),  # deliveries:1
        ("pos_aW5jaWRlbnRzOjk5OQ", "lies beyond the end of this log"),  # incidents:999
        ("pos_YWxlcnRzOjA", "names no place in alerts"),  # alerts:0, and there are eight
        ("pos_AAAA", "is no position"),
    ):
        problem = await asked.get("/v1/stream", 422, **{"Last-Event-ID": word})
        assert problem["errors"] == [{"field": "Last-Event-ID", "message": says}]


async def test_silence_is_broken_by_heartbeats(log: Log, tmp_path: Path) -> None:
    async with console(log, tmp_path / "console.sqlite", heartbeat_s=0.05) as asked, following(asked) as stream:
        assert (await stream.block())["comment"] == "heartbeat"
        assert (await stream.block())["comment"] == "heartbeat"


async def test_a_client_too_many_is_asked_to_come_later(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CLIENTS_MAX", 1)
    async with following(asked):
        assert (await asked.get("/v1/stream", 503))["title"] == "Too many clients"
    await asyncio.sleep(0.05)


@pytest.mark.every_log
async def test_a_client_that_falls_behind_the_ring_is_cut_off_and_resumes(asked: Asked) -> None:
    hub = asked.service._hub
    hub._messages_max = 2
    async with following(asked) as stream:
        await asked.log.append([said(alert(f"alr_{n}")) for n in range(5)])
        with pytest.raises(ClientPayloadError):
            await stream.block()
    async with following(asked, last_id=stream.last_id) as stream:
        assert [await stream.subject() for _ in range(5)] == [f"alr_{n}" for n in range(5)]


async def test_a_client_that_does_not_read_is_cut_off_and_harms_nobody(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.console.outflow.WRITE_S_MAX", 0.1)
    big = "x" * 50_000
    async with following(asked) as deaf, following(asked) as stream:
        for n in range(200):
            await asked.log.append([said(alert(f"alr_{n}", description=big))])
            assert await stream.subject() == f"alr_{n}"
        async with asyncio.timeout(20):
            while asked.service._hub._clients > 1:
                await asyncio.sleep(0.01)
        assert deaf.last_id != stream.last_id


async def test_streams_end_with_the_console(log: Log, tmp_path: Path) -> None:
    async with console(log, tmp_path / "console.sqlite") as asked, following(asked) as stream:
        asked.service._hub.close()
        assert await stream.response.content.read() == b""

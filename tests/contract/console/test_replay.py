"""`/v1/events`: a topic's events in order, from a place to a place."""

import json
from datetime import timedelta
from typing import Any

import pytest

from events.log.port import Log
from events.moment import parse_moment, rfc3339
from services.console import streaming
from tests.support.console import Asked, alert, opened, said


async def replay(asked: Asked, question: str) -> list[dict[str, Any]]:
    async with asked.client.get(f"/v1/events?{question}") as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "application/x-ndjson"
        return [json.loads(line) for line in (await response.text()).splitlines()]


@pytest.fixture
async def alerts(log: Log) -> list[str]:
    """Twelve alerts over several partitions, appended one after another."""
    ids = [f"alr_{n}" for n in range(12)]
    for n, one in enumerate(ids):
        await log.append([said(alert(one, scope=("country", f"{n % 5}")))])
    return ids


def test_the_cases_spread_over_partitions() -> None:
    keys = {said(alert("a", scope=("country", f"{n}"))).key for n in range(5)}
    assert len(keys) == 5


def key_of(line: dict[str, Any]) -> tuple[str, str]:
    return line["recordedtime"], line["position"]


@pytest.mark.every_log
async def test_a_replay_gives_every_event_once_as_a_cloud_event(asked: Asked, alerts: list[str]) -> None:
    lines = await replay(asked, "topic=alerts")
    assert sorted(line["subject"] for line in lines) == sorted(alerts)
    times = [parse_moment(line["recordedtime"]) for line in lines]
    assert times == sorted(times)
    assert {line["type"] for line in lines} == {"tocsin.alert.raised"}
    assert {line["specversion"] for line in lines} == {"1.0"}
    assert lines[0]["data"]["alert"]["alert_id"] == lines[0]["subject"]


@pytest.mark.every_log
async def test_a_position_stands_behind_its_event(asked: Asked, alerts: list[str]) -> None:
    lines = await replay(asked, "topic=alerts")
    for n in (0, 5, len(alerts) - 1):
        place = lines[n]["position"]
        assert await replay(asked, f"topic=alerts&from={place}") == lines[n + 1 :]
        assert await replay(asked, f"topic=alerts&to={place}") == lines[: n + 1]


@pytest.mark.every_log
async def test_times_bound_a_replay_half_open(asked: Asked, alerts: list[str]) -> None:
    lines = await replay(asked, "topic=alerts")
    assert len(lines) == len(alerts)
    first, last = parse_moment(lines[0]["recordedtime"]), parse_moment(lines[-1]["recordedtime"])
    assert await replay(asked, f"topic=alerts&from={rfc3339(first)}") == lines
    assert await replay(asked, f"topic=alerts&to={rfc3339(first)}") == []
    assert await replay(asked, f"topic=alerts&from={rfc3339(last + timedelta(milliseconds=1))}") == []
    assert await replay(asked, "topic=alerts&to=2100-01-01T00:00:00Z") == lines


@pytest.mark.every_log
async def test_a_position_of_another_topic_or_beyond_the_end_is_refused(asked: Asked, alerts: list[str]) -> None:
    place = (await replay(asked, "topic=alerts"))[len(alerts) - 1]["position"]
    problem = await asked.get(f"/v1/events?topic=incidents&from={place}", 422)
    assert problem["errors"] == [{"field": "from", "message": "names no place in incidents"}]
    beyond = "pos_aW5jaWRlbnRzOjk5OQ"
    problem = await asked.get(f"/v1/events?topic=incidents&from={beyond}", 422)
    assert problem["errors"] == [{"field": "from", "message": "lies beyond the end of this log"}]
    for word in ("pos_", "pos_%21", "pos_AAAA"):
        await asked.get(f"/v1/events?topic=incidents&from={word}", 422)


async def test_no_topic_but_the_four_is_ever_served(asked: Asked) -> None:
    for topic in ("subscriptions", "texts", "deliveries", "attempts", "rules", "dead-letters"):
        await asked.get(f"/v1/events?topic={topic}", 422)


async def test_replays_beyond_the_bound_are_asked_to_come_later(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "REPLAYS_MAX", 0)
    await asked.get("/v1/events?topic=alerts", 503)


@pytest.mark.every_log
async def test_what_comes_after_the_question_is_not_in_the_answer(asked: Asked) -> None:
    await asked.append(opened("inc_1"))
    lines = await replay(asked, "topic=incidents")
    await asked.append(opened("inc_2"))
    assert [line["subject"] for line in lines] == ["inc_1"]

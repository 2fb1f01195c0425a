"""Lists: filters, tombstones, and what is refused."""

from typing import Any

import pytest

from events.actor import Actor
from events.alert import Ground
from events.incident import IncidentMerged, IncidentRetracted
from events.moment import Occurred
from events.place import Place
from events.report import ReportRetracted
from tests.support.console import AT, Asked, alert, claim, head, opened, received, revised, said


@pytest.mark.every_log
async def test_the_newest_change_stands_first_even_of_one_millisecond(asked: Asked) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"), opened("inc_3"), revised("inc_1", 2))
    assert await asked.ids("/v1/incidents") == ["inc_1", "inc_3", "inc_2"]


async def test_an_item_shows_every_field_and_null_where_nothing_is_known(asked: Asked) -> None:
    await asked.append(opened("inc_1"))
    (item,) = (await asked.get("/v1/incidents"))["items"]
    assert set(head("inc_1").model_dump()) <= set(item)
    assert item["merged_into"] is None
    assert item["severity"] == "unknown"
    assert item["recorded_at"].endswith("Z")


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("country=NE", ["inc_b"]),
        ("country=ne,ml", ["inc_b", "inc_a"]),
        ("kind=coup", ["inc_b"]),
        ("actor=wagner", ["inc_a"]),
        ("actor=WAGNER%20Group,nobody", ["inc_a"]),
        ("kind=coup&country=ML", []),
        ("occurred_since=2025-02-08T00:00:00Z", ["inc_b"]),
        ("occurred_until=2025-03-01T00:00:00Z", ["inc_a"]),
        ("occurred_since=2025-02-07T23:59:59Z&occurred_until=2025-02-08T00:00:00Z", ["inc_a"]),
        ("bbox=-1,15,1,16", ["inc_a"]),
        ("bbox=170,-10,-170,10", ["inc_b"]),
        ("bbox=-170,-10,170,10", []),
    ],
)
async def test_all_that_is_asked_must_hold(asked: Asked, question: str, found: list[str]) -> None:
    wagner = Actor(name="Wagner Group", id="wagner")
    later = Occurred.model_validate({"start": "2025-03-01"})
    far = Place(country="NE", lat=0, lon=179.5)
    await asked.append(opened("inc_a", actors=(wagner,)), opened("inc_b", kind="coup", place=far, occurred=later))
    assert await asked.ids(f"/v1/incidents?{question}") == found


async def test_an_incidents_severity_is_that_of_its_own_alert(asked: Asked) -> None:
    await asked.append(
        opened("inc_1"),
        opened("inc_2"),
        alert("alr_1", scope=("incident", "inc_1"), severity="extreme"),
        alert("alr_2", severity="extreme", incident_ids=("inc_2",)),
    )
    assert await asked.ids("/v1/incidents?severity_min=severe") == ["inc_1"]
    (item,) = (await asked.get("/v1/incidents?severity_min=severe"))["items"]
    assert (item["severity"], item["alert_ids"]) == ("extreme", ["alr_1"])
    await asked.append(alert("alr_1", 2, "withdrawn", scope=("incident", "inc_1"), severity="extreme"))
    assert await asked.ids("/v1/incidents?severity_min=severe") == []


@pytest.mark.every_log
async def test_tombstones_are_shown_to_those_who_ask_what_changed(asked: Asked) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"), opened("inc_3"))
    await asked.append(
        IncidentMerged(incident_id="inc_2", into="inc_1", revision=2),
        IncidentRetracted(incident_id="inc_3", revision=2),
    )
    assert await asked.ids("/v1/incidents") == ["inc_1"]
    changed = (await asked.get("/v1/incidents?changed_since=2020-01-01T00:00:00Z&country=ML"))["items"]
    assert [(i["incident_id"], i["status"], i["merged_into"]) for i in changed] == [
        ("inc_3", "retracted", None),
        ("inc_2", "merged", "inc_1"),
        ("inc_1", "open", None),
    ]
    assert await asked.ids("/v1/incidents?changed_since=2100-01-01T00:00:00Z") == []
    assert await asked.ids("/v1/incidents?status=merged") == ["inc_2"]


async def test_changed_since_speaks_of_the_time_that_each_item_carries(asked: Asked) -> None:
    await asked.append(opened("inc_1"))
    (first,) = (await asked.get("/v1/incidents"))["items"]
    assert await asked.ids(f"/v1/incidents?changed_since={first['recorded_at']}") == ["inc_1"]


async def test_alerts_are_found_by_rule_severity_country_and_status(asked: Asked) -> None:
    coup = Ground(rule="coup", version=1, family="sequence", severity="minor", because="the army moved")
    await asked.append(
        alert("alr_1"),
        alert("alr_2", severity="minor", grounds=(coup,), scope=("area", "x"), place=Place(country="NE")),
        alert("alr_3"),
    )
    await asked.append(alert("alr_3", 2, "withdrawn"), alert("alr_1", 2, "closed"))
    assert await asked.ids("/v1/alerts") == ["alr_1", "alr_2"]
    assert await asked.ids("/v1/alerts?rule=coup") == ["alr_2"]
    assert await asked.ids("/v1/alerts?severity_min=severe") == ["alr_1"]
    assert await asked.ids("/v1/alerts?country=NE") == ["alr_2"]
    assert await asked.ids("/v1/alerts?status=withdrawn,closed") == ["alr_1", "alr_3"]
    assert await asked.ids("/v1/alerts?changed_since=2020-01-01T00:00:00Z") == ["alr_1", "alr_3", "alr_2"]


async def test_reports_are_found_by_source_and_incident(asked: Asked) -> None:
    await asked.append(received("rep_1", claim(10)), received("rep_2", source="Agency"), received("rep_3"))
    await asked.append(
        opened("inc_1", "rep_1", "rep_2"), ReportRetracted(report_id="rep_3", cause="x", available_at=AT)
    )
    assert await asked.ids("/v1/reports") == ["rep_2", "rep_1"]
    assert await asked.ids("/v1/reports?source=agency") == ["rep_2"]
    assert await asked.ids("/v1/reports?incident=inc_1,inc_2&country=ML") == ["rep_2", "rep_1"]
    assert await asked.ids("/v1/reports?status=retracted") == ["rep_3"]
    (item,) = (await asked.get("/v1/reports?source=agency"))["items"]
    assert item["incident_id"] == "inc_1"


@pytest.mark.every_log
async def test_what_is_in_the_log_twice_is_shown_once(asked: Asked) -> None:
    await asked.append(received("rep_1", claim(10)), received("rep_1", claim(10)))
    await asked.log.append([said(opened("inc_1", "rep_1")), said(opened("inc_1", "rep_1"))])
    await asked.settled()
    assert len((await asked.get("/v1/reports/rep_1"))["revisions"]) == 1
    assert len((await asked.get("/v1/incidents/inc_1"))["claims"]) == 1


@pytest.mark.parametrize(
    ("path", "field", "says"),
    [
        ("incidents?contry=ML", "contry", "did you mean country?"),
        ("incidents?country=Mali", "country", "two letters"),
        ("incidents?country=", "country", "empty"),
        ("incidents?kind=ambsh", "kind", "did you mean ambush?"),
        ("incidents?limit=0", "limit", "1 to 500"),
        ("incidents?limit=501", "limit", "1 to 500"),
        ("incidents?limit=5&limit=6", "limit", "twice"),
        ("incidents?bbox=1,2,3", "bbox", "four numbers"),
        ("incidents?bbox=1,2,3,nan", "bbox", "four numbers"),
        ("incidents?bbox=1,50,3,40", "bbox", "south"),
        ("incidents?bbox=1,2,181,40", "bbox", "within"),
        ("incidents?changed_since=2025-02-08T10:00:00", "changed_since", "zone"),
        ("incidents?occurred_since=yesterday", "occurred_since", "RFC 3339"),
        (
            "incidents?occurred_since=2025-02-08T00:00:00Z&occurred_until=2025-02-08T00:00:00Z",
            "occurred_until",
            "after",
        ),
        ("incidents?severity_min=sever", "severity_min", "did you mean severe?"),
        ("incidents?cursor=cur_x", "cursor", "no cursor"),
        ("incidents?cursor=x", "cursor", "no cursor"),
        ("alerts?status=open", "status", "unknown"),
        ("alerts?kind=coup", "kind", "no parameter"),
        ("alerts/alr_1?x=1", "x", "no parameter"),
        ("alerts/alr_1/revisions/one", "n", "number"),
        ("events?topic=subscriptions", "topic", "unknown"),
        ("events", "topic", "one of"),
        ("events?topic=alerts&from=soon", "from", "RFC 3339"),
        ("stream?topic=reports", "topic", "unknown"),
    ],
)
async def test_a_wrong_parameter_is_named(asked: Asked, path: str, field: str, says: str) -> None:
    problem: dict[str, Any] = await asked.get(f"/v1/{path}", 422)
    assert problem["errors"][0]["field"] == field
    assert says in problem["errors"][0]["message"]


async def test_a_plus_that_came_as_a_space_is_understood(asked: Asked) -> None:
    assert await asked.ids("/v1/alerts?changed_since=2025-02-08T10:00:00+01:00") == []

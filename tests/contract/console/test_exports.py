"""Whole lists for the tools of others: GeoJSON and csv, by the parameters of the lists."""

import csv
import io
import json
from typing import Any

import pytest

from events.incident import IncidentMerged, IncidentRetracted
from events.place import Place
from services.console import exports
from tests.support.console import Asked, alert, opened


async def text(asked: Asked, path: str) -> tuple[str, str]:
    """Content type and body."""
    async with asked.client.get(path) as response:
        assert response.status == 200, await response.text()
        return response.content_type, await response.text()


async def features(asked: Asked, path: str) -> list[dict[str, Any]]:
    content_type, body = await text(asked, path)
    assert content_type == "application/geo+json"
    return list(json.loads(body)["features"])


async def test_incidents_are_features_with_what_the_list_says_of_them(asked: Asked) -> None:
    await asked.append(opened("inc_1"), alert("alr_1", scope=("incident", "inc_1"), severity="extreme"))
    (feature,) = await features(asked, "/v1/incidents.geojson")
    (item,) = (await asked.get("/v1/incidents"))["items"]
    assert (feature["id"], feature["geometry"]) == ("inc_1", {"type": "Point", "coordinates": [0.5, 15.7]})
    for name in ("severity", "alert_ids", "event_id", "recorded_at", "revision"):
        assert feature["properties"][name] == item[name]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("", ["inc_c", "inc_b", "inc_a"]),
        ("?country=NE", ["inc_b"]),
        ("?kind=coup,ambush&limit=2", ["inc_c", "inc_b"]),
        ("?bbox=-1,15,1,16", ["inc_c", "inc_a"]),
        ("?status=merged", ["inc_gone"]),
        ("?severity_min=severe", ["inc_a"]),
    ],
)
async def test_the_parameters_are_those_of_the_list(asked: Asked, question: str, found: list[str]) -> None:
    await asked.append(
        opened("inc_a"),
        opened("inc_b", kind="coup", place=Place(country="NE")),
        opened("inc_c"),
        opened("inc_gone"),
        alert("alr_1", scope=("incident", "inc_a")),
        IncidentMerged(incident_id="inc_gone", into="inc_a", revision=2),
    )
    assert [one["id"] for one in await features(asked, f"/v1/incidents.geojson{question}")] == found


async def test_a_list_longer_than_a_page_is_whole(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "LIMIT_MAX", 3)
    await asked.append(*(opened(f"inc_{number}") for number in range(10)))
    listed = await asked.ids("/v1/incidents")
    assert [one["id"] for one in await features(asked, "/v1/incidents.geojson")] == listed
    assert [one["id"] for one in await features(asked, "/v1/incidents.geojson?limit=7")] == listed[:7]


async def test_alerts_are_features_with_their_grounds(asked: Asked) -> None:
    await asked.append(alert("alr_1", place=Place(country="ML", lat=16, lon=0)), alert("alr_2"))
    second, first = await features(asked, "/v1/alerts.geojson?rule=toll")
    assert (first["geometry"]["coordinates"], second["geometry"]) == ([0, 16], None)
    assert first["properties"]["grounds"] == [{"rule": "toll", "severity": "severe", "because": "ten died"}]


@pytest.mark.parametrize("shape", ["ucdp", "acled"])
async def test_a_table_holds_what_stands_and_nothing_that_is_gone(asked: Asked, shape: str) -> None:
    await asked.append(opened("inc_1"), opened("inc_2"), IncidentRetracted(incident_id="inc_2", revision=2))
    content_type, body = await text(
        asked, f"/v1/incidents.csv?shape={shape}&country=ML&changed_since=2020-01-01T00:00:00Z"
    )
    (row,) = csv.DictReader(io.StringIO(body))
    assert (content_type, row["country"], "inc_1" in row.values()) == ("text/csv", "Mali", True)


async def test_an_empty_list_is_a_whole_answer(asked: Asked) -> None:
    assert await features(asked, "/v1/incidents.geojson?country=NE") == []
    assert (await text(asked, "/v1/incidents.csv?shape=acled"))[1].startswith("event_id_cnty,")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("incidents.csv", "shape"),
        ("incidents.csv?shape=ged", "shape"),
        ("incidents.csv?shape=ucdp&contry=ML", "contry"),
        ("incidents.geojson?shape=ucdp", "shape"),
        ("incidents.geojson?cursor=cur_x", "cursor"),
        ("alerts.geojson?bbox=1,2,3,4", "bbox"),
    ],
)
async def test_a_parameter_that_cannot_be_is_named(asked: Asked, path: str, field: str) -> None:
    assert (await asked.get(f"/v1/{path}", 422))["errors"][0]["field"] == field


async def test_only_so_many_are_written_at_once(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "EXPORTS_MAX", 0)
    assert (await asked.get("/v1/incidents.geojson", 503))["title"] == "Too many exports"

"""What is written for analysts is read again by our own formats."""

import csv
import io
import json
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from events.actor import Actor
from events.incident import Incident, SourceSeen
from events.moment import Occurred
from events.place import Place
from events.render import acled_csv, geojson, ucdp_csv
from events.render.dead import everyone
from events.render.shapes import SHAPES
from events.report import IncidentKind
from events.toll import Estimate, Party
from tests.unit.ingest.files import guessed, reports

AT = datetime(2025, 2, 8, tzinfo=UTC)
ARMY = Actor(name="Malian army", kind="state_force", role="escort", home="ML")
IS = Actor(name="Islamic State", kind="jihadist", role="attacker")
PEOPLE = Actor(name="civilians", kind="civilians", role="victim")


def killed(party: Party, low: int | None, best: int | None, high: int | None) -> Estimate:
    return Estimate(measure="killed", party=party, low=low, best=best, high=high)


def incident(**more: Any) -> Incident:
    given: dict[str, Any] = {
        "incident_id": "inc_1",
        "name": "rep_1",
        "revision": 1,
        "occurred": Occurred(start=date(2025, 2, 7)),
        "place": Place(name="between Gao and Ansongo", country="ML", admin1="ML-7", lat=16.0, lon=0.25, within_km=20),
        "kind": "ambush",
        "actors": (IS, ARMY, PEOPLE),
        "tolls": (killed("unknown", 32, 32, None), killed("attackers", 5, 5, 5)),
        "sources": (SourceSeen(owner="Associated Press"), SourceSeen(owner="Reuters")),
        "first_published_at": AT,
        "last_published_at": AT,
        "available_at": AT,
        "headline": "Ambush between Gao and Ansongo: at least 32 killed",
    }
    return Incident(**(given | more))


def as_shape(name: str, *incidents: Incident) -> bytes:
    return "".join(SHAPES[name].written(incidents)).encode()


def test_the_dead_of_every_side_are_added_up_unless_told_together() -> None:
    total = everyone(incident().tolls)
    assert total is not None
    assert (total.low, total.best, total.high) == (37, 37, None)
    together = everyone((killed("all", 1, 40, 50), killed("civilians", 3, 3, 3)))
    assert together is not None
    assert together.best == 40
    assert everyone(()) is None


def test_ucdp_shaped_csv_is_read_as_ucdp() -> None:
    body = as_shape("ucdp", incident())
    assert guessed(body) == "ucdp"
    [report] = reports("ucdp", body)
    assert (report.source.id, report.kind) == ("inc_1", "armed_clash")
    assert report.occurred is not None
    assert (report.occurred.start, report.occurred.end) == (date(2025, 2, 7), date(2025, 2, 8))
    assert report.place is not None
    assert (report.place.country, report.place.lat, report.place.within_km) == ("ML", 16.0, 25.0)
    everybody = report.tolls[0]
    assert (everybody.party, everybody.low, everybody.best, everybody.high) == ("all", 37, 37, 37)
    assert {a.name for a in report.actors} == {"Government of Mali", "Islamic State"}


def test_acled_shaped_csv_is_read_as_acled() -> None:
    body = as_shape("acled", incident())
    assert guessed(body) == "acled"
    [report] = reports("acled", body)
    assert (report.source.id, report.kind, report.tolls[0].best) == ("inc_1", "armed_clash", 37)
    assert report.published_at == AT
    assert {a.name for a in report.actors} == {"Islamic State", "Malian army", "civilians"}


def test_an_ambush_of_people_without_escort_is_an_attack_for_acled() -> None:
    assert acled_csv.types(incident(actors=(IS, PEOPLE))) == ("Violence against civilians", "Attack")
    assert acled_csv.types(incident()) == ("Battles", "Armed clash")


def test_violence_against_civilians_alone_is_one_sided_for_ucdp() -> None:
    assert ucdp_csv.violence(incident(actors=(IS, PEOPLE))) == "3"
    assert ucdp_csv.sides(incident(actors=(IS, PEOPLE))) == ("Islamic State", "Civilians")
    rivals = (IS, Actor(name="JNIM", kind="jihadist", role="combatant"))
    assert ucdp_csv.violence(incident(actors=rivals)) == "2"


@pytest.mark.parametrize("kind", get_args(IncidentKind))
def test_every_kind_has_a_shape_for_acled(kind: IncidentKind) -> None:
    assert all(acled_csv.types(incident(kind=kind)))


def test_an_incident_with_hardly_anything_known_is_written_too() -> None:
    bare = incident(place=None, actors=(), tolls=(), sources=(), headline=None)
    for shape, columns in (("ucdp", 47), ("acled", 31)):
        _, row = csv.reader(io.StringIO(as_shape(shape, bare).decode()))
        assert len(row) == columns
    assert geojson.feature(bare)["geometry"] is None


def test_a_headline_is_no_formula() -> None:
    assert b"'=HYPERLINK" in as_shape("acled", incident(headline='=HYPERLINK("http://x")'))


def test_geojson_has_longitude_first_and_keeps_the_radius() -> None:
    shown = json.loads(as_shape("geojson", incident()))
    [feature] = shown["features"]
    assert (shown["type"], feature["id"]) == ("FeatureCollection", "inc_1")
    assert feature["geometry"] == {"type": "Point", "coordinates": [0.25, 16.0]}
    assert feature["properties"]["place"]["within_km"] == 20


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t=", "\uff1d", "\r"])
@pytest.mark.parametrize(("shape", "column"), [("ucdp", "where_coordinates"), ("acled", "location")])
def test_text_that_begins_like_a_formula_is_harmless_and_read_as_it_was(mark: str, shape: str, column: str) -> None:
    where = Place(name=f"{mark}SUM(A1)\rand more", country="ML", lat=-1.5, lon=-0.25)
    body = as_shape(shape, incident(place=where))
    header, row = csv.reader(io.StringIO(body.decode(), newline=""))
    cells = dict(zip(header, row, strict=True))
    assert cells[column] == "'" + str(where.name)
    assert (cells["latitude"], cells["longitude"]) == ("-1.5", "-0.25")
    [report] = reports(shape, body)
    assert report.place is not None
    assert report.place.name == " ".join(str(where.name).split())


SEVERAL: dict[str, dict[str, Any]] = {
    "one day": {},
    "a month": {"occurred": Occurred(start=date(2025, 2, 1), end=date(2025, 3, 1), precision="month")},
    "by the hour": {"occurred": Occurred(start=datetime(2025, 2, 7, 22, 30, tzinfo=UTC), precision="hour")},
    "nobody counted": {"tolls": ()},
    "no place": {"place": None},
    "only a country": {"place": Place(country="CD")},
    "all told together": {"tolls": (killed("all", 3, 40, 50), killed("civilians", 3, 3, 3))},
    "sides that are more than the whole": {"tolls": (killed("all", 10, 20, 30), killed("civilians", 25, 25, 25))},
    "at least": {"tolls": (killed("unknown", 7, None, None),)},
    "two sides": {"tolls": (killed("state_force", 4, 4, 4), killed("non_state", 9, 9, 9))},
    "a state abroad": {"tolls": (killed("foreign_force", 2, 2, 2), killed("civilians", 1, 2, 5))},
}


@pytest.mark.parametrize("more", SEVERAL.values(), ids=list(SEVERAL))
@pytest.mark.parametrize("shape", ["ucdp", "acled"])
def test_what_is_read_again_is_of_the_same_day_place_country_and_deaths(shape: str, more: dict[str, Any]) -> None:
    told = incident(**more)
    [report] = reports(shape, as_shape(shape, told))
    place, dead = told.place or Place(), everyone(told.tolls)
    assert report.occurred is not None
    assert report.occurred.day == told.occurred.day
    assert report.place is not None
    found = report.place
    assert (found.name, found.country, found.lat, found.lon) == (place.name, place.country, place.lat, place.lon)
    assert report.tolls[0].best == (0 if dead is None else dead.number)


def test_the_sides_of_a_ucdp_row_add_up_to_its_best_figure() -> None:
    for more in SEVERAL.values():
        row = ucdp_csv.row(incident(**more))
        assert sum(int(str(row[column])) for column in ucdp_csv.DEATHS) == row["best"]


def test_the_dead_stand_with_the_side_they_belong_to() -> None:
    both = (killed("state_force", 4, 4, 4), killed("non_state", 9, 9, 9), killed("civilians", 1, 1, 1))
    row = ucdp_csv.row(incident(tolls=both))
    assert [row[column] for column in ucdp_csv.DEATHS] == [4, 9, 1, 0]
    rivals = (IS, Actor(name="JNIM", kind="jihadist", role="combatant"))
    row = ucdp_csv.row(incident(tolls=both[1:], actors=rivals))
    assert [row[column] for column in ucdp_csv.DEATHS] == [0, 0, 1, 9]


def test_several_incidents_are_one_collection() -> None:
    shown = json.loads(as_shape("geojson", incident(), incident(incident_id="inc_2")))
    assert [feature["id"] for feature in shown["features"]] == ["inc_1", "inc_2"]
    assert json.loads(as_shape("geojson"))["features"] == []

"""What is written for analysts is read again by our own formats."""

import csv
from datetime import UTC, date, datetime
from typing import Any, get_args

import pytest

from events.actor import Actor
from events.incident import Incident, SourceSeen
from events.moment import Occurred
from events.place import Place
from events.render import acled_csv, geojson, ucdp_csv
from events.render.dead import everyone
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


def test_the_dead_of_every_side_are_added_up_unless_told_together() -> None:
    total = everyone(incident().tolls)
    assert total is not None
    assert (total.low, total.best, total.high) == (37, 37, None)
    together = everyone((killed("all", 1, 40, 50), killed("civilians", 3, 3, 3)))
    assert together is not None
    assert together.best == 40
    assert everyone(()) is None


def test_ucdp_shaped_csv_is_read_as_ucdp() -> None:
    body = "".join(ucdp_csv.csv_lines([incident()])).encode()
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
    body = "".join(acled_csv.csv_lines([incident()])).encode()
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
    [_, ucdp], [_, acled] = list(ucdp_csv.csv_lines([bare])), list(acled_csv.csv_lines([bare]))
    assert len(next(csv.reader([ucdp]))) == 47
    assert len(next(csv.reader([acled]))) == 31
    assert geojson.feature(bare)["geometry"] is None


def test_a_headline_is_no_formula() -> None:
    [_, line] = list(acled_csv.csv_lines([incident(headline='=HYPERLINK("http://x")')]))
    assert "'=HYPERLINK" in line


def test_geojson_has_longitude_first_and_keeps_the_radius() -> None:
    shown = geojson.collection([incident()])
    [feature] = shown["features"]
    assert (shown["type"], feature["id"]) == ("FeatureCollection", "inc_1")
    assert feature["geometry"] == {"type": "Point", "coordinates": [0.25, 16.0]}
    assert feature["properties"]["place"]["within_km"] == 20

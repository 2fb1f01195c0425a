"""Headlines and descriptions: plain, precise English."""

from datetime import UTC, datetime

import pytest

from events.actor import Actor, Materiel, Target
from events.incident import Incident, SourceSeen
from events.place import Place
from events.render.countries import COUNTRY_NAMES, country_name
from events.render.headline import counted, incident_headline, joined, where
from events.render.story import incident_story
from events.toll import Estimate, TrailPoint
from events.victims import Figure

NOON = datetime(2025, 3, 2, 12, tzinfo=UTC)


def incident(**told: object) -> Incident:
    base: dict[str, object] = {
        "incident_id": "inc_1",
        "name": "rep_1",
        "revision": 1,
        "occurred": {"start": "2025-03-01"},
        "kind": "ambush",
        "place": Place(name="between Gao and Ansongo", country="ML", within_km=40),
        "first_published_at": NOON,
        "last_published_at": NOON,
        "available_at": NOON,
    }
    return Incident.model_validate(base | told)


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (32, 32, 32, "32"),
        (32, 32, None, "at least 32"),
        (20, 45, 60, "20 to 60"),
        (24, None, None, "at least 24"),
        (32, 40, None, "at least 32, probably 40"),
        (None, None, 12, "up to 12"),
        (None, None, None, ""),
        (12000, 12000, None, "at least 12,000"),
        (0, 0, 0, "0"),
        (0, 0, None, ""),
        (20, 20, None, "at least 20"),
    ],
)
def test_a_figure_is_told_as_exactly_as_it_is_known(
    low: int | None, best: int | None, high: int | None, words: str
) -> None:
    assert counted(Figure(low, best, high)) == words


def test_a_headline_says_where_what_how_many_and_who() -> None:
    dead = Estimate(measure="killed", party="unknown", low=32, best=32)
    first = TrailPoint(at=NOON, low=10, best=10, high=10, standing="superseded", report_id="rep_1", source="AP")
    assert incident_headline(incident(tolls=(dead,), trail=(first,)), ["Blue Column"]) == (
        "Mali: ambush between Gao and Ansongo, at least 32 killed (first reported 10); Blue Column involved"
    )


def test_a_headline_without_dead_tells_the_next_figure_there_is() -> None:
    taken = Estimate(measure="abducted", party="civilians", low=130, best=130, high=130)
    kind = "abduction_forced_disappearance"
    assert incident_headline(incident(kind=kind, tolls=(taken,), place=None)) == "Abduction, 130 abducted"


def test_a_headline_says_that_sources_disagree() -> None:
    dead = Estimate(measure="killed", party="unknown", low=23, best=53, high=118, contested=True)
    told = incident_headline(incident(tolls=(dead,), place=None))
    assert told == "Ambush, 23 to 118 killed (sources disagree)"


def test_a_headline_says_that_nobody_was_killed() -> None:
    nobody = Estimate(measure="killed", party="unknown", low=0, best=0, high=0)
    assert incident_headline(incident(tolls=(nobody,), place=None)) == "Ambush, nobody killed"


@pytest.mark.parametrize(
    ("name", "within_km", "words"),
    [
        ("Kidal", 3.0, " in Kidal"),
        ("Ménaka", 25.0, " near Ménaka"),
        ("40 km east of Gao", 10.0, " 40 km east of Gao"),
        ("Near Gao", None, " near Gao"),
        ("Kidal", None, " in Kidal"),
    ],
)
def test_a_place_is_named_as_exactly_as_it_is_known(name: str, within_km: float | None, words: str) -> None:
    assert where(Place(name=name, within_km=within_km)) == words
    assert where(None) == ""


def test_names_are_joined_as_people_write_them() -> None:
    assert [joined(list("ABC")[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_every_country_code_has_a_name_and_an_unknown_one_stays() -> None:
    assert len(COUNTRY_NAMES) == 250
    assert all(len(code) == 2 and code.isupper() and name for code, name in COUNTRY_NAMES.items())
    assert (country_name("ML"), country_name("ZZ")) == ("Mali", "ZZ")


def test_a_description_tells_the_facts_in_sentences() -> None:
    story = incident_story(
        incident(
            tolls=(
                Estimate(measure="killed", party="civilians", low=20, best=20, high=20),
                Estimate(measure="killed", party="attackers", low=3, best=3, high=3, contested=True),
            ),
            actors=(Actor(name="Some Front", role="attacker", attribution="suspected", claimed=False),),
            targets=(Target(what="convoy"),),
            materiel=(Materiel(what="truck", count=5, fate="destroyed"),),
            sources=(SourceSeen(owner="AP", grade="B"),),
        ),
        (),
    )
    assert story == (
        "Occurred 1 March 2025. Killed: 20 (civilians) and 3 (attackers, sources disagree). "
        "Involved: Some Front (suspected attacker, has not claimed it). Target: convoy. Lost: 5 trucks destroyed. "
        "Known from 1 independent source."
    )


@pytest.mark.parametrize(
    ("occurred", "words"),
    [
        ({"start": "2025-03-01", "precision": "month"}, "Occurred March 2025."),
        ({"start": "2025-03-01", "end": "2025-03-04"}, "Occurred between 1 March 2025 and 3 March 2025."),
    ],
)
def test_a_time_is_told_as_exactly_as_it_is_known(occurred: dict[str, str], words: str) -> None:
    assert incident_story(incident(occurred=occurred), ()).startswith(words)

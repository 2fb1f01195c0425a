import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.port import LearnedPlace
from services.ingest.core.places.resolve import count_votes, resolve, resolve_name
from services.ingest.gazetteer import Gazetteer
from tests.unit.gazetteer.cases import Taught, read

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("sentence", "name", "country", "how"),
    [
        ("An ambush between Gao and Ansongo", "between Gao and Ansongo", "ML", "route"),
        ("Six died near Ansongo in Mali", "near Ansongo", "ML", "near-town"),
        ("an attack in Djugu territory", "Djugu territory", "CD", "admin2"),
        ("an attack in the Gao region of Mali", "Gao region", "ML", "admin1"),
        ("an attack in northern Mali", "northern Mali", "ML", "part-of-country"),
        ("an attack in Mali", "Mali", "ML", "country"),
        ("a raid by Malian troops", "Mali", "ML", "demonym"),
        ("Des soldats tués à Ouallam, au Niger", "Ouallam", "NE", "town"),
        ("a raid 40 km east of Ménaka", "40 km east of Ménaka", "ML", "offset-town"),
        ("fishermen on Lake Chad in Nigeria", "Lake Chad", "NG", "area"),
    ],
)
def test_the_most_exact_phrase_says_where(places: Gazetteer, sentence: str, name: str, country: str, how: str) -> None:
    found = read(sentence, places)
    assert found is not None
    assert (found.name, found.country, found.how) == (name, country, how)


def test_a_route_is_its_middle_with_half_its_length_and_a_margin(places: Gazetteer) -> None:
    found = read("ambushed between Gao and Ansongo", places)
    assert found is not None
    assert distance_km(found.lat, found.lon, 16.27, -0.04) == pytest.approx(44.5, abs=1)
    assert found.within_km == pytest.approx(49.5, abs=1)
    assert found.admin1 == "ML-7"


def test_a_distance_and_a_direction_move_the_point(places: Gazetteer) -> None:
    found = read("40 km east of Ménaka", places)
    assert found is not None
    assert found.lon > 2.7
    assert distance_km(found.lat, found.lon, 15.92, 2.40) == pytest.approx(40, abs=0.5)
    assert 10 < found.within_km < 40


def test_a_distance_without_direction_widens_the_radius(places: Gazetteer) -> None:
    found = read("30 km from Ménaka", places)
    assert found is not None
    assert (found.lat, found.lon) == (15.92, 2.4)
    assert found.within_km > 30


def test_votes_settle_homonyms(places: Gazetteer) -> None:
    in_mali = read("troops from Mali fought in Gao", places)
    in_burkina = read("In Burkina Faso, six people were killed in Gao", places)
    assert in_mali is not None
    assert in_burkina is not None
    assert (in_mali.country, in_burkina.country) == ("ML", "BF")


def test_what_the_text_puts_a_name_inside_beats_votes(places: Gazetteer) -> None:
    mentions = find_places("killed in Gao, Burkina Faso", places)
    found = resolve(mentions, {"ML": 20.0, "BF": 1.0}, places)
    assert found is not None
    assert found.country == "BF"


def test_the_more_populous_of_two_countries_is_meant_unless_votes_say_otherwise(places: Gazetteer) -> None:
    congo = read("an attack in eastern Congo", places)
    assert congo is not None
    assert congo.country == "CD"
    mentions = find_places("an attack in Congo", places)
    found = resolve(mentions, {"CG": 9.0, "CD": 1.0}, places)
    assert found is not None
    assert found.country == "CG"


def test_a_hamlet_in_a_country_that_nobody_speaks_of_is_passed_over(places: Gazetteer) -> None:
    assert read("Nigerian troops killed ten near Haram", places) is not None
    mentions = find_places("killed ten near Haram", places)
    found = resolve(mentions, {"NG": 5.0}, places)
    assert found is not None
    assert found.how == "votes"


def test_two_capitals_far_apart_are_no_road(places: Gazetteer) -> None:
    found = read("talks between Washington and Moscow", places)
    assert found is None or found.how != "route"


def test_a_route_with_one_end_that_nobody_knows_is_near_the_other(places: Gazetteer) -> None:
    found = read("between Ansongo and Tin Hama in Mali", places)
    assert found is not None
    assert (found.country, found.how) == ("ML", "near-town")


def test_the_name_of_a_regions_seat_is_wider_than_the_town(places: Gazetteer) -> None:
    seat, town = read("killed in Mopti, Mali", places), read("killed in the town of Mopti, Mali", places)
    assert seat is not None
    assert town is not None
    assert seat.within_km > 4 * town.within_km


def test_a_part_of_a_country_lies_on_its_side(places: Gazetteer) -> None:
    north, south = read("in northern Mali", places), read("in southern Mali", places)
    assert north is not None
    assert south is not None
    assert north.lat > 17 > south.lat


def test_a_dateline_is_no_place_of_the_incident_but_says_the_country(places: Gazetteer) -> None:
    found = read("GAO, Mali (Reuters) - Six soldiers died near Ansongo", places)
    assert found is not None
    assert found.name == "near Ansongo"


def test_a_border_is_not_the_country_behind_it(places: Gazetteer) -> None:
    found = read("Niger said six soldiers died near the Malian border", places)
    assert found is not None
    assert found.country == "NE"


def test_peacekeepers_are_not_where_they_come_from(places: Gazetteer) -> None:
    found = read("a mine killed two peacekeepers from Chad near Ménaka in northern Mali", places)
    assert found is not None
    assert (found.country, found.admin1) == ("ML", "ML-9")


def test_an_unknown_village_keeps_its_name_at_the_point_of_its_region(places: Gazetteer) -> None:
    found = read("raided the village of Zaroumadaye in Niger's Tillabéri region", places)
    assert found is not None
    assert (found.name, found.admin1, found.how) == ("Zaroumadaye", "NE-6", "unknown-in-admin1")
    assert found.within_km > 50


def test_a_unit_word_means_the_level_that_its_country_calls_so(places: Gazetteer) -> None:
    department, cercle = read("in San Miguel department", places), read("in Ansongo cercle, Mali", places)
    assert department is not None
    assert cercle is not None
    assert (department.how, cercle.how) == ("admin1", "admin2")


def test_without_any_phrase_the_votes_name_the_country(places: Gazetteer) -> None:
    found = resolve((), {"ML": 3.0, "NE": 1.0}, places)
    assert found is not None
    assert (found.country, found.how) == ("ML", "votes")
    assert resolve((), {}, places) is None


def test_the_phrase_near_the_focus_is_taken_among_equals(places: Gazetteer) -> None:
    sentence = "After the market in Ansongo had closed for the day and people had gone home, six died in Ménaka, Mali"
    mentions = find_places(sentence, places)
    votes = count_votes(((mention, 1.0) for mention in mentions), places)
    far, near = resolve(mentions, votes, places, focus=0), resolve(mentions, votes, places, focus=len(sentence))
    assert far is not None
    assert near is not None
    assert (far.name, near.name) == ("Ansongo", "Ménaka")


def test_a_learned_name_beats_nothing(places: Gazetteer) -> None:
    learned = Taught(("tin hama", LearnedPlace("Tin Hama", "ML", 15.6, 1.0, 8.0, 3)))
    mentions = find_places("Six died at Tin Hama in Mali.", places, learned=learned)
    found = resolve(mentions, {"ML": 3.0}, places, learned=learned)
    assert found is not None
    assert (found.lat, found.lon, found.within_km, found.how) == (15.6, 1.0, 8.0, "town-learned")


def test_a_learned_point_near_a_known_town_confirms_it(places: Gazetteer) -> None:
    learned = Taught(("gao", LearnedPlace("Gao", "BF", 11.7, -2.2, 8.0, 900)))
    mentions = find_places("Six died in Gao.", places, learned=learned)
    found = resolve(mentions, {"ML": 1.0, "BF": 1.0}, places, learned=learned)
    assert found is not None
    assert (found.country, found.lat, found.how) == ("BF", 11.65, "town")


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Gao", "BF", 11.65, -2.18),
        ("between Gao and Ansongo", "ML", 15.97, 0.23),
        ("Ouallam", None, 14.32, 2.09),
        ("near Ménaka", "ML", 15.92, 2.40),
        ("Congo", "CG", None, None),
    ],
)
def test_the_name_of_a_structured_report_is_placed_in_its_country(
    places: Gazetteer, name: str, country: str | None, lat: float | None, lon: float | None
) -> None:
    found = resolve_name(name, country, places)
    assert found is not None
    assert found.name == name
    assert country in (None, found.country)
    if lat is not None and lon is not None:
        assert found.lat == pytest.approx(lat, abs=0.01)
        assert found.lon == pytest.approx(lon, abs=0.01)


def test_a_name_that_nobody_knows_has_only_its_country(places: Gazetteer) -> None:
    found = resolve_name("Zaroumadaye", "NE", places)
    assert found is not None
    assert (found.country, found.within_km > 100) == ("NE", True)
    assert resolve_name("Zaroumadaye", None, places) is None


def test_a_hint_votes_for_its_country(places: Gazetteer) -> None:
    assert count_votes((), places, hint="ML") == {"ML": 3.0}
    assert count_votes((), places, hint="XX") == {}


_SCRIPT = """
import pathlib, sys, tempfile
from tests.unit.gazetteer.cases import compile_small, read
places = compile_small(pathlib.Path(sys.argv[1]))
for sentence in ("killed in Gao", "Malian and Nigerien troops near Ansongo and Ménaka", "in Congo", "on Lake Chad"):
    print(read(sentence, places))
"""


def test_the_answers_do_not_depend_on_the_hash_seed(tmp_path: Path) -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(tmp_path / f"{seed}.sqlite")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1

"""Names that several places have, names of several words, and places that are not named."""

import pytest

from services.ingest.core.places.country_votes import count_votes
from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.resolve import resolve, resolve_dateline
from services.ingest.gazetteer import Gazetteer
from tests.unit.gazetteer.cases import read, texts


def test_a_hamlet_far_away_does_not_outvote_the_units_that_the_text_names(places: Gazetteer) -> None:
    found = read("Two raids in Haram, in Djugu territory (Ituri)", places)
    assert found is not None
    assert found.country == "CD"


def test_a_hamlet_alone_still_speaks_for_its_country(places: Gazetteer) -> None:
    mentions = find_places("Two died in Haram", places)
    assert set(count_votes(((mention, 1.0) for mention in mentions), places)) == {"GB"}


def test_where_the_actors_are_at_home_a_hamlet_far_away_has_no_vote(places: Gazetteer) -> None:
    mentions = find_places("Two died in Haram", places)
    assert count_votes(((mention, 1.0) for mention in mentions), places, at_home=("CD",)) == {}


@pytest.mark.parametrize(("side", "lat"), [("northern", 40.0), ("southern", 30.0)])
def test_the_side_of_a_country_tells_two_places_of_one_name_apart(places: Gazetteer, side: str, lat: float) -> None:
    found = read(f"two died in Ansongo in {side} United States", places)
    assert found is not None
    assert (found.country, found.lat) == ("US", lat)


def test_a_place_on_the_far_side_of_the_country_is_not_meant(places: Gazetteer) -> None:
    found = read("two died in Union in southern United States", places)
    assert found is None or found.lat < 40.0


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("near San Luis del Mar", ["near San Luis del Mar"]),
        ("in the Haram-e-Barchi area", []),
        ("dans une mosquée d'El-Tacher", ["El-Tacher"]),
    ],
)
def test_a_name_is_read_whole(places: Gazetteer, sentence: str, shown: list[str]) -> None:
    found = [mention for mention in find_places(sentence, places) if mention.names and mention.names[0].rows]
    assert texts(found) == shown


@pytest.mark.parametrize(
    ("sentence", "name", "how"),
    [
        ("a bomb in the Salvadoran capital Thursday", "San Salvador", "town"),
        ("a bomb in El Salvador's capital", "San Salvador", "town"),
        ("Guinea was calm but a bomb went off in the capital", "Conakry", "town"),
        ("near the capital of Guinea", "near Conakry", "near-town"),
        ("50 km from the Guinean capital", "50 km from Conakry", "offset-town"),
        ("a bomb in the capital of Ituri", "Ituri", "admin1"),
        ("Malian troops in the provincial capital", "Mali", "demonym"),
    ],
)
def test_a_capital_need_not_be_named(places: Gazetteer, sentence: str, name: str, how: str) -> None:
    found = read(sentence, places)
    assert found is not None
    assert (found.name, found.how) == (name, how)


def test_the_border_of_two_units_lies_between_them(places: Gazetteer) -> None:
    found = read("in a forest on the border of Gao and Ansongo districts", places)
    assert found is not None
    assert (found.country, found.how) == ("ML", "route")


@pytest.mark.parametrize(
    ("dateline", "name"), [("MAIDUGURI, Nigeria", "Maiduguri"), ("CONAKRY, Guinea", None), ("MOSCOW, Russia", None)]
)
def test_a_dateline_places_what_has_no_place_unless_it_is_a_bureaus_city(
    places: Gazetteer, dateline: str, name: str | None
) -> None:
    mentions = find_places(f"{dateline} (Wire) - ", places)
    votes = count_votes(((mention, 1.0) for mention in mentions), places)
    found = resolve_dateline(mentions, votes, places)
    assert (found and found.name) == name
    assert resolve((), votes, places) is not None


def test_a_road_across_a_border_is_not_as_long_as_one_at_home(places: Gazetteer) -> None:
    found = read("a convoy moving between Djibo and Tillabéri in Niger", places)
    assert found is not None
    assert (found.country, found.how) == ("NE", "near-town")


@pytest.mark.parametrize(
    "sentence",
    [
        "gunmen attacked Ansongo, killing two soldiers in Mali",
        "in Mali the rebels have seized Ansongo",
        "au Mali les rebelles ont repris Ansongo",
    ],
)
def test_the_object_of_a_deed_is_where_it_was(places: Gazetteer, sentence: str) -> None:
    named = [mention for mention in find_places(sentence, places) if mention.names]
    assert [mention.relation for mention in named] == ["in"]


def test_a_body_called_after_a_town_is_no_place(places: Gazetteer) -> None:
    mentions = find_places("the Gao Command spoke of the Ménaka Agreement", places)
    assert not [mention for mention in mentions if mention.names]


def test_a_namesake_far_from_the_unit_told_is_another_village(places: Gazetteer) -> None:
    found = read("two died in the village of Ansongo in Mopti region, Mali", places)
    assert found is not None
    assert (found.admin1, found.how) == ("ML-5", "unknown-in-admin1")


def test_a_spanish_name_is_read_on_past_its_first_part(places: Gazetteer) -> None:
    found = read("two died in the hamlet of San Luis del Norte in San Miguel department", places)
    assert found is not None
    assert found.name.endswith("San Luis del Norte")
    assert found.admin1 == "SV-SM"

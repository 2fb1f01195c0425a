"""What else a text says settles which place is meant: borders, other places, the paper it stands in."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.ingest import gazetteer
from services.ingest.core.places.anchors import anchors_of
from services.ingest.core.places.borders import at_border
from services.ingest.core.places.country_votes import count_votes, country_of_source
from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.resolve import resolve
from services.ingest.core.places.whereabouts import with_borders
from services.ingest.gazetteer import Gazetteer
from services.ingest.gazetteer_build import assemble
from services.ingest.gazetteer_sources import Town
from tests.unit.gazetteer.cases import inputs, read

_BORDERS = (("BF", "ML", 14.9, 0.1), ("ML", "NE", 15.0, 0.4), ("ML", "NE", 16.0, 3.9))
_NAMESAKES = (
    Town(901, "Dara", ("Dara",), "ML", 16.4, -0.2, 400, (1,)),
    Town(902, "Dara", ("Dara",), "ML", 14.1, -4.9, 900, (12,)),
    Town(903, "Tanwara", ("Tanwara",), "ML", 14.2, -5.0, 0, (12,)),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    given = inputs()
    countries = tuple(replace(one, media=("Daily Moon",)) if one.iso2 == "NE" else one for one in given.countries)
    contents = assemble(replace(given, towns=(*given.towns, *_NAMESAKES), countries=countries), "besides")
    path: Path = tmp_path_factory.mktemp("besides") / "gazetteer.sqlite"
    gazetteer.write(path, replace(contents, borders=_BORDERS))
    opened = Gazetteer(path)
    yield opened
    opened.close()


def border_of(text: str, world: Gazetteer, about: str) -> tuple[str, float, float] | None:
    told = with_borders(find_places(text, world), text)
    place = at_border(None, told, text, {about: 5.0}, world)
    return (place.country, place.lat, place.lon) if place else None


@pytest.mark.parametrize(
    "text",
    [
        "Five soldiers were killed on the border with Niger.",
        "Five soldiers were killed along the Nigerien border.",
        "Cinq soldats ont été tués au poste frontière nigérien.",
        "Cinq soldats ont été tués près de la frontière avec le Niger.",
        "Des combats ont éclaté à la frontière entre le Mali et le Niger.",
        "Fighting broke out on the Malian-Nigerien border.",
    ],
)
def test_a_border_without_a_town_is_the_middle_of_that_border(text: str, world: Gazetteer) -> None:
    assert border_of(text, world, "ML") == ("ML", 15.5, 2.15)


@pytest.mark.parametrize(
    "text",
    [
        "Five soldiers were killed in the tri-border area, near the border with Niger and Burkina Faso.",
        "Cinq soldats ont été tués à la frontière avec le Niger et le Burkina Faso.",
    ],
)
def test_two_borders_are_where_they_meet(text: str, world: Gazetteer) -> None:
    assert border_of(text, world, "ML") == ("ML", 14.95, 0.25)


def test_a_border_of_another_country_is_not_where_a_text_is_about(world: Gazetteer) -> None:
    assert border_of("Five soldiers were killed on the border with Niger.", world, "UG") is None


@pytest.mark.parametrize(
    "text",
    ["Une bombe à Ansongo, près de la frontière avec le Niger.", "A bomb in Ansongo, just across from Niger."],
)
def test_what_lies_beside_a_town_does_not_hold_it(text: str, world: Gazetteer) -> None:
    place = read(text, world)
    assert place is not None
    assert (place.name, place.country) == ("Ansongo", "ML")


@pytest.mark.parametrize(("unit", "lat"), [("Gao", 16.4), ("Mopti", 14.1)])
def test_of_namesakes_the_one_near_what_else_is_named_is_meant(unit: str, lat: float, world: Gazetteer) -> None:
    votes = {"ML": 5.0}
    anchors = anchors_of(find_places(f"in the {unit} region of Mali", world), votes, world)
    place = resolve(find_places("They were killed in Dara.", world), votes, world, anchors=anchors)
    assert place is not None
    assert place.lat == lat


def test_a_village_far_from_all_that_is_named_is_another_of_its_name(world: Gazetteer) -> None:
    votes = {"ML": 5.0}
    anchors = anchors_of(find_places("in Kidal and in Ménaka region", world), votes, world)
    assert anchors
    place = resolve(find_places("in the village of Tanwara", world), votes, world, anchors=anchors)
    assert place is None or place.lat != 14.2


def test_a_paper_tells_of_its_country_by_table_or_by_name(world: Gazetteer) -> None:
    names = ("Daily Moon", "Daily Moon (online)", "Mali Tribune", "The Kampala Post", "US Weekly", "Reuters")
    assert [country_of_source(name, world) for name in names] == ["NE", "NE", "ML", "UG", None, None]


def test_the_paper_settles_what_the_text_leaves_open(world: Gazetteer) -> None:
    assert count_votes((), world, source="NE") == {"NE": 1.5}


def test_a_town_whose_people_are_named_comes_before_a_capital_of_its_name(world: Gazetteer) -> None:
    mentions = find_places("British police shot two men in Washington.", world)
    assert max(votes := count_votes(((one, 1.0) for one in mentions), world), key=lambda iso2: votes[iso2]) == "GB"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("in Ansongo, 90 km south of Gao", "Ansongo"),
        ("dans Ansongo, à 90 km au sud de Gao", "Ansongo"),
        ("90 km south of Gao", "90 km south of Gao"),
    ],
)
def test_a_distance_after_a_known_town_only_describes_it(text: str, name: str, world: Gazetteer) -> None:
    place = read(f"A bomb went off {text} on Monday.", world)
    assert place is not None
    assert place.name == name


def test_what_follows_a_place_across_the_border_lies_there_too(world: Gazetteer) -> None:
    text = "Gunmen crossed near Kidal, just across from Ouallam, Niger."
    found = with_borders(find_places(text, world), text)
    assert [(one.text, one.relation) for one in found][1:] == [("Ouallam", "border"), ("Niger", "border")]


def test_a_border_is_told_from_the_side_that_is_not_named(world: Gazetteer) -> None:
    text = "Fighting erupted along the border with Niger."
    told = with_borders(find_places(text, world), text)
    place = at_border(None, told, text, {"NE": 9.0, "ML": 4.0}, world)
    assert place is not None
    assert place.country == "ML"


def test_the_side_of_a_country_says_which_end_of_a_border(world: Gazetteer) -> None:
    text = "Soldiers were killed in eastern Mali, near the border with Niger."
    told = with_borders(find_places(text, world), text)
    country = resolve(told, {"ML": 5.0}, world)
    assert country is not None
    place = at_border(country, told, text, {"ML": 5.0}, world)
    assert place is not None
    assert (place.lat, place.lon) == (16.0, 3.9)


@pytest.mark.parametrize("text", ["in Dara, Gao region", "in Dara in the Gao region", "à Dara, dans la région de Gao"])
def test_a_village_lies_in_the_unit_that_follows_it(text: str, world: Gazetteer) -> None:
    place = read(f"A bomb went off {text} of Mali.", world)
    assert place is not None
    assert place.lat == 16.4


def test_what_is_named_only_later_drives_no_village_away(world: Gazetteer) -> None:
    text = (
        "They were killed in Tanwara on Monday. " + "Nothing else is known of it so far. " * 3 + "Kidal was attacked."
    )
    mentions = find_places(text, world)
    votes = {"ML": 5.0}
    place = resolve(mentions[:1], votes, world, anchors=anchors_of(mentions, votes, world))
    assert place is not None
    assert place.lat == 14.2


def test_a_village_near_a_country_keeps_its_own_readings(world: Gazetteer) -> None:
    place = read("They were killed in Ansongo, near Niger.", world)
    assert place is not None
    assert place.country == "ML"

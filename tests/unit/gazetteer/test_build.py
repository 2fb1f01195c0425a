import random
from dataclasses import replace

import pytest

from services.ingest.gazetteer import heads
from services.ingest.gazetteer_build import Inputs, assemble, called_too, version
from services.ingest.gazetteer_sources import (
    Extra,
    Renamed,
    english_forms,
    french_forms,
    read_countries,
    read_extras,
    read_table,
    read_words,
)
from tests.unit.gazetteer.cases import inputs


def shuffled(given: Inputs) -> Inputs:
    chance = random.Random(7)
    units = dict(chance.sample(sorted(given.units.items(), key=lambda entry: entry[0]), len(given.units)))
    towns = tuple(chance.sample(given.towns, len(given.towns)))
    return replace(given, units=units, towns=towns, countries=tuple(reversed(given.countries)))


def test_the_rows_do_not_depend_on_the_order_of_the_inputs() -> None:
    first, second = assemble(inputs(), "x"), assemble(shuffled(inputs()), "x")
    assert (first.places, first.names, first.country_names) == (second.places, second.names, second.country_names)
    assert sorted(first.countries, key=str) == sorted(second.countries, key=str)


def test_rows_and_names_are_sorted_and_single() -> None:
    contents = assemble(inputs(), "x")
    assert [row.id for row in contents.places] == sorted({row.id for row in contents.places})
    assert list(contents.names) == sorted(set(contents.names))


def test_a_town_bears_the_iso_code_of_its_region_and_the_name_of_its_district() -> None:
    rows = {row.id: row for row in assemble(inputs(), "x").places}
    assert (rows[103].admin1, rows[103].admin2) == ("ML-7", "Cercle d’ Ansongo")


def test_a_unit_named_after_a_town_has_the_names_of_the_town() -> None:
    names = assemble(inputs(), "x").names
    assert ("timbuktu", 1004) in names


def test_an_extra_place_takes_the_unit_of_the_nearest_town() -> None:
    rows = {row.name: row for row in assemble(inputs(), "x").places}
    assert rows["Inates"].admin1 == "NE-6"


def test_a_unit_without_towns_lies_where_the_town_it_is_named_after_does() -> None:
    given = inputs()
    lone = replace(given.units[9], name="Bunia", names=("Bunia",), id=99, geonames_id=1099)
    rows = {row.id: row for row in assemble(replace(given, units={**given.units, 99: lone}), "x").places}
    assert (rows[1099].lat, rows[1099].lon) == (1.56, 30.25)


def test_the_version_is_the_same_twice() -> None:
    assert version() == version()


def test_plurals_and_feminines_are_derived() -> None:
    assert list(english_forms(("Malian", "Chinese", "British"))) == ["Malian", "Malians", "Chinese", "British"]
    assert list(french_forms(("malien", "turc", "français", "russe"))) == [
        *("malien", "maliens", "malienne", "maliennes"),
        *("turc", "turcs", "turque", "turques"),
        *("français", "française", "françaises"),
        *("russe", "russes", "russe", "russes"),
    ]


def test_every_member_of_the_united_nations_has_a_nationality_in_the_table() -> None:
    without = {row[0] for row in read_table("countries.tsv", 5) if not row[3]}
    assert without == set()
    assert len({row[0] for row in read_table("countries.tsv", 5)}) > 180


def test_a_country_has_its_names_in_english_and_french_and_its_neighbours() -> None:
    ivory_coast = next(country for country in read_countries() if country.iso2 == "CI")
    assert {"Ivory Coast", "Côte d’Ivoire"} <= set(ivory_coast.names)
    assert {"Ivorian", "ivoiriennes"} <= set(ivory_coast.demonyms)
    assert "ML" in ivory_coast.neighbours


def test_every_extra_place_has_a_point_on_the_globe_and_a_radius() -> None:
    extras = list(read_extras())
    assert extras
    assert all(abs(extra.lat) <= 90 and abs(extra.lon) <= 180 and extra.within_km > 0 for extra in extras)
    assert len({(extra.names[0], extra.country) for extra in extras}) == len(extras)


def test_no_word_stands_in_both_tables_of_cautions() -> None:
    assert set(read_words("ordinary_words.tsv")).isdisjoint(read_words("not_places.tsv"))


def test_our_table_gives_a_unit_further_names_and_a_better_point() -> None:
    given = inputs()
    units = called_too(dict(given.units), [Renamed(("Borno", "Bornou"), "NG", (11.8, 13.2, 180.0))])
    contents = assemble(replace(given, units=units), "x")
    row = next(row for row in contents.places if row.name == "Borno")
    assert (row.lat, row.lon, row.within_km) == (11.8, 13.2, 180.0)
    assert ("bornou", row.id) in contents.names


def test_a_further_name_of_no_unit_is_an_error_of_the_table() -> None:
    with pytest.raises(ValueError, match="no admin unit of NG"):
        called_too(dict(inputs().units), [Renamed(("Atlantis",), "NG")])


def test_a_paper_is_kept_with_its_country_and_opens_no_name() -> None:
    given = inputs()
    countries = tuple(replace(one, media=("Daily Moon",)) if one.iso2 == "NG" else one for one in given.countries)
    contents = assemble(replace(given, countries=countries), "x")
    assert ("daily moon", "NG", "medium") in contents.country_names
    assert "daily" not in {word for word, _ in heads(contents)}


def test_our_table_corrects_a_town_that_lies_elsewhere_and_leaves_those_farther_off() -> None:
    given = inputs()
    ours = Extra(("Ménaka",), "town", "ML", 15.92, 3.1, 10.0)
    names = assemble(replace(given, extras=(*given.extras, ours)), "x").names
    number = -len(given.extras) - 1
    assert ("menaka", number) in names
    assert ("menaka", 105) not in names
    far = replace(ours, lat=18.0)
    assert ("menaka", 105) in assemble(replace(given, extras=(*given.extras, far)), "x").names


def test_a_name_of_our_table_written_small_is_found() -> None:
    given = inputs()
    lake = Extra(("Lake Debo", "lac Débo"), "area", "ML", 15.3, -4.1, 20.0)
    names = assemble(replace(given, extras=(*given.extras, lake)), "x").names
    assert {"lake debo", "lac debo"} <= {name for name, _ in names}

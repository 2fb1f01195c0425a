"""Places that other sentences tell: the province of a village, the town of a quarter, who only speaks."""

import pytest

from tests.unit.reading.cases import reports, the_one


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gunmen killed nine people in the village of Tamgouna on Friday. It lies in Mali's Mopti region.", "en"),
        (
            "Neuf civils ont été tués vendredi à Tamgouna, au Mali. Le village est dans la région de Mopti.",
            "fr",
        ),
        (
            "Neuf soldats maliens ont été tués vendredi à Tamgouna. Le poste est situé dans la région de Mopti.",
            "fr",
        ),
    ],
)
def test_a_village_that_nobody_knows_lies_in_the_province_told_later(text: str, language: str) -> None:
    place = the_one(text, language=language).place
    assert place is not None
    assert (place.country, place.admin1) == ("ML", "ML-5")
    assert place.within_km is not None
    assert place.within_km < 400


@pytest.mark.parametrize(
    "text",
    [
        "BUNIA - Gunmen killed nine people in the Saio neighbourhood on Friday, police said.",
        "BUNIA, DR Congo (Reuters) - A bomb killed nine people in the Saio quarter on Friday.",
        "KAMPALA - Gunmen killed nine people in the suburb of Kabojja on Friday, police said.",
    ],
)
def test_a_quarter_that_nobody_knows_is_in_the_town_where_the_text_was_written(text: str) -> None:
    place = reports(text)[0].place
    assert place is not None
    assert place.within_km is not None
    assert place.within_km < 100
    assert place.name in {"Saio", "Saio neighbourhood", "Saio quarter", "Kabojja"}


def test_a_capital_at_whose_side_somebody_fights_is_no_place_of_the_deed() -> None:
    text = "Gunmen killed nine soldiers near Bunia on Friday, the army said. Ugandan troops fought at Kampala's side."
    assert [report.place.country for report in reports(text) if report.place] == ["CD"]


def test_a_distance_is_taken_from_a_later_sentence_though_no_deed_is_told_there() -> None:
    text = (
        "Nine people died on Friday in an attack on the village of Tamgouna in Mali. Gunmen came by night. They burned "
        "houses. They left at dawn. It is located 40 km north of Douentza."
    )
    place = the_one(text).place
    assert place is not None
    assert place.lat == pytest.approx(15.36, abs=0.05)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nine men lost their lives in Bunia on Friday when gunmen opened fire.", "Bunia"),
        ("Gunmen launched an assault on Bunia on Friday, killing nine soldiers.", "Bunia"),
        ("Gunmen killed nine people in Bunia on Friday, Borno state police said.", "Bunia"),
        ("Nine people died on Friday in the Uganda air raid on Bunia.", "Bunia"),
        ("Neuf civils ont été tués vendredi à Bunia. Les blessés ont été conduits à Kampala.", "Bunia"),
    ],
)
def test_who_speaks_strikes_or_cares_for_the_wounded_is_elsewhere(text: str, name: str) -> None:
    found = [report.place.name for report in reports(text, language="fr" if "ont" in text else "en") if report.place]
    assert found == [name]


def test_a_name_that_nobody_knows_is_in_the_unit_that_was_named_before() -> None:
    text = (
        "Gunmen killed nine people in Ituri province on Thursday. On Friday another four people were killed "
        "in the village of Lokwama, DR Congo's army said."
    )
    places = [report.place for report in reports(text)]
    assert [place.admin1 for place in places if place] == ["CD-IT", "CD-IT"]

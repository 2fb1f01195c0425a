import pytest

from services.ingest.core.places.relations import read_before, unit_after
from services.ingest.core.places.words import split_words


def before(sentence: str, name: str) -> tuple[str, float | None, float | None, str | None, bool]:
    words = split_words(sentence)
    found = read_before(words, words.written.index(name))
    return found.relation, found.km, found.bearing, found.unit, found.settlement


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("Twelve people died in Ansongo", "in"),
        ("The market at Ansongo was hit", "in"),
        ("Des soldats tués à Ansongo", "in"),
        ("A Malian Ansongo resident said", "none"),
        ("a Ansongo resident said", "none"),
        ("They were killed near Ansongo", "near"),
        ("a mine outside Ansongo", "near"),
        ("on the outskirts of Ansongo", "near"),
        ("une mine près d'Ansongo", "near"),
        ("non loin de la ville d'Ansongo", "near"),
        ("peacekeepers from Ansongo", "from"),
        ("the convoy left, Ansongo was calm", "none"),
        ("in the morning. Ansongo was calm", "none"),
        ("fighting between Ansongo and Gao", "route"),
        ("close to the border with Ansongo", "border"),
    ],
)
def test_a_word_before_a_name_says_how_it_is_meant(sentence: str, relation: str) -> None:
    assert before(sentence, "Ansongo")[0] == relation


@pytest.mark.parametrize(
    ("sentence", "km", "bearing"),
    [
        ("about 40 km east of Ansongo", 40, 90),
        ("some 40 kilometres (25 miles) north-east of the town of Ansongo", 40, 45),
        ("25 miles from Ansongo", pytest.approx(40.2, abs=0.1), None),
        ("12.5km to the south-west of Ansongo", 12.5, 225),
        ("ten kilometres outside Ansongo", 10, None),
        ("à une quarantaine de kilomètres au nord d'Ansongo", 40, 0),
        ("à 30 km à l'ouest d'Ansongo", 30, 270),
        ("à 15 kilomètres de Ansongo", 15, None),
        ("just north of Ansongo", None, 0),
        ("au sud-est de Ansongo", None, 135),
    ],
)
def test_distances_and_directions_are_read_in_both_languages(sentence: str, km: float, bearing: float) -> None:
    assert before(sentence, "Ansongo")[:3] == ("offset", km, bearing)


@pytest.mark.parametrize(
    ("sentence", "bearing"),
    [
        ("in northern Mali", 0),
        ("in the far north-east Mali", 45),
        ("in south-western Mali", 225),
        ("dans le nord Mali", 0),
        ("in central Mali", None),
    ],
)
def test_a_side_before_a_name_is_a_part_of_it(sentence: str, bearing: float | None) -> None:
    relation, _, found, _, _ = before(sentence, "Mali")
    assert (relation, found) == ("part", bearing)


@pytest.mark.parametrize(
    ("sentence", "name", "unit", "settlement"),
    [
        ("dans la province du Soum", "Soum", "province", False),
        ("in the restive region of Gao", "Gao", "region", False),
        ("le cercle d'Ansongo", "Ansongo", "cercle", False),
        ("attacked the remote northern desert town of Gao", "Gao", None, True),
        ("la ville frontalière de Gao", "Gao", None, True),
        ("les soldats de Gao", "Gao", None, False),
    ],
)
def test_a_noun_before_a_name_says_what_it_is(sentence: str, name: str, unit: str | None, settlement: bool) -> None:  # noqa: FBT001
    assert before(sentence, name)[3:] == (unit, settlement)


def test_a_noun_after_a_name_says_that_it_is_a_unit() -> None:
    words = split_words("in Djugu territory and Gao, region of war")
    assert unit_after(words, 1) == ("territory", 2)
    assert unit_after(words, 4) is None
    assert unit_after(split_words("in Kawkhali sub-district"), 1) == ("district", 3)

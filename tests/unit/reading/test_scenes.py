"""Which of the places of a text is the scene of the deed."""

import pytest

from tests.unit.reading.cases import the_one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Gunmen in Ouallam, Niger shot dead 12 people walking towards Dikwa on Friday.", "Ouallam"),
        ("A bomb killed 12 people in Gao, Mali on Friday. Ansongo, 80 kilometres to the south, is besieged.", "Gao"),
        ("Gunmen killed 17 soldiers in an ambush in Mali on Friday, the ministry in Gao said.", "Mali"),
        ("Gunmen stormed the army headquarters in Gao, Mali on Friday, killing 35 people.", "Gao"),
        ("Drones hit a ceremony in Gao, Mali on Friday, killing 35 people.", "Gao"),
        ("Gunmen attacked a bus travelling from Gao to Ansongo in Mali on Friday, killing 5.", "from Gao to Ansongo"),
        ("Gunmen killed 20 people on Friday in the Guinean capital, police said.", "Conakry"),
        ("MAIDUGURI: A suicide attack on a mosque killed 84 people on Friday, Nigerian police said.", "Maiduguri"),
        ("CONAKRY: A suicide attack on a mosque killed 84 people on Friday, Guinean police said.", "Guinea"),
    ],
)
def test_the_scene_is_where_the_deed_was(text: str, name: str) -> None:
    place = the_one(text).place
    assert place is not None
    assert place.name == name


def test_a_group_at_home_elsewhere_is_no_reason_for_a_hamlet_of_that_name() -> None:
    place = the_one("The Allied Democratic Forces (ADF) killed 9 people in an attack in Haram on Friday.").place
    assert place is not None
    assert place.country == "CD"

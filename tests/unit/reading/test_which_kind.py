"""Which kind names an incident of which several deeds are told: the deadliest act, not what came with it."""

import pytest

from tests.unit.reading.cases import sure


def kinds(text: str, language: str = "en") -> list[str]:
    return [str(report.kind) for report in sure(text, language=language)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Rebels torched an army post at Kidal on Friday after shooting dead four soldiers.", "en"),
        ("Raiders with guns and machetes attacked a school near Djibo on Friday, killing six pupils.", "en"),
        ("Two officers were killed at a bus stop in Gao on Friday when gunmen opened fire.", "en"),
        ("The death of four teachers in a raid on Kidal on Friday has shaken Mali, their union said.", "en"),
        ("Treize corps ont été découverts vendredi à Gao après le passage d'hommes armés.", "fr"),
    ],
)
def test_killing_by_an_armed_group_is_an_attack_whatever_else_it_did(text: str, language: str) -> None:
    assert kinds(text, language) == ["attack"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Deux manifestants ont été tués vendredi à Gao.", "fr"),
        ("Cinq personnes sont mortes vendredi à Gao dans la répression d'une marche de l'opposition.", "fr"),
        ("Les gendarmes ont tiré vendredi sur la foule à Gao : quatorze personnes sont mortes.", "fr"),
        ("Two protesters were killed on Friday in Gao, hospital staff said.", "en"),
    ],
)
def test_a_protest_at_which_people_died_is_no_peaceful_one(text: str, language: str) -> None:
    assert kinds(text, language) == ["excessive_force_against_protesters"]


def test_police_who_shoot_the_attackers_use_no_force_against_protesters() -> None:
    text = (
        "Gunmen fired at random in Gao on Friday; 14 bystanders died and police later shot dead four of the suspects."
    )
    assert "excessive_force_against_protesters" not in kinds(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The garrison of Kidal laid down its arms on Friday and the town passed into the hands of the rebels.", "en"),
        ("Rebels were in control of most of Kidal on Friday after the army abandoned its positions.", "en"),
        ("La ville de Ménaka est passée vendredi sous contrôle des rebelles, soutenus par des habitants.", "fr"),
    ],
)
def test_ground_in_the_hands_of_rebels_is_ground_taken(text: str, language: str) -> None:
    assert kinds(text, language) == ["non_state_actor_overtakes_territory"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("An Israeli strike flattened a house in Gao, Mali, on Friday. Nine bodies were recovered.", "en"),
        ("Un raid israélien a tué neuf personnes vendredi à Gao, au Mali.", "fr"),
        ("A separate strike on a market in Gao, Mali, on Friday killed three children.", "en"),
        ("A drone dropped two bombs on the market of Djibo on Friday; the bombing killed three traders.", "en"),
    ],
)
def test_strikes_of_a_nation_and_bombs_of_an_aircraft_come_from_the_air(text: str, language: str) -> None:
    assert kinds(text, language) == ["air_drone_strike"]


def test_an_aircraft_that_is_shot_at_strikes_nobody() -> None:
    text = "A United Nations helicopter came under fire near Kidal, Mali, on Friday. One crew member was killed."
    assert kinds(text) != ["air_drone_strike"]


def test_stoning_to_death_is_mob_violence() -> None:
    text = "Students in Gao, Mali, stoned a classmate to death on Friday, police said."
    assert kinds(text) == ["mob_violence"]

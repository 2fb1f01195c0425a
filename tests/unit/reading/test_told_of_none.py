"""Texts with the words of deeds that tell of none: games, animals, films, drills, quarrels, purposes, identities."""

import pytest

from tests.unit.reading.cases import sure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Guinea flattened Mali 4-0 in Gao on Friday, with a late bombardment of the visiting defence.", "en"),
        ("The Eagles bombarded the goal in Gao on Friday but were ambushed on the break, their coach said.", "en"),
        ("À la 115e minute, le Mali a assommé la Guinée vendredi à Gao ; le bombardement a eu raison d'elle.", "fr"),
        ("Le duel entre les deux attaquants tourne à la bataille avant la finale de vendredi à Gao.", "fr"),
    ],
)
def test_games_told_like_battles_open_nothing(text: str, language: str) -> None:
    assert sure(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bees attacked a funeral in Gao on Friday, injuring nine mourners.", "en"),
        ("Two herders were trampled to death by elephants near Gao on Friday.", "en"),
        ("Des éléphants ont attaqué un village près de Gao vendredi, tuant deux villageois.", "fr"),
        ("A man stabbed his wife to death in Gao on Friday, police said.", "en"),
        ("Un homme a tué son frère à coups de machette vendredi à Gao.", "fr"),
        ("A wave of layoffs hit the mines of the north on Friday, the union said in Gao.", "en"),
        ("Police in Gao recovered a stolen painting on Friday.", "en"),
        ("Le Japon a accordé vendredi au Mali des fonds pour reconstruire les écoles brûlées par des rebelles.", "fr"),
        ("Inflation attacks household budgets: prices exploded in Gao on Friday.", "en"),
    ],
)
def test_animals_private_quarrels_and_prices_open_nothing(text: str, language: str) -> None:
    assert sure(text, language=language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hundreds of soldiers stormed a beach near Gao on Friday as part of an annual exercise.", "en"),
        ("Des soldats ont pris d'assaut un village près de Gao vendredi dans le cadre d'un exercice conjoint.", "fr"),
        ("A new film about the siege of Gao, in which a sniper kills a father, opened in Paris on Friday.", "en"),
        ("Le nouveau film du réalisateur, qui raconte l'attaque d'un village, sort vendredi à Gao.", "fr"),
        ("Wreaths were laid on Friday in Gao, where 90 people were killed on 13 November 2015.", "en"),
        ("The general was shown new drones to fight the jihadists in Gao on Friday.", "en"),
        ("Le ministre a présenté vendredi à Gao des drones achetés pour frapper les terroristes.", "fr"),
        ("A former rebel chief who led the raid on Kidal was named minister in Bamako on Friday.", "en"),
        ("Residents of Gao queued for water on Friday, months after the rebels entered the city.", "en"),
        ("Polio workers were told in Gao on Friday to stay away until the army stops its air strikes.", "en"),
        ("Voting began in Gao on Friday; 12,000 police were deployed, the electoral commission said.", "en"),
    ],
)
def test_what_is_staged_recalled_or_only_meant_opens_nothing(text: str, language: str) -> None:
    assert sure(text, language=language) == []


def test_parts_of_a_period_are_the_periods() -> None:
    text = (
        "The number of civilians killed in Mali in 2018 rose to 3,804, including 927 children, the UN said on Friday."
    )
    assert sure(text) == []


def test_people_killed_at_a_match_or_during_an_exercise_are_still_told() -> None:
    text = "Gunmen killed nine players at a football match in Gao on Friday, the coach said."
    assert len(sure(text)) == 1
    text = "Militants killed four soldiers near Gao on Friday during an annual exercise, the army said."
    assert len(sure(text)) == 1

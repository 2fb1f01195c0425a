"""Counts of before, tolls that fall, and people who were taken or driven out."""

import pytest

from tests.unit.reading.cases import figures, killed, the_one


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Six enfants ont été tués vendredi à Gao, au Mali ; une première dépêche faisait état de neuf morts.", "fr"),
        ("L'attaque de Gao, au Mali, a tué six enfants vendredi. Samedi, on parlait de neuf tués.", "fr"),
        ("L'attaque de Gao, au Mali, a tué six enfants vendredi, et non neuf comme annoncé la veille.", "fr"),
        ("Six children were killed in Gao, Mali, on Friday; an earlier alert spoke of nine dead.", "en"),
        ("Nine children were killed in Gao, Mali, on Friday. The death toll was later cut to six.", "en"),
        ("Neuf enfants ont été tués vendredi à Gao, au Mali ; le bilan a ensuite été ramené à six morts.", "fr"),
    ],
)
def test_the_count_that_was_given_first_is_of_the_same_people(text: str, language: str) -> None:
    report = the_one(text, language=language)
    assert killed(report) == {"civilians": (6, 6, 6)}
    assert killed(report, standing="superseded") == {"civilians": (9, 9, 9)}


def test_twice_an_old_number_is_no_second_toll() -> None:
    report = the_one("An attack on Gao, Mali, killed 98 soldiers on Friday, more than twice the 41 announced earlier.")
    assert killed(report) == {"state_force": (98, 98, 98)}


@pytest.mark.parametrize(
    ("sentence", "language", "measure", "best"),
    [
        ("Nine engineers remain in captivity.", "en", "abducted", 9),
        ("Nine engineers are still being held by the rebels.", "en", "abducted", 9),
        ("Neuf ingénieurs sont toujours retenus par les rebelles.", "fr", "abducted", 9),
        ("Neuf ingénieurs sont aux mains des rebelles.", "fr", "abducted", 9),
        ("Some 1,200 villagers were moved out of the valley.", "en", "displaced", 1200),
        ("About 1,200 people who lived there have abandoned their homes.", "en", "displaced", 1200),
        ("Quelque 1 200 personnes qui y vivaient se sont enfuies.", "fr", "displaced", 1200),
        ("Quelque 1 200 personnes ont quitté leurs maisons.", "fr", "displaced", 1200),
        ("Nine passengers with serious burns were flown to the capital.", "en", "wounded", 9),
        ("Les volontaires ont compté neuf corps dans la rivière.", "fr", "killed", 9),
        ("Neuf corps ont été retirés du puits.", "fr", "killed", 9),
    ],
)
def test_people_taken_driven_out_burnt_and_found_dead(sentence: str, language: str, measure: str, best: int) -> None:
    assert [(told, bounds[1]) for told, _, bounds in figures(sentence, language)] == [(measure, best)]

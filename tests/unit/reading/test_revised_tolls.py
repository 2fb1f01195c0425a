"""Old figures and new ones, sums and parts, days of telling, and people simply said to have been killed."""

from datetime import date

import pytest

from services.ingest.core.dates.days import find_days
from tests.unit.reading.cases import count, figures, killed, reports, roles, row, sure, the_one

KILLED = "Rebels killed 33 soldiers and wounded 68 in an attack on Djibo, Burkina Faso, on Friday"


@pytest.mark.parametrize(
    ("later", "old"),
    [
        (", the army said, revising upwards previous tolls of 22 and 29.", {22, 29}),
        (", the army said, up from 30.", {30}),
        (". Initial reports put the dead at 21.", {21}),
        (". The authorities had earlier spoken of 24 victims.", {24}),
        (". An earlier count by residents spoke of at least 20.", {20}),
    ],
)
def test_an_old_figure_is_superseded_in_whatever_words_it_is_told(later: str, old: set[int]) -> None:
    report = the_one(KILLED + later)
    assert killed(report)["state_force"] == (33, 33, 33)
    told = {claim.best for claim in report.tolls if claim.measure == "killed" and claim.standing == "superseded"}
    assert told == old
    assert count(report, "wounded") == (68, 68, 68)


def test_an_old_count_of_the_dead_that_nothing_replaced_is_no_figure() -> None:
    report = the_one("Rebels attacked Djibo, Burkina Faso, on Friday. The mayor had earlier spoken of 24 victims.")
    assert killed(report) == {}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The death toll from the bombing of a market in the port was lowered to 20 from 27.", [20, 27]),
        ("The number of villagers killed has risen to 72, a doctor said, against 60 reported earlier.", [72, 60]),
        ("The governor put the dead at 15.", [15]),
        ("Officials raised the toll from the raid to at least 30 dead, most of them students, from 28.", [30, 28]),
        ("Seven raiders took part, of whom four died.", [4]),
        ("More than 100 people were killed or wounded.", []),
        ("Those under the age of 15 and 48 villagers were wounded.", [48]),
        ("Twelve state police officers died.", [12]),
    ],
)
def test_a_number_goes_with_the_verb_that_counts_it(sentence: str, found: list[int]) -> None:
    assert [bounds[1] for _, _, bounds in figures(sentence)] == found


def test_what_is_included_ends_at_the_comma() -> None:
    found = figures("L'attaque a fait neuf morts, dont sept enfants, et 1 433 blessés.", "fr")
    assert [(measure, bounds[1]) for measure, _, bounds in found] == [("killed", 9), ("killed", 7), ("wounded", 1433)]


def test_the_first_of_two_days_is_no_figure() -> None:
    found = figures("Le massacre a fait 31 morts parmi les civils, exécutés les 29 et 30 novembre.", "fr")
    assert found == [("killed", "civilians", (31, 31, 31))]


def test_a_new_toll_takes_the_place_of_the_first() -> None:
    report = the_one(
        "Neuf civils ont été tués samedi à Djibo, au Burkina Faso. Un nouveau bilan fait état de douze morts.",
        language="fr",
    )
    assert killed(report) == {"unknown": (12, 12, 12)}
    assert killed(report, standing="superseded") == {"civilians": (9, 9, 9)}


def test_a_rival_total_told_later_does_not_contain_the_first() -> None:
    report = the_one(
        "Soixante civils ont été tués samedi à Djibo, au Burkina Faso. Des habitants évoquent plus de 100 morts.",
        language="fr",
    )
    assert killed(report) == {"civilians": (60, 60, 60), "unknown": (101, 101, None)}


def test_a_year_that_measures_a_record_is_no_day() -> None:
    assert find_days("the deadliest raids since U.S.-led forces came in 2003", date(2020, 1, 2)) == ()
    report = the_one(
        "Gunmen have killed 60 people in Burkina Faso in the worst attacks since the revolt began in 2015, officials "
        "said on Sunday. The attackers struck on Friday in Djibo."
    )
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 7)
    assert killed(report) == {"unknown": (60, 60, 60)}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Blasts killed 30 in Gao, Mali, a doctor said on Sunday, as the toll from the bombings on Friday rose.", 7),
        (
            "Officials raised the toll on Sunday from an airstrike on Gao, Mali, to 30 dead. The strike Friday hurt 3.",
            7,
        ),
        (
            "The toll from a raid on Gao, Mali, rose to 82, medics said Sunday. The raid before dawn Friday hit a bus.",
            7,
        ),
        ("A bomb killed five people in Gao, Mali, an official said on Sunday. It exploded the day before.", 8),
    ],
)
def test_the_day_of_telling_is_not_the_day_of_the_deed(text: str, day: int) -> None:
    report = the_one(text)
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, day)


def test_last_weeks_dead_are_not_those_of_sunday() -> None:
    found = sure(
        "Soldiers opened fire in Gao, Mali, on Sunday, killing two people. Last week 19 people died in protests.",
        "2025-02-10T12:00:00Z",
    )
    assert killed(found[0]) == {"unknown": (2, 2, 2)}


def test_an_ambush_with_its_own_day_and_dead_is_not_the_attack_told_first() -> None:
    found = sure(
        "Dozens of people were killed in an attack on Djibo in Burkina Faso, the ministry said on Sunday. Seven people "
        "died when a convoy was ambushed on Friday. The insurgents struck the town on Wednesday."
    )
    days = {report.occurred.start.day for report in found if report.occurred is not None}
    assert days == {5, 7}
    assert [killed(report) for report in found] == [{"unknown": (24, None, None)}, {"unknown": (7, 7, 7)}]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Three soldiers were killed on Friday near Gao, Mali, the army said.", "en"),
        ("Soixante civils ont été tués vendredi à Djibo, au Burkina Faso, par des hommes armés.", "fr"),
    ],
)
def test_people_killed_on_a_day_in_a_place_are_an_incident(text: str, language: str) -> None:
    assert the_one(text, language=language).kind == "attack"


@pytest.mark.parametrize(
    "text",
    [
        "Twelve people were killed on Friday in Gao, Mali, when two boats met in the dark.",
        "Nine villagers were killed in a fire in Gao, Mali, on Friday.",
        "Five students were killed in a bus accident near Gao, Mali, on Friday.",
        "Ten people were killed by elephants near Gao, Mali, on Friday.",
        "Fourteen people were killed on Friday when a bus rolled off the road near Gao, Mali.",
    ],
)
def test_accidents_kill_people_too(text: str) -> None:
    assert sure(text) == []
    assert len(reports(text)) == 1


def test_a_number_of_thousands_may_be_set_apart_by_a_space() -> None:
    quantities = [item.quantity for item in row("Il y a 12 345 morts.", "fr").items if item.quantity is not None]
    assert [quantity.best for quantity in quantities] == [12345]


def test_passengers_escort_nobody() -> None:
    report = the_one(
        "Gunmen ambushed a convoy near Gao, Mali, on Friday, killing 32 people. It was escorted by Malian soldiers, "
        "and many of its passengers were civilians."
    )
    assert "escort" in roles(report)["ml-army"]
    assert "escort" not in roles(report).get("civilians", set())


def test_what_is_done_in_retaliation_is_another_incident() -> None:
    found = sure(
        "Rebels killed 20 soldiers in an attack on Djibo, Burkina Faso, on Friday. The army said it bombed camps "
        "in retaliation, and residents said nine fighters died in those strikes."
    )
    assert killed(found[0]) == {"state_force": (20, 20, 20)}
    assert not any(claim.best == 9 for claim in found[0].tolls)

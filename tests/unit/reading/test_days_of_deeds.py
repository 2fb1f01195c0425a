"""The day of the deed told apart from days of dying, of burying and of a campaign's start."""

from datetime import date

import pytest

from services.ingest.core.dates.days import find_days
from tests.unit.reading.cases import the_one

THURSDAY = date(2019, 12, 12)
FRIDAY = date(2025, 2, 7)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("on New Year's Day", date(2019, 1, 1)),
        ("on Christmas Eve", date(2018, 12, 24)),
        ("on Easter Monday", date(2019, 4, 22)),
        ("le jour de Noël", date(2018, 12, 25)),
        ("during Eid al-Fitr", date(2019, 6, 4)),
        ("on the 9th, they say,", date(2019, 12, 9)),
        ("on the 19th, they say,", date(2019, 11, 19)),
        ("on 09.12.2019", date(2019, 12, 9)),
        ("on 12/25/2018", date(2018, 12, 25)),
        ("earlier this week, on Monday,", date(2019, 12, 9)),
        ("le week-end passé", date(2019, 12, 7)),
    ],
)
def test_a_day_with_a_name_or_without_a_month_is_a_day(words: str, first: date) -> None:
    assert [(day.first, day.precision) for day in find_days(f"It happened {words} there.", THURSDAY)] == [
        (first, "day")
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Three more bodies were found on Saturday at a market in Gao, Mali, taking to nine the number killed in an "
            "air strike the previous evening."
        ),
        (
            "An air strike hit a market in Gao, Mali, killing nine. The campaign began on January 15, and an official "
            "confirmed the Friday night bombing."
        ),
        "The army on Saturday confirmed the Friday ambush near Gao, Mali, in which nine soldiers died.",
        "The mayor of Gao, Mali, spoke on Sunday at the Saturday Market of the Friday bombing that killed nine people.",
        "Gunmen killed nine in Gao, Mali, officials said Saturday. The killings took place the day before in a market.",
        "Police in Gao, Mali, shot dead nine people on Friday in protests over last Sunday's election.",
        "One of the wounded died on Saturday in Gao, Mali, which took to nine the dead of Friday's bombing.",
        "Thousands attended funerals in Gao, Mali, on Saturday of nine men killed when a shell fell the previous day.",
        "Jihadists overran a base in Gao, Mali, killing nine soldiers, officials said Sunday. It fell on Friday.",
        "Two days after gunmen killed nine villagers in Gao, Mali, the president visited the town on Sunday.",
        "Gunmen killed nine soldiers near Gao, Mali. On the day of the attack, Friday, the army had counted six dead.",
    ],
)
def test_the_day_of_the_deed_is_told_apart_from_what_came_after_it(text: str) -> None:
    report = the_one(text)
    assert report.occurred is not None
    assert report.occurred.start == FRIDAY


@pytest.mark.parametrize(
    "text",
    [
        (
            "Un neuvième blessé est mort samedi à Gao, au Mali, ce qui porte à neuf le nombre des tués de la veille "
            "dans l'attaque d'un marché."
        ),
        "Neuf civils ont été enterrés samedi à Gao, au Mali, au lendemain d'une attaque de jihadistes.",
        (
            "Des centaines de personnes ont suivi samedi les obsèques des neuf civils tués la veille par des hommes "
            "à Gao, au Mali."
        ),
        "Le bilan de l'attaque de vendredi à Gao, au Mali, est passé à neuf morts, a annoncé dimanche le maire.",
        (
            "Une frappe a tué neuf civils à Gao, au Mali, selon un bilan donné dimanche. Vendredi, le maire parlait de "
            "six morts."
        ),
    ],
)
def test_french_tells_the_day_of_the_deed_apart_too(text: str) -> None:
    report = the_one(text, language="fr")
    assert report.occurred is not None
    assert report.occurred.start == FRIDAY


def test_a_count_of_days_from_something_else_names_no_day() -> None:
    assert find_days("Gunmen struck two days before the vote.", THURSDAY) == ()
    assert find_days("Gunmen struck three days after the president's visit.", THURSDAY) == ()


def test_one_day_of_a_weekend_is_taken_from_whoever_names_it() -> None:
    report = the_one("The weekend attack on Gao, Mali, killed nine people. Two gunmen were shot in the Sunday raid.")
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 9)


def test_a_night_that_is_not_over_on_publication_is_that_of_the_week_before() -> None:
    days = find_days("It happened overnight from Thursday to Friday.", THURSDAY)
    assert [(day.first, day.last) for day in days] == [(date(2019, 12, 5), date(2019, 12, 6))]

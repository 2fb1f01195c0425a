"""When: each way of naming a day, relative to a Thursday."""

from datetime import date

import pytest

from services.ingest.core.dates.days import find_days
from services.ingest.core.dates.patterns import DATE

THURSDAY = date(2019, 12, 12)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("on Tuesday", date(2019, 12, 10)),
        ("on Thursday", date(2019, 12, 12)),
        ("last Thursday", date(2019, 12, 5)),
        ("on Friday", date(2019, 12, 6)),
        ("yesterday", date(2019, 12, 11)),
        ("this morning", date(2019, 12, 12)),
        ("three days ago", date(2019, 12, 9)),
        ("on 7 February 2018", date(2018, 2, 7)),
        ("on February 7, 2018", date(2018, 2, 7)),
        ("on Dec. 9", date(2019, 12, 9)),
        ("on 30 December", date(2018, 12, 30)),
        ("on 2019-12-01", date(2019, 12, 1)),
        ("over the weekend", date(2019, 12, 7)),
        ("vendredi", date(2019, 12, 6)),
        ("dans la nuit de lundi à mardi", date(2019, 12, 9)),
        ("avant-hier", date(2019, 12, 10)),
        ("le 1er décembre", date(2019, 12, 1)),
        ("il y a deux jours", date(2019, 12, 10)),
        ("12 DEC 19 (AFP)", date(2019, 12, 12)),
    ],
)
def test_a_day_is_found_from_the_day_of_publication(words: str, first: date) -> None:
    days = find_days(f"It happened {words} there.", THURSDAY)
    assert [(day.first, day.precision) for day in days] == [(first, "day")]


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("in March", "month"),
        ("last month", "month"),
        ("in 2017", "year"),
        ("six years ago", "year"),
        ("last week", "week"),
        ("l'an dernier", "year"),
    ],
)
def test_a_month_or_a_year_is_no_day(words: str, precision: str) -> None:
    assert [day.precision for day in find_days(f"It happened {words}.", THURSDAY)] == [precision]


def test_without_a_date_of_publication_a_weekday_is_no_date() -> None:
    assert [day.first for day in find_days("It happened on Tuesday.", None)] == [None]


def test_the_day_before_hangs_on_another_day() -> None:
    assert [(day.how, day.shift) for day in find_days("The day before, it burned.", THURSDAY)] == [("context", -1)]


def test_two_days_joined_by_between_are_one_stretch() -> None:
    (day,) = find_days("It lasted between 3 and 5 December, then ended.".replace("3 and", "3 December and"), THURSDAY)
    assert (day.first, day.last) == (date(2019, 12, 3), date(2019, 12, 5))


def test_since_opens_a_period() -> None:
    assert [day.since for day in find_days("Thousands died since January 2018.", THURSDAY)] == [True]


def test_next_monday_is_no_day_of_the_past() -> None:
    assert find_days("They meet next Monday.", THURSDAY) == ()


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in the night of Sunday to Monday", date(2019, 12, 8), date(2019, 12, 9)),
        ("late on Friday into early Saturday", date(2019, 12, 6), date(2019, 12, 7)),
        ("between Friday night and Saturday morning", date(2019, 12, 6), date(2019, 12, 7)),
        ("on the night of 5-6 December", date(2019, 12, 5), date(2019, 12, 6)),
        ("dans la nuit du 5 au 6 décembre", date(2019, 12, 5), date(2019, 12, 6)),
        ("dans la nuit de jeudi 5 à vendredi 6 décembre", date(2019, 12, 5), date(2019, 12, 6)),
    ],
)
def test_a_night_has_two_days(words: str, first: date, last: date) -> None:
    days = find_days(f"It happened {words} there.", THURSDAY)
    assert [(day.first, day.last) for day in days] == [(first, last)]


@pytest.mark.parametrize("words", ["on Friday 29 November", "on Friday, Nov. 29,", "vendredi 29 novembre"])
def test_a_weekday_only_names_the_calendar_day_beside_it(words: str) -> None:
    assert [day.first for day in find_days(f"It happened {words} there.", THURSDAY)] == [date(2019, 11, 29)]


def test_a_weekday_of_last_week_is_no_day_of_this_week() -> None:
    assert [day.first for day in find_days("It happened on Tuesday last week.", THURSDAY)] == [date(2019, 12, 3)]


def test_a_day_of_reckoning_opens_or_closes_a_period() -> None:
    assert [day.since for day in find_days("As of 30 November, 40 were counted.", THURSDAY)] == [True]
    assert [day.since for day in find_days("Au 30 novembre, on en comptait 40.", THURSDAY)] == [True]


@pytest.mark.parametrize(
    "phrase",
    [
        "over the past 24 hours",
        "earlier in the day",
        "earlier the same day",
        "during the past weekend",
        "en début de semaine",
        "il y a environ deux semaines",
        "dans la nuit de lundi à mardi",
        "since early March 2024",
        "between the 5 and Friday 6 of May",
        "le dimanche de la pentecôte",
        "on the 12th",
    ],
)
def test_a_phrase_is_found_as_far_before_its_key_as_any_pattern_reaches(phrase: str) -> None:
    whole = DATE.search(phrase.lower())
    found = find_days(phrase, THURSDAY)
    assert whole is not None
    assert [(day.start, day.end) for day in found] == [whole.span()]

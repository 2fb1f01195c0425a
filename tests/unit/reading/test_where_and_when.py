"""Where and when an incident was, told apart from where and when people spoke of it; what is no news of a deed."""

from datetime import date

import pytest

from tests.unit.reading.cases import reports, sure, the_one


@pytest.mark.parametrize(
    "text",
    [
        "On Friday, the defence ministry said that gunmen killed 12 soldiers at Ansongo, Mali, on Wednesday.",
        "Mourners in Gao, Mali, buried on Friday nine soldiers killed by gunmen near Ansongo on Wednesday.",
        "A toll of 20 dead was given by Minister Omar Sissoko on Friday. Gunmen attacked Ansongo, Mali, on Wednesday.",
        "Gunmen attacked Ansongo, Mali, on Wednesday. A teacher reached by the paper on Friday spoke of 14 dead.",
    ],
)
def test_a_day_of_telling_or_burying_is_not_the_days_deed(text: str) -> None:
    report = the_one(text)
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 5)


def test_a_deed_that_goes_on_since_a_day_began_on_it() -> None:
    report = the_one(
        "Thirty people have been killed since fighting erupted in Kidal, Mali, on Thursday, residents said."
    )
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 6)


def test_the_day_before_hangs_on_the_sentence_before() -> None:
    report = the_one(
        "The president opened a school in Gao on Friday. The day before, gunmen killed 12 people in Ansongo, Mali."
    )
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 6)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed nine people in Ansongo, Mali, on Friday. Four of the wounded were being treated in Gao.",
        "Gunmen killed nine people in Ansongo, Mali, on Friday. The dead were herders from Gao.",
        "Mourners in Gao, Mali, wept for nine soldiers killed by gunmen in Ansongo on Friday.",
    ],
)
def test_wards_homes_and_mourners_are_no_scene(text: str) -> None:
    place = the_one(text).place
    assert place is not None
    assert place.name == "Ansongo"


def test_an_incident_without_a_place_is_where_the_one_before_was() -> None:
    found = sure(
        "Soldiers recaptured the town of Ansongo, Mali, on Friday. On Thursday gunmen killed seven people there."
    )
    assert [report.place.name for report in found if report.place is not None] == ["Ansongo", "Ansongo"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "Exercise Lion closed on Friday in Gao, Mali. In the scenario gunmen attacked a mock camp and killed 12.",
            "an exercise",
        ),
        (
            "A film that premiered on Friday retells how gunmen killed 40 in Gao, Mali; its director had actors shot.",
            "a work of fiction or art",
        ),
        (
            "The annual report of a monitor says that 136 incidents killed 700 people in Gao, Mali; figures rose.",
            "figures of a period",
        ),
    ],
)
def test_a_text_that_is_no_news_opens_nothing(text: str, why: str) -> None:
    assert sure(text) == []
    assert all(why in report.review for report in reports(text))


def test_a_town_before_a_dash_is_a_dateline_without_capitals_too() -> None:
    report = the_one("Gao - Gunmen killed 12 soldiers at Ansongo, Mali, on Wednesday.")
    assert report.place is not None
    assert report.place.name == "Ansongo"


def test_days_counted_from_what_has_no_day_of_its_own_are_no_day() -> None:
    report = the_one(
        "Au moins 12 soldats ont été tués mercredi à Ansongo, au Mali, une semaine après la reprise de Gao.",
        language="fr",
    )
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 5)

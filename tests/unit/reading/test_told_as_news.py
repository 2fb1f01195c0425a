"""Deeds told in clauses, by nouns, by unusual verbs and beside words of courts, history and crashes open incidents."""

import pytest

from tests.unit.reading.cases import sure


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("A gunman who killed two worshippers in Gao on Friday was shot dead, prosecutors said.", "en", "attack"),
        ("L'homme qui a tué deux passants vendredi à Gao a été abattu, confirme le parquet.", "fr", "attack"),
        (
            "The officers killed in Gao on Friday were serving a court order when gunmen fired on them; all 13 died.",
            "en",
            "",
        ),
        (
            "Vingt personnes ont péri vendredi à Gao lorsque des hommes en armes s'en sont pris à un camp.",
            "fr",
            "attack",
        ),
        ("Twenty-six people perished in Gao on Friday when armed men turned on displaced families.", "en", "attack"),
        ("Eight people were killed in Gao on Friday when shells crashed into a school.", "en", "shelling"),
        ("The army took back Kidal on Friday, six years after rebels seized it.", "en", "government_regains"),
        ("Soldiers said in Gao on Friday that they had removed the president from power.", "en", "coup"),
        ("Le maire de Gao a été assassiné vendredi soir à son domicile.", "fr", "attack"),
        ("Six bodies riddled with bullets lay by the road at Gao on Friday, the mayor said.", "en", ""),
        ("Une patrouille a mis la main vendredi sur neuf jihadistes près de Gao.", "fr", "arrests"),
    ],
)
def test_a_deed_is_news_however_the_sentence_turns_it(text: str, language: str, kind: str) -> None:
    assert [str(report.kind).startswith(kind) for report in sure(text, language=language)] == [True]


def test_a_deed_hours_after_another_in_another_town_is_one_of_its_own() -> None:
    text = "A gunman killed 12 traders in Gao on Friday, hours after a bomber killed 20 worshippers in Niamey, Niger."
    assert [report.place.country for report in sure(text) if report.place] == ["ML", "NE"]


def test_bodies_laid_out_on_another_day_are_told_of_the_same_deed() -> None:
    text = (
        "Families laid dozens of bodies on a square in Gao on Saturday, and doctors counted 132 people killed in "
        "Friday's raid."
    )
    assert len(sure(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "A court in Gao sentenced two men on Friday to life in prison for an attack that killed 30.",
        "Four soldiers died on Friday when their helicopter crashed near Gao.",
        "Residents of Gao and exiles are to meet on Saturday to press for talks.",
        "Three pupils died on Friday in Gao when a wall caved in.",
    ],
)
def test_courts_crashes_and_plans_open_nothing(text: str) -> None:
    assert sure(text) == []


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Rebels killed 20 people in Gao on Friday. The group says it hit Kidal and killed nine soldiers.", "en", 1),
        (
            "Six soldiers died in Gao on Friday in a clash. Separately, an air raid on Kidal left six people dead.",
            "en",
            2,
        ),
        ("Une bombe a tué six personnes vendredi à Gao. Une autre bombe a explosé à Kidal, faisant un mort.", "fr", 2),
        ("Three bomb blasts in Gao killed 54 people on Friday. Later another explosion hit a post office.", "en", 1),
        ("Un obus a tué neuf personnes vendredi à Gao. Une quarantaine de blessés ont été conduits à Kidal.", "fr", 1),
        (
            "Rebels killed 60 soldiers near Gao on Friday. A herder in Kidal told reporters he had counted 63 bodies.",
            "en",
            1,
        ),
        (
            "Gunmen killed 41 people in Gao on Friday. Six were abducted and taken across the border into Niger.",
            "en",
            1,
        ),
    ],
)
def test_another_deed_is_announced_and_another_account_is_not(text: str, language: str, count: int) -> None:
    assert len(sure(text, language=language)) == count


def test_a_day_of_remembering_brings_no_dead() -> None:
    text = (
        "Two years to the day after the blast that killed 220 people in Gao, mourners gathered in the town on Friday."
    )
    assert sure(text) == []

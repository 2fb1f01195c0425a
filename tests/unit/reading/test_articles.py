"""Whole texts: several incidents, background, what is no incident at all, the gate, and telling the same twice."""

import subprocess
import sys
from datetime import date

import pytest

from tests.unit.reading.cases import count, killed, reports, roles, sure, the_one


def days(text: str) -> list[tuple[str | None, date | object]]:
    return [(r.place.country if r.place else None, r.occurred.start if r.occurred else None) for r in sure(text)]


def test_two_incidents_on_two_days_are_two_reports() -> None:
    text = (
        "At least 58 civilians were shot dead on Saturday by gunmen near Banibangou, Niger. The day before, a mine "
        "killed two "
        "peacekeepers from Chad near Kidal in northern Mali, the UN mission said."
    )
    assert days(text) == [("NE", date(2025, 2, 8)), ("ML", date(2025, 2, 7))]
    assert [killed(report) for report in sure(text)] == [{"civilians": (58, 58, None)}, {"peacekeepers": (2, 2, 2)}]


def test_two_incidents_in_one_sentence_are_two_reports() -> None:
    text = (
        "Gunmen killed 12 farmers near Dikwa, Nigeria, on Friday, while in Mali a roadside bomb killed six "
        "soldiers near "
        "Kidal on Saturday."
    )
    assert days(text) == [("NG", date(2025, 2, 7)), ("ML", date(2025, 2, 8))]


def test_a_digest_is_read_item_by_item() -> None:
    text = (
        "What happened on Friday:\n\n- Mali: Five soldiers were killed when their patrol was ambushed near "
        "Kidal.\n\n- Niger: "
        "Gunmen abducted an engineer near Ouallam.\n\n- Burkina Faso: A drone strike near Djibo left ten people dead."
    )
    found = sure(text)
    assert [report.kind for report in found] == ["ambush", "abduction_forced_disappearance", "air_drone_strike"]
    assert {report.occurred.start for report in found if report.occurred} == {date(2025, 2, 7)}


def test_the_same_attack_told_again_is_one_report() -> None:
    report = the_one(
        "Gunmen attacked a market in Gao, Mali, on Friday, killing nine people.\n\nThe attack took place at noon. "
        "Six others were wounded. The nine dead were traders, the mayor said."
    )
    assert count(report, "wounded") == (6, 6, 6)
    assert [claim.best for claim in report.tolls if claim.measure == "killed"] == [9]


@pytest.mark.parametrize(
    "text",
    [
        "Mali buried more than 8,000 of its people this year, according to a monitoring group.",
        "The United States will hold a ceremony for four soldiers killed in an ambush in Niger six years ago.",
        "A court in Niger jailed ten men for life on Friday over a 2016 attack in which 19 people died.",
        "At least 31 people were killed in Mali on Friday when a bus plunged off a bridge.",
        "Floods killed 30 people in Maiduguri, Nigeria, on Friday.",
        "Mali struck twice in the second half on Friday to beat Burkina Faso 2-1.",
        "Fighting between the army and rebels has killed 10,000 people in Congo since 2022.",
        "The army warned on Friday of possible attacks on hotels in Conakry, Guinea.",
        "Every massacre in Mali is followed by the same promises, and soldiers keep dying.",
        "Murders rose by 3 percent in Nigeria in the first quarter, with 6,945 people killed.",
        "Mali and Niger said on Friday they would leave the bloc, which failed to stop jihadist attacks.",
    ],
)
def test_history_trials_accidents_sport_and_talk_are_no_incidents(text: str) -> None:
    assert sure(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Plus de 1.500 civils ont été tués cette année au Mali dans des attaques, selon une ONG.",
        "Le Niger a commémoré vendredi un massacre qui avait fait 800 morts en 1994.",
        "Au moins 22 personnes sont mortes vendredi dans un accident de la route près de Gao, au Mali.",
    ],
)
def test_nor_are_they_in_french(text: str) -> None:
    assert sure(text, language="fr") == []


def test_without_a_date_of_publication_a_relative_day_wants_a_look() -> None:
    (report,) = reports("Gunmen killed nine people in Gao, Mali, on Friday.", None)
    assert report.occurred is None
    assert report.review == ("the day is relative and the date of publication unknown",)


def test_without_a_date_of_publication_a_full_date_is_enough() -> None:
    report = the_one("Gunmen killed nine people in Gao, Mali, on 7 February 2025.", None)
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 7)


def test_without_a_country_a_report_wants_a_look() -> None:
    (report,) = reports("Gunmen killed nine villagers on Friday, police said.")
    assert "no country is told" in report.review


def test_the_headline_says_what_where_and_how_many() -> None:
    report = the_one("Gunmen ambushed a convoy near Kidal, Mali, on Friday, killing at least nine people.")
    assert report.headline == "Ambush near Kidal: at least 9 killed"


def test_a_title_counts_as_text_without_a_place_in_it() -> None:
    (report,) = reports(
        "It happened on Friday near Kidal in Mali, the governor said.", title="Gunmen kill nine people in ambush"
    )
    assert killed(report) == {"unknown": (9, 9, 9)}
    assert [claim.span for claim in report.tolls] == [None]


def test_old_copy_in_capitals_is_read() -> None:
    report = the_one(
        "SAN SALVADOR, 7 FEB 25 (AFP) -- [TEXT] SEVEN POLICEMEN WERE KILLED\n"
        "YESTERDAY WHEN GUERRILLAS OF THE FARABUNDO MARTI\nNATIONAL LIBERATION FRONT [FMLN] AMBUSHED A\nPATROL IN "
        "SAN MIGUEL DEPARTMENT.\n\n   NO MORE IS KNOWN."
    )
    assert killed(report) == {"state_force": (7, 7, 7)}
    assert roles(report)["fmln"] == {"attacker"}
    assert report.occurred is not None
    assert report.occurred.start in {date(2025, 2, 6), date(2025, 2, 8)}


SCRIPT = """
from tests.unit.reading.cases import reports
from tests.unit.reading.test_convoys import TOLD
for text, language, *_ in TOLD:
    for report in reports(text, language=language):
        print(report.model_dump_json())
"""


def test_two_hash_seeds_give_the_same_reports() -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert len(answers[0].splitlines()) > 15

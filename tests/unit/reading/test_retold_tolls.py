"""Counts that the text tells apart from the deed: earlier ones, rival ones, and numbers that are no counts."""

import pytest

from tests.unit.reading.cases import figures, killed, the_one

BLAST = "A bomb killed 40 people at a market in Gao, Mali, on Friday, the ministry said. "
ATTENTAT = "Une bombe a tué 40 personnes vendredi sur un marché de Gao, au Mali, selon le ministère. "


@pytest.mark.parametrize(
    ("later", "old"),
    [
        ("An early tally had been 22.", {22}),
        ("The number had stood at 22.", {22}),
        ("On Saturday morning the governor had counted 22.", {22}),
        ("Officials had put the dead at 22 on Saturday.", {22}),
        ("At first the hospital reported 22 dead.", {22}),
        ("It corrects the 22 given in the first hours.", {22}),
        ("Police had confirmed 22 deaths the evening of the blast.", {22}),
        ("The mayor's first statement had 22 dead.", {22}),
        ("The morgue had first announced 15, then 22.", {15, 22}),
        ("The figure on Saturday was 22.", {22}),
    ],
)
def test_a_count_of_before_is_superseded_however_it_is_told(later: str, old: set[int]) -> None:
    report = the_one(BLAST + later)
    assert killed(report) == {"unknown": (40, 40, 40)}
    told = {claim.best for claim in report.tolls if claim.measure == "killed" and claim.standing == "superseded"}
    assert told == old


@pytest.mark.parametrize(
    ("later", "old"),
    [
        ("Un premier décompte faisait état de 22 morts.", {22}),
        ("Il était de 22 morts samedi soir.", {22}),
        ("Samedi, le maire en avait recensé 22.", {22}),
        ("Les secours avaient d'abord parlé de 22 victimes.", {22}),
        ("Les premières estimations donnaient 22 tués.", {22}),
    ],
)
def test_a_french_count_of_before_is_superseded(later: str, old: set[int]) -> None:
    report = the_one(ATTENTAT + later, language="fr")
    told = {claim.best for claim in report.tolls if claim.measure == "killed" and claim.standing == "superseded"}
    assert told == old


@pytest.mark.parametrize(
    ("later", "rival"),
    [
        ("The Red Cross put the figure at no fewer than 51.", (51, 51, None)),
        ("A rights group counted 51.", (51, 51, 51)),
        ("The opposition gave more than 50.", (51, 51, None)),
    ],
)
def test_another_count_of_the_same_dead_stands_beside_the_first(later: str, rival: tuple[int, int, int | None]) -> None:
    report = the_one(BLAST + later)
    told = [(claim.low, claim.best, claim.high) for claim in report.tolls if claim.measure == "killed"]
    assert told == [(40, 40, 40), rival]


@pytest.mark.parametrize(
    "sentence",
    [
        "The union had counted 80 vehicles.",
        "The town had counted 12,000 people before the war.",
        "The chief said he had 40 men.",
        "She had three children.",
    ],
)
def test_what_counts_no_dead_is_no_toll(sentence: str) -> None:
    assert figures(sentence) == []


def test_a_bare_count_without_any_dead_is_no_toll() -> None:
    report = the_one("Rebels attacked Djibo, Burkina Faso, on Friday. The mayor had counted 24.")
    assert killed(report) == {}
    assert killed(report, standing="superseded") == {}


def test_the_old_number_is_of_those_whose_new_number_took_its_place() -> None:
    report = the_one(
        "Rebels killed 98 soldiers in a raid on Djibo, Burkina Faso, on Friday. The toll has climbed to 98, from 92 "
        "given by the president on Saturday."
    )
    assert killed(report, standing="superseded") == {"state_force": (92, 92, 92)}

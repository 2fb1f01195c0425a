"""Earlier counts set beside the newest: by a comparison, by another day, by whoever gave both."""

import pytest

from tests.unit.reading.cases import figures, killed, sure, the_one

BLAST = "A bomb killed 57 people at a market in Gao, Mali, on Friday, the governor said"
ATTENTAT = "Une bombe a fait 57 morts vendredi sur un marché de Gao, au Mali, selon le gouverneur"


def _old(text: str, language: str = "en") -> set[int | None]:
    found = sure(text, language=language)
    assert len(found) == 1
    assert killed(found[0]) == {"unknown": (57, 57, 57)}
    return {claim.best for claim in found[0].tolls if claim.measure == "killed" and claim.standing == "superseded"}


@pytest.mark.parametrize(
    ("later", "old"),
    [
        (", against 31 on Saturday.", {31}),
        (", higher than the 31 first reported.", {31}),
        (", well above the 31 announced by the army.", {31}),
        (", far above the 31 bodies first counted by residents.", {31}),
        (", nearly twice the 31 he had given a day earlier.", {31}),
        (", a sharp rise on the 31 reported on Saturday.", {31}),
        (", whereas 31 had been reported before.", {31}),
        (" (31 in a first count).", {31}),
        ("; on Saturday the count was 31.", {31}),
        ("; it had first put it at 31.", {31}),
        (". He had given a figure of 31 on Saturday.", {31}),
        (". He had announced 31 on Saturday and 20 on Friday.", {31, 20}),
        (". The toll given on Saturday was 31.", {31}),
        (". A day earlier he spoke of 31.", {31}),
        (". It withdrew the figure of 110 it had published on Saturday.", {110}),
    ],
)
def test_an_earlier_count_is_superseded(later: str, old: set[int]) -> None:
    assert _old(BLAST + later) == old


@pytest.mark.parametrize(
    "later",
    [
        ", contre 31 samedi.",
        ", contre 31 dans un premier bilan.",
        ", qui en comptait 31 samedi.",
        ", qui parlait samedi de 31 morts.",
        ", au lieu des 31 annoncés samedi.",
        ", bien plus que les 31 annoncés par l'armée.",
        ", près du double des 31 décomptés samedi.",
        ", alors que 31 avaient été annoncés samedi.",
        ". Le décompte s'arrêtait jusque-là à 31.",
        ". Le gouvernement avait donné le chiffre de 31.",
    ],
)
def test_a_french_earlier_count_is_superseded(later: str) -> None:
    assert _old(ATTENTAT + later, "fr") == {31}


def test_the_old_number_is_of_the_figure_it_is_nearest_to() -> None:
    report = the_one("Friday's bombing in Gao, Mali, left 80 dead and 150 wounded, up from 74, the ministry said.")
    assert killed(report, standing="superseded") == {"unknown": (74, 74, 74)}
    report = the_one("Friday's bombing in Gao, Mali, left 80 dead and 150 wounded, up from 120, the ministry said.")
    assert killed(report, standing="superseded") == {}


def test_a_count_of_a_day_is_the_newest_where_another_was_told_before() -> None:
    report = the_one(
        "A bomb killed 31 people in Gao, Mali, on Thursday, police said on Friday. On Saturday the count was 57."
    )
    assert killed(report) == {"unknown": (57, 57, 57)}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Officials raised to 57 from 31 the number of people killed in the bombing.", [57, 31]),
        ("Officials raised from 31 to 57 the number of people killed in the bombing.", [31, 57]),
        ("Officials lowered to 31 from 57 the count of civilians killed in the bombing.", [31, 57]),
        ("The number of people killed by the missile rose by two overnight to 52.", [52]),
        ("Le bilan s'alourdit : de 31 morts annoncés lundi, il est passé à 57.", [31, 57]),
    ],
)
def test_a_verb_of_change_tells_both_counts(sentence: str, told: list[int]) -> None:
    language = "fr" if sentence.startswith("Le ") else "en"
    assert [bounds[1] for _, _, bounds in figures(sentence, language)] == told


def test_those_whom_somebody_fought_are_no_count() -> None:
    told = figures("Eight soldiers were killed in a battle against 30 gunmen.")
    assert [bounds[1] for _, _, bounds in told] == [8]


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("The blast took 10 lives and injured 42.", 10),
        ("The raid cost 53 lives, the minister said.", 53),
        ("A car exploded at the gate, costing the lives of six guards.", 6),
    ],
)
def test_lives_that_were_taken_are_dead(sentence: str, dead: int) -> None:
    assert [bounds[1] for measure, _, bounds in figures(sentence) if measure == "killed"] == [dead]


@pytest.mark.parametrize(
    ("later", "old"),
    [
        (". It had reported 31 dead hours after the blast, then 40.", {31, 40}),
        (". An earlier statement had listed 31 shoppers.", {31}),
    ],
)
def test_what_a_statement_of_before_listed_is_superseded(later: str, old: set[int]) -> None:
    assert _old(BLAST + later) == old


def test_another_count_behind_a_colon_stands_beside_the_first() -> None:
    report = the_one(BLAST + ". The police gave a different figure: 49, four of them officers.")
    assert [claim.best for claim in report.tolls if claim.part_of is None] == [57, 49]


def test_dozens_of_bodies_give_way_to_the_number() -> None:
    report = the_one("Dozens of bodies lay in Gao, Mali, on Friday; by nightfall doctors counted 57 people killed.")
    assert killed(report) == {"unknown": (57, 57, 57)}


def test_a_witness_s_own_count_is_told_for_the_first_time() -> None:
    told = the_one("Rebels killed 80 soldiers in Gao, Mali, on Friday. A herder told AFP he had counted 63 bodies.")
    assert {claim.standing for claim in told.tolls} == {"current"}


def test_a_smaller_figure_that_was_told_in_one_sentence_with_the_newest_is_superseded() -> None:
    assert _old("A bomb killed 57 people at a market in Gao, Mali, on Friday; by noon the figure was 31.") == {31}


def test_a_part_of_a_count_behind_a_colon_is_its_part() -> None:
    report = the_one(BLAST + ". The police gave a different figure: 49, four of them officers.")
    assert [claim.best for claim in report.tolls if claim.part_of is not None] == [4]

"""Who was counted: people by their calling, parts, a side's own dead, people taken and people in hospital."""

import pytest

from tests.unit.reading.cases import count, figures, killed, the_one

Told = list[tuple[str, str, int | None]]


def told(sentence: str, language: str = "en") -> Told:
    return [(measure, party, bounds[1]) for measure, party, bounds in figures(sentence, language)]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The raiders left 21 dead behind.", [("killed", "attackers", 21)]),
        ("The insurgents left behind nine bodies.", [("killed", "militants", 9)]),
        ("The army lost 14 men in the fighting.", [("killed", "state_force", 14)]),
        ("On the side of the police, there were three dead.", [("killed", "state_force", 3)]),
        ("The ambush left 21 dead.", [("killed", "unknown", 21)]),
        ("The number of Malian soldiers killed in a raid rose to 51.", [("killed", "state_force", 51)]),
        ("Eleven officers were killed.", [("killed", "state_force", 11)]),
        ("Four men working for the Red Cross were killed.", [("killed", "aid_workers", 4)]),
        ("Two soldiers deployed to the island were killed.", [("killed", "state_force", 2)]),
    ],
)
def test_a_number_has_the_side_that_its_sentence_gives_it(sentence: str, found: Told) -> None:
    assert told(sentence) == found


@pytest.mark.parametrize(
    ("sentence", "language", "total"),
    [
        ("Two midwives, a tailor and a taxi driver were shot dead.", "en", 4),
        ("A 34-year-old carpenter and a 6-month-old baby died.", "en", 2),
        ("Four men, two women and a child were killed.", "en", 7),
        ("Deux infirmières, un boutiquier et un chauffeur de taxi ont été tués.", "fr", 4),
        ("L'attaque a coûté la vie à un boulanger et à ses deux fils.", "fr", 3),
    ],
)
def test_people_are_counted_by_their_callings(sentence: str, language: str, total: int) -> None:
    found = told(sentence, language)
    assert {(measure, party) for measure, party, _ in found} == {("killed", "civilians")}
    assert sum(best or 0 for _, _, best in found) == total


def test_one_foreigner_is_a_person() -> None:
    assert [best for _, _, best in told("Two Britons, an Australian and a Pole were killed.")] == [2, 1, 1]
    assert told("An Israeli airstrike killed five.") == [("killed", "unknown", 5)]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("The toll rose to 45, 14 of them women and six children.", [20, 14, 6]),
        ("He said 45 had died in the assault, six guards among them.", [6]),
        ("The bomb killed 45 people. The dead included six nurses and two guards.", [6, 2]),
        ("The bomb killed 45 people. Nineteen were children.", [19]),
        ("The bomb killed 45 people. Nineteen of the victims were children.", [19]),
    ],
)
def test_parts_of_the_dead_are_parts_in_whatever_words(sentence: str, parts: list[int]) -> None:
    report = the_one(sentence + " It struck a market in Gao, Mali, on Friday.")
    assert [claim.best for claim in report.tolls if claim.part_of is not None] == parts
    assert killed(report) == {"unknown": (45, 45, 45)}


def test_a_part_is_of_the_fate_that_was_told_last() -> None:
    report = the_one("A bomb wounded 45 people at a market in Gao, Mali, on Friday. Nineteen were children.")
    assert killed(report) == {}
    assert {claim.best for claim in report.tolls if claim.measure == "wounded"} == {45, 19}


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("Sixty pupils were taken from their beds by gunmen.", "en", [("abducted", "civilians", 60)]),
        ("The bandits took 20 passengers with them.", "en", [("abducted", "civilians", 20)]),
        ("Gunmen took six and let them go.", "en", [("abducted", "unknown", 6)]),
        ("Huit personnes ont été emmenées par les assaillants.", "fr", [("abducted", "unknown", 8)]),
        ("Twelve children were taken to safety.", "en", []),
        ("Police took 30 suspects into custody.", "en", []),
        ("Eight people were taken ill.", "en", []),
        ("The rebels took eight positions.", "en", []),
        ("It took three hours.", "en", []),
    ],
)
def test_to_take_people_is_to_abduct_them_where_armed_men_do_it(sentence: str, language: str, found: Told) -> None:
    assert told(sentence, language) == found


@pytest.mark.parametrize(
    ("sentence", "language", "hurt"),
    [
        ("Thirty-one soldiers are in hospital.", "en", 31),
        ("Five others are being treated.", "en", 5),
        ("Six were found with injuries.", "en", 6),
        ("Wounded: 14, two of them badly.", "en", 14),
        ("Une dizaine de villageois sont hospitalisés.", "fr", 10),
    ],
)
def test_who_is_treated_was_hurt(sentence: str, language: str, hurt: int) -> None:
    assert [(measure, best) for measure, _, best in told(sentence, language)] == [("wounded", hurt)]


@pytest.mark.parametrize(
    ("sentence", "best"),
    [
        ("The number of guards killed in a night raid on the port rose to 51, a doctor said.", 51),
        ("The number of people killed when raiders stormed the town has risen to 51.", 51),
        ("Fifty-one villagers, nine of them caught as they tried to swim away, have been killed.", 51),
    ],
)
def test_the_number_of_the_dead_may_stand_far_from_its_verb(sentence: str, best: int) -> None:
    assert ("killed", best) in [(measure, bounds) for measure, _, bounds in told(sentence)]


def test_of_them_counts_some_of_those_who_were_killed() -> None:
    report = the_one(
        "Dozens of villagers, nine of them caught as they tried to swim away, were killed in Gao, Mali, on Friday, "
        "when gunmen attacked the port."
    )
    assert killed(report) == {"civilians": (24, None, None)}
    assert [claim.best for claim in report.tolls if claim.part_of is not None] == [9]


def test_those_who_fled_are_displaced_whatever_they_had_done_before() -> None:
    report = the_one(
        "Gunmen attacked Djibo, Burkina Faso, on Friday, killing three. Some 9,000 people who had sheltered at a camp "
        "have since fled to the hills."
    )
    assert count(report, "displaced") == (9000, 9000, 9000)

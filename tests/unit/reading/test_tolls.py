"""Who was killed, wounded, taken: the patterns of a sentence, and what colours a figure."""

import pytest

from tests.unit.reading.cases import count, figures, killed, numbers, the_one


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Gunmen killed 12 soldiers and wounded 20.", [("killed", "state_force", 12), ("wounded", "unknown", 20)]),
        ("A mine killed two peacekeepers from Chad.", [("killed", "peacekeepers", 2)]),
        ("The raid left 12 dead and 30 injured.", [("killed", "unknown", 12), ("wounded", "unknown", 30)]),
        ("Ten civilians died in the blast.", [("killed", "civilians", 10)]),
        ("The attack claimed the lives of 14 farmers.", [("killed", "civilians", 14)]),
        ("The deaths of nine gendarmes were announced.", [("killed", "state_force", 9)]),
        ("The death toll stood at 44.", [("killed", "unknown", 44)]),
        ("The army lost 6 men in the ambush.", [("killed", "state_force", 6)]),
        ("Bandits kidnapped 73 students.", [("abducted", "civilians", 73)]),
        ("About 3,500 villagers fled their homes.", [("displaced", "civilians", 3500)]),
        ("Police arrested 30 protesters.", [("detained", "civilians", 30)]),
        ("Five hostages were freed.", [("released", "unknown", 5)]),
        ("Four aid workers are missing.", [("missing", "aid_workers", 4)]),
        ("Soldiers killed 30 militants.", [("killed", "militants", 30)]),
        ("Three members of the security forces were killed.", [("killed", "state_force", 3)]),
    ],
)
def test_the_patterns_of_english(sentence: str, found: list[tuple[str, str, int]]) -> None:
    assert [(measure, party, bounds[1]) for measure, party, bounds in figures(sentence)] == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Douze soldats ont été tués et 20 blessés.", [("killed", "state_force", 12), ("wounded", "unknown", 20)]),
        ("L'attaque a fait au moins 14 morts.", [("killed", "unknown", 14)]),
        ("Neuf gendarmes sont morts.", [("killed", "state_force", 9)]),
        ("L'embuscade a coûté la vie à six civils.", [("killed", "civilians", 6)]),
        ("Des hommes armés ont enlevé trois humanitaires.", [("abducted", "aid_workers", 3)]),
        ("L'armée a perdu 92 soldats.", [("killed", "state_force", 92)]),
    ],
)
def test_the_patterns_of_french(sentence: str, found: list[tuple[str, str, int]]) -> None:
    assert [(measure, party, bounds[1]) for measure, party, bounds in figures(sentence, "fr")] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The group vowed to kill 20 soldiers.",
        "Such a blast could kill 50 people.",
        "No civilians were killed.",
        "They killed 40 cows and 12 goats.",
        "The 20 gunmen attacked at dawn.",
    ],
)
def test_what_is_threatened_denied_or_no_person_counts_nobody(sentence: str) -> None:
    assert figures(sentence) == []


def test_a_part_is_never_added_to_its_whole() -> None:
    report = the_one(
        "Fifty people, including 15 soldiers, were killed when rebels attacked Djibo, Burkina Faso, on Friday."
    )
    assert killed(report) == {"unknown": (50, 50, 50)}
    assert killed(report, parts=True) == {"state_force": (15, 15, 15)}


def test_people_of_one_side_joined_by_and_are_summed() -> None:
    report = the_one("Two policemen and three soldiers were killed in an attack by gunmen in Kidal, Mali, on Friday.")
    assert killed(report) == {"state_force": (5, 5, 5)}


def test_people_of_two_sides_joined_by_and_stay_apart() -> None:
    report = the_one("Gunmen killed two policemen and seven traders in Mopti, Mali, on Friday.")
    assert killed(report) == {"state_force": (2, 2, 2), "civilians": (7, 7, 7)}


@pytest.mark.parametrize(
    "words",
    [
        "raising an earlier toll of 60",
        "up from the 60 announced on Wednesday",
        "not 60 as first reported",
    ],
)
def test_a_figure_that_another_replaced_is_superseded(words: str) -> None:
    report = the_one(f"The army said 71 soldiers were killed in Friday's attack on its post at Inates, Niger, {words}.")
    assert killed(report) == {"state_force": (71, 71, 71)}
    assert killed(report, standing="superseded") == {"state_force": (60, 60, 60)}


def test_a_toll_may_go_down() -> None:
    report = the_one(
        "Officials on Saturday cut the death toll from Friday's bombing in Maiduguri, Nigeria, from 60 to 44."
    )
    assert killed(report) == {"unknown": (44, 44, 44)}
    assert killed(report, standing="superseded") == {"unknown": (60, 60, 60)}


def test_a_first_figure_that_nothing_replaced_is_current() -> None:
    report = the_one("Initial reports said 12 people were killed when gunmen attacked Ouallam, Niger, on Friday.")
    assert killed(report) == {"unknown": (12, 12, 12)}


def test_a_denied_figure_says_so() -> None:
    report = the_one(
        "The army denied that 100 civilians had been killed in its air strike on Kidal, Mali, on Friday. "
        "Residents said at least 50 people died."
    )
    assert killed(report, standing="denied") == {"civilians": (100, 100, 100)}
    assert killed(report) == {"unknown": (50, 50, None)}


def test_dead_attackers_are_no_victims() -> None:
    report = the_one(
        "Militants attacked a post at Dikwa, Nigeria, on Friday, killing 25 soldiers. The army said it killed 77 "
        "militants."
    )
    assert killed(report) == {"state_force": (25, 25, 25), "attackers": (77, 77, 77)}


def test_militants_killed_by_an_army_attacked_nobody() -> None:
    report = the_one("An air strike by the Nigerian army killed 30 insurgents near Dikwa, Nigeria, on Friday.")
    assert killed(report) == {"non_state": (30, 30, 30)}


def test_soldiers_of_another_country_are_a_foreign_force() -> None:
    report = the_one("Three American soldiers were killed by a roadside bomb near Kidal, Mali, on Friday.")
    assert killed(report) == {"foreign_force": (3, 3, 3)}


def test_many_wounded_is_a_claim_without_a_number() -> None:
    report = the_one("Gunmen killed nine people in Gao, Mali, on Friday. A medic spoke of many wounded.")
    assert count(report, "wounded") == (None, None, None)


def test_the_words_of_a_claim_stand_at_its_span() -> None:
    text = "Gunmen killed “at least nine people” in Gao, Mali, on Friday."
    (claim,) = the_one(text).tolls
    assert claim.span is not None
    assert text[claim.span[0] : claim.span[1]] == claim.words
    assert numbers(claim) == (9, 9, None)


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("the army said", "army"),
        ("a hospital source told reporters", "medical"),
        ("residents said", "witness"),
        ("the governor said", "official"),
        ("according to a rights group", "ngo"),
    ],
)
def test_who_is_quoted_is_kept(words: str, speaker: str) -> None:
    report = the_one(f"Gunmen killed nine people in Gao, Mali, on Friday, {words}.")
    assert [claim.said_by for claim in report.tolls] == [speaker]

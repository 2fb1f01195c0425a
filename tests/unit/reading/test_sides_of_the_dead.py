"""Whose dead a figure counts: their own side's, their nation's, those told before; and verbs told in two halves."""

import pytest

from tests.unit.reading.cases import figures, killed, sure, the_one


def _dead(sentence: str, language: str = "en") -> list[tuple[str, int | None]]:
    return [(party, bounds[1]) for measure, party, bounds in figures(sentence, language) if measure == "killed"]


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("Militiamen hacked 12 people to death.", [("unknown", 12)]),
        ("Gunmen burned three herders alive.", [("civilians", 3)]),
        ("Gunmen put 14 villagers to death.", [("civilians", 14)]),
        ("An ambush cost nine gendarmes their lives.", [("state_force", 9)]),
        ("Nine gendarmes paid with their lives.", [("state_force", 9)]),
        ("A suicide bomber killed himself and 13 worshippers.", [("attackers", 1), ("civilians", 13)]),
        ("Twelve rebels were brought down in a gun battle.", [("militants", 12)]),
        ("Two Chadian and three Nigerien soldiers fell in the raid.", [("state_force", 2), ("state_force", 3)]),
        ("Police counted 44 dead members of the army.", [("state_force", 44)]),
        ("Insurgents shot down 30 residents.", [("civilians", 30)]),
    ],
)
def test_a_verb_in_two_halves_tells_of_the_dead(sentence: str, dead: list[tuple[str, int]]) -> None:
    assert _dead(sentence) == dead


def test_what_fell_into_an_ambush_or_was_shot_down_over_a_town_is_nobody_dead() -> None:
    assert _dead("Twenty soldiers fell into an ambush.") == []
    assert _dead("The army shot down three drones.") == []


def test_those_left_in_hospital_are_not_among_the_dead() -> None:
    told = figures("The bomb left 25 officers dead and six in hospital.")
    assert [(measure, bounds[1]) for measure, _, bounds in told] == [("killed", 25), ("wounded", 6)]


def test_a_group_that_says_it_shot_fifty_means_the_dead() -> None:
    assert _dead("The rebels say they shot 50 soldiers.") == [("state_force", 50)]
    assert _dead("Police shot 12 protesters with rubber bullets.") == []


def test_of_those_told_before_some_are_a_part() -> None:
    report = the_one("Shells killed 11 civilians in Gao, Mali, on Friday. Six of them died at a petrol station.")
    assert killed(report) == {"civilians": (11, 11, 11)}
    assert [claim.best for claim in report.tolls if claim.part_of is not None] == [6]


def test_of_attackers_told_before_some_are_attackers() -> None:
    report = the_one(
        "Some 30 gunmen killed a sergeant in Gao, Mali, on Friday. Three of them were killed in the siege."
    )
    assert killed(report)["attackers"] == (3, 3, 3)


def test_another_six_are_of_the_side_told_before() -> None:
    report = the_one("Rebels killed four soldiers in Gao, Mali, on Friday. Another six were killed on the way out.")
    assert {claim.party for claim in report.tolls} == {"state_force"}


def test_what_a_group_claims_is_no_part_of_the_count_of_others() -> None:
    report = the_one(
        "Twenty people were killed in a raid on Gao, Mali, on Friday, the governor said. The rebels said they had "
        "killed nine soldiers."
    )
    assert killed(report) == {"unknown": (20, 20, 20), "state_force": (9, 9, 9)}


def test_a_sum_is_told_with_what_it_was_summed_of() -> None:
    report = the_one("Rebels killed nine soldiers and a policeman in Gao, Mali, on Friday.")
    assert killed(report) == {"state_force": (10, 10, 10)}
    assert [claim.best for claim in report.tolls if claim.part_of == "state_force"] == [9, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Niger said that nine of its soldiers were killed in an attack on Gao, Mali, on Friday.",
        "Rebels overran a camp in Gao, Mali, on Friday. The Nigerien army said it had lost nine soldiers.",
    ],
)
def test_the_dead_of_another_nation_are_of_a_foreign_force(text: str) -> None:
    assert {claim.party for report in sure(text) for claim in report.tolls} == {"foreign_force"}


def test_militiamen_whom_gunmen_kill_are_no_attackers() -> None:
    report = the_one("Gunmen killed 13 militiamen in Gao, Mali, on Friday.")
    assert killed(report) == {"non_state": (13, 13, 13)}


@pytest.mark.parametrize(
    ("noun", "party", "language"),
    [
        ("football fans", "civilians", "en"),
        ("firewood collectors", "civilians", "en"),
        ("holidaymakers", "civilians", "en"),
        ("army recruits", "state_force", "en"),
        ("intelligence agents", "state_force", "en"),
        ("supporteurs", "civilians", "fr"),
        ("charbonniers", "civilians", "fr"),
        ("conscrits", "state_force", "fr"),
    ],
)
def test_a_noun_tells_the_side(noun: str, party: str, language: str) -> None:
    sentence = f"Thirteen {noun} were killed." if language == "en" else f"Treize {noun} ont été tués."
    assert _dead(sentence, language) == [(party, 13)]


def test_a_dizaine_behind_an_elision_keeps_its_bounds() -> None:
    told = figures("Plus d'une centaine d'assaillants auraient été neutralisés.", "fr")
    assert [(party, bounds) for _, party, bounds in told] == [("attackers", (101, 101, None))]


def test_another_deed_recalled_behind_a_month_is_no_figure_of_this_one() -> None:
    report = the_one(
        "A mine killed three peacekeepers in Gao, Mali, on Friday. It was the first loss since December, when two "
        "policemen were gunned down."
    )
    assert {claim.best for claim in report.tolls} == {3}


def test_a_qualifier_may_stand_behind_the_noun() -> None:
    told = figures("Vingt-six personnes au moins ont péri.", "fr")
    assert [bounds for _, _, bounds in told] == [(26, 26, None)]


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("Des hommes armés ont tué samedi à Beni, dans l'est du pays, 17 civils et quatre militaires.", [17, 4]),
        ("Un communiqué parlait dans l'après-midi de quatre soldats tués.", [4]),
    ],
)
def test_the_east_is_no_verb_and_an_afternoon_no_number(sentence: str, dead: list[int]) -> None:
    assert [best for _, best in _dead(sentence, "fr")] == dead


def test_a_militia_s_dead_are_not_added_to_its_enemies() -> None:
    report = the_one("One militiaman and three insurgents died in a clash in Gao, Mali, on Friday.")
    assert sorted(claim.best or 0 for claim in report.tolls) == [1, 3]


@pytest.mark.parametrize(
    ("sentence", "language", "dead"),
    [
        ("Soixante déplacés ont été tués et une quarantaine blessés.", "fr", [("civilians", 60)]),
        ("Sept élèves du collège, âgés de 9 à 12 ans, ont été abattus samedi.", "fr", [("civilians", 7)]),
        ("Une frappe sur la route a fait un mort.", "fr", [("unknown", 1)]),
        ("Three burnt bodies were found in a store.", "en", [("unknown", 3)]),
        ("Un officier burundais évoque 30 morts parmi ses camarades.", "fr", [("state_force", 30)]),
    ],
)
def test_who_died_is_told_before_the_verb(sentence: str, language: str, dead: list[tuple[str, int]]) -> None:
    assert _dead(sentence, language) == dead


def test_whom_a_ministry_of_a_group_counts_is_not_its_own_claim() -> None:
    report = the_one(
        "Rebels killed 112 people in Gao, Mali, on Friday, the health ministry of the rebels said. "
        "An earlier toll was 104."
    )
    assert killed(report) == {"unknown": (112, 112, 112)}
    assert killed(report, standing="superseded") == {"unknown": (104, 104, 104)}


@pytest.mark.parametrize(
    ("sentence", "language", "dead"),
    [
        ("Shelling killed a woman, 61, in the town.", "en", [("civilians", 1)]),
        ("Over a hundred villagers were massacred.", "en", [("civilians", 101)]),
        (
            "Sept civils ont été tués vendredi, ainsi que trois militaires.",
            "fr",
            [("civilians", 7), ("state_force", 3)],
        ),
        ("L'ONU parle de plus de 200 morts.", "fr", [("unknown", 201)]),
        ("Ils ont exécuté de sang-froid une quinzaine de villageois.", "fr", [("civilians", 15)]),
        ("The police said the toll could rise to 10.", "en", []),
    ],
)
def test_ages_qualifiers_and_fears(sentence: str, language: str, dead: list[tuple[str, int]]) -> None:
    assert _dead(sentence, language) == dead


def test_where_the_dead_of_a_sum_died_are_its_parts() -> None:
    report = the_one("A bomb killed five people in Gao, Mali, on Friday, three in the city centre and two in a suburb.")
    assert killed(report) == {"unknown": (5, 5, 5)}


def test_what_the_police_said_after_another_count_is_a_count() -> None:
    report = the_one("Amnesty said more than 200 people were killed in Gao, Mali, on Friday; the police said 42.")
    assert [claim.best for claim in report.tolls] == [201, 42]

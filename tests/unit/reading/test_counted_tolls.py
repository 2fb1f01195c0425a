"""Numbers told as a count, parts of numbers, and verbs with their people before and behind them."""

import pytest

from tests.unit.reading.cases import figures

Told = list[tuple[str, str, int | None]]


def told(sentence: str, language: str = "en") -> Told:
    return sorted((measure, party, bounds[1]) for measure, party, bounds in figures(sentence, language))


@pytest.mark.parametrize(
    ("sentence", "language", "party", "best"),
    [
        ("The ministry raised to 41 on Friday the number of pilgrims killed in the blast.", "en", "civilians", 41),
        ("Two more died overnight, taking to 41 the number of people who lost their lives.", "en", "unknown", 41),
        ("Officials have lowered to 41 the number of guards killed.", "en", "unknown", 41),
        ("That brings to 41 the number of soldiers killed in the ambush.", "en", "state_force", 41),
        ("The number of soldiers who died in the ambush has climbed to 41.", "en", "state_force", 41),
        ("The number of insurgents killed in the raid now stands at 41.", "en", "militants", 41),
        ("The number of its dead was put at 41.", "en", "unknown", 41),
        ("Le gouvernement a porté à 41 le nombre de soldats tués dans l'embuscade.", "fr", "state_force", 41),
        ("Le nombre de villageois tués dans l'attaque est passé à 41.", "fr", "civilians", 41),
        ("Le nombre de soldats qui ont péri dans l'attaque s'élève à 41.", "fr", "state_force", 41),
        ("Les autorités portent à 41 morts le bilan de l'attaque.", "fr", "unknown", 41),
        ("Un nouveau décès porte à 41 le bilan de la fusillade.", "fr", "unknown", 41),
        ("The deaths of two patients push to 41 the toll from the bombing.", "en", "unknown", 41),
    ],
)
def test_the_number_of_certain_dead_is_their_toll(sentence: str, language: str, party: str, best: int) -> None:
    assert ("killed", party, best) in told(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("Eight of the 12 attackers were killed.", "en", [("killed", "attackers", 8)]),
        ("Eleven of the 30 hostages were freed.", "en", [("released", "unknown", 11)]),
        ("Six des neuf assaillants ont été abattus.", "fr", [("killed", "attackers", 6)]),
        ("A soldier shot dead three civilians.", "en", [("killed", "civilians", 3)]),
        ("About 50 raiders killed or wounded nine farmers.", "en", [("wounded", "civilians", 9)]),
        ("Both gunmen, a father and a son, were shot dead.", "en", [("killed", "attackers", 2)]),
        ("Two policemen, aged 24 and 31, were shot dead.", "en", [("killed", "state_force", 2)]),
        ("Three soldiers, all 22, were killed.", "en", [("killed", "state_force", 3)]),
        ("Hundreds of villagers were asleep when the shell fell.", "en", []),
        ("Des dizaines d'élèves jouaient quand l'obus est tombé.", "fr", []),
        ("Twelve soldiers died when a mine exploded.", "en", [("killed", "state_force", 12)]),
    ],
)
def test_a_number_is_of_those_whom_the_verb_befell(sentence: str, language: str, found: Told) -> None:
    assert told(sentence, language) == found


@pytest.mark.parametrize(
    ("sentence", "language", "whole", "part"),
    [
        ("A shell killed 14 people, six of them nurses, and wounded 30.", "en", 14, 6),
        ("The blast left 14 people dead, six of them nurses.", "en", 14, 6),
        ("Fourteen people, six of them nurses, were killed on Friday.", "en", 14, 6),
        ("Fourteen people, including six elderly residents, were killed.", "en", 14, 6),
        ("Quatorze personnes, dont six personnes âgées, ont été tuées.", "fr", 14, 6),
        ("L'obus a tué 14 personnes, dont six infirmières, et en a blessé 30.", "fr", 14, 6),
    ],
)
def test_a_part_is_not_added_to_its_whole(sentence: str, language: str, whole: int, part: int) -> None:
    dead = [best for measure, _, best in told(sentence, language) if measure == "killed"]
    assert sorted(best or 0 for best in dead) == [part, whole]


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("The raid killed ten herders, forcing 900 villagers to flee.", "en", [("killed", 10), ("displaced", 900)]),
        ("The raid killed ten herders, trapping 50 miners.", "en", [("killed", 10)]),
        ("The fighting sent more than 900 people across the border.", "en", [("displaced", 901)]),
        ("The army sent 900 soldiers across the border.", "en", []),
        ("L'assaut a tué dix bergers, forçant 900 habitants à fuir.", "fr", [("killed", 10), ("displaced", 900)]),
        ("La riposte a permis d'abattre dix terroristes.", "fr", [("killed", 10)]),
        ("Troops managed to kill ten insurgents.", "en", [("killed", 10)]),
        ("The raiders left behind several of their dead.", "en", [("killed", None)]),
    ],
)
def test_each_number_has_its_own_verb(sentence: str, language: str, found: list[tuple[str, int | None]]) -> None:
    assert sorted((measure, best or -1) for measure, _, best in told(sentence, language)) == sorted(
        (measure, best or -1) for measure, best in found
    )


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Twelve people died in the square and three in hospital, 15 in all.", "en"),
        ("Douze personnes sont mortes sur place et trois à l'hôpital, soit 15 au total.", "fr"),
    ],
)
def test_what_is_added_up_is_contained_in_the_sum(sentence: str, language: str) -> None:
    assert sorted(best or 0 for _, _, best in told(sentence, language)) == [3, 12, 15]

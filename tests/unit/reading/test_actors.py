"""Who: roles by grammar, forces by country, what was claimed, denied or only suspected."""

import pytest

from events.actor import Actor
from events.report import ReportBody
from services.ingest.tables import open_actors
from tests.unit.reading.cases import roles, the_one


def actor(report: ReportBody, ident: str) -> Actor:
    return next(found for found in report.actors if ident in (found.id, found.name))


def test_the_table_knows_more_than_250_actors_each_with_its_own_id() -> None:
    names = {alias.actor.id: alias.actor for aliases in open_actors().aliases.values() for alias in aliases}
    assert len(names) > 250
    assert all(known.since is None or known.until is None or known.since <= known.until for known in names.values())


@pytest.mark.parametrize(
    ("sentence", "ident", "role"),
    [
        ("Nine people were killed by JNIM fighters in Gao, Mali, on Friday.", "jnim", "attacker"),
        ("ISWAP militants attacked Dikwa, Nigeria, on Friday, killing nine people.", "iswap", "attacker"),
        ("Nine people died in a raid by CODECO in Djugu, Ituri, on Friday.", "codeco", "attacker"),
        ("A Boko Haram attack killed nine people in Dikwa, Nigeria, on Friday.", "boko-haram", "attacker"),
        ("Fighters of the Lord's Resistance Army abducted nine people near Bangui on Friday.", "lra", "attacker"),
        ("Nine people died in clashes between M23 rebels and the army in Bunia, Congo, on Friday.", "m23", "combatant"),
        ("Gunmen ambushed a convoy escorted by Wagner mercenaries near Kidal, Mali, on Friday.", "wagner", "escort"),
        ("An attack on MINUSMA peacekeepers in Kidal, Mali, killed nine people on Friday.", "minusma", "target"),
        ("Nine soldiers were killed by gunmen in Gao, Mali, on Friday.", "ml-army", "victim"),
    ],
)
def test_roles_come_from_the_grammar(sentence: str, ident: str, role: str) -> None:
    assert role in roles(the_one(sentence))[ident]


def test_a_claim_makes_the_attacker_and_says_so() -> None:
    report = the_one("Nine people died in an attack in Gao, Mali, on Friday. Islamic State claimed responsibility.")
    found = actor(report, "is")
    assert (found.role, found.attribution, found.claimed) == ("attacker", "claimed", True)


def test_what_is_not_yet_claimed_is_only_suspected() -> None:
    report = the_one("Nine people died in an attack in Gao, Mali, on Friday. JNIM has not yet claimed responsibility.")
    found = actor(report, "jnim")
    assert (found.role, found.attribution, found.claimed) == ("attacker", "suspected", False)


def test_who_denies_is_accused() -> None:
    report = the_one("Nine people died in an air strike on Kidal, Mali, on Friday. The army denied responsibility.")
    found = actor(report, "ml-army")
    assert (found.role, found.attribution) == ("accused", "denied")


def test_suspected_attackers_are_suspected() -> None:
    report = the_one("Suspected Boko Haram fighters killed nine people in Dikwa, Nigeria, on Friday.")
    assert actor(report, "boko-haram").attribution == "suspected"


def test_an_army_abroad_is_foreign_and_at_home_is_not() -> None:
    report = the_one(
        "Malian and Russian soldiers killed nine people in Kidal, Mali, on Friday.".replace(
            "and Russian soldiers", "soldiers and Russian troops"
        )
    )
    assert (actor(report, "ml-army").foreign, actor(report, "ru-army").foreign) == (False, True)
    assert actor(report, "ru-army").kind == "foreign_state_force"


def test_a_foreign_weapon_is_no_foreign_force() -> None:
    report = the_one("A Russian-made drone flown by the Malian army killed nine people in Kidal, Mali, on Friday.")
    assert not any(found.foreign for found in report.actors)


def test_troops_who_only_arrive_attack_nobody() -> None:
    report = the_one(
        "Ugandan soldiers have moved into Bunia in eastern Congo, the army said on Sunday. "
        "CODECO fighters killed 35 people in Djugu territory on Saturday, a chief said."
    )
    assert roles(report).keys() == {"codeco", "civilians"} - {"civilians"}


def test_the_generic_noun_is_the_group_that_is_named() -> None:
    report = the_one("Jihadists attacked Gao, Mali, on Friday, killing nine people. JNIM claimed the attack.")
    assert set(roles(report)) == {"jnim"}

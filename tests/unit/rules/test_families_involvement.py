"""Involvement: who takes part, and who is only named."""

import pytest

from events.actor import Actor
from services.rules.core.families import FAMILIES
from services.rules.core.families.involvement import Involvement, judge
from tests.support.thread_case import COMPANY, at, incident

DEFAULT = Involvement()


def stands(**actor: object) -> bool:
    told = Actor.model_validate({"name": "Somebody"} | actor)
    return bool(judge(incident(at(2), actors=(told,)), at(2), DEFAULT))


@pytest.mark.parametrize("role", ["attacker", "combatant", "defender", "escort", "air_support", "trainer", "target"])
def test_a_company_takes_part_in_each_role_of_the_fighting(role: str) -> None:
    assert stands(kind="private_military_company", role=role)


@pytest.mark.parametrize("role", ["victim", "accused", "mediator", "claimant", "supporter", "other"])
def test_a_company_that_is_only_named_takes_no_part(role: str) -> None:
    assert not stands(kind="private_military_company", role=role)


def test_a_foreign_army_takes_part_and_the_countrys_own_does_not() -> None:
    assert stands(kind="foreign_state_force", role="attacker", foreign=True, home="NE")
    assert stands(kind="state_force", role="attacker", foreign=True, home="NE")
    assert not stands(kind="state_force", role="attacker", home="ML")
    assert not stands(kind="foreign_state_force", role="attacker", home="ML")


def test_what_is_denied_is_left_out_and_what_is_suspected_is_said_to_be() -> None:
    assert not stands(kind="private_military_company", role="escort", attribution="denied")
    suspected = COMPANY.model_copy(update={"attribution": "suspected"})
    (finding,) = judge(incident(at(2), actors=(suspected,)), at(2), DEFAULT)
    assert finding.because == "Blue Column (suspected escort, Russia)."


def test_jihadists_peacekeepers_and_civilians_from_abroad_are_no_foreign_force() -> None:
    for kind in ("jihadist", "peacekeepers", "civilians"):
        assert not stands(kind=kind, role="attacker", foreign=True, home="NE")


def test_several_actors_and_roles_are_told_in_one_fixed_order() -> None:
    guard = Actor(name="Guard", kind="foreign_state_force", role="air_support", foreign=True, home="FR")
    told = (COMPANY, guard, COMPANY.model_copy(update={"role": "attacker"}))
    (finding,) = judge(incident(at(2), actors=told), at(2), DEFAULT)
    assert finding == judge(incident(at(2), actors=told[::-1]), at(2), DEFAULT)[0]
    assert finding.values == {
        "actors": "Blue Column, Guard",
        "roles": "attacker, escort, air_support",
        "homes": "FR, RU",
    }


def test_every_family_goes_by_the_name_of_its_file() -> None:
    assert set(FAMILIES) == {"involvement", "threshold", "toll_escalation"}
    assert all(f"families.{name}" in way.judge.__module__ for name, f in FAMILIES.items() for way in f.ways.values())

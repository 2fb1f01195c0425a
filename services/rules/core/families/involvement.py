"""Involvement: a foreign state's force or a private military company takes part.

Taking part is a role in the fighting or in support of it (after UCDP's external support data). A force that is only
named as a victim, is accused, speaks or mediates takes no part; one that was the target of the attack was there under
arms, and does. What is denied is left out, what is suspected is said to be. A private military company counts wherever
it is at home; a state's force only outside its own country.
"""

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from events.actor import Actor, ActorKind, Attribution, Role
from events.incident import Incident
from events.render.countries import country_name
from events.render.headline import joined
from events.victims import victims
from services.rules.core.family import Family, Finding, Parameters, Way


class Involvement(Parameters):
    """Which kinds of actors, in which roles, on what ground of attribution."""

    kinds: Annotated[tuple[ActorKind, ...], Field(min_length=1)] = (
        "foreign_state_force",
        "private_military_company",
        "state_force",
        "police",
    )
    roles: Annotated[tuple[Role, ...], Field(min_length=1)] = (
        "attacker",
        "combatant",
        "defender",
        "escort",
        "air_support",
        "trainer",
        "target",
    )
    attributions: Annotated[tuple[Attribution, ...], Field(min_length=1)] = ("claimed", "reported", "suspected")


def judge(incident: Incident, now: datetime, parameters: Involvement) -> tuple[Finding, ...]:
    """Stands while such an actor is part of the incident. Time alone changes nothing."""
    del now
    found = sorted(takers(incident, parameters), key=lambda a: (a.name, parameters.roles.index(a.role)))
    if not found:
        return ()
    names = tuple(dict.fromkeys(actor.name for actor in found))
    killed = victims(incident.tolls)
    return (
        Finding(
            because=f"{joined([_part(a) for a in found])}.",
            measured=0 if killed is None else killed.number,
            values={
                "actors": ", ".join(names),
                "roles": ", ".join(dict.fromkeys(actor.role for actor in found)),
                "homes": ", ".join(sorted({actor.home for actor in found if actor.home})) or None,
            },
            evidence=incident.evidence,
        ),
    )


def takers(incident: Incident, parameters: Involvement) -> tuple[Actor, ...]:
    """The actors that take part as these parameters mean it."""
    here = None if incident.place is None else incident.place.country
    return tuple(
        a
        for a in incident.actors
        if a.kind in parameters.kinds
        and a.role in parameters.roles
        and a.attribution in parameters.attributions
        and _from_elsewhere(a, here)
    )


def _from_elsewhere(actor: Actor, here: str | None) -> bool:
    if actor.kind == "private_military_company" or actor.foreign:
        return True
    return actor.kind == "foreign_state_force" and (actor.home is None or actor.home != here)


def _part(actor: Actor) -> str:
    home = f", {country_name(actor.home)}" if actor.home else ""
    said = "" if actor.attribution == "reported" else f"{actor.attribution} "
    return f"{actor.name} ({said}{actor.role.replace('_', ' ')}{home})"


FAMILY: Final = Family("involvement", {"incident": Way(Involvement, judge)})

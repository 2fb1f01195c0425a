"""Incidents in the shape of ACLED's export, 31 columns, so that analysts' scripts read them. Pure."""

from typing import Final

from events.actor import Actor, ActorKind, Role
from events.incident import Incident
from events.moment import to_ms
from events.render.countries import country_name
from events.render.dead import everyone
from events.report import IncidentKind

_COLUMNS: Final = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1"
    " actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location"
    " latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
)
COLUMNS: Final = tuple(_COLUMNS.split())
BATTLES: Final = "Battles"
EXPLOSIONS: Final = "Explosions/Remote violence"
CIVILIANS: Final = "Violence against civilians"
STRATEGIC: Final = "Strategic developments"
TYPES: Final[dict[IncidentKind, tuple[str, str]]] = {
    "armed_clash": (BATTLES, "Armed clash"),
    "attack": (CIVILIANS, "Attack"),
    "suicide_bomb": (EXPLOSIONS, "Suicide bomb"),
    "air_drone_strike": (EXPLOSIONS, "Air/drone strike"),
    "shelling_artillery_missile_attack": (EXPLOSIONS, "Shelling/artillery/missile attack"),
    "remote_explosive_landmine_ied": (EXPLOSIONS, "Remote explosive/landmine/IED"),
    "grenade": (EXPLOSIONS, "Grenade"),
    "chemical_weapon": (EXPLOSIONS, "Chemical weapon"),
    "sexual_violence": (CIVILIANS, "Sexual violence"),
    "abduction_forced_disappearance": (CIVILIANS, "Abduction/forced disappearance"),
    "mob_violence": ("Riots", "Mob violence"),
    "violent_demonstration": ("Riots", "Violent demonstration"),
    "peaceful_protest": ("Protests", "Peaceful protest"),
    "protest_with_intervention": ("Protests", "Protest with intervention"),
    "excessive_force_against_protesters": ("Protests", "Excessive force against protesters"),
    "government_regains_territory": (BATTLES, "Government regains territory"),
    "non_state_actor_overtakes_territory": (BATTLES, "Non-state actor overtakes territory"),
    "non_violent_transfer_of_territory": (STRATEGIC, "Non-violent transfer of territory"),
    "looting_property_destruction": (STRATEGIC, "Looting/property destruction"),
    "arrests": (STRATEGIC, "Arrests"),
    "disrupted_weapons_use": (STRATEGIC, "Disrupted weapons use"),
    "headquarters_or_base_established": (STRATEGIC, "Headquarters or base established"),
    "change_to_group_activity": (STRATEGIC, "Change to group/activity"),
    "agreement": (STRATEGIC, "Agreement"),
    "coup": (STRATEGIC, "Other"),
    "coup_attempt": (STRATEGIC, "Other"),
    "displacement": (STRATEGIC, "Other"),
    "other": (STRATEGIC, "Other"),
}
INTER: Final[dict[ActorKind, str]] = {
    "state_force": "State forces",
    "police": "State forces",
    "government": "State forces",
    "jihadist": "Rebel group",
    "rebel": "Rebel group",
    "militia": "Political militia",
    "gang": "Political militia",
    "unidentified_armed_group": "Political militia",
    "self_defence_group": "Identity militia",
    "protesters": "Protesters",
    "civilians": "Civilians",
    "aid_organisation": "Civilians",
}
"""Every other kind is "External/Other forces"."""
ARMED: Final[frozenset[ActorKind]] = frozenset(
    {"state_force", "foreign_state_force", "private_military_company", "police", "peacekeepers"}
)
FIRST: Final[frozenset[Role]] = frozenset({"attacker", "combatant", "claimant", "accused", "air_support"})
SECOND: Final[frozenset[Role]] = frozenset({"defender", "target", "victim", "escort"})
WITHIN_KM: Final = ((10.0, "1"), (50.0, "2"))


def row(incident: Incident) -> dict[str, object]:
    """One incident by column. `fatalities`: the best figure of every side, 0 where nobody counted, as in ACLED."""
    event, sub_event = types(incident)
    place, total = incident.place, everyone(incident.tolls)
    km = None if place is None else place.within_km
    return {
        "event_id_cnty": incident.incident_id,
        "event_date": incident.occurred.day.isoformat(),
        "year": incident.occurred.day.year,
        "time_precision": {"hour": "1", "day": "1", "week": "2"}.get(incident.occurred.precision, "3"),
        "event_type": event,
        "sub_event_type": sub_event,
        **actors(incident),
        "country": None if place is None or place.country is None else country_name(place.country),
        "admin1": None if place is None else place.admin1,
        "location": None if place is None else place.name,
        "latitude": None if place is None else place.lat,
        "longitude": None if place is None else place.lon,
        "geo_precision": "3" if km is None else next((code for most, code in WITHIN_KM if km <= most), "3"),
        "source": "; ".join(source.owner for source in incident.sources),
        "notes": incident.headline,
        "fatalities": 0 if total is None else total.number,
        "timestamp": to_ms(incident.available_at) // 1000,
    }


def types(incident: Incident) -> tuple[str, str]:
    """Event type and sub-type. An ambush is an armed clash if its victims were armed or escorted, else an attack."""
    if incident.kind != "ambush":
        return TYPES[incident.kind]
    armed = any(actor.kind in ARMED or actor.role == "escort" for actor in incident.actors if actor.role in SECOND)
    return TYPES["armed_clash" if armed else "attack"]


def actors(incident: Incident) -> dict[str, object]:
    """Both sides, each by its first actor, the others associated. Combatants beyond the first are the other side."""
    first = [a for a in incident.actors if a.role in FIRST]
    second = [a for a in incident.actors if a.role in SECOND]
    if not second and len(first) > 1:
        first, second = first[:1], first[1:]
    targeted = any(a.kind in {"civilians", "aid_organisation"} for a in second)
    return {
        **_side(first, "actor1", "assoc_actor_1", "inter1"),
        **_side(second, "actor2", "assoc_actor_2", "inter2"),
        "civilian_targeting": "Civilian targeting" if targeted else None,
    }


def _side(side: list[Actor], actor: str, with_: str, inter: str) -> dict[str, object]:
    names = list(dict.fromkeys(a.name for a in side))
    if not names:
        return {}
    return {
        actor: names[0],
        with_: "; ".join(names[1:]),
        inter: INTER.get(side[0].kind, "External/Other forces"),
    }

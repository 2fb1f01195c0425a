"""Incidents in the shape of UCDP's GED csv, so that analysts' scripts read them. Pure.

Columns as in its codebook; what has no counterpart in an incident is empty.
"""

from datetime import timedelta
from typing import Final

from events.actor import Actor, ActorKind
from events.incident import Incident
from events.render.countries import country_name
from events.render.dead import by_party, everyone
from events.toll import Party

_COLUMNS: Final = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id"
    " dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
    " source_article source_office source_date source_headline source_original where_prec where_coordinates"
    " where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity"
    " date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low"
)
COLUMNS: Final = tuple(_COLUMNS.split())
STATES: Final[frozenset[ActorKind]] = frozenset({"state_force", "foreign_state_force", "police", "government"})
WITHIN_KM: Final = ((5.0, "1"), (25.0, "2"), (60.0, "3"), (150.0, "4"))
PRECISIONS: Final = {"hour": "1", "day": "1", "week": "3", "month": "4", "year": "5"}
DEATHS: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def row(incident: Incident) -> dict[str, object]:
    """One incident by column."""
    first, second = sides(incident)
    return {
        "id": incident.incident_id,
        "year": incident.occurred.first.year,
        "type_of_violence": violence(incident),
        "dyad_name": f"{first} - {second}",
        "side_a": first,
        "side_b": second,
        "number_of_sources": len(incident.sources),
        "source_office": ";".join(source.owner for source in incident.sources),
        "source_headline": incident.headline,
        **where(incident),
        **when(incident),
        **dead(incident),
    }


def violence(incident: Incident) -> str:
    """UCDP's type: 1 a state fights, 3 only civilians were the aim, else 2."""
    fighters = [a for a in incident.actors if a.kind != "civilians" and a.role != "victim"]
    if len(fighters) < 2 and any(a.kind in {"civilians", "aid_organisation"} for a in incident.actors):  # noqa: PLR2004
        return "3"
    return "1" if any(actor.kind in STATES for actor in incident.actors) else "2"


def sides(incident: Incident) -> tuple[str, str]:
    """Side A and side B: the state first where one fights, else the attacker; civilians always second."""
    names = list(fighting(incident))
    first = names[0] if names else "Unknown"
    return first, names[1] if len(names) > 1 else ("Civilians" if violence(incident) == "3" else "Unknown")


def fighting(incident: Incident) -> dict[str, Actor]:
    """The actors by the names they have here, those first that take a side first."""
    ordered = sorted(incident.actors, key=lambda a: (a.kind == "civilians", a.role == "victim", a.kind not in STATES))
    found: dict[str, Actor] = {}
    for actor in ordered:
        found.setdefault(_name(actor), actor)
    return found


def _name(actor: Actor) -> str:
    if actor.kind == "civilians":
        return "Civilians"
    if actor.kind in STATES and actor.home is not None:
        return f"Government of {country_name(actor.home)}"
    return actor.name


def where(incident: Incident) -> dict[str, object]:
    """The columns of place; where_prec by the radius."""
    place = incident.place
    if place is None:
        return {"where_prec": "6"}
    km = place.within_km
    return {
        "where_prec": "6" if km is None else next((code for most, code in WITHIN_KM if km <= most), "6"),
        "where_coordinates": place.name,
        "adm_1": place.admin1,
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": None if place.lat is None or place.lon is None else f"POINT ({place.lon} {place.lat})",
        "country": None if place.country is None else country_name(place.country),
    }


def when(incident: Incident) -> dict[str, object]:
    """The columns of time: first and last day, both inclusive."""
    occurred = incident.occurred
    return {
        "date_prec": PRECISIONS[occurred.precision],
        "date_start": occurred.first.date().isoformat(),
        "date_end": (occurred.last - timedelta(microseconds=1)).date().isoformat(),
    }


def dead(incident: Incident) -> dict[str, object]:
    """The columns of tolls. As in UCDP the sides add up to best, a side nobody counted is 0, and where no upper bound
    is known high is best. Where the sides' figures are more than the whole, they are left out: sources disagree.
    """
    total = everyone(incident.tolls)
    best = 0 if total is None else total.number
    low = best if total is None or total.low is None else min(total.low, best)
    high = best if total is None or total.high is None else max(total.high, best)
    parts = dict.fromkeys(DEATHS, 0)
    for party, told in sorted(by_party(incident.tolls).items()):
        if party not in {"all", "unknown"}:
            parts[_column(incident, party)] += told.number
    if sum(parts.values()) > best:
        parts = dict.fromkeys(DEATHS, 0)
    parts["deaths_unknown"] += best - sum(parts.values())
    return {**parts, "best": best, "high": high, "low": low}


def _column(incident: Incident, party: Party) -> str:
    """Where a party's dead are counted: with the one of the two sides that is it, else among the unknown."""
    if party in {"civilians", "aid_workers"}:
        return "deaths_civilians"
    here = None if incident.place is None else incident.place.country
    both = zip(("deaths_a", "deaths_b"), fighting(incident).values(), strict=False)
    found = [column for column, actor in both if _is_of(actor, party, here)]
    return found[0] if len(found) == 1 else "deaths_unknown"


def _is_of(actor: Actor, party: Party, here: str | None) -> bool:
    if party in {"non_state", "attackers"}:
        return actor.kind not in STATES and actor.kind not in {"civilians", "peacekeepers", "aid_organisation"}
    abroad = actor.home is not None and here is not None and actor.home != here
    return actor.kind in STATES and abroad == (party != "state_force")

"""Incidents in the shape of UCDP's GED csv, so that analysts' scripts read them. Pure.

Columns as in its codebook; what has no counterpart in an incident is empty.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from events.actor import Actor, ActorKind
from events.incident import Incident
from events.render.countries import country_name
from events.render.dead import by_party, everyone
from events.render.tables import lines
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
SIDES: Final[dict[str, tuple[Party, ...]]] = {
    "deaths_a": ("state_force", "foreign_force", "peacekeepers"),
    "deaths_b": ("non_state", "attackers"),
    "deaths_civilians": ("civilians", "aid_workers"),
    "deaths_unknown": ("unknown",),
}


def csv_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """The csv, line by line, the header first."""
    return lines(COLUMNS, (row(incident) for incident in incidents))


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
    ordered = sorted(incident.actors, key=lambda a: (a.kind == "civilians", a.role == "victim", a.kind not in STATES))
    names = list(dict.fromkeys(_name(actor) for actor in ordered))
    first = names[0] if names else "Unknown"
    return first, names[1] if len(names) > 1 else ("Civilians" if violence(incident) == "3" else "Unknown")


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
    """The columns of tolls. A side nobody counted is 0, as in UCDP; high is best where no upper bound is known."""
    told, total = by_party(incident.tolls), everyone(incident.tolls)
    parts: dict[str, object] = {
        column: sum(told[p].number for p in parties if p in told) for column, parties in SIDES.items()
    }
    if total is None:
        return parts | {"best": 0, "high": 0, "low": 0}
    best = total.number
    low = best if total.low is None else min(total.low, best)
    return parts | {"best": best, "high": best if total.high is None else max(total.high, best), "low": low}

"""One line of plain English for an alert: where, what, how many, who. Pure."""

from collections.abc import Sequence
from typing import Final

from events.alert import SEVERITIES, Ground
from events.incident import Incident
from events.place import Place
from events.render.countries import country_name
from events.report import IncidentKind
from events.signal import Scope
from events.toll import Estimate, TrailPoint
from events.victims import Figure, victims

KIND_WORDS: Final[dict[IncidentKind, str]] = {
    "armed_clash": "armed clash",
    "attack": "attack",
    "ambush": "ambush",
    "suicide_bomb": "suicide bombing",
    "air_drone_strike": "air or drone strike",
    "shelling_artillery_missile_attack": "shelling or missile attack",
    "remote_explosive_landmine_ied": "explosion of a mine or bomb",
    "grenade": "grenade attack",
    "chemical_weapon": "chemical attack",
    "sexual_violence": "sexual violence",
    "abduction_forced_disappearance": "abduction",
    "mob_violence": "mob violence",
    "violent_demonstration": "violent demonstration",
    "peaceful_protest": "peaceful protest",
    "protest_with_intervention": "protest broken up",
    "excessive_force_against_protesters": "force against protesters",
    "government_regains_territory": "government regains territory",
    "non_state_actor_overtakes_territory": "armed group takes territory",
    "non_violent_transfer_of_territory": "territory handed over",
    "looting_property_destruction": "looting or destruction",
    "arrests": "arrests",
    "disrupted_weapons_use": "attack foiled",
    "headquarters_or_base_established": "base set up",
    "change_to_group_activity": "armed group changes its activity",
    "agreement": "agreement",
    "coup": "coup",
    "coup_attempt": "coup attempt",
    "displacement": "displacement",
    "other": "incident",
}
NEAR_KM: Final = 10.0
"""From this radius on a point is near its place rather than in it."""
LED_IN: Final = frozenset({"between", "near", "in", "at", "on", "north", "south", "east", "west", "around", "outside"})


def incident_headline(incident: Incident, involved: Sequence[str] = ()) -> str:
    """`Mali: ambush between Gao and Ansongo, at least 32 killed (first reported 10); Wagner Group involved`."""
    parts = [f"{_country(incident.place)}{KIND_WORDS[incident.kind]}{where(incident.place)}"]
    killed = victims(incident.tolls)
    if killed is not None and counted(killed):
        parts.append(f"{'nobody' if killed.high == 0 else counted(killed)} killed{_notes(incident.trail, killed)}")
    else:
        parts += [f"{counted(f)} {m}" for m, f in _others(incident.tolls)[:1]]
    line = ", ".join(parts) + (f"; {joined(involved)} involved" if involved else "")
    return line[:1].upper() + line[1:]


def window_headline(scope: Scope, grounds: Sequence[Ground]) -> str:
    """`Mali: 128 killed in 14 incidents in the 7 days to 9 March 2025`: the sentence of the gravest ground."""
    gravest = max(grounds, key=lambda g: (SEVERITIES.index(g.severity), g.rule), default=None)
    name = scope.name or (country_name(scope.id) if scope.kind == "country" else scope.id)
    return name if gravest is None else f"{name}: {gravest.because.rstrip('.')}"


def where(place: Place | None) -> str:
    """` between Gao and Ansongo`, ` near Ménaka`, ` in Kidal`; nothing where no name is told."""
    if place is None or not place.name:
        return ""
    first = place.name.split()[0].lower()
    if first in LED_IN or first[:1].isdigit():
        return f" {place.name[:1].lower()}{place.name[1:]}"
    return f" {'near' if place.within_km is not None and place.within_km >= NEAR_KM else 'in'} {place.name}"


def counted(figure: Figure) -> str:
    """`32`, `about 30`, `at least 32`, `20 to 60`, `up to 12`; nothing where nothing is told. Thousands with commas."""
    low, best, high = figure.low, figure.best, figure.high
    if low is None and best is None:
        return f"up to {high:,}" if high is not None else ""
    least = low if low is not None else figure.number
    if high is None and not least and not best:
        return ""  # "at least nobody" says nothing
    if high is None:
        return f"at least {least:,}" + (f", probably {best:,}" if best is not None and best != least else "")
    if least == high:
        return f"about {least:,}" if figure.approximate else f"{least:,}"
    return f"{least:,} to {high:,}" if low is not None else f"about {figure.number:,}"


def first_reported(trail: Sequence[TrailPoint], now: Figure) -> int | None:
    """The first figure of the trail where it differs from the one that stands now."""
    for point in sorted(trail, key=trail_order):
        figure = point.best if point.best is not None else point.low
        if point.measure == "killed" and point.standing != "denied" and figure is not None:
            return figure if figure != now.number else None
    return None


def trail_order(point: TrailPoint) -> tuple[str, bool, int, str, str]:
    """The order of a trail: by publication; at one moment what is superseded comes before what stands."""
    figure = point.best if point.best is not None else point.low or 0
    return point.at.isoformat(), point.standing != "superseded", figure, point.report_id, point.source


def joined(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(p for p in (", ".join(names[:-1]), *names[-1:]) if p)


def _country(place: Place | None) -> str:
    return f"{country_name(place.country)}: " if place is not None and place.country else ""


def _notes(trail: Sequence[TrailPoint], now: Figure) -> str:
    first = first_reported(trail, now)
    notes = [] if first is None else [f"first reported {first:,}"]
    notes += ["sources disagree"] if now.contested else []
    return f" ({', '.join(notes)})" if notes else ""


def _others(tolls: Sequence[Estimate]) -> list[tuple[str, Figure]]:
    found = [(m, victims(tolls, m)) for m in ("abducted", "displaced", "wounded", "missing", "detained")]
    return [(m, f) for m, f in found if f is not None and counted(f)]

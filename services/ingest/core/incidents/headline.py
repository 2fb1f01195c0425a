"""One line that says what happened, where and to how many."""

from collections.abc import Sequence
from typing import Final

from events.place import Place
from events.report import IncidentKind
from events.toll import TollClaim

_NAMES: Final[dict[IncidentKind, str]] = {
    "air_drone_strike": "air or drone strike",
    "shelling_artillery_missile_attack": "shelling",
    "remote_explosive_landmine_ied": "explosive device",
    "abduction_forced_disappearance": "abduction",
    "government_regains_territory": "government regains territory",
    "non_state_actor_overtakes_territory": "armed group takes territory",
    "non_violent_transfer_of_territory": "territory changes hands",
    "looting_property_destruction": "looting or destruction",
    "headquarters_or_base_established": "base established",
    "change_to_group_activity": "change in a group's activity",
    "disrupted_weapons_use": "weapons seized or disarmed",
    "protest_with_intervention": "protest broken up",
    "excessive_force_against_protesters": "force against protesters",
    "other": "incident",
}
_LENGTH_MAX: Final = 300


def headline(kind: IncidentKind, place: Place | None, tolls: Sequence[TollClaim]) -> str:
    """As in "Ambush between Gao and Ansongo: at least 32 killed"."""
    what = _NAMES.get(kind, kind.replace("_", " "))
    where = ""
    if place is not None and place.name:
        where = f" {place.name}" if place.name.startswith(("between ", "near ", "entre ")) else f" in {place.name}"
    said = _toll(tolls)
    return f"{what[:1].upper()}{what[1:]}{where}{f': {said}' if said else ''}"[:_LENGTH_MAX]


def _toll(tolls: Sequence[TollClaim]) -> str:
    for measure in ("killed", "wounded", "abducted", "displaced", "detained"):
        told = [
            toll for toll in tolls if toll.measure == measure and toll.standing == "current" and toll.part_of is None
        ]
        counted = [toll for toll in told if (toll.best or toll.low or toll.high) is not None and toll.best != 0]
        if counted:
            most = max(counted, key=lambda toll: toll.best or toll.low or toll.high or 0)
            return f"{_number(most)} {measure}"
    return ""


def _number(toll: TollClaim) -> str:
    if toll.best is not None:
        return (
            f"at least {toll.best}"
            if toll.high is None
            else f"about {toll.best}"
            if toll.approximate
            else str(toll.best)
        )
    if toll.low is not None:
        return f"{toll.low} to {toll.high}" if toll.high is not None else f"at least {toll.low}"
    return f"up to {toll.high}"

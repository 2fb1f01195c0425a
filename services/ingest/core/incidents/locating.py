"""Where incidents were that do not say it themselves: the scene set before, the place told last, a later measure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness

_PROVINCE: Final = 3
_BEFORE: Final = 3  # sentences before an incident in which its scene may be set
_AFTER: Final = 8  # sentences after its name in which a village may be described
_BORROWED_KM: Final = 20.0
_BORROWED_SHARE: Final = 0.7  # of the confidence
_DESCRIBED: Final = re.compile(
    r"\b(?:lies|lying|located|situated|sits|the (?:village|town|area|site|camp|settlement)|se trouve|située?|est à|"
    r"appartient|fait partie|is (?:in|part of)|(?:le|ce) (?:village|poste|camp|site)|la (?:ville|localité)|it is|"
    r"cette localité)\b",
    re.IGNORECASE,
)


_LIES: Final = re.compile(
    r"\b(?:lies|lying|located|situated|sits|se trouve|située?|appartient|fait partie|is part of)\b", re.IGNORECASE
)
_UNITS: Final = ("admin1", "admin2", "area", "unknown-in-admin1", "unknown-in-admin2")


def located(groups: list[Group], units: Sequence[Unit], text: str, written: ResolvedPlace | None = None) -> list[Group]:
    """The incidents, those without a place of their own at the one that the text sets their scene in.

    `written`: about the town where the text was written; a quarter that nobody knows is there.
    """
    for at, one in enumerate(groups):
        if one.place is not None and one.place.how.startswith("unknown-in"):
            one.place = _quarter(_measured(one.place, one, units, text), written)
            one.place = _in_province(one.place, one, units)
        elif exactness(one.place) < _PROVINCE:
            one.place = _scene(one, units) or _last(one, groups[:at]) or _later(one, units, text) or one.place
    return groups


def _quarter(place: ResolvedPlace, written: ResolvedPlace | None) -> ResolvedPlace:
    """A name that nobody knows in a text of a town: there, unless the text itself puts it into a unit elsewhere."""
    if written is None or written.country != place.country or not place.how.startswith("unknown-in"):
        return place
    if exactness(place) >= _PROVINCE and (place.admin1 != written.admin1 or not place.how.endswith("admin1")):
        return place
    return replace(written, name=place.name, start=place.start, end=place.end)


def _scene(one: Group, units: Sequence[Unit]) -> ResolvedPlace | None:
    """The place named right before the incident is told, where nothing else is told of it."""
    first = one.units[0]
    before = [
        unit
        for unit in units
        if first.row.index - _BEFORE <= unit.row.index < first.row.index or unit.row.title
        if unit.place is not None and not unit.core and exactness(unit.place) >= _PROVINCE
    ]
    return _borrowed(one, before[-1].place) if before else None


def _last(one: Group, earlier: Sequence[Group]) -> ResolvedPlace | None:
    """The place of the incident told before, for one that is told without any."""
    first = one.units[0]
    if not earlier or first.marked("new_event") or exactness(earlier[-1].place) < _PROVINCE:
        return None
    return _borrowed(one, earlier[-1].place)


def _borrowed(one: Group, place: ResolvedPlace | None) -> ResolvedPlace | None:
    if place is None or (one.place is not None and one.place.country != place.country):
        return None
    sure = round(_BORROWED_SHARE * place.confidence, 2)
    return replace(place, within_km=place.within_km + _BORROWED_KM, confidence=sure)


def _later(one: Group, units: Sequence[Unit], text: str) -> ResolvedPlace | None:
    """The province or town in which a later sentence, that tells of no deed, puts the village."""
    for unit in units:
        told = 0 < unit.row.index - one.index <= _AFTER and not unit.core and exactness(unit.place) >= _PROVINCE
        if told and _LIES.search(text, unit.start, unit.end):
            return _borrowed(one, unit.place)
    return None


def _in_province(place: ResolvedPlace, one: Group, units: Sequence[Unit]) -> ResolvedPlace:
    """A name that nobody knows, for which only the country is told: in the smallest unit that the text named before."""
    if exactness(place) >= _PROVINCE or not place.how.startswith("unknown-in"):
        return place
    before = [
        unit.place
        for unit in units
        if unit.place is not None and unit.row.index < one.index and unit.place.country == place.country
        if unit.place.how in _UNITS
    ]
    least = min(before, key=lambda unit: unit.within_km, default=None)
    return replace(least, name=place.name, start=place.start, end=place.end) if least else place


def _measured(place: ResolvedPlace, one: Group, units: Sequence[Unit], text: str) -> ResolvedPlace:
    """A village that nobody knows, at the point that a later sentence gives it: "the village, 30 km west of X"."""
    for unit in units:
        told = unit.place
        near = 0 <= unit.row.index - one.index <= _AFTER
        if near and told is not None and told.country == place.country and _tells_more(told, place, unit, text):
            return replace(told, name=place.name, start=place.start, end=place.end)
    return place


def _tells_more(told: ResolvedPlace, place: ResolvedPlace, unit: Unit, text: str) -> bool:
    """Whether a sentence says where the village lies: how far from a town, or in which province."""
    if not _DESCRIBED.search(text, unit.start, unit.end):
        return False
    wider = exactness(place) < _PROVINCE <= exactness(told) and not unit.core
    return wider or told.how.startswith(("offset", "near"))

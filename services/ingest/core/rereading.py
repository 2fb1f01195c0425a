"""Reading an article again: which of the reports it gave before is which of those it gives now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from events.place import Place
from events.report import ReportBody
from services.ingest.core.identity import folded
from services.ingest.core.intake import Known
from services.ingest.core.places.geodesy import distance_km

DAY: Final = 4
PLACE: Final = 2
KIND: Final = 1
SURE: Final = (DAY + PLACE + KIND, DAY + PLACE, PLACE + KIND)
"""These agreements mean the same incident. Day and kind alone do so only where nothing else is left to match."""
FAR_KM: Final = 25.0


@dataclass(frozen=True, slots=True)
class Matching:
    """`known`: for each report read now, the one it continues. `vanished`: those no longer told."""

    known: tuple[Known | None, ...]
    vanished: tuple[Known, ...]


def match(now: Sequence[ReportBody], before: Sequence[Known]) -> Matching:
    """Matches the reports of two readings of one article by day, place and kind, the surest pairs first."""
    found: dict[int, Known] = {}
    left = sorted(before, key=lambda k: (k.retracted, k.ordinal, k.report_id))
    for wanted in SURE:
        _pair(now, left, found, wanted)
    open_ = [i for i in range(len(now)) if i not in found]
    live = [k for k in left if not k.retracted]
    if len(open_) == 1 and len(live) == 1 and agreement(now[open_[0]], live[0]) & DAY:
        found[open_[0]] = live[0]
        left.remove(live[0])
    return Matching(tuple(found.get(i) for i in range(len(now))), tuple(k for k in left if not k.retracted))


def _pair(now: Sequence[ReportBody], left: list[Known], found: dict[int, Known], wanted: int) -> None:
    for i, body in enumerate(now):
        if i in found:
            continue
        known = next((k for k in left if agreement(body, k) == wanted), None)
        if known is not None:
            found[i] = known
            left.remove(known)


def agreement(body: ReportBody, known: Known) -> int:
    """The sum of DAY, PLACE and KIND over what agrees. What neither tells agrees."""
    day = None if body.occurred is None else body.occurred.day.isoformat()
    same_day, same_kind = day == known.day, body.kind == known.kind
    return DAY * same_day + PLACE * _same_place(body.place, known.place) + KIND * same_kind


def _same_place(a: Place | None, b: Place | None) -> bool:
    if a is None or b is None:
        return a is b
    if a.name and b.name and folded(a.name) == folded(b.name):
        return a.country == b.country
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return False
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= min(FAR_KM, max(a.within_km or 0.0, b.within_km or 0.0))


def new_ordinals(matching: Matching, before: Sequence[Known]) -> tuple[int, ...]:
    """The place of each report in the document: that of the one it continues, else the next one never used."""
    free = max((k.ordinal for k in before), default=-1) + 1
    given = []
    for known in matching.known:
        given.append(free if known is None else known.ordinal)
        free += known is None
    return tuple(given)

"""What a text names beyond doubt, by which its obscure names are told apart: a namesake far from all of it is another.

A village has namesakes all over its country; the district, the province or the town told besides says which is meant.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.ingest.core.places.country_votes import WORLD_CITY
from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.port import Named, PlaceMention, PlaceRow, Places
from services.ingest.core.places.voting import Votes, share

_ABOUT_SHARE = 0.25  # of the votes that a country needs for its places to count
_SAME_KM = 60.0  # bearers of one name this near are one place
_OBSCURE = 20_000  # inhabitants; a larger town is meant wherever it lies
_FAR_KM = 200.0
_NEAR_KM = 120.0
_SAME_THOUGHT = 80  # characters after a name in which what it lies in may follow
_UNITS = ("admin1", "admin2", "area")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that is meant for certain. `folded`: its name; `within_km`: its radius.

    `bureau`: a capital or a world city, which is named for those who rule or write there as well. `start`: where the
    text names it first.
    """

    folded: str
    country: str
    lat: float
    lon: float
    within_km: float
    bureau: bool = False
    start: int = 0


def anchors_of(mentions: Iterable[PlaceMention], votes: Votes, places: Places) -> tuple[Anchor, ...]:
    """The anchors among the places of a text, in order, each name once."""
    found: dict[str, Anchor] = {}
    for mention in mentions:
        for named in mention.names if mention.kind in ("place", "route") else ():
            row = None if named.folded in found else _certain(named, votes)
            if row is not None:
                bureau = row.kind == "town" and (row.population >= WORLD_CITY or row == places.capital(row.country))
                found[named.folded] = Anchor(
                    named.folded, row.country, row.lat, row.lon, row.within_km, bureau, named.start
                )
    return tuple(found.values())


def _certain(named: Named, votes: Votes) -> PlaceRow | None:
    """The one place that a name can mean in the countries that the text is about."""
    if named.doubtful:
        return None
    rows = [row for row in named.rows if share(votes, row.country) >= _ABOUT_SHARE and _inside(row, named.within)]
    said = _UNITS if named.unit is not None else ("town",)
    rows = [row for row in rows if row.kind in said] or rows
    first = min(rows, key=lambda row: (-row.population, row.id), default=None)
    if first is None or any(distance_km(first.lat, first.lon, row.lat, row.lon) > _SAME_KM for row in rows):
        return None
    return first


def _inside(row: PlaceRow, within: Sequence[str]) -> bool:
    return not within or row.country in within or row.admin1 in within


def nearness(row: PlaceRow, folded: str, anchors: Sequence[Anchor]) -> float:
    """How near a place lies to the nearest anchor in its country: 1 inside it, 0 from 120 km off, or where none is."""
    off = _off_km(row, folded, anchors, bureaus=True)
    return 0.0 if off is None else max(0.0, 1.0 - max(0.0, off) / _NEAR_KM)


def is_stray(row: PlaceRow, named: Named, anchors: Sequence[Anchor]) -> bool:
    """Whether a small town lies far from all that the text has named in its country: a namesake of what is meant.

    What our own table has, and what the text calls a unit, is no namesake. What is named only later may be elsewhere.
    """
    if row.population >= _OBSCURE or row.id < 0 or row.kind == "admin1" or (named.unit and row.kind != "town"):
        return False
    before = [anchor for anchor in anchors if anchor.start < named.end + _SAME_THOUGHT]
    off = _off_km(row, named.folded, before, bureaus=False)
    return off is not None and off > _FAR_KM


def _off_km(row: PlaceRow, folded: str, anchors: Sequence[Anchor], *, bureaus: bool) -> float | None:
    return min(
        (
            distance_km(row.lat, row.lon, anchor.lat, anchor.lon) - anchor.within_km
            for anchor in anchors
            if anchor.country == row.country and anchor.folded != folded and (bureaus or not anchor.bureau)
        ),
        default=None,
    )

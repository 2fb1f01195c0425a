"""Where a deed was that is told only by a border: "on the Kyrgyz-Tajik border", "dans la zone des trois frontières"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from services.ingest.core.places.geodesy import distance_km, midpoint
from services.ingest.core.places.port import PlaceMention, Places, ResolvedPlace
from services.ingest.core.places.voting import Votes, top_country

_THREE: Final = re.compile(
    r"\b(?:tri[- ]?border|triple (?:border|frontier|frontière)|three[- ]borders?|trois[- ]frontières|points? triples?"
    r"|borders? of the three countries|tripoint)\b"
)
_OPENS: Final = ("border", "fronti", "tripoint", "point triple", "points triples")
_MARGIN_KM: Final = 30.0  # how far from a border a deed is still "on the border"
_CORNER_KM: Final = 60.0  # of the point where three countries meet
_ALONG_KM: Final = 75.0  # how much farther points of the same part of a border may lie
_APART_KM: Final = 300.0  # two borders farther apart meet nowhere
_SURE: Final = 0.6
_REGION: Final = "trois frontieres"
_Point = tuple[float, float]


def at_border(
    place: ResolvedPlace | None, told: Sequence[PlaceMention], text: str, votes: Votes, places: Places
) -> ResolvedPlace | None:
    """The part of a border that a sentence tells of; None where it tells of none.

    `place`: the country, or the part of one, that it names besides; `told`: all its places; `text`: its words.
    """
    low = text.lower()
    three = _THREE.search(low) if any(map(low.__contains__, _OPENS)) else None
    beside = [mention for mention in told if mention.relation == "border" and mention.countries]
    if three is None and not beside:
        return None
    named = tuple(dict.fromkeys(mention.countries[0] for mention in beside))
    own = place.country if place is not None else _own(named, votes, places)
    if own is None:
        return None
    across = tuple(iso2 for iso2 in named if iso2 in places.neighbours(own))
    points = _corner(own, across, votes, places) if three or len(across) > 1 else ()
    points = points or (_called_three(own, places) if three else ())
    points = points or tuple(point for iso2 in across[:1] for point in places.border(own, iso2))
    first = beside[0] if beside else None
    at = (first.start, first.end) if first else (0, 0)
    return _shown(place, own, _on_side(points, place, places), at, places)


def _own(named: Sequence[str], votes: Votes, places: Places) -> str | None:
    """The country that the text is about, if it borders on all that are named; else the likelier of two named."""
    if len(named) == 1:
        votes = {iso2: vote for iso2, vote in votes.items() if iso2 != named[0]}
    leader = top_country(votes)
    if leader is not None and all(iso2 in places.neighbours(leader) for iso2 in named):
        return leader
    return top_country({iso2: votes.get(iso2, 0.0) for iso2 in named}) if len(named) > 1 else None


def _corner(own: str, across: Sequence[str], votes: Votes, places: Places) -> tuple[_Point, ...]:
    """Where a country meets two others: those named, else the two that most speaks of."""
    others = across if len(across) > 1 else tuple(iso2 for iso2 in places.neighbours(own) if iso2 in votes)
    found = [
        (distance_km(*one, *other), midpoint(*one, *other))
        for first, second in combinations(sorted({*others, *across}), 2)
        for one in places.border(own, first)
        for other in places.border(own, second)
    ]
    nearest = min(found, default=(_APART_KM, (0.0, 0.0)))
    return (nearest[1],) if nearest[0] < _APART_KM else ()


def _called_three(own: str, places: Places) -> tuple[_Point, ...]:
    """The region that everybody calls so, where the text does not say which countries."""
    return tuple((row.lat, row.lon) for row in places.lookup(_REGION) if row.country == own)


def _on_side(points: Sequence[_Point], place: ResolvedPlace | None, places: Places) -> tuple[_Point, ...]:
    """Those nearest to the part of the country that the text names, where it names one."""
    country = places.country(place.country) if place is not None and place.how == "part-of-country" else None
    if place is None or country is None or not points:
        return tuple(points)
    outer = 2 * place.lat - country.lat, 2 * place.lon - country.lon
    least = min(distance_km(*point, *outer) for point in points)
    return tuple(point for point in points if distance_km(*point, *outer) <= least + _ALONG_KM)


def _shown(
    place: ResolvedPlace | None, own: str, points: Sequence[_Point], at: tuple[int, int], places: Places
) -> ResolvedPlace | None:
    country = places.country(own)
    if country is None or not points:
        return None
    lat, lon = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    wide = max(distance_km(lat, lon, *point) for point in points) if len(points) > 1 else _CORNER_KM - _MARGIN_KM
    near = places.nearest(round(lat, 2), round(lon, 2), own)
    sure = min(place.confidence, _SURE) if place is not None else _SURE
    given = place or ResolvedPlace(country.name, own, None, lat, lon, 0.0, sure, "border", *at)
    return replace(
        given,
        admin1=near.admin1 if near else None,
        lat=round(lat, 4),
        lon=round(lon, 4),
        within_km=round(wide + _MARGIN_KM, 1),
        confidence=sure,
        how="border",
    )

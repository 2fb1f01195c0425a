"""Place names learned from structured reports: the gazetteer is thin where the wars are, analysts' records are not."""

from typing import Final

from events.place import Place
from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.port import LearnedPlace

USUAL_KM: Final = 5.0
COARSE_KM: Final = 50.0
"""A point that may be farther off than this says where a region is, not where the name is."""
NAME_WORDS_MAX: Final = 5
HALF_TURN: Final = 180.0
NOT_A_NAME: Final = frozenset({"km", "between", "near", "entre", "pres", "axe", "axis", "road", "route"})


def place_key(folded: str, country: str) -> str:
    """The key of a folded name in a country; with no country, the beginning of all its keys."""
    return f"{folded}\x1f{country}"


def learn(known: LearnedPlace | None, place: Place) -> LearnedPlace | None:
    """What a structured report's place adds to what is known of its name; None where it teaches nothing.

    The point is the mean of those given; the radius holds all of them and is never better than theirs.
    """
    if place.lat is None or place.lon is None or not place.country or not _is_name(place.name):
        return None
    km = place.within_km or USUAL_KM
    if km > COARSE_KM or (known is not None and abs(known.lon - place.lon) > HALF_TURN):
        return None
    if known is None:
        return LearnedPlace(place.name or "", place.country, place.lat, place.lon, km, 1)
    return _mean(known, place.lat, place.lon, km)


def _mean(known: LearnedPlace, lat: float, lon: float, km: float) -> LearnedPlace:
    n = known.count
    mean_lat, mean_lon = (known.lat * n + lat) / (n + 1), (known.lon * n + lon) / (n + 1)
    moved = distance_km(known.lat, known.lon, mean_lat, mean_lon)
    off = distance_km(lat, lon, mean_lat, mean_lon)
    return LearnedPlace(known.name, known.country, mean_lat, mean_lon, max(known.within_km + moved, off, km), n + 1)


def _is_name(name: str | None) -> bool:
    words = (name or "").casefold().split()
    return 0 < len(words) <= NAME_WORDS_MAX and not NOT_A_NAME & set(words) and not any(c.isdigit() for c in name or "")

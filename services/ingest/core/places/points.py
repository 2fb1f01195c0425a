"""From a place and a relation to a point and the radius that holds the true place in about nine of ten cases."""

import math

from services.ingest.core.places.geodesy import destination, distance_km, midpoint, wrap_lon
from services.ingest.core.places.port import CountryRow, Named, PlaceMention, PlaceRow

Spot = tuple[float, float, float]  # lat, lon, within_km

ROUTE_KM_MAX = 500.0  # two towns farther apart are not the ends of one road in the news
_ROUTE_MARGIN_KM = 5.0
_NEAR_KM = 20.0
_ABOUT_KM = 30.0  # about the town that a road leads to, or that a witness lives in
_DIRECTION_KM = 20.0  # "north of Gao", no distance: as far as such incidents typically are
_DIRECTION_MARGIN_KM = 25.0
_OFFSET_SHARE = 0.3  # error of a stated distance and an eighth of the compass, as a share of the distance
_OFFSET_MARGIN_KM = 5.0
_UNIT_OF_TOWN_KM = 30.0  # "the commune of X" where only the town X is known
_SEAT_SHARES = ((1_000_000, 0.1), (300_000, 0.35), (0, 0.75))  # of the unit's radius, by inhabitants of its seat
_CENTRE_SIZE = 0.6  # of a country's radius: "central Mali"
_SIDE_SHIFT = 0.4  # of a country's height and width: of 46 parts in the news, half lie within 150 km (a quarter: 250)
_PART_SHIFT, _PART_SIZE = 0.45, 0.75  # "northern X": how far from the middle, how large, in radii


def spot_at(row: PlaceRow, mention: PlaceMention) -> Spot:
    """The spot that a relation to one place means."""
    vague_km = _vague_km(row, mention.names[0])
    if mention.relation == "from":
        return row.lat, row.lon, row.within_km + _ABOUT_KM + vague_km
    if mention.relation == "near":
        return row.lat, row.lon, row.within_km + _NEAR_KM + vague_km / 2
    if mention.relation == "offset":
        return _offset(row, mention)
    if mention.relation == "part" and row.kind != "town" and mention.bearing is not None:
        return _part(row, mention.bearing)
    return row.lat, row.lon, row.within_km + vague_km


def _vague_km(row: PlaceRow, named: Named) -> float:
    """How much wider than a town its name is: "in Mopti" often means the region, "the town of Mopti" never does.

    Measured on headlines of Mali: for a seat of a region half the places lie within 10 km, nine in ten within 150.
    """
    if row.kind != "town" or named.settlement:
        return 0.0
    if named.unit:
        return _UNIT_OF_TOWN_KM
    seat_of = [unit.within_km for unit in named.rows if unit.kind in ("admin1", "admin2") and _holds(unit, row)]
    share = next(share for people, share in _SEAT_SHARES if row.population >= people)
    return share * max(seat_of, default=0.0)


def _holds(unit: PlaceRow, town: PlaceRow) -> bool:
    near = distance_km(unit.lat, unit.lon, town.lat, town.lon) <= unit.within_km
    return near and unit.country == town.country


def _part(row: PlaceRow, bearing: float) -> Spot:
    lat, lon = destination(row.lat, row.lon, bearing, _PART_SHIFT * row.within_km)
    return lat, lon, _PART_SIZE * row.within_km


def _offset(row: PlaceRow, mention: PlaceMention) -> Spot:
    if row.kind != "town" and mention.km is None and mention.bearing is not None:
        return _part(row, mention.bearing)
    if mention.bearing is None:
        return row.lat, row.lon, row.within_km + (mention.km or _NEAR_KM)
    if mention.km is None:
        lat, lon = destination(row.lat, row.lon, mention.bearing, _DIRECTION_KM)
        return lat, lon, row.within_km + _DIRECTION_MARGIN_KM
    lat, lon = destination(row.lat, row.lon, mention.bearing, mention.km)
    return lat, lon, row.within_km + _OFFSET_SHARE * mention.km + _OFFSET_MARGIN_KM


def spot_between(first: PlaceRow, second: PlaceRow) -> Spot:
    """The middle of a route; the radius is half its length and a margin."""
    lat, lon = midpoint(first.lat, first.lon, second.lat, second.lon)
    return lat, lon, distance_km(first.lat, first.lon, second.lat, second.lon) / 2 + _ROUTE_MARGIN_KM


def spot_in_country(country: CountryRow, bearing: float | None, *, part: bool) -> Spot:
    """The middle of a country, or that of a part of its box: "northern Mali"; "central Mali" has no bearing."""
    if bearing is None:
        return country.lat, country.lon, country.within_km * (_CENTRE_SIZE if part else 1.0)
    up, right = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
    lat = country.lat + up * (country.north - country.south) * _SIDE_SHIFT
    lon = wrap_lon(country.lon + right * wrap_lon(country.east - country.west) * _SIDE_SHIFT)
    corner = distance_km(country.south, country.west, country.north, country.east) / 2
    return lat, lon, min(country.within_km, _PART_SIZE * corner)

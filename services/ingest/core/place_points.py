"""From a place and a relation to a point and the radius that holds the true place in about nine of ten cases."""

import math

from services.ingest.core.geodesy import destination, distance_km, midpoint, wrap_lon
from services.ingest.core.places import CountryRow, PlaceMention, PlaceRow

Spot = tuple[float, float, float]  # lat, lon, within_km

ROUTE_KM_MAX = 500.0  # two towns farther apart are not the ends of one road in the news
_ROUTE_MARGIN_KM = 5.0
_NEAR_KM = 15.0
_DIRECTION_KM = 20.0  # "north of Gao", no distance: as far as such incidents typically are
_DIRECTION_MARGIN_KM = 25.0
_OFFSET_SHARE = 0.3  # error of a stated distance and an eighth of the compass, as a share of the distance
_OFFSET_MARGIN_KM = 5.0
_PART_SHIFT, _PART_SIZE = 0.45, 0.75  # "northern X": how far from the middle, how large, in radii


def spot_at(row: PlaceRow, mention: PlaceMention) -> Spot:
    """The spot that a relation to one place means."""
    if mention.relation == "near":
        return row.lat, row.lon, row.within_km + _NEAR_KM
    if mention.relation == "offset":
        return _offset(row, mention)
    if mention.relation == "part" and row.kind != "town" and mention.bearing is not None:
        lat, lon = destination(row.lat, row.lon, mention.bearing, _PART_SHIFT * row.within_km)
        return lat, lon, _PART_SIZE * row.within_km
    return row.lat, row.lon, row.within_km


def _offset(row: PlaceRow, mention: PlaceMention) -> Spot:
    if row.kind != "town" and mention.km is None and mention.bearing is not None:
        lat, lon = destination(row.lat, row.lon, mention.bearing, _PART_SHIFT * row.within_km)
        return lat, lon, _PART_SIZE * row.within_km
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


def spot_in_country(country: CountryRow, bearing: float | None) -> Spot:
    """The middle of a country, or of that part of its box which lies in a direction: "northern Mali"."""
    if bearing is None:
        return country.lat, country.lon, country.within_km
    up, right = math.cos(math.radians(bearing)), math.sin(math.radians(bearing))
    lat = country.lat + up * (country.north - country.south) / 4
    lon = wrap_lon(country.lon + right * wrap_lon(country.east - country.west) / 4)
    corner = distance_km(country.south, country.west, country.north, country.east) / 2
    return lat, lon, min(country.within_km, _PART_SIZE * corner)

"""Distances and points on a sphere. Degrees and kilometres; error under 0.6 % of the distance."""

import math

EARTH_KM = 6371.0
KM_PER_DEGREE = 111.2


def distance_km(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    south, north = math.radians(lat), math.radians(lat2)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """The point `km` away at `bearing`, degrees clockwise from north."""
    here, turn, arc = math.radians(lat), math.radians(bearing), km / EARTH_KM
    there = math.asin(math.sin(here) * math.cos(arc) + math.cos(here) * math.sin(arc) * math.cos(turn))
    across = math.sin(turn) * math.sin(arc) * math.cos(here)
    along = math.cos(arc) - math.sin(here) * math.sin(there)
    return math.degrees(there), wrap_lon(lon + math.degrees(math.atan2(across, along)))


def midpoint(lat: float, lon: float, lat2: float, lon2: float) -> tuple[float, float]:
    """The middle of the great-circle line between two points."""
    here, there, turn = math.radians(lat), math.radians(lat2), math.radians(lon2 - lon)
    x, y = math.cos(there) * math.cos(turn), math.cos(there) * math.sin(turn)
    height = math.sin(here) + math.sin(there)
    middle = math.atan2(height, math.hypot(math.cos(here) + x, y))
    return math.degrees(middle), wrap_lon(lon + math.degrees(math.atan2(y, math.cos(here) + x)))


def wrap_lon(lon: float) -> float:
    """The same meridian between -180 and 180."""
    return (lon + 180.0) % 360.0 - 180.0

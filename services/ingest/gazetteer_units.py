"""Where admin units and countries lie, and how wide they are, from the towns in them."""

import math
from collections.abc import Sequence

from services.ingest.core.places.geodesy import distance_km, wrap_lon

Point = tuple[float, float]
_LONE_CITY = 300_000
_FEW_TOWNS = 10


def middle_of(points: Sequence[Point]) -> Point:
    """The mean of the points. Longitudes are taken about the first, so that a country may cross 180°."""
    base = points[0][1]
    lat = sum(lat for lat, _ in points) / len(points)
    lon = base + sum(wrap_lon(lon - base) for _, lon in points) / len(points)
    return lat, wrap_lon(lon)


def without_strays(points: Sequence[Point]) -> list[Point]:
    """The points without those far from the rest: GeoNames files some towns under the wrong unit.

    Far: more than four times the median distance from the point of medians (and more than 30 km).
    """
    lat, lon = (sorted(point[axis] for point in points)[len(points) // 2] for axis in (0, 1))
    distances = [distance_km(lat, lon, *point) for point in points]
    reach = max(30.0, 4.0 * sorted(distances)[len(points) // 2])
    return [point for point, km in zip(points, distances, strict=True) if km <= reach]


def spread_km(middle: Point, points: Sequence[Point], share: float) -> float:
    """The radius about `middle` that holds this share of the points."""
    distances = sorted(distance_km(*middle, *point) for point in points)
    return distances[min(len(distances) - 1, math.ceil(share * len(distances)) - 1)]


def unit_radius_km(middle: Point, towns: Sequence[Point], population: int, typical_km: float) -> float:
    """The radius of an admin unit. `typical_km`: of a disc as large as the mean unit of this level in its country.

    Few towns tell little of the size (Kidal has six), so the typical size is the floor; many towns outweigh it.
    A unit that is one city is no larger than a city.
    """
    if len(towns) == 1 and population >= _LONE_CITY:
        return 20.0
    floor = typical_km * (1.0 if len(towns) < _FEW_TOWNS else 0.5)
    return max(spread_km(middle, towns, 0.95) * 1.1, floor, 5.0)


def box_of(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """South, west, north, east of the points, one in fifty left out on each side (far islands)."""
    base = points[0][1]
    lats = sorted(lat for lat, _ in points)
    lons = sorted(wrap_lon(lon - base) for _, lon in points)
    cut = len(points) // 50
    return lats[cut], wrap_lon(base + lons[cut]), lats[-1 - cut], wrap_lon(base + lons[-1 - cut])


def box_middle(south: float, west: float, north: float, east: float) -> Point:
    """The middle of a box that may cross 180°."""
    return (south + north) / 2, wrap_lon(west + wrap_lon(east - west) / 2)

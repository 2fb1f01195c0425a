"""Where countries meet: points along their common border, from the towns on both sides of it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from services.ingest.core.places.geodesy import distance_km, midpoint
from services.ingest.gazetteer_units import Point, middle_of

_CELLS_A_DEGREE = 4
_REACH = 6  # cells, a degree and a half: towns on both sides of an empty border lie no farther apart
_FACING_KM = 60.0  # towns this near face each other though each has a nearer one
_POINTS_MAX = 60  # of one border
_Cell = tuple[int, int]


def border_points(
    towns: Iterable[tuple[str, float, float]], neighbours: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, float, float]]:
    """Points on each border: the two countries, the smaller code first, latitude, longitude; sorted.

    `towns`: ISO2, latitude, longitude. A point lies midway between two small areas with towns that face each other.
    Error: about half of the gap between towns, some 10 km where people live.
    """
    cells = _peopled(towns)
    across = {
        (country, at, other): there
        for country, at in sorted(cells)
        for other, there in _nearest_across(country, at, cells, neighbours.get(country, ()))
    }
    found: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for (country, at, other), there in sorted(across.items()):
        here, opposite = cells[country, at], cells[other, there]
        mutual = across.get((other, there, country)) == at
        if country < other and (mutual or distance_km(*here, *opposite) <= _FACING_KM):
            found[country, other].append(midpoint(*here, *opposite))
    for (one, other), points in sorted(found.items()):
        step = math.ceil(len(points) / _POINTS_MAX)
        yield from ((one, other, round(lat, 2), round(lon, 2)) for lat, lon in points[::step])


def _peopled(towns: Iterable[tuple[str, float, float]]) -> dict[tuple[str, _Cell], Point]:
    """For each country and cell the middle of the towns there."""
    inside: dict[tuple[str, _Cell], list[Point]] = defaultdict(list)
    for country, lat, lon in towns:
        inside[country, (math.floor(lat * _CELLS_A_DEGREE), math.floor(lon * _CELLS_A_DEGREE))].append((lat, lon))
    return {key: middle_of(sorted(points)) for key, points in inside.items()}


def _nearest_across(
    country: str, at: _Cell, cells: Mapping[tuple[str, _Cell], Point], neighbours: Sequence[str]
) -> Iterator[tuple[str, _Cell]]:
    """For each neighbour within reach its cell nearest to a cell."""
    for other in neighbours:
        for ring in range(_REACH + 1):
            near = [cell for cell in _ring(at, ring) if (other, cell) in cells]
            if near:
                here = cells[country, at]
                yield other, min(near, key=lambda cell: (distance_km(*here, *cells[other, cell]), cell))
                break


def _ring(at: _Cell, ring: int) -> Iterator[_Cell]:
    row, column = at
    for down in range(-ring, ring + 1):
        for along in range(-ring, ring + 1):
            if max(abs(down), abs(along)) == ring:
                yield row + down, column + along

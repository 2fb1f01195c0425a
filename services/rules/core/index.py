"""The index of reports by place and day: which rows a report stands in, and which rows hold all it could be linked to.

Rows are keyed by level, cell and block of days. A report stands in one row by its point and in one by its country, or,
without a point, in one of its country's reports without a point. Reports that say little of the place or the day stand
in levels with wider cells or longer blocks, so that the many exact reports are found in few small rows: at the density
of Syria in 2017 a row of level 0 holds about fifteen. Nothing is pruned by age, and no row grows with time.
"""

from collections.abc import Iterable, Iterator
from math import cos, floor, radians
from typing import Final

from services.rules.core.facts import RADIUS_KM_MAX, Facts
from services.rules.core.gates import CONTAINED_DAYS_MAX, CONTAINING, DAYS_APART_MAX, SLACK_KM
from services.rules.core.state import ENTRIES, KEPT, LEVELS, Entry, State

GRIDS: Final = {"0": (25.0, 1.0), "1": (150.0, 4.0), "2": (RADIUS_KM_MAX, 32.0), "c": (RADIUS_KM_MAX, 32.0)}
"""(greatest radius in km, side of a cell in degrees) of each level with points; `c` is for those without a day."""
KM_PER_DEGREE: Final = 111.2
BLOCK_DAYS: Final = 8
"""Days of a block; one day for all reports of a country, which only those without a point have to read."""
BLOCK_DAYS_COARSE: Final = 32
"""Days of a block in the levels of those that say only the week, the month or the year: `c`, `Lc`, `Pc`."""
FINE: Final = frozenset({"hour", "day"})
ALL: Final = "all"


def put(facts: Facts, state: State) -> None:
    """Enters a report into its rows."""
    entry = Entry(facts.report_id, floor(facts.start), facts.lat, facts.lon, facts.radius_km)
    levels = state.get(LEVELS, ALL) or ()
    for level, key in _rows_of(facts):
        if level not in levels:
            levels = tuple(sorted((*levels, level)))
            state.put(LEVELS, ALL, levels)
        state.put(ENTRIES, key, (*(state.get(ENTRIES, key) or ()), entry))


def drop(facts: Facts, state: State) -> None:
    """Takes a report out of its rows."""
    for _, key in _rows_of(facts):
        left = tuple(e for e in state.get(ENTRIES, key) or () if e.report_id != facts.report_id)
        if left:
            state.put(ENTRIES, key, left)
        else:
            state.delete(ENTRIES, key)


def near(facts: Facts, state: State) -> list[Facts]:
    """All reports that might pass the gates with this one, by report id; some that are too far off are among them."""
    found = set()
    first, last = _days(facts, coarse=False)
    for level in state.get(LEVELS, ALL) or ():
        coarse = level[-1] == "c"
        for key in _rows_near(facts, level, coarse=coarse):
            for entry in state.get(ENTRIES, key) or ():
                if (coarse or first <= entry.day <= last) and _close(facts, entry):
                    found.add(entry.report_id)
    found.discard(facts.report_id)
    kept = (state.get(KEPT, report_id) for report_id in sorted(found))
    return [k.facts for k in kept if k is not None]


def _close(facts: Facts, entry: Entry) -> bool:
    """A cheap look at the distance, never too strict."""
    if facts.lat is None or facts.lon is None or entry.lat is None or entry.lon is None:
        return True
    reach = _degrees(facts.radius_km + entry.radius_km)
    if abs(facts.lat - entry.lat) > reach:
        return False
    east = abs((facts.lon - entry.lon + 180) % 360 - 180)
    return east * _shrink(max(abs(facts.lat), abs(entry.lat))) <= reach


def _degrees(km: float) -> float:
    return (km + SLACK_KM) / KM_PER_DEGREE * 1.02


def _shrink(lat: float) -> float:
    """How much shorter a degree of longitude is; bounded near the poles."""
    return cos(radians(min(89.0, lat)))


def _rows_of(facts: Facts) -> Iterator[tuple[str, str]]:
    coarse = facts.precision not in FINE
    day = floor(facts.start)
    block = day // (BLOCK_DAYS_COARSE if coarse else BLOCK_DAYS)
    time = "c" if coarse else "f"
    if facts.lat is None or facts.lon is None:
        if facts.country is not None:
            yield f"P{time}", f"P{time}/{facts.country}/{block}"
        return
    level = "c" if coarse else next(n for n, (radius, _) in GRIDS.items() if facts.radius_km <= radius)
    side = GRIDS[level][1]
    yield level, f"{level}/{floor(facts.lat / side)}/{floor(facts.lon / side)}/{block}"
    if facts.country is not None:
        yield f"L{time}", f"L{time}/{facts.country}/{block if coarse else day}"


def _rows_near(facts: Facts, level: str, *, coarse: bool) -> Iterator[str]:
    first, last = _days(facts, coarse=coarse)
    side = BLOCK_DAYS_COARSE if coarse else 1 if level == "Lf" else BLOCK_DAYS
    blocks = range(first // side, last // side + 1)
    for cell in _cells(facts, level):
        for block in blocks:
            yield f"{level}/{cell}/{block}"


def _days(facts: Facts, *, coarse: bool) -> tuple[int, int]:
    """The first and last day on which a report (one that knows no day: `coarse`) may begin to pass the gate of time."""
    day = floor(facts.start)
    first = day - CONTAINED_DAYS_MAX - 1 if coarse else day - DAYS_APART_MAX
    last = day + CONTAINED_DAYS_MAX + 1 if facts.precision in CONTAINING else day + DAYS_APART_MAX
    return first, last


def _cells(facts: Facts, level: str) -> list[str]:
    placed = facts.lat is not None and facts.lon is not None
    if level[0] in "PL":
        # A report with a point meets those without one; one without a point meets both.
        wanted = facts.country is not None and (level[0] == "P" or not placed)
        return [str(facts.country)] if wanted else []
    if facts.lat is None or facts.lon is None:
        return []
    radius, side = GRIDS[level]
    reach = _degrees(facts.radius_km + radius)
    columns = _columns(facts.lat, facts.lon, reach, side)
    rows = range(floor((facts.lat - reach) / side), floor((facts.lat + reach) / side) + 1)
    return [f"{row}/{column}" for row in rows for column in columns]


def _columns(lat: float, lon: float, reach: float, side: float) -> Iterable[int]:
    """The columns of cells within reach, across 180° too, and all of them near a pole."""
    east = reach / _shrink(abs(lat) + reach)
    first, last = floor((lon - east) / side), floor((lon + east) / side)
    if first * side >= -180 and last * side < 180:  # noqa: PLR2004  degrees
        return range(first, last + 1)
    around = round(360 / side)
    west = floor(-180 / side)
    return sorted({(n - west) % around + west for n in range(first, min(last, first + around) + 1)})

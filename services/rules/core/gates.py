"""Gates: what two reports of one incident must have in common at least. A pair that fails any is never linked."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from services.rules.core.facts import Facts

DAYS_APART_MAX: Final = 2
"""Sources are off by a day either way (a fifth of UCDP's reports), so two of them may differ by two."""
BORDER_KM_MAX: Final = 50.0
SLACK_KM: Final = 1.0
CONTAINED_DAYS_MAX: Final = 31
EARTH_DIAMETER_KM: Final = 12_742.0
CONTAINING: Final = frozenset({"week", "month"})
"""Precisions whose interval may hold another report's day; a year holds too many."""


def km_between(a: Facts, b: Facts) -> float | None:
    """Great-circle distance, None where either has no point."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    h = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return EARTH_DIAMETER_KM * asin(min(1.0, sqrt(h)))


def days_between(a: Facts, b: Facts) -> int:
    """Whole days between the beginnings."""
    return abs(int(a.start // 1) - int(b.start // 1))


def within(a: Facts, b: Facts) -> bool:
    """Whether the day of one lies in the week or month that is all the other says."""
    return _holds(a, b) or _holds(b, a)


def _holds(wide: Facts, narrow: Facts) -> bool:
    if wide.precision not in CONTAINING:
        return False
    return wide.start - 1 <= narrow.start <= wide.start + min(wide.length, CONTAINED_DAYS_MAX)


def open_to(a: Facts, b: Facts, km: float | None) -> bool:
    """Whether a pair passes every gate; `km` is `km_between` of the two."""
    return (
        (days_between(a, b) <= DAYS_APART_MAX or within(a, b))
        and _near(a, b, km)
        and {a.family, b.family} != {"armed", "protest"}
        and (a.document is None or a.document != b.document)
        and not rivals(a, b)
    )


def _near(a: Facts, b: Facts, km: float | None) -> bool:
    if km is None:
        same = a.country is not None and a.country == b.country
        return same and (a.admin1 == b.admin1 or a.admin1 is None or b.admin1 is None)
    if km > a.radius_km + b.radius_km + SLACK_KM:
        return False
    return a.country == b.country or a.country is None or b.country is None or km <= BORDER_KM_MAX


def rivals(a: Facts, b: Facts) -> bool:
    """Whether two reports name attackers that cannot be the same: each names one whom the other does not.

    Groups that are only suspected are not among them. A report may leave one of two groups out, so a part fits; and in
    a fight between groups two reports that name one group each may have named its two sides.
    """
    if not (a.groups and b.groups) or a.groups <= b.groups or b.groups <= a.groups:
        return False
    sides = a.form == b.form == "non_state" and len(a.groups) == len(b.groups) == 1
    return not sides

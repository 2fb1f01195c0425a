"""The headline figure: how many victims the estimates of one incident add up to.

Victims are those who did not attack: civilians, aid workers, the state's and foreign forces, peacekeepers, and the
dead of whom no side is told. Attackers and armed groups are never among them, and `all` (every side together) is never
taken for a figure of victims (DESIGN §5).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from events.toll import Estimate, Measure, Party

SIDES: Final[tuple[Party, ...]] = ("civilians", "aid_workers", "state_force", "foreign_force", "peacekeepers")
"""The parties whose figures are added up; `unknown` is their total told without sides."""
MIXED: Final[frozenset[Measure]] = frozenset({"killed", "wounded"})
"""Measures in which `all` mixes attackers with victims. Nobody counts attackers among the displaced."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of persons as far as it is known. `high` None: no upper bound. `contested`: its sources disagree."""

    low: int | None
    best: int | None
    high: int | None
    approximate: bool = False
    contested: bool = False

    @property
    def number(self) -> int:
        """The best number, else the least one; 0 where only an upper bound is told."""
        return self.best if self.best is not None else self.low or 0


def figure(estimate: Estimate) -> Figure:
    """An estimate as a figure."""
    return Figure(estimate.low, estimate.best, estimate.high, estimate.approximate, estimate.contested)


def victims(tolls: Iterable[Estimate], measure: Measure = "killed") -> Figure | None:
    """The victims' figure of a measure; None where nobody gave one.

    Bound by bound the greater of the total told without sides (`unknown`) and the sum of the sides: they count the
    same people, and each may leave some out.
    """
    told = {e.party: figure(e) for e in tolls if e.measure == measure and _says(e)}
    if not told:
        return None
    whole, sides = told.get("unknown"), [told[p] for p in SIDES if p in told]
    total = _sum(sides) if sides else None
    if whole is not None and total is not None:
        return _greater(whole, total)
    return whole or total or (told.get("all") if measure not in MIXED else None)


def _says(estimate: Estimate) -> bool:
    return estimate.low is not None or estimate.best is not None or estimate.high is not None


def _sum(sides: Sequence[Figure]) -> Figure:
    """Side after side; one without a bound leaves the sum without it, but what is told at the least always counts."""
    if len(sides) == 1 and sides[0].low is not None:  # as most incidents have it
        return sides[0]
    lows = [f.low if f.low is not None else f.best for f in sides]
    bests = [f.best for f in sides if f.best is not None]
    highs = [f.high for f in sides if f.high is not None]
    return Figure(
        low=None if all(n is None for n in lows) else sum(n or 0 for n in lows),
        best=sum(bests) if len(bests) == len(sides) else None,
        high=sum(highs) if len(highs) == len(sides) else None,
        approximate=any(f.approximate for f in sides),
        contested=any(f.contested for f in sides),
    )


def _greater(whole: Figure, total: Figure) -> Figure:
    lows = [n for n in (whole.low, total.low) if n is not None]
    bests = [n for n in (whole.best, total.best) if n is not None]
    lead = whole if whole.number >= total.number else total
    low = max(lows, default=None)
    best = max(*bests, low or 0) if bests else None
    high = None if lead.high is None else max(lead.high, best or 0, low or 0)
    return Figure(low, best, high, lead.approximate, whole.contested or total.contested)

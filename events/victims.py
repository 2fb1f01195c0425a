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
    """A number of persons as far as it is known. `high` None: no upper bound."""

    low: int | None
    best: int | None
    high: int | None
    contested: bool = False

    @property
    def number(self) -> int:
        """The best number, else the least one; 0 where only an upper bound is told."""
        return self.best if self.best is not None else self.low or 0


def victims(tolls: Iterable[Estimate], measure: Measure = "killed") -> Figure | None:
    """The victims' figure of a measure; None where nobody gave one.

    The total told without sides and the sum of the sides count the same people: the greater one holds.
    """
    of = {e.party: e for e in tolls if e.measure == measure}
    found = [f for f in (_sum([of[p] for p in SIDES if p in of]), _figure(of.get("unknown"))) if f is not None]
    if not found and measure not in MIXED:
        found = [f for f in (_figure(of.get("all")),) if f is not None]
    return max(found, key=lambda f: (f.number, f.low or 0, f.high is not None), default=None)


def _figure(estimate: Estimate | None) -> Figure | None:
    if estimate is None or (estimate.low is None and estimate.best is None and estimate.high is None):
        return None
    return Figure(estimate.low, estimate.best, estimate.high, estimate.contested)


def _sum(sides: Sequence[Estimate]) -> Figure | None:
    figures = [f for f in map(_figure, sides) if f is not None]
    if not figures:
        return None
    lows = [f.low if f.low is not None else 0 for f in figures]
    bests = [f.best for f in figures if f.best is not None]
    highs = [f.high for f in figures if f.high is not None]
    return Figure(
        low=sum(lows) or (0 if any(f.low == 0 for f in figures) else None),
        best=sum(bests) if len(bests) == len(figures) else None,
        high=sum(highs) if len(highs) == len(figures) else None,
        contested=any(f.contested for f in figures),
    )

"""How many died on every side together, which is what ACLED's and UCDP's one figure counts. Pure."""

from collections.abc import Iterable
from typing import Final

from events.toll import Estimate, Party
from events.victims import Figure, figure, victims

FIGHTERS: Final[tuple[Party, ...]] = ("non_state", "attackers")


def by_party(tolls: Iterable[Estimate]) -> dict[Party, Figure]:
    """The figures of those killed, by party."""
    return {e.party: figure(e) for e in tolls if e.measure == "killed"}


def everyone(tolls: Iterable[Estimate]) -> Figure | None:
    """The dead of every side: as told for all together, else victims and fighters added up; None where nobody counted.

    A bound stands only where every part has it.
    """
    told = by_party(tolls)
    if "all" in told:
        return told["all"]
    parts = [part for part in (victims(tolls), *(told.get(p) for p in FIGHTERS)) if part is not None]
    low, best, high = (_sum([getattr(p, bound) for p in parts]) for bound in ("low", "best", "high"))
    return Figure(low, best, high) if parts else None


def _sum(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None

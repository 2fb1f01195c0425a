"""How many: numbers in digits and words with what qualifies them, as bounds (DESIGN §5)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quantity:
    """Persons or things. `low`, `best`, `high`: what the words allow, None where they set no bound.

    `more`: "12 others", "another 12": beside people told of before. `article`: the number was only "a" or "the".
    """

    low: int | None
    best: int | None
    high: int | None
    approximate: bool = False
    more: bool = False
    article: bool = False

    @property
    def told(self) -> int | None:
        """The one number to compare with others: best, else low, else high."""
        if self.best is not None:
            return self.best
        return self.low if self.low is not None else self.high


COUNT_MAX: Final = 100_000_000


def qualified(n: int, qualifier: str | None) -> Quantity:
    """A number under a qualifier: at least 32 → 32, 32, –; more than 20 → 21, 21, –; up to 5 → –, –, 5."""
    if qualifier == "at_least":
        return Quantity(n, n, None)
    if qualifier == "more_than":
        return Quantity(n + 1, n + 1, None)
    if qualifier == "up_to":
        return Quantity(None, None, n)
    if qualifier == "less_than":
        return Quantity(None, None, max(n - 1, 0))
    return Quantity(n, n, n, approximate=qualifier == "about")


def collective(low: int) -> Quantity:
    """Dozens, scores, several: a lower bound; "many" has none."""
    return Quantity(low if low >= 0 else None, None, None)


def between(low: int, high: int) -> Quantity:
    """A range has no best figure."""
    return Quantity(low, None, high)

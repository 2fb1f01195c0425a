"""Units: pieces of a text that tell of one deed, with what each says of when, where, who and how many."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.ingest.core.dates import Day
from services.ingest.core.items import Row
from services.ingest.core.places import PlaceMention, ResolvedPlace
from services.ingest.core.roles import Part
from services.ingest.core.tolls import Figure
from services.ingest.core.triggers import Trigger

_REPORTED: Final = re.compile(r"s[_xeO]{0,2}D")
_STRONG: Final = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or clause. `row`: its sentence; `start`, `end`: characters.

    `day`: when the deed was, as told here; `told_on`: when it was told of. `mentions`: phrases that say where the deed
    was; `place`: what they mean. `fresh`: it announces another deed; `same`: it speaks of one told before.
    """

    row: Row
    start: int
    end: int
    figures: tuple[Figure, ...]
    triggers: tuple[Trigger, ...]
    parts: tuple[Part, ...]
    day: Day | None = None
    told_on: Day | None = None
    mentions: tuple[PlaceMention, ...] = ()
    place: ResolvedPlace | None = None
    first: date | None = None
    last: date | None = None

    def marked(self, category: str) -> bool:
        """Whether a mark of that category stands in it."""
        return self.row.marked(category, self.start, self.end)

    @property
    def tolls(self) -> tuple[Figure, ...]:
        """The figures that count for one incident."""
        return tuple(figure for figure in self.figures if figure.scope in {"incident", "several", "day"})

    @property
    def deeds(self) -> tuple[Trigger, ...]:
        """The triggers that tell one deed."""
        return tuple(trigger for trigger in self.triggers if trigger.specific)

    @property
    def core(self) -> bool:
        """Whether it tells of a deed by itself: a figure, or a strong trigger told as having happened."""
        return bool(self.tolls) or any(trigger.weight >= _STRONG for trigger in self.deeds)

    @property
    def focus(self) -> int | None:
        """The character at which the deed is told."""
        ats = [figure.at for figure in self.tolls if figure.standing == "current"] or [t.at for t in self.deeds]
        return min(ats) if ats else None


def when(row: Row, start: int, end: int) -> tuple[Day | None, Day | None]:
    """The day of the deed and the day of its telling, among the days of a piece of a sentence."""
    told = _told_days(row)
    inside = [day for day in row.days if start <= day.start < end and not day.since]
    deeds = [day for day in inside if day.start not in told]
    deeds.sort(key=lambda day: (day.precision not in {"day", "hour"}, day.start))
    tellings = [day for day in row.days if day.start in told and day.precision == "day"]
    return (deeds[0] if deeds else None), (tellings[0] if tellings else None)


def _told_days(row: Row) -> frozenset[int]:
    """Where days of telling begin: "said on Thursday", not "said Tuesday's attack"."""
    found: set[int] = set()
    for match in _REPORTED.finditer(row.tags):
        i = match.end() - 1
        possessive = i + 1 < len(row.items) and row.items[i + 1].low in {"'s", "'"}
        if not possessive:
            found.add(row.items[i].start)
    for i, item in enumerate(row.items):
        if item.tag == "D" and any(other.low in {"statement", "communiqué", "briefing"} for other in row.items[max(0, i - 3) : i]):
            found.add(item.start)
    return frozenset(found)


_CUTS: Final = frozenset({"while", "whereas", "meanwhile", "tandis", "alors", "and", "et", "but", "mais", "after"})


def split(unit: Unit) -> tuple[Unit, ...]:
    """Cuts a sentence that tells of two deeds with their own days or places."""
    if len(unit.figures) + len(unit.deeds) < 2 or not (unit.mentions or len(unit.row.days) > 1):  # noqa: PLR2004
        return (unit,)
    for item in unit.row.items:
        cut = item.start
        if not unit.start < cut < unit.end or not (item.tag == "z" or item.low in _CUTS):
            continue
        left, right = _piece(unit, unit.start, cut), _piece(unit, cut, unit.end)
        if _stands_alone(left) and _stands_alone(right) and _differ(left, right):
            return (left, *split(right))
    return (unit,)


def _piece(unit: Unit, start: int, end: int) -> Unit:
    day, told = when(unit.row, start, end)
    return replace(
        unit,
        start=start,
        end=end,
        figures=tuple(figure for figure in unit.figures if start <= figure.at < end),
        triggers=tuple(trigger for trigger in unit.triggers if start <= trigger.at < end),
        parts=tuple(part for part in unit.parts if start <= part.at < end),
        mentions=tuple(mention for mention in unit.mentions if start <= mention.start < end),
        day=day,
        told_on=told,
    )


def _located(unit: Unit) -> tuple[PlaceMention, ...]:
    return tuple(mention for mention in unit.mentions if mention.names and mention.relation not in {"from", "border"})


def _stands_alone(unit: Unit) -> bool:
    return unit.core and (bool(_located(unit)) or unit.day is not None)


def _differ(left: Unit, right: Unit) -> bool:
    days = [unit.day for unit in (left, right) if unit.day is not None and unit.day.precision == "day"]
    if len(days) == 2 and (days[0].first, days[0].shift) != (days[1].first, days[1].shift):  # noqa: PLR2004
        return True
    names = [{named.folded for mention in _located(unit) for named in mention.names} for unit in (left, right)]
    return bool(names[0]) and bool(names[1]) and not names[0] & names[1]


def first_of(units: Sequence[Unit], category: str) -> bool:
    """Whether any unit has a mark of that category."""
    return any(unit.marked(category) for unit in units)

"""Units: pieces of a text that tell of one deed, with what each says of when, where, who and how many."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.ingest.core.actors.parts import Part
from services.ingest.core.dates.days import Day
from services.ingest.core.deeds.kinds import ARMED_KINDS
from services.ingest.core.deeds.scenes import Seen
from services.ingest.core.deeds.triggers import Trigger
from services.ingest.core.incidents.telling import when
from services.ingest.core.phrases.items import Item, Row
from services.ingest.core.places.port import PlaceMention, ResolvedPlace
from services.ingest.core.tolls.matching import Figure
from services.ingest.core.tolls.standing import days_of

_STRONG: Final = 3
_OF_ONE: Final = frozenset({"incident", "several", "day"})  # scopes of figures that count for one incident
_CLEAR: Final = 7  # a scene of that weight tells a deed by itself


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or clause. `row`: its sentence; `start`, `end`: characters.

    `day`: when the deed was, as told here; `told_on`: when it was told of. `mentions`: phrases that say where the deed
    was; `place`: what they mean. `scenes`: deeds told by several words together. `fresh`: it announces another deed;
    `same`: it speaks of one told before.
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
    scenes: tuple[Seen, ...] = ()

    def marked(self, category: str) -> bool:
        """Whether a mark of that category stands in it."""
        return self.row.marked(category, self.start, self.end)

    @property
    def tolls(self) -> tuple[Figure, ...]:
        """The figures that count for one incident."""
        return tuple([one for one in self.figures if one.scope in _OF_ONE]) if self.figures else ()

    @property
    def deeds(self) -> tuple[Trigger, ...]:
        """The triggers that tell one deed."""
        return tuple([trigger for trigger in self.triggers if trigger.specific]) if self.triggers else ()

    @property
    def core(self) -> bool:
        """Whether it tells of a deed by itself: a figure, or a strong trigger told as having happened."""
        if self.figures and not self.tolls and not self._exact:
            return False  # a period's figures
        return bool(self.tolls) or any(self._tells(trigger) for trigger in self.deeds)

    @property
    def armed(self) -> bool:
        """Whether fighters or armed men stand in it: people who died beside them were killed."""
        return any(
            (item.actor.kind if item.actor is not None else item.noun.actor if item.noun is not None else None)
            in ARMED_KINDS
            for item in self.row.items
        )

    def staged(self, least: int) -> bool:
        """Whether several words together tell a deed that no single word of it tells: a scene of that weight."""
        return not self.figures and any(seen.weight >= least for seen in self.scenes)

    @property
    def clear(self) -> bool:
        """Whether such a scene is clear enough to open an incident."""
        return any(seen.weight >= _CLEAR and seen.kind != "attack" for seen in self.scenes)

    @property
    def _exact(self) -> bool:
        return self.day is not None and self.day.precision == "day"

    def _tells(self, trigger: Trigger) -> bool:
        """A verb tells a deed; a noun does where the sentence says when, where or by whom."""
        if trigger.weight < _STRONG:
            return (
                trigger.tag in "kg"
                and not self.figures
                and any(part.role == "attacker" and part.strong for part in self.parts)
            )
        if trigger.tag in "VkdY":
            return True
        return self._exact or bool(self.parts) or any(mention.names for mention in self.mentions)

    @property
    def focus(self) -> int | None:
        """The character at which the deed is told."""
        ats = [figure.at for figure in self.tolls if figure.standing == "current"] or [t.at for t in self.deeds]
        return min(ats) if ats else None


_CUTS: Final = frozenset({"while", "whereas", "meanwhile", "tandis", "alors", "and", "et", "but", "mais", "after"})


def split(unit: Unit) -> tuple[Unit, ...]:
    """Cuts a sentence that tells of two deeds with their own days or places."""
    if len(unit.figures) + len(unit.deeds) < 2 or not (unit.mentions or len(unit.row.days) > 1):  # noqa: PLR2004
        return (unit,)
    for item in unit.row.items:
        cut = item.start
        if not unit.start < cut < unit.end or not (item.tag == "z" or item.low in _CUTS or _later(unit.row, item)):
            continue
        if not (_may_stand(unit, unit.start, cut) and _may_stand(unit, cut, unit.end)):
            continue
        left, right = _piece(unit, unit.start, cut), _piece(unit, cut, unit.end)
        if _stands_alone(left) and _stands_alone(right) and _differ(left, right):
            return (left, *split(right))
    return (unit,)


def _may_stand(unit: Unit, start: int, end: int) -> bool:
    """A quick look before a piece is made: has it a figure or a deed, and a day or a place?"""
    tells = [figure.at for figure in unit.figures] + [trigger.at for trigger in unit.triggers]
    told = [day.start for day in unit.row.days] + [mention.start for mention in unit.mentions]
    return any(start <= at < end for at in tells) and any(start <= at < end for at in told)


def _piece(unit: Unit, start: int, end: int) -> Unit:
    figures = tuple(figure for figure in unit.figures if start <= figure.at < end)
    day, told = days_of(unit.row, figures, *when(unit.row, start, end))
    return replace(
        unit,
        start=start,
        end=end,
        figures=figures,
        triggers=tuple(trigger for trigger in unit.triggers if start <= trigger.at < end),
        parts=tuple(part for part in unit.parts if start <= part.at < end),
        mentions=tuple(mention for mention in unit.mentions if start <= mention.start < end),
        scenes=tuple(seen for seen in unit.scenes if start <= seen.at < end),
        day=day,
        told_on=told,
    )


def _located(unit: Unit) -> tuple[PlaceMention, ...]:
    return tuple(mention for mention in unit.mentions if mention.names and mention.relation not in {"from", "border"})


def _stands_alone(unit: Unit) -> bool:
    tells = any(figure.rule != _BODIES for figure in unit.tolls) or any(
        trigger.weight >= _STRONG and trigger.tag in "Vkg" for trigger in unit.deeds
    )
    return tells and (bool(_located(unit)) or unit.day is not None)


_BODIES: Final = "count"  # bodies laid out or brought in are told of a deed, they are none of their own


def _later(row: Row, item: Item) -> bool:
    """As in "hours after a bomber killed 20 in the capital": a day told by another deed's."""
    return item.tag == "D" and any(day.start == item.start and day.how == "context" for day in row.days)


def _differ(left: Unit, right: Unit) -> bool:
    days = [unit.day for unit in (left, right) if unit.day is not None and unit.day.precision == "day"]
    if len(days) == 2 and (days[0].first, days[0].shift) != (days[1].first, days[1].shift):  # noqa: PLR2004
        return True
    names = [{named.folded for mention in _located(unit) for named in mention.names} for unit in (left, right)]
    return bool(names[0]) and bool(names[1]) and not names[0] & names[1]

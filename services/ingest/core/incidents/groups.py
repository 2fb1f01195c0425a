"""One incident of a text: the units that tell it, with their day and place as far as they are known."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.ingest.core.dates.days import Day
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.lexicon import words_of
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness


def only_moved(unit: Unit) -> bool:
    """Whether it only tells how many fled, were taken across something or to a hospital: where to is not where from."""
    measures = {figure.measure for figure in unit.tolls}
    if not measures or unit.day is not None or measures - _MOVED:
        return False
    return measures == {"displaced"} or any(token.low in _ACROSS for token in unit.row.tokens)


def only_counted(unit: Unit) -> bool:
    """As in "a herder told reporters he had counted 63 bodies": whose bodies was told before."""
    return bool(unit.tolls) and unit.day is None and not unit.deeds and all(f.rule == "count" for f in unit.tolls)


@dataclass(slots=True)
class Group:
    """One incident: its units in the order of the text. `hazy`: words of history stand beside what opened it.

    `brief`: the text is a note of few sentences.
    """

    units: list[Unit] = field(default_factory=list)
    first: date | None = None
    last: date | None = None
    day: Day | None = None
    place: ResolvedPlace | None = None
    borrowed: bool = False
    hazy: bool = False
    brief: bool = True

    @property
    def index(self) -> int:
        """The sentence in which it is first told."""
        return self.units[0].row.index

    @property
    def latest(self) -> int:
        """The last sentence that tells of it."""
        return self.units[-1].row.index

    @property
    def first_told(self) -> date | None:
        """The day on which it was first told; a count of its dead is no older than the deed."""
        told = [(unit, unit.told_on.first) for unit in self.units if unit.told_on is not None and unit.told_on.first]
        counted = [day for unit, day in told if unit.tolls and (told[0][1] - day).days <= _TOLD_WITHIN]
        return min([told[0][1], *counted]) if told else None

    def take(self, unit: Unit) -> None:
        """Adds a unit; the more exact place and the first exact day stand."""
        self.units.append(unit)
        if exactness(unit.place) > exactness(self.place) and not (self.units[1:] and only_moved(unit)):
            self.place = unit.place
        exact = unit.day is not None and unit.day.precision == "day"
        if unit.first is not None and (
            self.first is None or (exact and (self.day is None or self.day.precision != "day")) or self._narrowed(unit)
        ):
            self.first, self.last, self.day = unit.first, unit.last, unit.day

    def _narrowed(self, unit: Unit) -> bool:
        """Whether the unit names the one day of a weekend: "the weekend attack", later "the Sunday raid"."""
        if self.first is None or self.last is None or unit.day is None or unit.first != unit.last:
            return False
        return unit.first is not None and self.first < self.last and self.first <= unit.first <= self.last


_TOLD_WITHIN: Final = 7  # days before the telling that a text opens with, in which it may have been told first
_MOVED: Final = frozenset({"displaced", "abducted", "released", "wounded"})
_ACROSS: Final = words_of(
    "into across toward towards vers jusqu' jusque conduits conduites conduit évacués évacuées évacué transférés "
    "transférées transportés transportées admis soignés hospitalisés evacuated airlifted transferred admitted "
    "rushed ferried"
)

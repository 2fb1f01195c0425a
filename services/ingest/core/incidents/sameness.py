"""Whether a unit tells of an incident already opened: nothing in its day, place, toll or kind speaks against that."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from services.ingest.core.deeds.kinds import VIOLENT
from services.ingest.core.incidents.aside import words
from services.ingest.core.incidents.groups import Group, only_counted, only_moved
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.whereabouts import compatible, exactness

_REACH: Final = 6  # sentences after which a mere detail no longer belongs to an incident told before


def nearness(unit: Unit, one: Group) -> int:
    """How well a unit fits an incident that it may tell of: day, place and toll."""
    same_day = unit.first is not None and unit.first == one.first
    same_place = exactness(unit.place) > 2 and exactness(one.place) > 2  # noqa: PLR2004 (both exact and compatible)
    same_toll = bool(_numbers([unit]) & _numbers(one.units))
    same_deed = unit.marked("event_same") and bool(_kinds([unit]) & _kinds(one.units))
    return 2 * same_day + 2 * same_place + 3 * same_toll + same_deed


def _kinds(units: Iterable[Unit]) -> set[str]:
    return {trigger.kind for unit in units for trigger in unit.deeds if trigger.weight >= _NAMES_KIND}


def _numbers(units: Iterable[Unit]) -> set[tuple[str, int | None]]:
    return {(f.measure, f.quantity.told) for unit in units for f in unit.tolls if f.quantity.told is not None}


def fits(unit: Unit, one: Group) -> bool:
    """Whether a unit may tell of the incident: nothing in it speaks against that."""
    if not same_days(unit, one) or _another_told(unit, one):
        return False
    if _opens_another(unit) or _at_another_hour(unit, one):
        return False
    if not compatible(unit.place, one.place) and not (only_moved(unit) or only_counted(unit)):
        return _tells_the_same(unit, one) or _own_version(unit, one)
    if unit.marked("new_event") and not unit.row.title and one.units:
        return _tells_the_same(unit, one)
    if unit.row.index - one.latest > 2 * _REACH and not _tells_the_same(unit, one) and not unit.marked("event_same"):
        return unit.place is None or exactness(unit.place) < 3  # noqa: PLR2004 (a province)
    return not _other_deed(unit, one)


def _opens_another(unit: Unit) -> bool:
    """As in "Separately, an air raid left six dead": no number told before makes it the same."""
    marks = [mark for mark in unit.row.marks if "new_event" in mark and mark.first <= _FIRST_WORDS]
    return bool(marks) and bool(unit.tolls) and not unit.row.title and exactness(unit.place) >= _A_PROVINCE


def _at_another_hour(unit: Unit, one: Group) -> bool:
    """As in "Hours earlier, two settlers had been shot dead in their car": other people, by a deed of its own."""
    day = unit.day
    if day is None or day.how != "context" or day.shift or unit.row.title or not one.units[0].core:
        return False
    opens = day.start - unit.start <= _OPENING and not _TURNS.intersection(unit.row.tags)
    own = _killed((unit,)) and not _numbers([unit]) & _numbers(one.units)
    return opens and bool(own) and any(trigger.weight > 1 and trigger.kind in VIOLENT for trigger in unit.deeds)


def _own_version(unit: Unit, one: Group) -> bool:
    """As in "The group says it hit a post there and killed nine soldiers": another account of the deed just told."""
    if unit.day is not None or unit.row.index - one.latest > 1 or unit.marked("new_event"):
        return False
    return bool(_VERSION.match(words(unit.row, unit.start, unit.end)))


_VERSION: Final = re.compile(
    r"(?:ce(?:lui|lle|ux)(?: -)? ci|ce dernier|cette dernière|ces derniers|(?:le|la|l'|les|the) ?(?:groupe|mouvement|"
    r"organisation|rébellion|milice|rebelles|insurgés|jihadistes|group|movement|organization|rebels|militia|militants|"
    r"insurgents|jihadists|faction)|it|they|il|elle|ils)"
    r"(?: \w+){0,4}? (?:affirm|assur|souti|revendiqu|dit|dis|déclar|parl|nie|préten|say|said|claim|insist|maintain|"
    r"spoke|put)\w*"
)
_SEIZURES: Final = frozenset({"coup", "coup_attempt", "arrests"})
_PROTESTS: Final = frozenset(
    {"peaceful_protest", "protest_with_intervention", "excessive_force_against_protesters", "violent_demonstration"}
)
_OPENING: Final = 5  # characters before the hour that opens a sentence
_TURNS: Final = frozenset("rt")  # a toll that rises hours later is the same deed's
_FIRST_WORDS: Final = 3
_A_PROVINCE: Final = 3
_ONLY_WEEK: Final = frozenset({"week"})
_NAMES_KIND: Final = 3


def _another_told(unit: Unit, one: Group) -> bool:
    """Whether other people died at another time: "last week 19 died", or an ambush with its own day and dead."""
    if unit.day is None or unit.row.title or unit.marked("event_same") or not _killed((unit,)):
        return False
    if _tells_the_same(unit, one) or not _killed(one.units):
        return False
    if unit.day.precision in _ONLY_WEEK:
        return one.day is not None and one.day.precision == "day"
    kinds, before = _kinds([unit]), _kinds(one.units)
    if unit.day.owned:
        return False  # "Thursday's bombing" is the one told of
    less = max(_killed((unit,))) < min(_killed(one.units))
    return one.first is None and unit.day.precision == "day" and less and bool(kinds and before) and not kinds & before


def _killed(units: Iterable[Unit]) -> set[int]:
    return {f.quantity.told for unit in units for f in unit.tolls if f.measure == "killed" and f.quantity.told}


def _other_deed(unit: Unit, one: Group) -> bool:
    """A peaceful deed told after a violent one, or the other way round, is another."""
    kinds, before = _kinds([unit]), _kinds(one.units)
    if before and before <= _SEIZURES and kinds & _PROTESTS and (unit.tolls or unit.day is not None):
        return True
    if not kinds or not before or unit.tolls:
        return False
    return not kinds & VIOLENT and bool(before & VIOLENT) and unit.day is not None and unit.day.precision == "day"


def _tells_the_same(unit: Unit, one: Group) -> bool:
    shared = {number for number in _numbers([unit]) & _numbers(one.units) if (number[1] or 0) > 2}  # noqa: PLR2004
    same_day = unit.first is None or one.first is None or unit.first == one.first
    return bool(shared) and same_day


def same_days(unit: Unit, one: Group) -> bool:
    """Whether the days told do not exclude each other."""
    if unit.first is None or one.first is None or unit.day is None or one.borrowed:
        return True
    if unit.day.precision != "day" or one.day is None or one.day.precision != "day":
        return _overlap(unit.first, unit.last, one.first, one.last)
    return _overlap(unit.first, unit.last, one.first, one.last)


def _overlap(first: date, last: date | None, other_first: date, other_last: date | None) -> bool:
    return first <= (other_last or other_first) and other_first <= (last or first)

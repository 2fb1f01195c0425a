"""Units of a text grouped into incidents by day and place, and by what the text says of sameness."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from services.ingest.core.deeds.kinds import VIOLENT
from services.ingest.core.incidents.again import again, placeless
from services.ingest.core.incidents.aside import goes_on, sifted
from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.laid_at import laid_at
from services.ingest.core.incidents.sameness import fits, nearness, same_days
from services.ingest.core.incidents.telling import lasting
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.whereabouts import compatible, exactness
from services.ingest.core.tolls.standing import days_of

_HEAD: Final = 3  # characters; "Two days after the attack, …" goes on from the deed told before
_SHORT: Final = 3  # sentences of a note
_HINT, _HINTED = 3, 6  # weight of a scene that is worth a look in a note, and in a longer text
_OPENING: Final = 2  # sentences of a text in which a scene alone opens an incident
_REACH: Final = 6  # sentences after which a mere detail no longer belongs to an incident told before
_NEAR: Final = 3  # sentences within which a detail with its own doer still belongs to an incident told before
_LASTING_DAYS: Final = 7  # a deed that goes on since an earlier day is background
_LONG_AGO_DAYS: Final = 45  # an only incident so old, told after the opening, is background too
_HISTORY_DAYS: Final = 365
_BACKGROUND_DAYS: Final = 12  # an incident that much before the main one is told as background


def group(units: Sequence[Unit], published: date | None) -> list[Group]:
    """The incidents that the units tell of."""
    groups: list[Group] = []
    in_the_past = -_REACH
    counted = False
    headed: Unit | None = None
    recent: Unit | None = None
    essay = False
    brief = all(unit.row.index < _SHORT for unit in units)
    least = _HINT if brief else _HINTED
    for unit in [sifted(each, published) for each in units]:
        dated = _dated(_lasting(unit, published), groups, recent, published)
        recent = dated if dated.first is not None and _is_exact(dated) else recent
        if not dated.core and not groups and _opens_digest(dated):
            headed = dated
        if headed is not None and dated.row.index - headed.row.index > 1 and not headed.row.tags.endswith("z"):
            headed = None
        essay = essay or any(seen.rule == "essay" for seen in unit.scenes)
        opens = not (groups or essay) and _may_open(dated, brief=brief) and dated.staged(least)
        past = _is_past(dated) or _is_stretch(dated, published)
        if past and not opens and not (dated.tolls and dated.day is not None):
            in_the_past = dated.row.index if dated.figures or dated.deeds else in_the_past
            _lay(dated, groups)
            counted = bool(dated.figures)
            continue
        told_of_past = not opens and dated.row.index - in_the_past <= 1 and dated.day is None and not groups
        if told_of_past and (counted or dated.marked("event_same") or not dated.tolls or goes_on(dated)):
            in_the_past = dated.row.index
            continue
        if unit.core or opens or (groups and _opens_beside(dated, groups[-1])):
            _place_core(dated, groups, headed)
            groups[-1].hazy = groups[-1].hazy or (opens and past and not _is_news(dated, published))
        elif groups and _is_detail(dated, groups[-1]):
            target = _target(dated, groups)
            if target is not None:
                target.take(dated if dated.marked("event_same") else _outright(dated))
            else:
                _lay(dated, groups)
    for one in groups:
        one.brief = brief
    return _without_repeats(_without_summary([one for one in groups if one.units]))


def _lay(unit: Unit, groups: Sequence[Group]) -> None:
    """Gives what a unit says of who did it to the incident told right before."""
    late = laid_at(unit) if groups and unit.row.index - groups[-1].latest <= 1 else None
    if late is not None:
        groups[-1].take(late)


def _may_open(unit: Unit, *, brief: bool) -> bool:
    """Whether a scene alone may open an incident there: in a note, or where an article's first words tell a day."""
    return unit.row.index < (_OPENING if brief else 1) and (brief or _is_exact(unit) or unit.told_on is not None)


def _opens_beside(unit: Unit, last: Group) -> bool:
    """As in "Hours later, in the next town, armed men took a teacher": an hour and a town of its own."""
    apart = unit.marked("new_event") or (unit.day is not None and unit.day.how == "context")
    if not apart or exactness(unit.place) < _TOWN or compatible(unit.place, last.place):
        return False
    return any(seen.weight >= _TOLD and seen.kind in _TAKEN for seen in unit.scenes)


_TOWN: Final = 4
_TOLD: Final = 9
_TAKEN: Final = VIOLENT - {"armed_clash", "attack", "looting_property_destruction"}


def _outright(unit: Unit) -> Unit:
    """A detail that does not name the deed again: only the parts that it spells out."""
    return replace(unit, parts=tuple(part for part in unit.parts if part.strong or part.role == "victim"))


def _lasting(unit: Unit, published: date | None) -> Unit:
    """The unit, with the day since which its deed goes on where none is told: "since fighting erupted on Tuesday"."""
    if unit.day is not None or published is None or not unit.row.days:
        return unit
    since, _ = days_of(unit.row, unit.figures, lasting(unit.row, unit.start, unit.end), None)
    if since is None or since.first is None or (published - since.first).days > _LASTING_DAYS:
        return unit
    return replace(unit, day=replace(since, since=False))


def _is_exact(unit: Unit) -> bool:
    return unit.day is not None and unit.day.precision == "day"


def _is_news(unit: Unit, published: date | None) -> bool:
    """Whether it tells a deed of these weeks, to the day: "took back the town on Monday, six years after it fell"."""
    if not unit.core or not _is_exact(unit) or unit.first is None or published is None:
        return False
    if not unit.tolls and any("past" in mark and not _LASTED.search(mark.text) for mark in unit.row.marks):
        return False
    return (published - unit.first).days <= _LONG_AGO_DAYS


_LASTED: Final = re.compile(r"\b(?:year|years|month|months|decade|decades|an|ans|mois|décennies?)\b")


def _dated(unit: Unit, groups: Sequence[Group], recent: Unit | None, published: date | None) -> Unit:
    """The unit with its day as dates; "the day before" hangs on the day told last, here or in the sentence before."""
    day = unit.day
    if day is None:
        return unit
    if day.how != "context":
        return replace(unit, first=day.first, last=day.last)
    own = [
        other.last if other.how == "relative" else other.first
        for other in unit.row.days
        if other.how != "context" and other.precision == "day" and not other.since
    ]
    base = own[0] if own else None
    shift = day.shift
    if base is None and day.own:
        base = published if unit.row.index <= 0 else None
        shift = -shift if base is None and day.start - unit.row.start <= _HEAD else shift
    if base is None and recent is not None and unit.row.index - recent.row.index <= 1:
        base = recent.last if recent.day is not None and recent.day.how == "relative" else recent.first
    if base is None:
        base = next((one.first for one in reversed(groups) if one.first is not None), None)
    if base is None:
        base = _told_last(unit, groups)
    if base is None:
        return unit
    first = base + timedelta(days=shift)
    return replace(unit, first=first, last=first)


def _told_last(unit: Unit, groups: Sequence[Group]) -> date | None:
    """The day of the last telling: "an official said on Monday. The device went off the day before"."""
    told = [unit, *(other for one in reversed(groups) for other in reversed(one.units))]
    return next((one.told_on.first for one in told if one.told_on is not None and one.told_on.first is not None), None)


def _is_past(unit: Unit) -> bool:
    """Whether it speaks of a period, an anniversary or a trial rather than of one deed."""
    coarse = unit.day is not None and unit.day.precision in {"month", "year"}
    return unit.marked("past") or coarse


def _is_stretch(unit: Unit, published: date | None) -> bool:
    """Whether it tells of weeks: "has taken 93 villages since August 6"."""
    if unit.day is not None or published is None:
        return False
    opened = [day.first for day in unit.row.days if day.since and day.first is not None and day.precision == "day"]
    return any((published - first).days > _BACKGROUND_DAYS for first in opened)


def _place_core(unit: Unit, groups: list[Group], headed: Unit | None) -> None:
    fitting = [one for one in groups if fits(unit, one)]
    if not fitting:
        groups.append(_opened(unit, groups, headed))
        return
    best = max(fitting, key=lambda one: (nearness(unit, one), one.latest, -one.index))
    best.take(unit)


def _opened(unit: Unit, groups: Sequence[Group], headed: Unit | None) -> Group:
    opened = Group()
    opened.take(unit)
    if opened.first is None and groups and not _is_past(unit) and not _follows(unit, groups[-1]):
        previous = groups[-1]
        opened.first, opened.last, opened.day, opened.borrowed = previous.first, previous.last, previous.day, True
    if opened.first is None and headed is not None and not _is_past(unit):
        opened.first, opened.last, opened.day, opened.borrowed = headed.first, headed.last, headed.day, True
        opened.place = opened.place or headed.place
    return opened


def _follows(unit: Unit, one: Group) -> bool:
    """Whether a peaceful deed is told after a violent one: it came later, not on its day."""
    kinds = {trigger.kind for trigger in unit.deeds}
    before = {trigger.kind for other in one.units for trigger in other.deeds}
    return bool(kinds) and not kinds & VIOLENT and bool(before & VIOLENT) and not unit.tolls


def _opens_digest(unit: Unit) -> bool:
    """Whether it heads what follows: "Here is what happened on Monday:"."""
    exact = unit.first is not None and unit.day is not None and unit.day.precision == "day"
    return exact and not unit.tolls


def _is_detail(unit: Unit, latest: Group) -> bool:
    if unit.figures and not unit.tolls:
        return False
    near = unit.row.index - latest.latest <= _REACH
    telling = unit.parts or unit.day is not None or unit.mentions or unit.figures or unit.triggers
    return near and bool(telling) and not unit.marked("legal")


def _target(unit: Unit, groups: Sequence[Group]) -> Group | None:
    """The incident that a detail belongs to: the last one told that it does not contradict."""
    anaphoric = unit.marked("event_same") or any(trigger.vague and trigger.specific for trigger in unit.triggers)
    strong = any(part.claimed is not None or part.role in {"accused", "escort"} for part in unit.parts)
    gap = unit.row.index - groups[-1].latest
    dates_it = gap <= _NEAR and groups[-1].first is None and _is_exact(unit) and bool(unit.triggers or unit.parts)
    outright = gap <= _NEAR and not unit.marked("blame") and any(part.strong for part in unit.parts)
    if not (anaphoric or strong or outright or dates_it or gap <= 1):
        return None
    for one in reversed(groups):
        if same_days(unit, one) and compatible(unit.place, one.place) and not unit.marked("new_event"):
            return one
    return None


def _without_summary(groups: list[Group]) -> list[Group]:
    """A lead that sums up several incidents ("attacks across the north killed 30") gives way to them."""
    if len(groups) < 3 or not groups[0].units[0].marked("several"):  # noqa: PLR2004 (a summary of two at least)
        return groups
    lead = groups[0]
    inside = [
        one for one in groups[1:] if compatible(one.place, lead.place) and exactness(one.place) > exactness(lead.place)
    ]
    total = sum(_most(one) for one in inside)
    if len(inside) > 1 and total and total <= _most(lead):
        return groups[1:]
    return groups


def _without_repeats(groups: list[Group]) -> list[Group]:
    """A group that only tells the one before it again is taken into it."""
    kept = groups[:1]
    for one in groups[1:]:
        main = kept[-1]
        same_day = one.borrowed or one.first is None or main.first is None or one.first == main.first
        if same_day and again(one.units, main.units, one.place, main.place):
            for unit in one.units:
                known = exactness(main.place) > 1
                main.take(placeless(unit) if known and not compatible(unit.place, main.place) else unit)
        else:
            kept.append(one)
    return kept


def _most(one: Group) -> int:
    return max((f.quantity.told or 0 for unit in one.units for f in unit.tolls if f.measure == "killed"), default=0)


def is_background(one: Group, main: Group, published: date | None) -> bool:
    """Whether an incident is told only to set another in context: long before it, or with no day of its own."""
    if one.first is None:
        return False
    if one is main:
        if published is None or one.first >= published - timedelta(days=_LONG_AGO_DAYS):
            return False
        old = one.first < published - timedelta(days=_HISTORY_DAYS)
        return one.index > 0 or (old and _recent_day(one, published))
    reference = main.first or published
    if one.day is not None and one.day.precision in {"month", "year"}:
        return True
    return reference is not None and one.first < reference - timedelta(days=_BACKGROUND_DAYS)


def _recent_day(one: Group, published: date) -> bool:
    """Whether its sentence tells a day of these weeks, too: "wreaths were laid on Tuesday where 90 died in 2015"."""
    since = published - timedelta(days=_BACKGROUND_DAYS)
    return any(day.first is not None and day.first >= since for day in one.units[0].row.days)

"""Phrases of one sentence that say together when: "between Monday and Wednesday", "Friday 19 September"."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from services.ingest.core.dates.day import Day

_HALVES: Final = r"(?:(?:the|le|early|late|night|evening|morning|soir|matin|nuit) )*"
_BETWEEN: Final = re.compile(
    rf"(?:\b(?:between|from|entre|du|de|overnight)|\b(?:night|nuit) (?:of|on|from|de|du))\s+{_HALVES}$", re.IGNORECASE
)
_AND: Final = re.compile(
    r"\s*(?:(?:night|evening|soir|au soir|late) )?(?:and into|and|to|into|until|et|au|à|-|–|—|/)\s*"
    rf"(?:the )?(?:early hours of |morning of |small hours of )?{_HALVES}$",
    re.IGNORECASE,
)
_NIGHTLY: Final = re.compile(r"\b(?:night|evening|late|overnight|nuit|soir|into)\b", re.IGNORECASE)
_AHEAD: Final = 20  # characters before a day in which "night of" may stand


def of_weeks(days: list[Day], sentence: str) -> list[Day]:
    """As in "on Tuesday last week", "mardi de la semaine dernière": the weekday of that week."""
    settled: list[Day] = []
    for day in days:
        last = settled[-1] if settled else None
        if (
            last is not None
            and day.precision == "week"
            and (last.how, last.precision, day.how) == ("relative", "day", "relative")
            and sentence[last.end : day.start].strip(" ,") in _OF_WEEK
            and last.first is not None
            and day.first is not None
            and day.first.weekday() == 0
        ):
            told = day.first + timedelta(days=last.first.weekday())
            settled[-1] = replace(last, end=day.end, first=told, last=told)
        else:
            settled.append(day)
    return settled


_OF_WEEK: Final = frozenset({"", "of", "de", "of the"})


def told_twice(days: list[Day], sentence: str) -> list[Day]:
    """As in "overnight on Sunday", "Friday 19 September": the second day says more than the first."""
    return [
        day
        for day, following in zip(days, [*days[1:], None], strict=True)
        if following is None
        or not (
            _is_night(day, following, sentence)
            or _is_weekday(day, following, sentence)
            or _in_week(day, following, sentence)
        )
    ]


_NIGHT_OF: Final = frozenset({"", "on", "from", "late on", "late", "de", "du", "between"})
_DATED: Final = frozenset({"", ",", "(", "le", "the", ", le", ", the"})


def _is_night(day: Day, following: Day, sentence: str) -> bool:
    many = day.last != day.first and day.precision == "day" and day.how == "relative"
    return many and sentence[day.end : following.start].strip() in _NIGHT_OF


def _is_weekday(day: Day, following: Day, sentence: str) -> bool:
    """Whether a weekday only names the calendar day that follows, or repeats the one before it."""
    dated = day.how == "relative" and following.how == "absolute" and {day.precision, following.precision} == {"day"}
    return dated and sentence[day.end : following.start].strip() in _DATED


def _in_week(day: Day, following: Day, sentence: str) -> bool:
    """As in "earlier this week, on Monday": the weekday says it."""
    exact = (day.precision, following.precision, following.how) == ("week", "day", "relative")
    return exact and sentence[day.end : following.start].strip(" ,") in {"", "on"}


def ranges(days: list[Day], sentence: str) -> list[Day]:
    """As in "between Monday and Wednesday", "Friday night into Saturday": two days that are the ends of one stretch."""
    joined: list[Day] = []
    for day in days:
        if joined and _wraps(joined[-1], day, sentence) and joined[-1].first is not None:
            week_before = joined[-1].first - timedelta(days=7)
            joined[-1] = replace(joined[-1], first=week_before, last=week_before)
        if joined and _is_end(joined[-1], day, sentence):
            joined[-1] = replace(joined[-1], end=day.end, last=day.last, since=False)
        else:
            joined.append(day)
    return joined


def _wraps(start: Day, day: Day, sentence: str) -> bool:
    """As in "overnight from Tuesday to Wednesday", told on a Tuesday: of the week before."""
    weekdays = (start.how, day.how, start.precision, day.precision) == ("relative", "relative", "day", "day")
    if not weekdays or start.first is None or day.first is None or start.first != start.last:
        return False
    ends = (start.first - day.first).days == _WRAPS and _AND.fullmatch(sentence[start.end : day.start]) is not None
    return ends and _BETWEEN.search(sentence[max(0, start.start - 40) : start.start]) is not None


_WRAPS: Final = 6  # days from the second of two nights to the first, as weekdays before publication


def _is_end(start: Day, day: Day, sentence: str) -> bool:
    if start.first is None or day.last is None or {start.precision, day.precision} != {"day"}:
        return False
    between = sentence[start.end : day.start]
    if not (day.last - start.first).days > 0 or not _AND.fullmatch(between):
        return False
    if _BETWEEN.search(sentence[max(0, start.start - 40) : start.start]):
        return True
    nightly = _NIGHTLY.search(sentence[max(0, start.start - _AHEAD) : day.start])
    return (day.last - start.first).days == 1 and nightly is not None

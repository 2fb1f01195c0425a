"""When: days, weeks and months as a sentence names them, relative to the day of publication."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from events.moment import Precision
from services.ingest.core.dates.patterns import (
    AFTER_OTHER,
    DATE,
    KEYS,
    LAST_OF_CENTURY,
    MONTHS,
    OTHER,
    RECORD,
    SINCE,
    SMALL_NUMBERS,
    START,
    WEEKDAYS,
)

How = Literal["absolute", "relative", "context"]


@dataclass(frozen=True, slots=True)
class Day:
    """One phrase that says when. `first`, `last`: days, both inclusive; None where it hangs on an unknown day.

    `precision`: how exact. `how`: absolute, relative to publication, or to another day of the text (`shift` days from
    it). `since`: the phrase opens or closes a period rather than naming the day of something.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    how: How
    shift: int = 0
    since: bool = False


def find_days(
    sentence: str, published: date | None, offset: int = 0, words: Sequence[str] | None = None
) -> tuple[Day, ...]:
    """The phrases of one sentence that say when, in order. `offset` is added to every position.

    `words`: those of the sentence in lower case, from whoever has them already.
    """
    low = sentence.lower()
    if KEYS.isdisjoint(_WORD.findall(low) if words is None else words) and not _DIGIT.search(sentence):
        return ()
    if len(low) != len(sentence):  # a few letters grow in lower case
        low = sentence
    found = [day for day in (_read(match, sentence, published) for match in _matches(low)) if day is not None]
    days = _ranges(_told_twice(_of_weeks(found, sentence), sentence), sentence) if len(found) > 1 else found
    return (
        tuple(replace(day, start=day.start + offset, end=day.end + offset) for day in days) if offset else tuple(days)
    )


_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")


def _matches(low: str) -> Iterator[re.Match[str]]:
    """The phrases, tried only where one of their first words stands: the whole pattern is slow."""
    end = 0
    for start in START.finditer(low):
        if start.start() >= end and (match := DATE.match(low, start.start())):
            yield match
            end = match.end()


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


def _of_weeks(days: list[Day], sentence: str) -> list[Day]:
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


def _told_twice(days: list[Day], sentence: str) -> list[Day]:
    """As in "overnight on Sunday", "Friday 19 September": the second day says more than the first."""
    return [
        day
        for day, following in zip(days, [*days[1:], None], strict=True)
        if following is None or not (_is_night(day, following, sentence) or _is_weekday(day, following, sentence))
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


def _ranges(days: list[Day], sentence: str) -> list[Day]:
    """As in "between Monday and Wednesday", "Friday night into Saturday": two days that are the ends of one stretch."""
    joined: list[Day] = []
    for day in days:
        if joined and _is_end(joined[-1], day, sentence):
            joined[-1] = replace(joined[-1], end=day.end, last=day.last, since=False)
        else:
            joined.append(day)
    return joined


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


_AFTER_DEED: Final = re.compile(
    r"\s+(?:the|an?|its|their|another|l'|la|le|une)?\s*(?:\w+\s+){0,2}?(?:attack|ambush|bombing|blast|raid|assault"
    r"|massacre|strike|killing|explosion"
    r"|shooting|clash|abduction|kidnapping|coup|attaque|embuscade|explosion|attentat|massacre)",
    re.IGNORECASE,
)


_RECORD_NEAR: Final = 180  # characters before a year in which "the deadliest … since" may stand
_OPENING: Final = 3  # characters; "A day after …," opens with another day than the one told


def _read(match: re.Match[str], sentence: str, published: date | None) -> Day | None:
    kind = match.lastgroup or ""
    words = match[0]
    if kind == "month" and _last_word(match, sentence) in {"may", "march", "mar"}:  # a verb, written small
        return None
    span = _span_of(kind, words, published)
    if span is None:
        return None
    first, last, precision, how, shift = span
    if (
        kind == "earlier"
        and "after" in words
        and (match.start() > _OPENING or _AFTER_DEED.match(sentence[match.end() :]))
    ):
        shift = -shift
    if kind == "earlier" and AFTER_OTHER.search(words) and OTHER.match(sentence, match.end()):
        return None  # counted from something whose day is not told
    if precision in {"month", "year"} and RECORD.search(sentence[max(0, match.start() - _RECORD_NEAR) : match.end()]):
        return None
    since = words.startswith(_OPENS_PERIOD) or _is_since(sentence[max(0, match.start() - 80) : match.start()])
    return Day(match.start(), match.end(), first, last, precision, how, shift, since)


_OPENS_PERIOD: Final = ("since", "depuis", "until", "between", "and ", "from", "by ")
_SINCE_WORDS: Final = (
    "since",
    "depuis",
    "until",
    "jusqu",
    "before",
    "prior",
    "as of",
    "as at",
    "up to",
    "au ",
    "date du",
)


def _is_since(before: str) -> bool:
    """Whether the words before a day make it the end of a period."""
    low = before.lower()
    return any(word in low for word in _SINCE_WORDS) and SINCE.search(before) is not None


def _last_word(match: re.Match[str], sentence: str) -> str:
    return sentence[match.start() : match.end()].rsplit(maxsplit=1)[-1].rstrip(".")


_Span = tuple[date | None, date | None, Precision, How, int]


def _span_of(kind: str, words: str, published: date | None) -> _Span | None:
    if kind == "span":
        return _stretch(words, published)
    if kind in {"iso", "dmy", "mdy", "slash", "month", "monthyear", "year"}:
        return _calendar(kind, words, published)
    if kind in {"before", "after", "same", "earlier"}:
        return _context(kind, words)
    first, last, precision = _relative(kind, words, published) if published else (None, None, _COARSE.get(kind, "day"))
    if kind == "weekday" and first is None and published:
        return None
    return first, last, precision, "relative", 0


_COARSE: Final[dict[str, Precision]] = {
    "ago": "year",
    "lastweek": "week",
    "thisweek": "week",
    "lastmonth": "month",
    "lastyear": "year",
}


def _context(kind: str, words: str) -> _Span:
    shift = {"before": -1, "after": 1, "same": 0}.get(kind)
    precision: Precision = "day"
    if shift is None:
        many, unit = _count(words), _unit(words)
        back = any(word in words for word in ("earlier", "before", "plus tôt", "auparavant", "avant"))
        shift = many * _DAYS[unit] * (-1 if back else 1)
        precision = unit
    return None, None, precision, "context", shift


_DAYS: Final[dict[Precision, int]] = {"day": 1, "week": 7, "month": 30, "year": 365}


def _count(words: str) -> int:
    for word in words.removeprefix("il y a").split():
        if word.isdecimal():
            return int(word)
        if word in SMALL_NUMBERS:
            return SMALL_NUMBERS[word]
    return 1


def _unit(words: str) -> Precision:
    if "day" in words or "jour" in words or "night" in words:
        return "day"
    if "week" in words or "semaine" in words:
        return "week"
    return "month" if "month" in words or "mois" in words else "year"


def _relative(kind: str, words: str, published: date) -> tuple[date | None, date | None, Precision]:
    day = timedelta(days=1)
    if kind in {"weekday", "night"}:
        return _weekday(words, published)
    if kind == "ago":
        return _ago(words, published)
    if kind == "overnight":
        return published - day, published, "day"
    if kind == "weekend":
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, saturday + day, "day"
    single = {"today": 0, "yesterday": 1, "dbefore": 2}.get(kind)
    if single is not None:
        return published - single * day, published - single * day, "day"
    return _period(kind, published)


def _period(kind: str, published: date) -> tuple[date, date, Precision]:
    monday = published - timedelta(days=published.weekday())
    if kind == "lastweek":
        return monday - timedelta(days=7), monday - timedelta(days=1), "week"
    if kind == "thisweek":
        return monday, published, "week"
    if kind == "lastmonth":
        last = published.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last, "month"
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), "year"


def _weekday(words: str, published: date) -> tuple[date | None, date | None, Precision]:
    if words.startswith(("next", "coming")) or "prochain" in words:
        return None, None, "day"
    wanted = WEEKDAYS[min(name for name in _WORD.findall(_first_day(words)) if name in WEEKDAYS)]
    back = (published.weekday() - wanted) % 7
    if back == 0 and ("last" in words.split() or "dernier" in words):
        back = 7
    day = published - timedelta(days=back)
    return day, day, "day"


def _first_day(words: str) -> str:
    """Of "nuit de lundi à mardi" the first day."""
    return re.split(r" (?:à|au) ", words, maxsplit=1)[0]


def _ago(words: str, published: date) -> tuple[date, date, Precision]:
    unit, many = _unit(words), _count(words)
    if "decade" in words:
        unit, many = "year", many * 10
    first = published - timedelta(days=min(many * _DAYS[unit], 200_000))
    return first, first, unit


def _calendar(kind: str, words: str, published: date | None) -> _Span | None:
    if kind == "iso":
        return _exact(_date(int(words[:4]), int(words[5:7]), int(words[8:10])))
    if kind == "slash":
        day_of_month, month, year_told = (int(part) for part in words.split("/"))
        return _exact(_date(year_told, month, day_of_month))
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if kind == "year":
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31), "year", "absolute", 0
    month = next(MONTHS[word] for word in re.findall(r"[^\W\d_]+", words) if word in MONTHS)
    if kind in {"month", "monthyear"}:
        return _whole_month(month, numbers[0] if numbers else None, published)
    year = _century(numbers[1]) if len(numbers) > 1 else None
    return _exact(_date(year, month, numbers[0])) if year else _latest(month, numbers[0], published)


def _stretch(words: str, published: date | None) -> _Span | None:
    """As in "5-6 May", "du 5 au 6 mai 2021": from one day of a month to another."""
    one, two, *years = [int(number) for number in re.findall(r"\d+", words)]
    month = next(MONTHS[word] for word in re.findall(r"[^\W\d_]+", words) if word in MONTHS)
    if not years and published is None:
        return _latest(month, two, None)
    ends = (
        [_date(years[0], month, day) for day in (one, two)]
        if years
        else [span[0] if (span := _latest(month, day, published)) else None for day in (one, two)]
    )
    if ends[0] is None or ends[1] is None or ends[1] < ends[0]:
        return None
    return ends[0], ends[1], "day", "absolute", 0


def _century(year: int) -> int:
    if year > 99:  # noqa: PLR2004 (written in full)
        return year
    return year + (1900 if year >= LAST_OF_CENTURY else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _exact(day: date | None) -> _Span | None:
    return (day, day, "day", "absolute", 0) if day else None


def _latest(month: int, day: int, published: date | None) -> _Span | None:
    """A day without a year: the last one not after publication (a day's grace for zones)."""
    if published is None:
        return (None, None, "day", "relative", 0) if _date(2024, month, day) else None
    for year in (published.year, published.year - 1):
        found = _date(year, month, day)
        if found and found <= published + timedelta(days=1):
            return _exact(found)
    return None


def _whole_month(month: int, year: int | None, published: date | None) -> _Span | None:
    if year is None:
        if published is None:
            return None, None, "month", "relative", 0
        year = published.year if month <= published.month else published.year - 1
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, last, "month", "absolute", 0

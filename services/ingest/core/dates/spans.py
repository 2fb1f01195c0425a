"""What a phrase of a sentence means in days of the calendar, relative to the day of publication."""

import re
from datetime import date, timedelta
from typing import Final

from events.moment import Precision
from services.ingest.core.dates.day import How
from services.ingest.core.dates.feasts import feast
from services.ingest.core.dates.patterns import LAST_OF_CENTURY, MONTHS, SMALL_NUMBERS, WEEKDAYS

WORD: Final = re.compile(r"[^\W\d_]+")

Span = tuple[date | None, date | None, Precision, How, int]


def span_of(kind: str, words: str, published: date | None) -> Span | None:
    """First and last day, precision, what they are relative to, and days from it; None where the words name no day."""
    if kind == "span":
        return _stretch(words, published)
    if kind in {"iso", "dmy", "mdy", "slash", "month", "monthyear", "year", "feast", "dom"}:
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


def _context(kind: str, words: str) -> Span:
    shift = {"before": -1, "after": 1, "same": 0}.get(kind)
    precision: Precision = "day"
    if shift is None:
        many, unit = _count(words), _unit(words)
        many //= _HOURS if "hours" in words or "heures" in words else 1
        back = any(word in words for word in ("earlier", "before", "plus tôt", "auparavant", "avant"))
        shift = many * _DAYS[unit] * (-1 if back else 1)
        precision = unit
    return None, None, precision, "context", shift


_HOURS: Final = 24
_DAYS: Final[dict[Precision, int]] = {"day": 1, "week": 7, "month": 30, "year": 365}


def _count(words: str) -> int:
    for word in words.removeprefix("il y a").split():
        if word.isdecimal():
            return int(word)
        if word in SMALL_NUMBERS:
            return SMALL_NUMBERS[word]
    return 1


def _unit(words: str) -> Precision:
    if any(unit in words for unit in ("day", "jour", "night", "hours", "heures")):
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
    wanted = WEEKDAYS[min(name for name in WORD.findall(_first_day(words)) if name in WEEKDAYS)]
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


def _calendar(kind: str, words: str, published: date | None) -> Span | None:
    if kind in {"feast", "dom"}:
        return _named(words, published) if kind == "feast" else _of_month(words, published)
    if kind == "iso":
        return _exact(_date(int(words[:4]), int(words[5:7]), int(words[8:10])))
    if kind == "slash":
        day_of_month, month, year_told = (int(part) for part in re.findall(r"\d+", words))
        return _exact(_date(year_told, month, day_of_month) or _date(year_told, day_of_month, month))
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if kind == "year":
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31), "year", "absolute", 0
    month = next(MONTHS[word] for word in re.findall(r"[^\W\d_]+", words) if word in MONTHS)
    if kind in {"month", "monthyear"}:
        return _whole_month(month, numbers[0] if numbers else None, published)
    year = _century(numbers[1]) if len(numbers) > 1 else None
    return _exact(_date(year, month, numbers[0])) if year else _latest(month, numbers[0], published)


def _stretch(words: str, published: date | None) -> Span | None:
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


def _named(words: str, published: date | None) -> Span | None:
    days = feast(words, published)
    return (*days, "day", "absolute", 0) if days is not None else None


def _of_month(words: str, published: date | None) -> Span | None:
    """As in "on the 14th": the last such day not after publication."""
    if published is None:
        return None
    day = int(next(re.finditer(r"\d+", words))[0])
    this = _date(published.year, published.month, day)
    if this is not None and this <= published:
        return _exact(this)
    before = published.replace(day=1) - timedelta(days=1)
    return _exact(_date(before.year, before.month, day))


def _century(year: int) -> int:
    if year > 99:  # noqa: PLR2004 (written in full)
        return year
    return year + (1900 if year >= LAST_OF_CENTURY else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _exact(day: date | None) -> Span | None:
    return (day, day, "day", "absolute", 0) if day else None


def _latest(month: int, day: int, published: date | None) -> Span | None:
    """A day without a year: the last one not after publication (a day's grace for zones)."""
    if published is None:
        return (None, None, "day", "relative", 0) if _date(2024, month, day) else None
    for year in (published.year, published.year - 1):
        found = _date(year, month, day)
        if found and found <= published + timedelta(days=1):
            return _exact(found)
    return None


def _whole_month(month: int, year: int | None, published: date | None) -> Span | None:
    if year is None:
        if published is None:
            return None, None, "month", "relative", 0
        year = published.year if month <= published.month else published.year - 1
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first, last, "month", "absolute", 0

"""Numbers among the items of a sentence: digits, words, ranges; and the numbers that count no people."""

import re
from collections.abc import Sequence
from typing import Final

from services.ingest.core.phrases.items import Item
from services.ingest.core.words.quantity import COUNT_MAX, Quantity, between, collective, qualified

_DIGITS: Final = re.compile(r"\d{1,3}(?:[,\u00a0]\d{3})+|\d+")
_NO_DIGIT: Final = re.compile(r"\D")
_DECIMAL: Final = re.compile(r"(\d+)[.,](\d{1,2})")
_NOT_BEFORE: Final = frozenset(
    {
        "$",
        "€",
        "£",
        "no",
        "number",
        "article",
        "route",
        "highway",
        "aged",
        "age",
        "resolution",
        "n°",
        "rn",
        "nos",
        "brigade",
    }
    | {"battalion", "division", "group", "unit", "road", "rule", "chapter", "section", "level", "phase", "act", "area"}
    | {
        "âgé",
        "âgée",
        "âgés",
        "âgées",
        "numéro",
        "operation",
        "flight",
        "channel",
        "camp",
        "grade",
        "class",
        "zone",
        "block",
    }
    | {"us$", "fcfa", "usd", "rs", "part", "page", "line", "km", "boeing", "type", "model", "version", "sector"}
)
_HUNDRED: Final = 100
_THOUSAND: Final = 1000


def _value(item: Item) -> int | None:
    """The value of one number item; None if its digits are no whole number ("10:30", "107mm")."""
    if item.word is not None and item.word.number is not None:
        return item.word.number
    if _DIGITS.fullmatch(item.low):
        return min(int(_NO_DIGIT.sub("", item.low)), COUNT_MAX)
    return None


def read_number(items: Sequence[Item], i: int) -> tuple[int, int] | None:
    """The number that begins at item `i` and the item after it: "two hundred and fifty", "quatre-vingt-dix"."""
    spaced = _spaced(items, i)
    if spaced is not None:
        return spaced
    first = _value(items[i])
    decimal = _DECIMAL.fullmatch(items[i].low)
    if first is None:
        scale = _scale(items, i + 1)
        return (round(float(f"{decimal[1]}.{decimal[2]}") * scale), i + 2) if decimal and scale else None
    total, current, last, j = 0, first, first, i + 1
    if first >= _THOUSAND and items[i].word is not None:
        total, current = first, 0
    while j < len(items):
        step = j + 1 if _joins(items, j) else j
        value = _value(items[step]) if step < len(items) and items[step].tag == "#" else None
        if value is None or not _continues(items[step], current, last, value, digits=items[i].word is None):
            break
        total, current, last, j = *_added(total, current, value), value, step + 1
    return min(total + current, COUNT_MAX), j


_THREE: Final = 3


def _spaced(items: Sequence[Item], i: int) -> tuple[int, int] | None:
    """Thousands set apart by a space: "1 835"."""
    j, digits = i + 1, items[i].low
    if not digits.isdecimal() or len(digits) > _THREE or digits.startswith("0"):
        return None
    while j < len(items) and len(items[j].low) == _THREE and items[j].low.isdecimal():
        if items[j].start != items[j - 1].end + 1:
            break
        digits, j = digits + items[j].low, j + 1
    return (min(int(digits), COUNT_MAX), j) if j > i + 1 else None


def _scale(items: Sequence[Item], i: int) -> int:
    word = items[i].word if i < len(items) else None
    return word.number if word is not None and word.number is not None and word.number >= _THOUSAND else 0


def _joins(items: Sequence[Item], j: int) -> bool:
    """As in "and" inside a number: "two hundred and fifty", "vingt et un"."""
    return items[j].tag == "c" and items[j].low in {"and", "et"} and j + 1 < len(items) and items[j + 1].tag == "#"


def _continues(item: Item, current: int, last: int, value: int, *, digits: bool) -> bool:
    if item.word is None:
        return False
    if value >= _HUNDRED:
        return value >= _THOUSAND or (not digits and 0 < current < 20)  # noqa: PLR2004 (nineteen hundred is a year)
    return not digits and (last >= _HUNDRED or _joins_tens(item, last, value))


def _joins_tens(item: Item, last: int, value: int) -> bool:
    """Twenty-three, quatre-vingts, dix-huit, soixante-douze."""
    if (last, value) == (4, 20):
        return item.low.startswith("vingt")
    if last == 10:  # noqa: PLR2004 (dix-huit)
        return item.low in {"sept", "huit", "neuf"}
    if not 20 <= last < _HUNDRED or last % 10:  # noqa: PLR2004 (the tens)
        return False
    return value < 10 or (last in {60, 80, 20} and value < 20 and item.low not in _ENGLISH_TEENS)  # noqa: PLR2004


_ENGLISH_TEENS: Final = frozenset({"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"})


def _added(total: int, current: int, value: int) -> tuple[int, int]:
    if value >= _THOUSAND:
        return total + max(current, 1) * value, 0
    if value == _HUNDRED:
        return total, max(current, 1) * _HUNDRED
    if current % _HUNDRED == 4 and value == 20:  # noqa: PLR2004 (quatre-vingts)
        return total, current - 4 + 80
    return total, current + value


RANGE_WORDS: Final = frozenset({"between", "entre"})


def read_quantity(items: Sequence[Item], i: int, text: str, origin: int) -> tuple[Quantity, int] | None:
    """The quantity that begins at item `i` (its qualifier included) and the item after it; None if there is none.

    `text` is the sentence that starts at character `origin`.
    """
    qualifier, j = _qualifier(items, i)
    if j > i and j + 1 < len(items) and items[j].tag == "1" and _value(items[j + 1]) in {_HUNDRED, _THOUSAND}:
        j += 1  # "over a hundred"
    item = items[j] if j < len(items) else None
    if item is not None and item.tag == "*" and item.word is not None and item.word.low is not None:
        return None if _measures_time(items, j) else (collective(item.word.low), j + 1)
    if item is not None and item.low in RANGE_WORDS:
        return _between(items, j)
    if item is None or item.tag != "#" or _counts_no_people(items, j, text, origin):
        return None
    number = read_number(items, j)
    return _bounded(items, item, qualifier, number, (text, origin)) if number is not None else None


def _bounded(
    items: Sequence[Item], item: Item, qualifier: str | None, number: tuple[int, int], within: tuple[str, int]
) -> tuple[Quantity, int]:
    """The number under its qualifier, or as the lower end of a range."""
    n, after = number
    if item.word is not None and "roundabout" in item.word.categories and qualifier in {None, "exactly", "about"}:
        return qualified(n, "about"), after
    upper = _upper(items, after, *within)
    if upper is not None and upper[0] > n and qualifier in {None, "about", "exactly"}:
        return between(n, upper[0]), upper[1]
    following = [other.low for other in items[after : after + 2]]
    if following in (["or", "more"], ["ou", "plus"], ["ou", "davantage"]):
        return qualified(n, "at_least"), after + 2
    return qualified(n, qualifier), after


def _qualifier(items: Sequence[Item], i: int) -> tuple[str | None, int]:
    """The strongest of up to two qualifiers: "some", "at least another"."""
    found, j = None, i
    while j < len(items) and items[j].tag == "q" and j < i + 3:
        word = items[j].word
        own = word.qualifier if word is not None else None
        found = own if found in {None, "exactly"} else found
        j += 1
    return found, j


def _between(items: Sequence[Item], j: int) -> tuple[Quantity, int] | None:
    if j + 1 >= len(items) or items[j + 1].tag != "#":
        return None
    low = read_number(items, j + 1)
    if (
        low is None
        or low[1] + 1 >= len(items)
        or items[low[1]].low not in {"and", "et"}
        or items[low[1] + 1].tag != "#"
    ):
        return None
    high = read_number(items, low[1] + 1)
    return (between(low[0], high[0]), high[1]) if high and high[0] > low[0] else None


def _upper(items: Sequence[Item], after: int, text: str, origin: int) -> tuple[int, int] | None:
    """The upper end of a range: "10 to 15", "10-15", "10 à 15"; not of a change: "from 10 to 15"."""
    if after >= len(items):
        return None
    j = after - 1
    while j > 0 and items[j].tag in "#q":
        j -= 1
    if items[j].tag == "f" or (items[j].tag in "oB" and j and items[j - 1].tag in "rb"):
        return None
    if items[after].low in {"to", "à"} and after + 1 < len(items) and items[after + 1].tag == "#":
        return read_number(items, after + 1)
    gap = text[items[after - 1].end - origin : items[after].start - origin]
    return read_number(items, after) if gap in {"-", "—"} and items[after].tag == "#" else None


_STRETCHES: Final = frozenset(
    {"hours", "minutes", "days", "weeks", "months", "years", "heures", "jours", "semaines", "mois", "ans"}
)


def _measures_time(items: Sequence[Item], j: int) -> bool:
    """As in "a few hours earlier"."""
    return j + 1 < len(items) and items[j + 1].low in _STRETCHES


_DAYS_OF_MONTH: Final = range(1, 32)


def _dates(items: Sequence[Item], j: int) -> bool:
    """As in "on 29 and 30 November": the first of two days, whose month is told with the second."""
    following = items[j + 2] if j + 2 < len(items) else None
    if following is None or following.tag != "D" or items[j + 1].tag not in "cO,":
        return False
    days = items[j].low, following.low
    return all(day.isdecimal() and int(day) in _DAYS_OF_MONTH for day in days)


def _is_age(whose: Item, after: Item | None) -> bool:
    """As in "a woman, 61, and a man, 58", "John Doe, 34, …"."""
    if _one_person(whose):
        return after is None or after.tag in ",cz"
    return after is not None and after.tag == "," and whose.raw[:1].isupper() and whose.tag in {"_", "A"}


def _one_person(item: Item) -> bool:
    return item.tag == "n" and item.word is not None and not item.word.plural


_YEARS: Final = range(1900, 2101)


def _counts_no_people(items: Sequence[Item], j: int, text: str, origin: int) -> bool:
    """Ages, money, road numbers, years, times, weapons: "aged 12", "$5", "AK-47", "in 2019"."""
    item = items[j]
    before = items[j - 1].low if j else ""
    if before in _NOT_BEFORE:
        return True
    after = items[j + 1] if j + 1 < len(items) else None
    if after is not None and (after.tag == "U" or _dates(items, j) or (after.tag == "D" and after.low in _STRETCHES)):
        return True
    if (
        before in {"of", "de", "d'"}
        and j > 1
        and items[j - 2].low in {"age", "ages", "âge", "âgé", "âgés", "âgée", "âgées"}
    ):
        return True
    at = item.start - origin
    if item.word is None and at > 1 and text[at - 1] in "-./:" and text[at - 2].isalpha():
        return True
    if item.low.isdecimal() and int(item.low) in _YEARS:
        return (
            after is None
            or after.tag not in {"n", "Z", "k", "a", "X", "A"}
            or before in {"in", "since", "en", "depuis"}
        )
    return before == "," and item.word is None and j > 1 and _is_age(items[j - 2], after)

"""When: days, weeks and months as a sentence names them, relative to the day of publication."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.ingest.core.dates.day import Day, How
from services.ingest.core.dates.joining import of_weeks, ranges, told_twice
from services.ingest.core.dates.patterns import (
    CLAUSE,
    COUNTED_AFTER,
    COUNTED_BEFORE,
    DATE,
    DEED,
    KEY_WITHIN,
    KEYS,
    OPENED,
    RECORD,
    SINCE,
    STARTS,
)
from services.ingest.core.dates.spans import WORD, span_of


def find_days(
    sentence: str, published: date | None, offset: int = 0, words: Sequence[str] | None = None
) -> tuple[Day, ...]:
    """The phrases of one sentence that say when, in order. `offset` is added to every position.

    `words`: those of the sentence in lower case, from whoever has them already.
    """
    low = sentence.lower()
    if KEYS.isdisjoint(WORD.findall(low) if words is None else words) and not _DIGIT.search(sentence):
        return ()
    if len(low) != len(sentence):  # a few letters grow in lower case
        low = sentence
    found = [day for day in (_read(match, sentence, published) for match in _matches(low)) if day is not None]
    days = ranges(told_twice(of_weeks(found, sentence), sentence), sentence) if len(found) > 1 else found
    return (
        tuple(replace(day, start=day.start + offset, end=day.end + offset) for day in days) if offset else tuple(days)
    )


_DIGIT: Final = re.compile(r"\d")


def _matches(low: str) -> Iterator[re.Match[str]]:
    """The phrases, tried only at one of their first words with a key or a digit near: the whole pattern is slow."""
    words = list(_WORD.finditer(low))
    end = tried = 0
    for i, word in enumerate(words):
        if word[0] not in KEYS and not word[0][0].isdecimal():
            continue
        for first in words[max(tried, i - KEY_WITHIN) : i + 1]:
            opens = first.start() >= end and (first[0] in STARTS or first[0][0].isdecimal())
            if opens and (match := DATE.match(low, first.start())):
                yield match
                end = match.end()
        tried = i + 1


_WORD: Final = re.compile(r"\w+")


_RECORD_NEAR: Final = 180  # characters before a year in which "the deadliest … since" may stand
_LONG_DAYS: Final = 7  # what began so long before publication goes on


def _read(match: re.Match[str], sentence: str, published: date | None) -> Day | None:
    kind = match.lastgroup or ""
    words = match[0]
    if kind == "month" and _last_word(match, sentence) in {"may", "march", "mar"}:  # a verb, written small
        return None
    span = span_of(kind, words, published)
    if span is None:
        return None
    first, last, precision, how, shift = span
    own = False
    if how == "context" and kind != "same":
        counted = _counted(words, shift, sentence[match.end() :])
        if counted is None:
            return None
        shift, own = counted
    if precision in {"month", "year"} and RECORD.search(sentence[max(0, match.start() - _RECORD_NEAR) : match.end()]):
        return None
    before = sentence[max(0, match.start() - 80) : match.start()]
    since = words.startswith(_OPENS_PERIOD) or _is_since(before) or _has_lasted(before, first, published)
    return Day(match.start(), match.end(), first, last, precision, how, shift, since, own)


_ADVERBIAL: Final = re.compile(
    r"\s+(?:in|at|near|outside|inside|by|on|along|around|when|while|as|and|à|au|aux|dans|en|près|par|sur|et)\b"
)
_OF: Final = re.compile(r"\s+(?:de\b|du\b|des\b|d['’])")


def _counted(words: str, shift: int, rest: str) -> tuple[int, bool] | None:
    """Days from what, and whether that has to be told in the sentence; None where it is counted from something else.

    "A day after the attack" goes back to the deed; "two days after the vote" goes on from a day that is not told.
    """
    after, before = COUNTED_AFTER.search(words), COUNTED_BEFORE.search(words)
    clause = CLAUSE.match(rest) if after or before else None
    if clause is None or _ADVERBIAL.match(rest) or (words.endswith(("lendemain", "veille")) and not _OF.match(rest)):
        return shift, False
    deed = DEED.search(clause[0])
    if after:
        return (-abs(shift), True) if deed else None
    if deed:
        return shift, False
    return (-abs(shift), True) if not KEYS.isdisjoint(WORD.findall(clause[0].lower())) else None


def _has_lasted(before: str, first: date | None, published: date | None) -> bool:
    """As in "the offensive that began on 3 March", told weeks later."""
    if first is None or published is None or (published - first).days <= _LONG_DAYS:
        return False
    return OPENED.search(before) is not None


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
    "began",
    "begun",
    "start",
    "launch",
    "erupted",
    "broke out",
    "effect",
    "into force",
    "début",
    "commenc",
    "éclat",
    "lanc",
    "déclench",
    "vigueur",
    "mourning",
    "curfew",
    "strike",
    "shutdown",
    "deuil",
    "couvre-feu",
    "grève",
)


def _is_since(before: str) -> bool:
    """Whether the words before a day make it the end of a period."""
    low = before.lower()
    return any(word in low for word in _SINCE_WORDS) and SINCE.search(before) is not None


def _last_word(match: re.Match[str], sentence: str) -> str:
    return sentence[match.start() : match.end()].rsplit(maxsplit=1)[-1].rstrip(".")


__all__ = ["Day", "How", "find_days"]

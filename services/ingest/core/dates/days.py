"""When: days, weeks and months as a sentence names them, relative to the day of publication."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from services.ingest.core.dates.day import Day, How
from services.ingest.core.dates.joining import of_weeks, ranges, told_twice
from services.ingest.core.dates.patterns import AFTER_OTHER, DATE, KEYS, OTHER, RECORD, SINCE, START
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
    """The phrases, tried only where one of their first words stands: the whole pattern is slow."""
    end = 0
    for start in START.finditer(low):
        if start.start() >= end and (match := DATE.match(low, start.start())):
            yield match
            end = match.end()


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
    span = span_of(kind, words, published)
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


__all__ = ["Day", "How", "find_days"]

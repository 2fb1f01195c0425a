"""Capitals that the text does not name: "in the Iraqi capital", "50 km from the capital", "dans la capitale"."""

import re
from collections.abc import Iterator

from services.ingest.core.places.lexicon import MAY_FOLLOW, words_of
from services.ingest.core.places.names import CAPITAL
from services.ingest.core.places.port import Named, PlaceMention, Places, Relation
from services.ingest.core.places.relations import read_before
from services.ingest.core.places.words import Words

_ARTICLES = words_of("the la s its their")
_OF = words_of("of de du d")
_RELATIONS: tuple[Relation, ...] = ("in", "near", "offset", "part")
_ARTICLE = re.compile(r"(?:\b(?:the|la) |\bl['’])$", re.IGNORECASE)
_NAME_WORDS = 3  # words that a country's name or nationality has at most


def find_capitals(words: Words, places: Places) -> Iterator[PlaceMention]:
    """The phrases that mean the capital of a country, from left to right; those that name it are read by its name."""
    if CAPITAL.isdisjoint(words.folded):
        return
    for at, word in enumerate(words.folded):
        if word in CAPITAL and not words.shouting and not _is_named(words, at, places):
            first, countries = _owner(words, at, places)
            if countries or (at > 0 and words.folded[at - 1] in _ARTICLES):
                yield from _mention(words, first, at, countries or _owner_after(words, at, places))


def _mention(words: Words, first: int, at: int, within: tuple[str, ...]) -> Iterator[PlaceMention]:
    before = read_before(words, first)
    if before.relation not in _RELATIONS:
        return
    start, end = words.starts[at], words.ends[at]
    named = Named(start, end, words.text[start:end], words.folded[at], (), settlement=True, within=within)
    opening = words.starts[min(before.word, first)]
    lead = words.text[words.starts[min(before.word, first)] : words.starts[first]]
    text = " ".join(f"{_ARTICLE.sub('', lead)}{named.name}".split())
    yield PlaceMention(opening, end, text, "capital", before.relation, (named,), km=before.km, bearing=before.bearing)


def _owner(words: Words, at: int, places: Places) -> tuple[int, tuple[str, ...]]:
    """The first word and the countries of the nationality or the country right before: "Iraqi", "Iraq's"."""
    last = at - 2 if at > 1 and words.folded[at - 1] == "s" else at - 1
    for first in range(max(0, last + 1 - _NAME_WORDS), last + 1):
        named = places.countries_named(" ".join(words.folded[first : last + 1]))
        if named and words.written[first][0].isupper():
            return first, tuple(dict.fromkeys(country.iso2 for country in named))
    return at, ()


def _owner_after(words: Words, at: int, places: Places) -> tuple[str, ...]:
    """The countries of the nationality or the country right after: "capitale irakienne", "capital of Iraq"."""
    first = at + 1
    while first < len(words.folded) and words.folded[first] in (*_OF, "l", "la", "the"):
        first += 1
    for last in range(min(len(words.folded), first + _NAME_WORDS), first, -1):
        if named := places.countries_named(" ".join(words.folded[first:last])):
            return tuple(dict.fromkeys(country.iso2 for country in named))
    return ()


def _is_named(words: Words, at: int, places: Places) -> bool:
    """Whether the capital's name follows, or that of what else it is the capital of: "the capital, Gao", "of Borno"."""
    after = at + 1
    if after >= len(words.folded) or words.between(at, after) not in (" ", ", "):
        return False
    if words.folded[after] in _OF or places.countries_named(words.folded[after]):
        return words.folded[after] in _OF and not _owner_after(words, at, places)
    if words.folded[after] in MAY_FOLLOW or words.written[after][0].islower():
        return False
    return bool(places.lookup(words.folded[after]))

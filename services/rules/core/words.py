"""Words of headlines: what is left of them without the ordinary words of conflict news, and their figures."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from services.rules.core.ordinary import COUNTRY_STEMS, NUMBERS, ORDINARY

STEM_LENGTH: Final = 7
"""Tokens are cut here, so that inflected forms of one word meet ("peacekeeper", "peacekeepers", "peacekeeping")."""
WORD_LENGTH_MIN: Final = 3
FIGURE_MAX: Final = 1_900
"""Greater numbers of a headline are years, sums of money or people displaced."""
_DIGITS_MAX: Final = 7
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d{3})+(?!\d)|[^\W_]+")
_ORDINARY: Final = frozenset(w[:STEM_LENGTH] for w in ORDINARY.split())
_COUNTRIES: Final = tuple(sorted(set(COUNTRY_STEMS.split())))


@dataclass(frozen=True, slots=True)
class Words:
    """A headline as it is compared.

    `rare`: stems of words that tell one incident from another: names of places, people, units. `plain`: stems of all
    words but the shortest. `figures`: small numbers, in digits or words: tolls as a rule.
    """

    rare: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    figures: frozenset[int] = frozenset()


NONE: Final = Words()


def fold(text: str) -> str:
    """Lower case without accents."""
    low = text.lower()
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def read(*texts: str | None) -> Words:
    """Reads headlines or names of places."""
    told = [t for t in texts if t]
    if not told:
        return NONE
    words = {_word(token) for token in _TOKEN.findall(fold(" ".join(told)))}
    return Words(
        frozenset([stem for stem, rare, _ in words if rare]),
        frozenset([stem for stem, _, _ in words if stem]),
        frozenset([n for _, _, n in words if n]),
    )


@lru_cache(maxsize=100_000)
def _word(token: str) -> tuple[str, bool, int]:
    """(stem or nothing, whether it is rare, the figure or 0)."""
    if token[0].isdigit():
        return ("", False, _figure(token))
    number = NUMBERS.get(token, 0)
    if len(token) < WORD_LENGTH_MIN:
        return ("", False, number)
    stem = token[:STEM_LENGTH]
    return (stem, not number and stem not in _ORDINARY and not stem.startswith(_COUNTRIES), number)


def _figure(token: str) -> int:
    bare = token.replace(",", "").replace(".", "")
    n = int(bare) if bare.isdecimal() and len(bare) < _DIGITS_MAX else 0
    return n if n < FIGURE_MAX else 0

"""Words, numbers and signs of a sentence. A hyphen inside a compound separates words like a space.

Tokens are named tuples: there are thousands in a text, and they are made in a third of a dataclass's time.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r"\s*+("  # taken along, or each blank would be tried as a word
    r"[^\W\d_]++(?![\d_.'-])"  # most words; the rest says what else a word may be part of
    r"|(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:\u00a0\d{3})+(?!\d)"  # 1,200; 1 200 with a hard space
    r"|\d+(?:[.:,]\d+)*(?:[^\W\d_]+\d*)?"  # 12, 2.5, 10:30, 107mm, 10h30
    r"|[^\W\d_]+-?\d+\w*"  # M23, AK-47
    r"|[^\W\d_]+(?:n't|N'T)"
    r"|(?<!\w)(?:[cdjlmnstCDJLMNST]|[Qq]u|[Jj]usqu|[Ll]orsqu)'(?=\w)"  # l'attaque
    r"|'[sS]\b"
    r"|[^\W\d_]+"
    r"|[,;:()\[\]\"—%$€£/&°]|(?<!\S)-(?!\S))"
)


class Token(NamedTuple):
    """One word, number or sign: as written, in lower case, and where (characters of the normalised text)."""

    raw: str
    low: str
    start: int
    end: int


def tokenise(text: str, offset: int = 0) -> list[Token]:
    """The tokens of a text; `offset` is added to every position."""
    tokens = []
    for match in _TOKEN.finditer(text):
        raw = match[1]
        start, end = match.span(1)
        tokens.append(_new(Token, (raw, raw.lower(), start + offset, end + offset)))
    return tokens


_new: Final = tuple.__new__  # a named tuple's own constructor is one more call for each token


@lru_cache(maxsize=20_000)
def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase of a table as the sequence of words that a text would have."""
    if phrase.replace(" ", "").isalpha():  # ten thousand phrases are read at every start, and most are plain words
        return tuple(phrase.lower().split(" "))
    even = _ELIDED.sub("'", phrase)
    if even.endswith("'"):  # "une dizaine d'": only before a letter it is a word of its own
        return tuple([token.low for token in tokenise(even + "x")[:-1]])
    return tuple([token.low for token in tokenise(even)])


_ELIDED: Final = re.compile(r"(?<=\b[cdjlmnst])' |(?<=\bqu)' ")  # alternatives put together: "permis d' abattre"

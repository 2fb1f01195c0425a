"""The words of a sentence as the search for names needs them: as written, folded, with their places."""

import re
from dataclasses import dataclass

from services.ingest.core.words.folding import fold_word

_WORD = re.compile(r"[^\W_]+")
_LONG = re.compile(r"\b[^\W\d_]{4,}")  # words long enough to say whether a text is in capitals
_PLAIN = re.compile(r"\b[a-zß-öø-ÿœ][^\W\d_]{3,}")  # those of them without a capital
_ENOUGH = 6  # long words that a sentence needs to be judged
_PLAIN_SHARE = 0.25  # of them, at most, in a text that shouts


@dataclass(frozen=True, slots=True)
class Words:
    """The words of `text`: where each starts and ends, as written, folded. `shouting`: nearly all are capitalised."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    written: tuple[str, ...]
    folded: tuple[str, ...]
    shouting: bool

    def between(self, left: int, right: int) -> str:
        """What stands between the end of word `left` and the start of word `right`."""
        return self.text[self.ends[left] : self.starts[right]]


def split_words(text: str) -> Words:
    """The words of a sentence; hyphens and apostrophes part them."""
    matches = list(_WORD.finditer(text))
    written = tuple([match.group() for match in matches])
    return Words(
        text=text,
        starts=tuple([match.start() for match in matches]),
        ends=tuple([match.end() for match in matches]),
        written=written,
        folded=tuple(map(fold_word, written)),
        shouting=_shouts(text),
    )


def _shouts(text: str) -> bool:
    long = len(_LONG.findall(text))
    return long >= _ENOUGH and len(_PLAIN.findall(text)) <= _PLAIN_SHARE * long

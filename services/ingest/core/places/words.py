"""The words of a sentence as the search for names needs them: as written, folded, with their places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.ingest.core.words.folding import fold_word

_WORD = re.compile(r"[^\W_]+")
_LONG = 4  # letters of a word that says whether a text is in capitals
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
    written = tuple(_WORD.findall(text))
    spans = [match.span() for match in _WORD.finditer(text)]
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Words(text, starts, ends, written, tuple(map(fold_word, written)), _shouts(written))


def words_in(text: str) -> tuple[str, ...]:
    """The words of a sentence, folded."""
    return tuple(_WORD.findall(text.lower()) if text.isascii() else map(fold_word, _WORD.findall(text)))


def _shouts(written: Sequence[str]) -> bool:
    plain = [word[0].islower() for word in written if len(word) >= _LONG and word.isalpha()]
    return len(plain) >= _ENOUGH and sum(plain) <= _PLAIN_SHARE * len(plain)

"""The words of a sentence as the search for names needs them: as written, folded, with their places."""

import re
from dataclasses import dataclass

from services.ingest.core.folding import fold_word

_WORD = re.compile(r"[^\W_]+")
_LONG = 4  # letters that a word needs to say whether a text is in capitals
_ENOUGH = 4  # such words that a sentence needs to be judged
_SHOUTING = 0.75  # share of them with a capital


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
    written = tuple(match.group() for match in matches)
    long = [word for word in written if len(word) >= _LONG and word.isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    return Words(
        text=text,
        starts=tuple(match.start() for match in matches),
        ends=tuple(match.end() for match in matches),
        written=written,
        folded=tuple(map(fold_word, written)),
        shouting=len(long) >= _ENOUGH and capitals >= _SHOUTING * len(long),
    )

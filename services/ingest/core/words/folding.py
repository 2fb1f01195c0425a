"""One spelling for every way of writing a name: no accents, no case, no punctuation."""

import re
import unicodedata
from functools import lru_cache

# Letters that NFKD leaves whole though a Latin keyboard writes them plainly.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ŋ": "n", "ə": "e"}
    | {"ɓ": "b", "ɗ": "d", "ƙ": "k", "ħ": "h", "ŧ": "t", "ɛ": "e", "ɔ": "o", "ƴ": "y", "\u0263": "g"}
)
_NOT_WORD = re.compile(r"[\W_]+")


def fold(name: str) -> str:
    """The name casefolded, without accents, every run of other signs one space: "Côte d’Ivoire" → "cote d ivoire"."""
    if name.isascii():
        return _NOT_WORD.sub(" ", name.lower()).strip()
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", bare.translate(_PLAIN)).strip()


@lru_cache(maxsize=50_000)
def fold_word(word: str) -> str:
    """`fold` for a word of running text or a name of the gazetteer, remembered."""
    return fold(word)

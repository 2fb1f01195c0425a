"""A text made even (composed letters, plain quotes and spaces), and the way back to what was published."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_EVEN: Final = {
    **dict.fromkeys("\u2018\u2019\u02bc\u02b9\u0060\u00b4\u2032\u02bb", "'"),  # apostrophes and their look-alikes
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u201f\u2033", '"'),
    **dict.fromkeys("\u2013\u2015\u2212\u2012", "\u2014"),  # dashes
    **dict.fromkeys("\u2010\u2011", "-"),  # hyphens
    **dict.fromkeys("\u00a0\u202f\u2009\u2007\t\r\x0b\x0c\u200b\ufeff\u00ad\u2060", " "),
    "\u2028": "\n",
    "\u2029": "\n",
}
_HARD_SPACE: Final = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")
_CLUSTER: Final = re.compile(r".[̀-ͯ]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class EvenText:
    """A normalised text. `starts`: where each character began in the original, and the end; None: the same places."""

    text: str
    original: str
    starts: tuple[int, ...] | None
    capitals: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the normalised text as characters of the original."""
        return (start, end) if self.starts is None else (self.starts[start], self.starts[end])

    def words(self, start: int, end: int) -> str:
        """What the original has there."""
        first, last = self.span(start, end)
        return self.original[first:last]


def _composed(original: str) -> tuple[str, tuple[int, ...]]:
    parts: list[str] = []
    starts: list[int] = []
    for match in _CLUSTER.finditer(original):
        part = unicodedata.normalize("NFC", match[0])
        parts.append(part)
        starts.extend([match.start()] * len(part))
    return "".join(parts), (*starts, len(original))


def _mostly_capitals(text: str) -> bool:
    head = text[:2_000]
    if sum(map(head.count, _COMMON)) > 0.2 * len(head):  # most texts: no need to look at each letter
        return False
    letters = [sign for sign in head if sign.isalpha()]
    return len(letters) > 20 and sum(map(str.isupper, letters)) > 0.8 * len(letters)  # noqa: PLR2004 (old wire copy)


_COMMON: Final = "aeinorst"


def normalise(original: str) -> EvenText:
    """Makes a text even. Numbers keep their hard spaces as such: "1 200" is one number only with a hard space."""
    kept = original if original.isascii() else _HARD_SPACE.sub("\u2008", original)
    if kept.isascii() or unicodedata.is_normalized("NFC", kept):
        even, starts = kept, None
    else:
        even, starts = _composed(kept)
    for sign, plain in _EVEN.items():  # most do not occur, and finding that out is quick
        if sign in even:
            even = even.replace(sign, plain)
    even = even.replace("\u2008", "\u00a0")
    return EvenText(even, original, starts, _mostly_capitals(even))

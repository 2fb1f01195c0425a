"""Other spellings of a name out of another script: the French for the English way, endings, doubled letters."""

import re
from collections.abc import Iterator
from typing import Final

from services.ingest.core.places.port import PlaceRow, Places

_LETTERS_MIN: Final = 5  # a shorter name is too like others
_TRIED_MAX: Final = 24
_RULES: Final[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]] = tuple(
    (re.compile(pattern), forms)
    for pattern, forms in (
        (r"ch", ("sh",)),
        (r"ou", ("u", "oo", "w")),
        (r"dj", ("j",)),
        (r"tch", ("ch",)),
        (r"gu(?=[ei])", ("g",)),
        (r"i?ye?h?$", ("ieh", "iyah", "iyeh", "iya")),
        (r"ie$", ("iya", "ieh")),
        (r"e$", ("eh", "a", "ah")),
        (r"ah$", ("a", "eh")),
        (r"a$", ("ah", "eh")),
        (r"eh$", ("a", "ah", "e")),
        (r"oo", ("u", "ou")),
        (r"ee", ("i",)),
        (r"q", ("k", "g")),
        (r"k(?!h)", ("q",)),
        (r"([b-df-hj-np-tv-z])\1", (r"\1",)),
        (r"ï", ("i",)),
        (r"tz", ("ts",)),
        (r"aa", ("a",)),
        (r"^(?:al|el|ad|ash|as|at|az|an|ar) ", ("", "al ", "el ")),
    )
)


def respelt(folded: str, places: Places) -> tuple[PlaceRow, ...]:
    """The places of a name that the gazetteer has only in another spelling, by one change or two; else nothing."""
    if len(folded) < _LETTERS_MIN:
        return ()
    tried = {folded}
    once = tuple(_changed(folded))
    for spelling in (*once, *(again for first in once for again in _changed(first))):
        if spelling in tried:
            continue
        if len(tried) > _TRIED_MAX:
            return ()
        tried.add(spelling)
        if rows := places.lookup(spelling):
            return rows
    return ()


def _changed(folded: str) -> Iterator[str]:
    for pattern, forms in _RULES:
        if pattern.search(folded):
            yield from (pattern.sub(form, folded, count=1) for form in forms)

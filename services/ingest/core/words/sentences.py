"""Where sentences begin and end, in clean copy, glued copy, lists and old wire copy in capitals."""

import re
from collections.abc import Iterator
from typing import Final

_END: Final = re.compile(
    r"(?<=[.!?…])(?<!\.\.\.)[\"')\]]*(?:\s+(?=[\"'(\[]*[A-ZÀ-ÖØ-Þ0-9])|(?=[A-ZÀ-ÖØ-Þ\"][a-zà-öø-ÿ ]))"
    r"|\n\s*\n\s*|\n(?=\s)|(?<=[.!?:;\"')\]])[ ]*\n|\n"
)
_NEAR_END: Final = re.compile(r"[.!?…:;\"')\]]|(?=\n)")  # before every end; the whole pattern is slow
_WRAPPED: Final = re.compile(r"(?<=\S)\n(?=\S)")
_SHORT: Final = re.compile(
    r"(?:^|[\s(\"'\[])(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|Cpl|Brig|Adm|Gov|Sen|Rep|Rev|St|Prof|Hon|Pres|Jr"
    r"|No|Nos|vs|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|Inc|Ltd|Co|approx|U\.S|U\.N|U\.K|D\.R"
    r"|MM|Mgr|Me|M|av|janv|févr|juill|déc|a\.m|p\.m|GEN|COL|LT|MAJ|CAPT|DR|MR|ST|SGT|NO|JR)\.$"
)


def _unwrapped(text: str) -> str:
    """Lines broken at a fixed width (old wire copy, mail) made one; other line ends are kept. Same length."""
    if "\n\n" not in text and "\n " not in text:
        return text
    lines = text.split("\n")
    long_ones = [len(line) for line in lines if line.strip()]
    if not long_ones or max(long_ones) > 100:  # noqa: PLR2004 (columns)
        return text
    return _WRAPPED.sub(" ", text)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a normalised text, without the white space around them."""
    flat = _unwrapped(text)
    start = 0
    for match in _ends(flat):
        head = flat[max(start, match.start() - 12) : match.start()]
        if "\n" not in match[0] and _SHORT.search(head.rstrip("\"')]")):
            continue
        yield from _stripped(flat, start, match.end())
        start = match.end()
    yield from _stripped(flat, start, len(flat))


def _ends(text: str) -> Iterator[re.Match[str]]:
    past = 0
    for near in _NEAR_END.finditer(text):
        if near.end() >= past and (match := _END.match(text, near.end())):
            yield match
            past = match.end()


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        first = start + piece.index(bare[0])
        yield first, first + len(bare)

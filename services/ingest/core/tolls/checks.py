"""What a pattern of tolls asks of the words, beyond their letters."""

import re
from typing import Final

from services.ingest.core.phrases.items import Item, Row

_PARTS_OF_PEOPLE: Final = frozenset({"killed", "wounded", "abducted"})


def tells(row: Row, match: re.Match[str], name: str, verb: int, group: str) -> bool:
    """Whether a match of that pattern tells a number, by what the letters do not say."""
    item, first = row.items[verb], row.items[match.start(group)]
    word = item.word
    if name == "one" and (word is None or word.measure not in _PARTS_OF_PEOPLE):
        return False
    if name == "single" and not _is_one(first, item):
        return False
    if name == "lost" and (word is None or "lost" not in word.categories):
        return False
    if name == "label" and row.items[verb + 1].low != ":":
        return False
    if name in _SUBJECTS and not _serving(row, match):
        return False
    return not (name == "risen" and not _numbered(row, verb)) and not _two_fates(row, match, group, verb)


_SUBJECTS: Final = frozenset({"passive", "died"})
_DEPLOYED: Final = frozenset(
    {"deployed", "stationed", "posted", "sent", "based", "serving", "déployé", "déployée", "déployés", "stationnés"}
)


def _serving(row: Row, match: re.Match[str]) -> bool:
    """As in "soldiers deployed to the border were killed": of verbs of deeds only these may follow a subject."""
    start, end = match.end("list"), match.start("verb")
    if row.tags[start : start + 1] != "V" or start >= end:
        return True
    return row.items[start].low in _DEPLOYED


def _numbered(row: Row, verb: int) -> bool:
    """As in "the number of Afghans killed": a verb that belongs to a count."""
    return any(item.low in {"number", "nombre"} for item in row.items[max(0, verb - 6) : verb])


def _two_fates(row: Row, match: re.Match[str], group: str, verb: int) -> bool:
    """As in "100 were killed and wounded": one number for both, so none for either."""
    following = _OTHER_FATE.match(row.tags, verb + 1) if match.end(group) <= verb else None
    quantity = row.items[match.start(group)].quantity
    if following is None or quantity is None or quantity.told is None:
        return False
    words = [row.items[i].word for i in (verb, following.start("other"))]
    return {word.measure for word in words if word is not None} == {"killed", "wounded"}


_OTHER_FATE: Final = re.compile(r"c_?(?P<other>k)(?![_x]{0,2}[PQpAm1])")
_RELATIVE: Final = frozenset({"of whom", "of which", "of them", "among whom", "dont", "parmi lesquels", "d' entre eux"})


def of_whom(row: Row, match: re.Match[str]) -> bool:
    """As in "ten took part, of whom eight died": the verb is the part's, not the whole's."""
    start, end = match.span("part")
    opening = next((i for i in range(start - 1, match.start(), -1) if row.tags[i] == "i"), None)
    if opening is None or row.items[opening].low not in _RELATIVE or row.tags[start] != "Q":
        return False
    return "," not in row.tags[end : match.start("verb")]


def _is_one(person: Item, verb: Item) -> bool:
    noun = person.noun
    neutral = verb.word is not None and verb.word.measure in {"detained", "released", "missing", "displaced"}
    return noun is not None and not noun.plural and noun.tag == "n" and not neutral

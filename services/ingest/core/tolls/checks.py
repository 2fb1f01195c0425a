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
    if name in {"lost", "their_dead"} and not _their_own(row, verb, name):
        return False
    if name == "label" and row.items[verb + 1].low != ":":
        return False
    if name in _SUBJECTS and not (_serving(row, match) and _same_people(row, match) and _one_clause(row, match)):
        return False
    return not (name == "risen" and not _numbered(row, verb)) and not _two_fates(row, match, group, verb)


_POSSESSIVES: Final = frozenset({"its", "their", "his", "our", "leurs", "ses", "nos"})
_SUBJECTS: Final = frozenset({"passive", "died"})
_CONJUNCTIONS: Final = frozenset({"when", "while", "lorsque", "lorsqu'", "quand", "tandis que", "alors que", "puis"})
_ANOTHER_SUBJECT: Final = frozenset("EmTApn")
_DEPLOYED: Final = frozenset(
    {"deployed", "stationed", "posted", "sent", "based", "serving", "déployé", "déployée", "déployés", "stationnés"}
)


def _their_own(row: Row, verb: int, name: str) -> bool:
    """As in "the army lost 12 men", "they left several of their dead": the dead of those who are spoken of."""
    if name == "their_dead":
        return row.items[verb - 1].low in _POSSESSIVES
    word = row.items[verb].word
    return word is not None and "lost" in word.categories


def _serving(row: Row, match: re.Match[str]) -> bool:
    """As in "soldiers deployed to the border were killed": of verbs of deeds only these may follow a subject."""
    start, end = match.end("list"), match.start("verb")
    if row.tags[start : start + 1] != "V" or start >= end:
        return True
    return row.items[start].low in _DEPLOYED


def _one_clause(row: Row, match: re.Match[str]) -> bool:
    """Not as in "hundreds of people waited when the bomb fell": a conjunction begins a clause with its own subject."""
    start, end = match.end("list"), match.start("verb")
    after = [i for i in range(start, end) if row.items[i].low in _CONJUNCTIONS]
    return not after or _ANOTHER_SUBJECT.isdisjoint(row.tags[after[0] : end])


def _same_people(row: Row, match: re.Match[str]) -> bool:
    """As in "both attackers, a man and a woman, were killed": what stands aside tells who they are, no others."""
    if match.groupdict().get("aside") is None:
        return True
    whole, aside = (
        [row.items[i].quantity for i in range(*match.span(group)) if row.tags[i] == "P"] for group in ("list", "aside")
    )
    told = [[one.told or 0 for one in group if one is not None] for group in (whole, aside)]
    return sum(told[0]) == sum(told[1])


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

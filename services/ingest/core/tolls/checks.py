"""What a pattern of tolls asks of the words, beyond their letters."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from services.ingest.core.phrases.items import Row

_PARTS_OF_PEOPLE: Final = frozenset({"killed", "wounded", "abducted"})


def tells(row: Row, match: re.Match[str], name: str, verb: int, group: str) -> bool:
    """Whether a match of that pattern tells a number, by what the letters do not say."""
    first = match.start(group)
    check = _CHECKS.get(name)
    if check is not None and not check(row, verb, first):
        return False
    if name in _SUBJECTS and not (_serving(row, match) and _same_people(row, match) and _one_clause(row, match)):
        return False
    return not _two_fates(row, match, group, verb)


def _parts_of_people(row: Row, verb: int, _first: int) -> bool:
    word = row.items[verb].word
    return word is not None and word.measure in _PARTS_OF_PEOPLE


def _lives(row: Row, _verb: int, first: int) -> bool:
    """As in "took 12 lives"."""
    return row.items[first].low in {"lives", "vies"} and row.items[first - 1].low in _TAKING


_TAKING: Final = frozenset(
    {"cost", "costs", "costing", "took", "taken", "taking", "takes", "claim", "claims", "claimed", "claiming", "ended"}
    | {"coûté", "coûtant", "fauché", "fauchant", "emporté", "ôté"}
)
_POSSESSIVES: Final = frozenset({"its", "their", "his", "our", "leurs", "ses", "nos"})
_SUBJECTS: Final = frozenset({"passive", "died"})
_CONJUNCTIONS: Final = frozenset({"when", "while", "lorsque", "lorsqu'", "quand", "tandis que", "alors que", "puis"})
_ANOTHER_SUBJECT: Final = frozenset("EmTApn")
_DEPLOYED: Final = frozenset(
    {"deployed", "stationed", "posted", "sent", "based", "serving", "déployé", "déployée", "déployés", "stationnés"}
)


def _their_own(row: Row, verb: int, _first: int) -> bool:
    """As in "they left several of their dead": the dead of those who are spoken of."""
    return row.items[verb - 1].low in _POSSESSIVES


def _lost(row: Row, verb: int, _first: int) -> bool:
    """As in "the army lost 12 men"."""
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


def _numbered(row: Row, verb: int, _first: int) -> bool:
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


def _is_one(row: Row, verb_at: int, first: int) -> bool:
    noun, verb = row.items[first].noun, row.items[verb_at]
    neutral = verb.word is not None and verb.word.measure in {"detained", "released", "missing", "displaced"}
    return noun is not None and not noun.plural and noun.tag == "n" and not neutral


_CHECKS: Final[Mapping[str, Callable[[Row, int, int], bool]]] = {
    "one": _parts_of_people,
    "single": _is_one,
    "lost": _lost,
    "their_dead": _their_own,
    "label": lambda row, verb, _first: row.items[verb + 1].low == ":",
    "lives_of": _lives,
    "risen": _numbered,
}
"""What a pattern asks of the words: row, item of the verb, item of the number."""

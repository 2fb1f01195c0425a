"""What a pattern of tolls asks of the words, beyond their letters."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from services.ingest.core.actors.sides import party_of
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


_CRUELTIES: Final = frozenset(
    {"hacked", "hack", "hacking", "beat", "beaten", "beating", "burned", "burnt", "burning", "burn", "stabbed", "stab"}
    | {"stabbing", "clubbed", "bludgeoned", "stoned", "trampled", "crushed", "put", "putting", "shot", "tortured"}
    | {
        "starved",
        "bayoneted",
        "speared",
        "battered",
        "buried",
        "knifed",
        "slashed",
        "roasted",
        "set",
        "brûlé",
        "brûlant",
    }
)
_TO_DEATH: Final = frozenset({"death", "alive", "vif", "vifs", "vivant", "vivants"})


def _cruelly(row: Row, verb: int, first: int) -> bool:
    """As in "hacked 12 people to death", "burned three herders alive"."""
    ends = {item.low for item in row.items[first + 1 : first + 3]}
    return row.items[verb].low in _CRUELTIES and not _TO_DEATH.isdisjoint(ends)


_DOWN: Final = frozenset({"shot down", "cut down", "mowed down", "mown down", "gunned down"})


def _shot_down(row: Row, verb: int, _first: int) -> bool:
    return row.items[verb].low in _DOWN


def _himself(row: Row, verb: int, _first: int) -> bool:
    """As in "killed himself and 13 worshippers"."""
    return row.items[verb + 1].low in {"himself", "herself", "themselves", "itself"}


def _cost_them(row: Row, verb: int, first: int) -> bool:
    """As in "cost nine gendarmes their lives"."""
    return row.items[verb].low in _TAKING and row.items[first + 2].low in {"lives", "life"}


_FALLEN: Final = frozenset({"fell", "fallen", "tombés", "tombé", "tombées"})
_FELL_ELSEWHERE: Final = frozenset(
    {"into", "to", "from", "dans", "behind", "ill", "on", "short", "under", "sur", "by", "off"}
)
_ARMED: Final = frozenset({"state_force", "foreign_force", "peacekeepers", "militants", "attackers", "non_state"})


def _fell(row: Row, verb: int, first: int) -> bool:
    """As in "two American and three Afghan soldiers fell in the raid", not as in "fell into an ambush"."""
    following = row.items[verb + 1] if verb + 1 < len(row.items) else None
    on_a_day = following is not None and following.low == "on" and row.tags[verb + 2 : verb + 3] == "D"
    elsewhere = following is not None and following.low in _FELL_ELSEWHERE and not on_a_day
    return row.items[verb].low in _FALLEN and party_of(row.items[first]) in _ARMED and not elsewhere


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


_SIDES: Final = frozenset({"side", "camp", "forces", "ranks"})


def _lost(row: Row, verb: int, first: int) -> bool:
    """As in "the army lost 12 men", "Malawi lost three"; of a bare number somebody must have lost his own."""
    word, item = row.items[verb].word, row.items[first]
    bare = item.tag == "Q" and row.tags[first + 1 : first + 2] != "o"
    near = {one.low for one in row.items[max(0, verb - 3) : verb]}  # "said its side had lost 13"
    somebody = bool(item.nations) or "A" in row.tags[:verb] or not _SIDES.isdisjoint(near)
    return word is not None and "lost" in word.categories and (somebody or not bare)


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
    "to_death": _cruelly,
    "shot_down": _shot_down,
    "himself_and": _himself,
    "cost_them": _cost_them,
    "fell": _fell,
    "risen": _numbered,
}
"""What a pattern asks of the words: row, item of the verb, item of the number."""

"""What the words before and after a name say about it: in, near, 40 km east of, northern, the region of."""

import re
from dataclasses import dataclass

from services.ingest.core.places import grammar
from services.ingest.core.places.grammar import UNIT_LEVELS
from services.ingest.core.places.lexicon import PEOPLES
from services.ingest.core.places.port import Relation
from services.ingest.core.places.words import Words

_KM_PER_MILE = 1.609
_LOOK_BACK = 15  # words before a name that can belong to its phrase
_STOPS = re.compile(r"[.;:!?,]\s|[\"“”«»]")
_ASKED: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (grammar.OFFSET, "offset"),
    (grammar.ASIDE, "offset"),
    (grammar.PART, "part"),
    (grammar.BORDER, "border"),
    (grammar.NEAR, "near"),
    (grammar.IN, "in"),
    (grammar.BETWEEN, "route"),
    (grammar.FROM, "from"),
)


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a name. `word`, `noun`: the first word of the phrase, and of "town of", "region of" in it.

    `unit`: the word for an admin unit, if the name is called one; `settlement`: it is called a town or a village.
    """

    word: int
    noun: int
    relation: Relation
    km: float | None = None
    bearing: float | None = None
    unit: str | None = None
    settlement: bool = False


def read_before(words: Words, name: int) -> Before:
    """The relation that the words before word number `name` put it in."""
    first = _phrase_start(words, name)
    if first == name:
        return Before(name, name, "none")
    before = _context(words, first, name)
    noun = grammar.NOUN.search(before) if not grammar.NOUNS.isdisjoint(words.folded[first:name]) else None
    said = noun.group("noun") if noun else ""
    rest = before[: noun.start()] if noun else before
    match, relation = _relation(rest)
    start = match.start() if match else noun.start() if noun else len(before)
    return Before(
        word=name - len(before[start:].split()),
        noun=name - len(before[noun.start("noun") :].split()) if noun else name,
        relation=relation,
        km=_km(match),
        bearing=_bearing(match),
        unit=said if said in UNIT_LEVELS else None,
        settlement=(bool(said) and said not in UNIT_LEVELS) or _points(match),
    )


def unit_after(words: Words, last: int) -> tuple[str, int] | None:
    """The unit word right after word number `last`, and its number: "Gao region", "Kawkhali sub-district"."""
    for after in (last + 1, last + 2):
        if after >= len(words.written) or words.between(after - 1, after) not in (" ", "-"):
            return None
        if words.folded[after] in UNIT_LEVELS:
            return words.folded[after], after
        if words.folded[after] != "sub":
            return None
    return None


def called_settlement(words: Words, last: int) -> bool:
    """Whether the word right after a name calls it a village, a quarter or the like: "Kasiela village"."""
    after = last + 1
    if after >= len(words.written) or words.written[after][0].isupper() or words.between(last, after) != " ":
        return False
    return words.folded[after] in grammar.CALLED and words.folded[last] not in PEOPLES


def _relation(rest: str) -> tuple[re.Match[str] | None, Relation]:
    if rest and rest.rsplit(" ", 1)[-1] in grammar.CLOSERS:
        for pattern, relation in _ASKED:
            if match := pattern.search(rest):
                return match, relation
    return None, "none"


def _points(match: re.Match[str] | None) -> bool:
    """Whether the relation word goes with a spot, not with a region: "at Banibangou", "à Gao"."""
    return match is not None and match.re is grammar.IN and match.group().split()[0] in ("at", "à")


def _km(match: re.Match[str] | None) -> float | None:
    if match is None or match.re is not grammar.OFFSET:
        return None
    number = match.group("number")
    value = float(grammar.NUMBERS.get(number) or number.replace(" ", "."))
    return value * _KM_PER_MILE if match.group("measure").startswith("mi") else value


def _bearing(match: re.Match[str] | None) -> float | None:
    """Degrees from north; None for "central" and for no way at all. "North-northeast" is taken as its second part."""
    way = match.group("way") if match and "way" in match.re.groupindex else None
    if way is None:
        return None
    parts = way.replace("ern", "").split()
    return grammar.BEARINGS.get("".join(parts[-2:]), grammar.BEARINGS.get(parts[-1]))


def _phrase_start(words: Words, name: int) -> int:
    """The first word before `name` with no end of a clause in between; "(" may only open "(25 miles)"."""
    if name == 0 or (words.folded[name - 1] not in grammar.CLOSERS and words.written[name - 1] not in ("à", "À")):
        return name
    first = name
    while first > 0 and name - first < _LOOK_BACK:
        gap = words.between(first - 1, first)
        if gap != " " and (_STOPS.search(gap) or ("(" in gap and not words.written[first][0].isdigit())):
            break
        first -= 1
    return first


def _context(words: Words, first: int, name: int) -> str:
    """The words in one line, folded, but for "à"."""
    return " ".join("à" if words.written[at] in ("à", "À") else words.folded[at] for at in range(first, name))

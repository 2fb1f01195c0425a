"""Tolls: which number of people was killed, wounded, taken …, read off the letters of a sentence's items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from events.toll import ClaimScope, Measure, SaidBy, Standing
from services.ingest.core.items import Item, Row
from services.ingest.core.quantity import Quantity

_LIST: Final = r"[PQ](?:[,c]{1,2}(?:[_x+Z]{0,2}[PQp]|x[_Z]{1,3}(?=[,c])))*"
_OBJECTS: Final = r"[PQ](?![_o]?[ka]|_{0,2}h?b)(?:[,c]{1,2}[_x+]?[PQ](?!_?[ka]|_{0,2}h?b))*"
_PLAIN: Final = r"[^PQkgydazsrM,hVFH]"
_ASIDE_NOT: Final = r",N[PQ][^,]{0,12},"
_ASIDE_OF: Final = r"[,z](?:P|Q)(?:i|_)[^,zkgdVPQ]{0,8}[,z]"
_GAP: Final = rf"(?:{_PLAIN}{{0,12}}?(?:,[^PQkgydazsrM,H]{{1,12}},|{_ASIDE_NOT}|{_ASIDE_OF})?)"
_PART: Final = rf"(?:[,z]?_?i[_x]{{0,2}}(?P<part>{_LIST})[,z]?)?"
_SUBJECT: Final = rf"(?P<list>{_LIST}){_GAP}{_PART}{_GAP}"
_BE: Final = r"M?(?:h_{0,2})?b[_s]{0,2}"
# In the order in which they may take a number; a number is taken once.
_PATTERNS: Final = (
    ("state", rf"(?P<list>{_LIST})[_x]?(?P<verb>a)"),
    ("from_to", r"(?:t[^PQz]{0,45}?r[_DE]{0,2}[of]|r_{0,2}x?t[^PQz]{0,45}?f_?)(?P<old>[PQ])[Oe](?P<list>[PQ])"),
    ("to_from", r"t[^PQz]{0,14}?[Oe](?P<list>[PQ])[,_kaX]{0,3}f[x_]{0,2}(?P<old>[PQ])"),
    ("corrected", r"r_?O(?P<list>[PQ]),?N(?P<old>[PQ])"),
    ("passive", rf"{_SUBJECT}{_BE}(?P<verb>[ka])"),
    ("active", rf"(?<!b)(?<!b_)(?P<verb>[kgy])[_xo]{{0,2}}(?P<list>{_OBJECTS})"),
    ("died", rf"{_SUBJECT}M?h?_{{0,2}}(?P<verb>d)"),
    ("lives", rf"(?P<verb>v)[_xo]{{0,2}}(?P<list>{_LIST})"),
    ("toll", r"(?P<verb>t)(?:z|[^PQzkaVG]{0,40}?[oebOr])_{0,2}(?P<list>[PQ])"),
    ("deaths", rf"(?P<verb>X)o?[x_]?(?P<list>{_LIST})"),
    ("count", r"(?P<list>Q)_{0,2}(?P<verb>X)"),
    ("reduced", rf"(?P<list>{_LIST})[_xZ]{{0,2}}(?P<verb>k)(?![_x]{{0,2}}[pA1](?!_?[bs]))"),
    ("lost", r"(?P<verb>l)(?P<list>P)"),
    ("among", rf"(?P<list>{_LIST})h?b?_?(?P<verb>u)|(?P<verb2>u)_?b?[,z]?_?(?P<list2>{_LIST})"),
    ("they", r"(?P<list>[PQ])[^kgydazrMPQ]{0,18}H(?:h_?)?b[_s]{0,2}(?P<verb>k)"),
    ("one", r"(?<!b)(?P<verb>[kgy])(?P<list>1)_{1,3}(?=[eDc,o]|$)"),
    ("single", r"(?P<list>p)(?:h_?)?b[_s]{0,2}(?P<verb>k)"),
)
_NEEDS: Final = {
    "state": "a",
    "corrected": "r",
    "from_to": "tr",
    "to_from": "t",
    "passive": "b",
    "active": "kgy",
    "died": "d",
    "lives": "v",
    "toll": "t",
    "deaths": "X",
    "count": "X",
    "reduced": "k",
    "lost": "l",
    "among": "u",
    "they": "H",
    "one": "1",
    "single": "p",
}
"""Letters without any of which a pattern cannot match: most sentences need few patterns."""
_COMPILED: Final = tuple((name, frozenset(_NEEDS[name]), re.compile(pattern)) for name, pattern in _PATTERNS)
_INCLUDING: Final = re.compile(rf"i[_xb]{{0,2}}(?P<list>{_LIST})")
_OF_THEM: Final = re.compile(r"(?<=[,z])(?P<list>Q)i[_x]{0,2}(?P<who>p)")
_OF_THE_DEAD: Final = re.compile(r"(?P<list>[PQ])(?P<dead>ox?a)?b_?(?P<who>p)")
_ASIDE: Final = re.compile(rf"(?<=[PQka])z(?P<list>{_LIST})(?=z|$|,)")
_GAPPED: Final = re.compile(r"[c,][_x]?(?P<list>[PQ])(?=[_x]{0,2}[eD])")
_BOTH: Final = re.compile(r"(?P<list>Q)[_x]?(?P<verb>a)c[_x]?(?P<other>k)")
_WORDS_NEAR: Final = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of people as one sentence tells it. `party`: of a toll, or `militants` until the incident is known.

    `start`, `end`: characters of its words; `at`: of the number. `row`: index of the sentence. `part`: it is contained
    in another figure. `nations`: nationality of those people. `rule`: the pattern that read it;
    `verb`: the item that said what became of them; `newest`: the text says that the toll has come to it.
    """

    measure: Measure
    party: str
    quantity: Quantity
    start: int
    end: int
    at: int
    row: int
    rule: str
    nations: tuple[str, ...] = ()
    home: str | None = None
    part: bool = False
    standing: Standing = "current"
    scope: ClaimScope = "incident"
    said: SaidBy | None = None
    actor: str | None = None
    verb: int = -1
    newest: bool = False


@dataclass(slots=True)
class _Found:
    row: Row
    figures: dict[int, Figure]
    last: Figure | None = None


def find_figures(row: Row) -> tuple[Figure, ...]:
    """The figures of one sentence, in order of their place."""
    tags = row.tags
    if not any(tag in tags for tag in "PQ1") and "pb" not in tags and "ph" not in tags:
        return ()
    found = _Found(row, {})
    for name, need, pattern in _COMPILED:
        if need.isdisjoint(tags):
            continue
        for match in pattern.finditer(tags):
            _take(found, name, match)
    _parts(found)
    _made_up_of(found)
    _replaced(found)
    _gapped(found)
    _unnumbered(found)
    _done_after(found)
    return tuple(sorted(found.figures.values(), key=lambda figure: (figure.at, figure.measure)))


def _take(found: _Found, name: str, match: re.Match[str]) -> None:
    groups = match.groupdict()
    group = "list" if groups.get("list") is not None else "list2"
    verb = next((match.start(g) for g in ("verb", "verb2") if groups.get(g) is not None), match.start())
    item = found.row.items[verb]
    measure = _measure(item, name)
    if measure is None or _unreal(found.row, verb, name, match.start(group)):
        return
    if name == "one" and measure not in _PARTS_OF_PEOPLE:
        return
    if name == "single" and not _is_one(found.row.items[match.start(group)], item):
        return
    indexes = list(_numbers(found.row.tags, match.start(group), match.end(group)))
    if name == "lost" and (item.word is None or "lost" not in item.word.categories):
        return
    for i in indexes:
        _add(found, i, measure, name, verb, part=name == "among")
    if groups.get("part") is not None:
        for i in _numbers(found.row.tags, match.start("part"), match.end("part")):
            _add(found, i, measure, "including", verb, part=True)
    if groups.get("old") is not None:
        _add(found, match.start("old"), measure, "superseded", verb, standing="superseded")


_PARTS_OF_PEOPLE: Final = frozenset({"killed", "wounded", "abducted"})


def _numbers(tags: str, start: int, end: int) -> Iterator[int]:
    return (i for i in range(start, end) if tags[i] in "PQp1")


def _is_one(person: Item, verb: Item) -> bool:
    noun = person.noun
    neutral = verb.word is not None and verb.word.measure in {"detained", "released", "missing", "displaced"}
    return noun is not None and not noun.plural and noun.tag == "n" and not neutral


def _measure(verb: Item, name: str) -> Measure | None:
    if name in {"from_to", "to_from", "corrected"}:
        return verb.word.measure if verb.word is not None and verb.tag == "t" else "killed"
    if verb.word is None or "nocount" in verb.word.flags:
        return None
    return verb.word.measure


def _unreal(row: Row, verb: int, name: str, first: int) -> bool:
    """Whether the deed is only feared, planned, asked for or denied by its own grammar."""
    before = row.tags[max(0, verb - 4) : verb]
    modal = before.rfind("M")
    if (
        modal >= 0
        and name not in {"toll", "from_to", "to_from"}
        and not _may_have(row, verb, verb - len(before) + modal)
    ):
        return True
    if row.items[verb].tag == "y" and (before.endswith(("O", "M")) or "N" in before[-2:]):
        return True
    return name in {"passive", "died"} and "N" in re.sub(_ASIDE_NOT, "", row.tags[first + 1 : verb])


def _may_have(row: Row, verb: int, modal: int) -> bool:
    """As in "may have died" is a claim, if a careful one; "would have died" and "may die" are none."""
    return row.items[modal].low in {"may", "might", "could"} and "h" in row.tags[modal + 1 : verb]


def _add(
    found: _Found, i: int, measure: Measure, rule: str, verb: int, *, part: bool = False, standing: Standing = "current"
) -> None:
    if i in found.figures:
        return
    item, other = found.row.items[i], found.row.items[verb]
    quantity = item.quantity or Quantity(1, 1, 1, article=True)
    if item.tag == "p" and item.quantity is None and rule != "single":
        return
    start, end = min(item.start, other.start), max(item.end, other.end)
    if end - start > _WORDS_NEAR:
        start, end = item.start, item.end
    figure = Figure(
        measure=measure,
        party=party_of(item),
        quantity=quantity,
        start=start,
        end=end,
        at=item.start,
        row=found.row.index,
        rule=rule,
        nations=item.nations,
        home=item.actor.home if item.actor is not None else None,
        part=part,
        standing=standing,
        actor=item.actor.kind if item.actor is not None else None,
        verb=verb,
        newest=rule in {"toll", "from_to", "to_from"} and _changes(found.row, verb, i),
    )
    found.figures[i] = figure


def _changes(row: Row, first: int, last: int) -> bool:
    """Whether a verb of change leads to the figure: "the toll has risen to", not "the toll stood at"."""
    words = [item.word for item in row.items[min(first, last) : last] if item.tag == "r"]
    return any(word is not None and word.direction in {"up", "down"} for word in words)


_PARTY_OF_KIND: Final = {
    "state_force": "state_force",
    "foreign_state_force": "foreign_force",
    "private_military_company": "foreign_force",
    "police": "state_force",
    "peacekeepers": "peacekeepers",
    "aid_organisation": "aid_workers",
    "jihadist": "militants",
    "rebel": "militants",
    "militia": "militants",
    "self_defence_group": "militants",
    "gang": "militants",
    "unidentified_armed_group": "militants",
    "civilians": "civilians",
    "protesters": "civilians",
}


def party_of(item: Item) -> str:
    """The party of a phrase of people: a named actor in it tells more than the noun."""
    noun = item.noun
    party = noun.party if noun is not None else None
    auxiliaries = (
        party == "state_force" and item.actor is not None and item.actor.kind in {"self_defence_group", "militia"}
    )
    if item.actor is not None and not auxiliaries and party not in {"civilians", "aid_workers", "peacekeepers"}:
        return _PARTY_OF_KIND.get(item.actor.kind, party or "unknown")
    if party is None and noun is not None and noun.actor is not None:
        return _PARTY_OF_KIND.get(noun.actor, "unknown")
    return party or "unknown"


def _parts(found: _Found) -> None:
    """As in "including 15 soldiers" and "– five soldiers and three civilians –": parts of the figure before them."""
    for pattern, rule in ((_INCLUDING, "including"), (_ASIDE, "aside")):
        for match in pattern.finditer(found.row.tags):
            before = [i for i in found.figures if i < match.start("list")]
            word = found.row.items[match.start()].word
            measure = found.figures[max(before)].measure if before else word.measure if word is not None else None
            whole = found.figures[max(before)] if before else None
            for i in _numbers(found.row.tags, match.start("list"), match.end("list")):
                if measure is None or (rule == "aside" and found.row.tags[i] == "Q"):
                    continue
                known = found.figures.get(i)
                if known is None:
                    _add(found, i, measure, rule, match.start("list"), part=whole is not None or rule == "including")
                elif whole is not None and _contains(rule, whole, known):
                    found.figures[i] = replace(known, part=True)


def _contains(rule: str, whole: Figure, part: Figure) -> bool:
    """Whether a figure that another pattern took first is only a part of the one before it."""
    taken = part.rule in {"passive", "died", "reduced", "state"}
    return rule == "including" and taken and part.measure == whole.measure


def _made_up_of(found: _Found) -> None:
    """As in "100 people, 24 of them children", "24 of the dead were children": who they were tells the party."""
    for pattern in (_OF_THEM, _OF_THE_DEAD):
        for match in pattern.finditer(found.row.tags):
            i = match.start("list")
            before = [j for j in found.figures if j < i]
            dead = match.groupdict().get("dead") or found.row.items[i].low in {
                "dead",
                "victims",
                "fatalities",
                "morts",
                "victimes",
            }
            if i in found.figures or (pattern is _OF_THE_DEAD and not dead) or (pattern is _OF_THEM and not before):
                continue
            measure = found.figures[max(before)].measure if before else "killed"
            _add(found, i, measure, "including", match.start("who"), part=True)
            if i in found.figures:
                party = party_of(found.row.items[match.start("who")])
                found.figures[i] = replace(found.figures[i], party=party)


def _replaced(found: _Found) -> None:
    """As in "up from the 25 announced": the number that the one before it replaces."""
    for match in re.finditer(r"(?<=[,c])N(?=[PQ])", found.row.tags):
        before = [i for i in found.figures if i < match.start()]
        if before and match.end() not in found.figures:
            _add(
                found, match.end(), found.figures[max(before)].measure, "superseded", match.end(), standing="superseded"
            )
    marks = [mark for mark in found.row.marks if "earlier" in mark]
    for mark in marks:
        after = [i for i, item in enumerate(found.row.items) if item.start >= mark.end and item.tag in "PQ"]
        before = [i for i in found.figures if found.row.items[i].start < mark.start]
        if not after or not before or after[0] in found.figures or "z" in found.row.tags[max(before) : after[0]]:
            continue
        if found.row.items[after[0]].start - mark.end <= _REPLACED_NEAR:
            whole = found.figures[max(before)]
            _add(found, after[0], whole.measure, "superseded", after[0], standing="superseded")


_REPLACED_NEAR: Final = 25


def _gapped(found: _Found) -> None:
    """As in "killed 12 in Kidal and seven in Gao": the verb is told once."""
    for match in _GAPPED.finditer(found.row.tags):
        i = match.start("list")
        before = [j for j in found.figures if j < i]
        if i in found.figures or not before or any(tag in found.row.tags[max(before) : i] for tag in "VGFst"):
            continue
        whole = found.figures[max(before)]
        if found.row.tags[i] == "Q" or whole.rule in {"active", "passive"}:
            _add(found, i, whole.measure, "gapped", i)
            if found.row.tags[i] == "Q" and i in found.figures:
                found.figures[i] = replace(found.figures[i], party=whole.party, nations=whole.nations)


_THEN: Final = re.compile(r"c_{0,2}(?P<verb>k)(?!_?[PQpA1mx])")


def _done_after(found: _Found) -> None:
    """As in "20 fishermen were abducted and later killed": one number, two fates."""
    for i, figure in sorted(found.figures.items()):
        match = _THEN.match(found.row.tags, figure.verb + 1) if figure.verb > i >= 0 else None
        word = found.row.items[match.start("verb")].word if match is not None else None
        if (
            word is None
            or word.measure is None
            or word.measure in {figure.measure, "wounded"}
            or "nocount" in word.flags
        ):
            continue
        if figure.measure != "killed":
            found.figures[-1_000 - i] = replace(figure, measure=word.measure)


def _unnumbered(found: _Found) -> None:
    """As in "many dead and wounded": a claim about each without a number."""
    for match in _BOTH.finditer(found.row.tags):
        i, verb = match.start("list"), match.start("other")
        one = found.figures.get(i)
        word = found.row.items[verb].word
        if one is None or one.quantity.told is not None or word is None or word.measure is None:
            continue
        found.figures[-1 - i] = replace(one, measure=word.measure, end=found.row.items[verb].end)

"""Tolls: which number of people was killed, wounded, taken …, read off the letters of a sentence's items."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from events.toll import ClaimScope, Measure, SaidBy, Standing
from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Item, Row
from services.ingest.core.tolls.checks import of_whom, tells
from services.ingest.core.tolls.patterns import (
    ASIDE,
    ASIDE_NOT,
    BOTH,
    COMPILED,
    DEAD_AMONG,
    GAPPED,
    INCLUDING,
    LIST,
    OF_THE_DEAD,
    OF_THEM,
)
from services.ingest.core.words.quantity import Quantity

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
    for name, need, pattern in COMPILED:
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
    first = match.start(group)
    if measure is None or _unreal(found.row, verb, name, first) or not tells(found.row, match, name, verb, group):
        return
    if groups.get("part") is not None and of_whom(found.row, match):
        _take_part(found, match, measure, name, verb)
        return
    indexes = list(_numbers(found.row.tags, _list_start(found.row, match, group), match.end(group)))
    for i in indexes:
        _add(found, i, measure, name, verb, part=name == "among")
    if groups.get("part") is not None:
        for i in _numbers(found.row.tags, match.start("part"), match.end("part")):
            _add(found, i, measure, "including", verb, part=True)
    if groups.get("old") is not None:
        _add(found, match.start("old"), measure, "superseded", verb, standing="superseded")


def _take_part(found: _Found, match: re.Match[str], measure: Measure, name: str, verb: int) -> None:
    whole = next((found.row.items[i] for i in _numbers(found.row.tags, *match.span("list"))), None)
    for i in _numbers(found.row.tags, *match.span("part")):
        _add(found, i, measure, name, verb)
        if i in found.figures and whole is not None and found.figures[i].party == "unknown":
            found.figures[i] = replace(found.figures[i], party=party_of(whole), nations=whole.nations)


def _list_start(row: Row, match: re.Match[str], group: str) -> int:
    """As in "nine dead, including seven children, and 33 wounded": what is included ends at the comma."""
    start, end = match.span(group)
    aside = row.tags[max(0, start - 2) : start].rstrip("_x").endswith("i")
    cut = row.tags.rfind(",c", start, end) if aside else -1
    return cut if cut >= 0 else start


def _numbers(tags: str, start: int, end: int) -> Iterator[int]:
    return (i for i in range(start, end) if tags[i] in "PQp1")


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
    return name in {"passive", "died"} and "N" in re.sub(ASIDE_NOT, "", row.tags[first + 1 : verb])


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
        newest=_is_newest(found.row, rule, verb, i),
    )
    found.figures[i] = figure


def _is_newest(row: Row, rule: str, verb: int, i: int) -> bool:
    """Whether the text says that a toll has come to this figure, or that it is a new toll's."""
    if rule in {"toll", "from_to", "to_from", "risen"} and _changes(row, verb, i):
        return True
    toll = row.tags.rfind("t", 0, i)
    if toll < 0 or rule not in {"toll", "state", "dead_at", "deaths", "count"}:
        return False
    renewed = any("superseding" in mark and mark.start <= row.items[toll].end <= mark.end + 1 for mark in row.marks)
    return renewed or _changes(row, max(0, toll - 3), i)


def _changes(row: Row, first: int, last: int) -> bool:
    """Whether a verb of change leads to the figure: "the toll has risen to", not "the toll stood at"."""
    words = [item.word for item in row.items[min(first, last) : last] if item.tag == "r"]
    return any(word is not None and word.direction in {"up", "down"} for word in words)


def _parts(found: _Found) -> None:
    """As in "including 15 soldiers" and "– five soldiers and three civilians –": parts of the figure before them."""
    for pattern, rule in ((INCLUDING, "including"), (ASIDE, "aside")):
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
    for pattern in (OF_THEM, OF_THE_DEAD):
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
            if i in found.figures or (pattern is OF_THE_DEAD and not dead) or (pattern is OF_THEM and not before):
                continue
            measure = found.figures[max(before)].measure if before else "killed"
            _add(found, i, measure, "including", match.start("who"), part=True)
            if i in found.figures:
                party = party_of(found.row.items[match.start("who")])
                found.figures[i] = replace(found.figures[i], party=party)
    for match in DEAD_AMONG.finditer(found.row.tags):
        i = match.start("list")
        if i in found.figures and found.row.items[i + 2].low in {"among", "amongst", "parmi"}:
            found.figures[i] = replace(found.figures[i], party=party_of(found.row.items[match.start("who")]))


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
            _supersede(found, after[0], _replaced_by(found, before, after[0], mark.text))
    _revised(found)
    _spoken(found)


_REPLACED_NEAR: Final = 25


def _replaced_by(found: _Found, before: Sequence[int], old: int, mark: str) -> Figure:
    """Which figure took the place of an old one: the nearest, but the headline's where somebody is quoted between."""
    told = found.row.items[old].quantity
    ups = mark.startswith(("up from", "raising"))
    fitting = [found.figures[i] for i in sorted(before) if i >= 0 and not found.figures[i].part]
    if ups and told is not None:
        fitting = [one for one in fitting if (one.quantity.told or 0) > (told.told or 0)] or fitting
    if not fitting:
        return found.figures[max(before)]
    return fitting[0] if ups and "s" in found.row.tags[max(before) : old] else fitting[-1]


_REVISING: Final = frozenset({"revising", "raising", "lowering", "correcting", "updating", "révisant", "corrigeant"})
_COUNTS: Final = frozenset(
    {"toll", "tolls", "figure", "figures", "count", "counts", "tally", "estimate", "estimates", "bilan", "bilans"}
)
_OLD_TOLLS: Final = re.compile(rf"o(?P<list>{LIST})")
_REPORTED_EARLIER: Final = re.compile(r",e(?P<list>Q)(?=s_|_?s)")
_REVISED_NEAR: Final = 6


def _revised(found: _Found) -> None:
    """As in "revising upwards previous tolls of 22 and 29", "against 60 reported earlier"."""
    row = found.row
    current = [i for i in found.figures if i >= 0 and not found.figures[i].part]
    for i, item in enumerate(row.items):
        if item.low not in _REVISING or not any(j < i for j in current):
            continue
        count = next(
            (j for j in range(i + 1, min(i + _REVISED_NEAR, len(row.items))) if row.items[j].low in _COUNTS), -1
        )
        match = _OLD_TOLLS.match(row.tags, count + 1) if count > i else None
        if match is not None:
            _old(found, current, match)
    for match in _REPORTED_EARLIER.finditer(row.tags):
        if row.items[match.start() + 1].low in {"against", "contre"} and any(j < match.start() for j in current):
            _old(found, current, match)


def _old(found: _Found, current: Sequence[int], match: re.Match[str]) -> None:
    for i in _numbers(found.row.tags, *match.span("list")):
        _supersede(found, i, found.figures[min(current)])


def _supersede(found: _Found, i: int, by: Figure) -> None:
    """Adds an old number, of the people whose new number took its place."""
    if i in found.figures:
        return
    _add(found, i, by.measure, "superseded", i, standing="superseded")
    if i in found.figures and found.figures[i].party == "unknown":
        found.figures[i] = replace(found.figures[i], party=by.party, nations=by.nations, home=by.home)


_SPOKEN: Final = re.compile(r"[_s]o(?P<list>[PQ])")
_SPEAKING: Final = frozenset({"spoken", "spoke", "parlé", "speaking", "talked"})
_THE_DEAD: Final = frozenset({"victims", "dead", "deaths", "fatalities", "morts", "victimes", "tués"})


def _spoken(found: _Found) -> None:
    """As in "an earlier count spoke of at least 60": a bare number is of the dead where an old count gives it."""
    if found.figures or "initial" not in found.row.starts:
        return
    for match in _SPOKEN.finditer(found.row.tags):
        i = match.start("list")
        item = found.row.items[i]
        if found.row.items[match.start()].low not in _SPEAKING or (item.tag == "P" and item.low not in _THE_DEAD):
            continue
        _add(found, i, "killed", "spoken", i, standing="superseded")


def _gapped(found: _Found) -> None:
    """As in "killed 12 in Kidal and seven in Gao": the verb is told once."""
    for match in GAPPED.finditer(found.row.tags):
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
    for match in BOTH.finditer(found.row.tags):
        i, verb = match.start("list"), match.start("other")
        one = found.figures.get(i)
        word = found.row.items[verb].word
        if one is None or one.quantity.told is not None or word is None or word.measure is None:
            continue
        found.figures[-1 - i] = replace(one, measure=word.measure, end=found.row.items[verb].end)

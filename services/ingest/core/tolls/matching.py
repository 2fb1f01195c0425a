"""Tolls: which number of people was killed, wounded, taken …, read off the letters of a sentence's items."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from events.toll import Measure
from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Item, Row
from services.ingest.core.tolls.checks import of_whom, tells
from services.ingest.core.tolls.earlier import replaced
from services.ingest.core.tolls.found import Figure, Found, add, numbers_in
from services.ingest.core.tolls.made_of import in_all, made_up_of, named_parts, parts
from services.ingest.core.tolls.patterns import ASIDE_NOT, BOTH, COMPILED, GAPPED
from services.ingest.core.tolls.refining import refine
from services.ingest.core.tolls.sides import driven_out, taken, whose
from services.ingest.core.tolls.skeleton import in_apposition, skeleton

_WITHOUT_NUMBER: Final = ("pb", "ph", ",b", ",h", "k1", "g1", "y1")  # as in "a soldier was killed", "killed a soldier"


def find_figures(row: Row, before: Row | None = None) -> tuple[Figure, ...]:
    """The figures of one sentence, in order of their place. `before`: the sentence before it, for "six of them"."""
    tags = row.tags
    if "P" not in tags and "Q" not in tags and not any(map(tags.__contains__, _WITHOUT_NUMBER)):
        return ()
    found = Found(row, {}, before)
    driven_out(found)
    for name, need, pattern in COMPILED:
        if need.isdisjoint(tags):
            continue
        for match in pattern.finditer(tags):
            _take(found, name, match)
    _across(found)
    if "i" in tags or "z" in tags:
        parts(found)
    if "p" in tags:
        made_up_of(found)
    if "P" in tags and ("i" in tags or "b" in tags):
        named_parts(found)
    replaced(found)
    if "p" in tags and any(one.rule == "spoken" for one in found.figures.values()):
        made_up_of(found)  # "a different figure: 119, four of them officers"
    taken(found)
    if found.figures:
        whose(found)
        _gapped(found)
        _as_well(found)
        in_all(found)
        _unnumbered(found)
        _done_after(found)
        refine(found)
    return tuple(sorted(found.figures.values(), key=lambda figure: (figure.at, figure.measure)))


_ACROSS: Final = frozenset({"state", "passive", "active", "died", "lives", "reduced", "lost", "deaths"})
_DEADLY: Final = frozenset("akgydvlX")


def _across(found: Found) -> None:
    """As in "killed, on Saturday at Beni, 17 civilians": numbers still without a verb, over what stands between."""
    row = found.row
    free = any(tag in "PQ" and i not in found.figures for i, tag in enumerate(row.tags))
    if not free or _DEADLY.isdisjoint(row.tags):
        return
    short, places = skeleton(row)
    if len(places) == len(row.items):
        return
    at = {place: n for n, place in enumerate(places)}
    known = {at[i]: replace(f, verb=at.get(f.verb, -1)) for i, f in found.figures.items() if i in at}
    shorter = Found(short, dict(known))
    for name, need, pattern in COMPILED:
        if name in _ACROSS and not need.isdisjoint(short.tags):
            for match in pattern.finditer(short.tags):
                if not in_apposition(short, match):
                    _take(shorter, name, match)
    for n, figure in shorter.figures.items():
        if n not in known and n >= 0:
            found.figures[places[n]] = replace(figure, verb=places[figure.verb])


def _take(found: Found, name: str, match: re.Match[str]) -> None:
    groups = match.groupdict()
    group = "list" if groups.get("list") is not None else "list2"
    verb = next((match.start(g) for g in ("verb", "verb2") if groups.get(g) is not None), match.start())
    item = found.row.items[verb]
    measure = _measure(item, name)
    first = match.start(group)
    if measure is None or _unreal(found.row, verb, name, first) or not tells(found.row, match, name, verb, group):
        return
    if name == "reduced" and _has_object(found, verb):
        return
    if groups.get("part") is not None and of_whom(found.row, match):
        _take_part(found, match, measure, name, verb)
        return
    indexes = _of_one_deed(
        found.row, numbers_in(found.row.tags, _list_start(found.row, match, group), match.end(group))
    )
    for i in indexes:
        add(found, i, measure, name, verb, part=name == "among")
    if name == "to_toll" and _THESE_DEATHS.search(found.row.tags[: match.start()]) is not None:
        _in_all(found, match.start(), indexes)
    _among_civilians(found, indexes)
    if groups.get("part") is not None:
        for i in numbers_in(found.row.tags, match.start("part"), match.end("part")):
            add(found, i, measure, "including", verb, part=True)
    for old in [match.start(g) for g in ("old", "old2") if groups.get(g) is not None]:
        known = found.figures.pop(old, None)
        add(found, old, measure, "superseded", verb, standing="superseded")
        if known is not None and old in found.figures:
            found.figures[old] = replace(found.figures[old], party=known.party)
        _replaced_by(found, old, indexes[-1:])


_ONLY_FEARED: Final = re.compile(r"M_?r")  # "the toll could rise to 100"
_THESE_DEATHS: Final = re.compile(r"x[EXa]h?$")
_THESE: Final = frozenset({"this", "these", "cette", "ces", "cet", "his", "her", "son", "sa"})


def _in_all(found: Found, verb: int, indexes: Sequence[int]) -> None:
    """As in "these deaths bring to seven the number of peacekeepers killed": a count over several incidents."""
    if not any(item.low in _THESE for item in found.row.items[max(0, verb - 3) : verb]):
        return
    for i in indexes:
        if i in found.figures:
            found.figures[i] = replace(found.figures[i], scope="campaign")


_ANYBODY: Final = frozenset(
    {"man", "men", "person", "son", "sons", "daughter", "daughters", "wife", "brother", "brothers", "relative"}
    | {"relatives", "homme", "hommes", "fils", "frère", "frères", "proche", "proches", "personne"}
)


def _among_civilians(found: Found, indexes: Sequence[int]) -> None:
    """As in "five men, three women and a baby": whoever is listed with civilians is one."""
    listed = [found.figures[i] for i in indexes if i in found.figures]
    if not any(one.party == "civilians" for one in listed) or not all(
        one.party in {"civilians", "unknown"} for one in listed
    ):
        return
    for i in indexes:
        one = found.figures.get(i)
        if one is not None and found.row.items[i].low in _ANYBODY and not one.quantity.more:
            found.figures[i] = replace(one, party="civilians")


_AND_ANOTHER: Final = re.compile(r"(?:,|c_?)k")


def _has_object(found: Found, verb: int) -> bool:
    """As in "a soldier shot dead three others", "30 men hacked or shot six": its people stand behind it."""
    last = verb
    while (another := _AND_ANOTHER.match(found.row.tags, last + 1)) is not None:
        last = another.end() - 1
    taken = [one for i, one in found.figures.items() if i > last and one.verb in {verb, last} and one.rule == "active"]
    return bool(taken) and "," not in found.row.tags[last + 1 : last + 2]


def _replaced_by(found: Found, old: int, new: Sequence[int]) -> None:
    """As in "rose from 10 to 25 soldiers": the old number is of those people too."""
    one, by = found.figures.get(old), found.figures.get(new[0]) if new else None
    if one is not None and by is not None and one.party == "unknown":
        found.figures[old] = replace(one, party=by.party, nations=by.nations, home=by.home, by=by.quantity.told)


def _take_part(found: Found, match: re.Match[str], measure: Measure, name: str, verb: int) -> None:
    whole = next((found.row.items[i] for i in numbers_in(found.row.tags, *match.span("list"))), None)
    for i in numbers_in(found.row.tags, *match.span("part")):
        add(found, i, measure, name, verb)
        if i in found.figures and whole is not None and found.figures[i].party == "unknown":
            found.figures[i] = replace(found.figures[i], party=party_of(whole), nations=whole.nations)


def _of_one_deed(row: Row, indexes: Iterable[int]) -> list[int]:
    """Not as in "killed ten, trapping 50 miners": a list ends where another verb begins."""
    out: list[int] = []
    for i in indexes:
        if out and row.tags[i - 1] == "_" and row.items[i - 1].low.endswith(("ing", "ant")):
            break
        out.append(i)
    return out


def _list_start(row: Row, match: re.Match[str], group: str) -> int:
    """As in "nine dead, including seven children, and 33 wounded": what is included ends at the comma."""
    start, end = match.span(group)
    aside = row.tags[max(0, start - 2) : start].rstrip("_x").endswith("i")
    cut = row.tags.rfind(",c", start, end) if aside else -1
    return cut if cut >= 0 else start


_OF_ITSELF: Final = frozenset({"from_to", "to_from", "corrected", "turned", "then_to"}) | frozenset(
    {"lives_of", "to_death", "shot_down", "cost_them", "fell"}
)
"""Patterns that tell of the dead whatever their verb means by itself."""


def _measure(verb: Item, name: str) -> Measure | None:
    if name in _OF_ITSELF:
        return verb.word.measure if verb.word is not None and verb.tag == "t" else "killed"
    if verb.word is None or "nocount" in verb.word.flags:
        return None
    return verb.word.measure


def _unreal(row: Row, verb: int, name: str, first: int) -> bool:
    """Whether the deed is only feared, planned, asked for or denied by its own grammar."""
    if "M" in row.tags[verb:first] and _ONLY_FEARED.search(row.tags, verb, first):
        return True
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


def _gapped(found: Found) -> None:
    """As in "killed 12 in Kidal and seven in Gao": the verb is told once."""
    for match in GAPPED.finditer(found.row.tags):
        i = match.start("list")
        before = [j for j in found.figures if j < i]
        if i in found.figures or not before or any(tag in found.row.tags[max(before) : i] for tag in "VGFst"):
            continue
        whole = found.figures[max(before)]
        if found.row.tags[i] == "Q" or whole.rule in {"active", "passive"}:
            add(found, i, whole.measure, "gapped", i)
            if found.row.tags[i] == "Q" and i in found.figures:
                found.figures[i] = replace(found.figures[i], party=whole.party, nations=whole.nations)


_THEN: Final = re.compile(r",?(?:c_{0,2}|(?P<then>_)b?)(?P<verb>k)(?!_?[PQpA1mx])")


_AS_WELL: Final = re.compile(r",?(?P<and>c)(?P<list>P)(?=$|[,z])")
_WITH_THEM: Final = frozenset({"ainsi que", "as well as", "along with", "together with", "de même que"})


def _as_well(found: Found) -> None:
    """As in "seven civilians were killed in the town, as well as three soldiers"."""
    for match in _AS_WELL.finditer(found.row.tags):
        i = match.start("list")
        before = [j for j in found.figures if j < i]
        if i in found.figures or not before or found.row.items[match.start("and")].low not in _WITH_THEM:
            continue
        whole = found.figures[max(before)]
        if whole.rule in {"active", "passive", "died", "state"} and not whole.part:
            add(found, i, whole.measure, "gapped", i)


_LATER: Final = frozenset({"puis", "then", "later", "ensuite"})


def _done_after(found: Found) -> None:
    """As in "20 fishermen were abducted and later killed": one number, two fates."""
    for i, figure in sorted(found.figures.items()):
        match = _THEN.match(found.row.tags, figure.verb + 1) if figure.verb > i >= 0 else None
        if match is not None and match["then"] and found.row.items[match.start("then")].low not in _LATER:
            continue
        word = found.row.items[match.start("verb")].word if match is not None else None
        if (
            word is None
            or word.measure is None
            or word.measure in {figure.measure, "wounded"}
            or "nocount" in word.flags
        ):
            continue
        if figure.measure != "killed":
            found.figures[-1_000 - i] = _as_part(found, i, replace(figure, measure=word.measure))


def _as_part(found: Found, i: int, figure: Figure) -> Figure:
    """As in "killed six soldiers, including five taken prisoner and then executed": of those told before."""
    before = [j for j, one in found.figures.items() if 0 <= j < i and one.measure == figure.measure]
    if found.row.tags[i - 1 : i] != "i" or not before or figure.party != "unknown":
        return figure
    whole = found.figures[max(before)]
    return replace(figure, part=True, party=whole.party, nations=whole.nations, home=whole.home)


def _unnumbered(found: Found) -> None:
    """As in "many dead and wounded": a claim about each without a number."""
    for match in BOTH.finditer(found.row.tags):
        i, verb = match.start("list"), match.start("other")
        one = found.figures.get(i)
        word = found.row.items[verb].word
        if one is None or one.quantity.told is not None or word is None or word.measure is None:
            continue
        found.figures[-1 - i] = replace(one, measure=word.measure, end=found.row.items[verb].end)


__all__ = ["Figure", "find_figures"]

"""Numbers that others replaced: "up from 25", "an earlier count", "it had counted 80"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import log
from typing import Final

from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Mark, Row
from services.ingest.core.tolls.counting import COUNTS, THE_DEAD
from services.ingest.core.tolls.found import Figure, Found, add, numbers_in
from services.ingest.core.tolls.patterns import LIST
from services.ingest.core.tolls.retold import retold
from services.ingest.core.words.quantity import Quantity

_NOT_SO: Final = re.compile(r"(?<=[,c])N(?=[PQ])")


def replaced(found: Found) -> None:
    """As in "up from the 25 announced": the number that the one before it replaces."""
    for match in _NOT_SO.finditer(found.row.tags):
        before = [i for i in found.figures if i < match.start()]
        if before and match.end() not in found.figures:
            _supersede(found, match.end(), found.figures[max(before)])
    for mark in [mark for mark in found.row.marks if "earlier" in mark] if found.row.has("earlier") else []:
        _compared(found, mark)
    _revised(found)
    retold(found)


_REPLACED_NEAR: Final = 25
_FIRST_WORDS: Final = 3  # "It revises the 100 …": the sentence has nothing but the old number
_DIFFERENT_FROM: Final = frozenset({"up from", "down from"})
_ALSO_FIGHTS: Final = frozenset({"against", "contre", "versus", "vs"})
_GIVEN_AS_COUNT: Final = re.compile(
    r"[_o]?[aXk]?(?:$|[,zs]|e?x?D|[eo][x1#]?_{0,2}t|_{0,2}s|_$|_[,z])"
)  # what may follow a count


def _compared(found: Found, mark: Mark) -> None:
    """The number behind a word of comparison, of the people whose figure it is compared with."""
    row = found.row
    old = next((i for i, item in enumerate(row.items) if item.start >= mark.end and item.tag in "PQ"), -1)
    before = [i for i in found.figures if row.items[i].start < mark.start]
    if old < 0 or row.items[old].start - mark.end > _REPLACED_NEAR:
        return
    if not found.figures and mark.text in _DIFFERENT_FROM and row.items[old].tag == "Q":
        add(found, old, "killed", "spoken", old, standing="superseded")
    if not before or old in found.figures or "z" in row.tags[max(before) : old]:
        return
    if mark.text.split()[-1] in _ALSO_FIGHTS and not _is_count(row, old):
        return
    _supersede(found, old, counterpart(found, before, old, mark.text))


def _is_count(row: Row, i: int) -> bool:
    """As in "against 72 on Tuesday", not as in "against 30 gunmen"."""
    bare = row.tags[i] == "Q" or row.items[i].low in THE_DEAD
    return bare and _GIVEN_AS_COUNT.match(row.tags, i + 1) is not None


def counterpart(found: Found, before: Sequence[int], old: int, mark: str) -> Figure:
    """Which figure took the place of an old one: of those that changed so, the nearest to it in size."""
    told = _told(found.row.items[old].quantity)
    fitting = [found.figures[i] for i in sorted(before) if i >= 0 and not found.figures[i].part]
    ups, downs = mark.startswith(_UPS), mark.startswith("down")
    fitting = [one for one in fitting if not (ups and _told(one.quantity) <= told)] or fitting
    fitting = [one for one in fitting if not (downs and _told(one.quantity) >= told)] or fitting
    side = party_of(found.row.items[old])
    fitting = [one for one in fitting if one.party == side != "unknown"] or fitting
    if not fitting:
        return found.figures[max(before)]
    return min(fitting, key=lambda one: (one.measure != "killed", abs(log(max(1, _told(one.quantity)) / max(1, told)))))


_UPS: Final = ("up from", "raising", "higher", "far above", "well above", "exceed", "surpass", "more than")


def _told(quantity: Quantity | None) -> int:
    return (quantity.told if quantity is not None else None) or 0


_REVISING: Final = frozenset(
    {"revising", "raising", "lowering", "correcting", "updating", "révisant", "corrigeant", "replacing", "remplaçant"}
    | {"doubling", "tripling", "quadrupling", "exceeding", "surpassing", "halving", "doublant", "triplant", "dépassant"}
    | {
        "revises",
        "corrects",
        "replaces",
        "supersedes",
        "exceeds",
        "surpasses",
        "dépasse",
        "doubles",
        "corrige",
        "remplace",
        "révise",
    }
)
_REVISED: Final = ("revised", "corrected", "révisé", "revu", "corrigé", "rectifié")
_OLD_TOLLS: Final = re.compile(rf"o(?P<list>{LIST})")
_GIVEN_ONCE: Final = re.compile(r"x?(?P<list>Q)(?:c_)?[aX]?(?:w?[xHpA_]{0,3}h?s|_?[sr]|_[BeD])")
_REPORTED_EARLIER: Final = re.compile(r",e(?P<list>Q)(?=s_|_?s)")
_REVISED_NEAR: Final = 6


def _revised(found: Found) -> None:
    """As in "revising upwards previous tolls of 22 and 29", "against 60 reported earlier"."""
    row = found.row
    current = [i for i in found.figures if i >= 0 and not found.figures[i].part]
    for i, item in enumerate(row.items):
        if not (item.low in _REVISING or (item.tag == "r" and item.low.startswith(_REVISED))):
            continue
        before = [j for j in current if j < i]
        if not (before or i <= _FIRST_WORDS or row.tags[i - 1] in "wh"):
            continue
        count = next(
            (j for j in range(i + 1, min(i + _REVISED_NEAR, len(row.items))) if row.items[j].low in COUNTS), -1
        )
        match = _OLD_TOLLS.match(row.tags, count + 1) if count > i else _GIVEN_ONCE.match(row.tags, i + 1)
        if match is not None:
            _old(found, before, match)
    for match in _REPORTED_EARLIER.finditer(row.tags):
        if row.items[match.start() + 1].low in {"against", "contre"} and any(j < match.start() for j in current):
            _old(found, current, match)


def _old(found: Found, current: Sequence[int], match: re.Match[str]) -> None:
    for i in numbers_in(found.row.tags, *match.span("list")):
        if current:
            _supersede(found, i, found.figures[min(current)])
        elif i in found.figures:
            found.figures[i] = replace(found.figures[i], standing="superseded")
        else:
            add(found, i, "killed", "spoken", i, standing="superseded")


_COUNTED: Final = frozenset({"toll", "deaths", "count", "state", "spoken"})


def _supersede(found: Found, i: int, by: Figure) -> None:
    """Adds an old number, of the people whose new number took its place."""
    known = found.figures.get(i)
    if known is not None:
        if known.rule in _COUNTED and known.standing == "current" and known is not by:
            found.figures[i] = replace(known, standing="superseded")
        return
    add(found, i, by.measure, "superseded", i, standing="superseded")
    if i in found.figures and found.figures[i].party == "unknown":
        found.figures[i] = replace(found.figures[i], party=by.party, nations=by.nations, home=by.home)

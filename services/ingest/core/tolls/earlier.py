"""Numbers that others replaced: "up from 25", "an earlier count", "it had counted 80"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.tolls.found import Figure, Found, add, numbers_in
from services.ingest.core.tolls.patterns import LIST
from services.ingest.core.tolls.retold import COUNTS, retold

_NOT_SO: Final = re.compile(r"(?<=[,c])N(?=[PQ])")


def replaced(found: Found) -> None:
    """As in "up from the 25 announced": the number that the one before it replaces."""
    for match in _NOT_SO.finditer(found.row.tags):
        before = [i for i in found.figures if i < match.start()]
        if before and match.end() not in found.figures:
            _supersede(found, match.end(), found.figures[max(before)])
    marks = [mark for mark in found.row.marks if "earlier" in mark] if found.row.has("earlier") else []
    for mark in marks:
        after = [i for i, item in enumerate(found.row.items) if item.start >= mark.end and item.tag in "PQ"]
        before = [i for i in found.figures if found.row.items[i].start < mark.start]
        if after and not found.figures and mark.text in _DIFFERENT_FROM and found.row.items[after[0]].tag == "Q":
            add(found, after[0], "killed", "spoken", after[0], standing="superseded")
        if not after or not before or after[0] in found.figures or "z" in found.row.tags[max(before) : after[0]]:
            continue
        if found.row.items[after[0]].start - mark.end <= _REPLACED_NEAR:
            _supersede(found, after[0], _replaced_by(found, before, after[0], mark.text))
    _revised(found)
    retold(found)


_REPLACED_NEAR: Final = 25
_FIRST_WORDS: Final = 3  # "It revises the 100 …": the sentence has nothing but the old number
_DIFFERENT_FROM: Final = frozenset({"up from", "down from"})


def _replaced_by(found: Found, before: Sequence[int], old: int, mark: str) -> Figure:
    """Which figure took the place of an old one: the nearest, but the headline's where somebody is quoted between."""
    told = found.row.items[old].quantity
    ups = mark.startswith(("up from", "raising"))
    fitting = [found.figures[i] for i in sorted(before) if i >= 0 and not found.figures[i].part]
    if ups and told is not None:
        fitting = [one for one in fitting if (one.quantity.told or 0) > (told.told or 0)] or fitting
    if not fitting:
        return found.figures[max(before)]
    return fitting[0] if ups and "s" in found.row.tags[max(before) : old] else fitting[-1]


_REVISING: Final = frozenset(
    {"revising", "raising", "lowering", "correcting", "updating", "révisant", "corrigeant", "replacing", "remplaçant"}
    | {"doubling", "tripling", "quadrupling", "exceeding", "surpassing", "halving", "doublant", "triplant", "dépassant"}
    | {"revises", "corrects", "replaces", "supersedes", "corrige", "remplace", "révise"}
)
_OLD_TOLLS: Final = re.compile(rf"o(?P<list>{LIST})")
_GIVEN_ONCE: Final = re.compile(r"x?(?P<list>Q)(?:c_)?[aX]?(?:w?[xHpA_]{0,3}h?s|_?[sr])")
_REPORTED_EARLIER: Final = re.compile(r",e(?P<list>Q)(?=s_|_?s)")
_REVISED_NEAR: Final = 6


def _revised(found: Found) -> None:
    """As in "revising upwards previous tolls of 22 and 29", "against 60 reported earlier"."""
    row = found.row
    current = [i for i in found.figures if i >= 0 and not found.figures[i].part]
    items = row.items if current else row.items[: _FIRST_WORDS + 1]
    for i, item in enumerate(items):
        if item.low not in _REVISING or (current and not any(j < i for j in current)):
            continue
        count = next(
            (j for j in range(i + 1, min(i + _REVISED_NEAR, len(row.items))) if row.items[j].low in COUNTS), -1
        )
        match = _OLD_TOLLS.match(row.tags, count + 1) if count > i else _GIVEN_ONCE.match(row.tags, i + 1)
        if match is not None:
            _old(found, current, match)
    for match in _REPORTED_EARLIER.finditer(row.tags):
        if row.items[match.start() + 1].low in {"against", "contre"} and any(j < match.start() for j in current):
            _old(found, current, match)


def _old(found: Found, current: Sequence[int], match: re.Match[str]) -> None:
    for i in numbers_in(found.row.tags, *match.span("list")):
        if current:
            _supersede(found, i, found.figures[min(current)])
        else:
            add(found, i, "killed", "spoken", i, standing="superseded")


def _supersede(found: Found, i: int, by: Figure) -> None:
    """Adds an old number, of the people whose new number took its place."""
    if i in found.figures:
        return
    add(found, i, by.measure, "superseded", i, standing="superseded")
    if i in found.figures and found.figures[i].party == "unknown":
        found.figures[i] = replace(found.figures[i], party=by.party, nations=by.nations, home=by.home)

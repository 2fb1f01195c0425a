"""Counts of the dead told apart from what killed them: "an earlier count had been 13", "put the figure at 20"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from services.ingest.core.phrases.items import Row
from services.ingest.core.tolls.found import Found, add

COUNTS: Final = frozenset(
    {"toll", "tolls", "death toll", "figure", "figures", "count", "counts", "tally", "estimate", "estimates", "total"}
    | {"body count", "number", "bilan", "bilans", "chiffre", "chiffres", "décompte", "total", "comptage", "estimation"}
    | {"death count", "casualty toll", "bilan humain", "bilan officiel"}
)
_COUNTING: Final = frozenset(
    {"spoken", "spoke", "speaks", "speaking", "talked", "counted", "counts", "listed", "lists", "recorded", "tallied"}
    | {"registered", "documented", "verified", "parlé", "parle", "parlait", "parlaient", "compté", "compte", "comptait"}
    | {"comptent", "recensé", "recense", "recensait", "dénombré", "dénombre", "dénombrait", "évoqué", "évoque"}
    | {"évoquait", "évoquaient", "évoquent", "avancé", "avance", "avançait", "avançaient", "tablait", "mentionné"}
    | {"revendique", "revendiquent", "admet", "concède", "cited", "gave", "gives", "put", "puts", "stood", "donnait"}
    | {"donne", "fait état", "faisait état", "faisant état", "faisaient état", "s'élevait", "mentionnait", "counting"}
)
_HAD: Final = frozenset({"had", "avait", "avaient"})
_WAS: Final = frozenset({"was", "were", "been", "était", "étaient", "stood", "s'élevait"})
_IT: Final = frozenset({"it", "il", "this", "that"})
_IMPERFECT: Final = ("ait", "aient")  # "vendredi, on parlait de 39 tués": as it was told then
_FIRST: Final = frozenset({"first", "earlier", "abord", "premiers", "firstly"})
_THEN: Final = frozenset({"then", "puis", "later", "ensuite"})
_THE_DEAD: Final = frozenset({"victims", "dead", "deaths", "fatalities", "morts", "victimes", "tués"})
_GIVEN: Final = re.compile(
    r"_?[xH1]?_?[_at]?[eo]?(?P<list>[PQ])(?=(?P<dead>[xo_]{0,2}[aXk])?)(?P<next>,?c?_Q(?=$|[,zDecs]))?(?P<end>$|[,zDecsf])?"
)
_NEAR: Final = 3
_WORDS_BEFORE: Final = 25


def retold(found: Found) -> None:
    """Adds bare numbers that a count gives, and marks as superseded what it had given before."""
    row = found.row
    _first_counts(found)
    for i, match in _givings(row):
        number = match.start("list")
        known = found.figures.get(number)
        old = _is_old(row, i, number)
        if known is not None:
            if old and known.standing == "current" and not known.part and not known.newest:
                found.figures[number] = replace(known, standing="superseded")
            continue
        if not _bare(row, match) or _another_figure(found, i, number) or not (old or _counts(row, i, number)):
            continue
        for j in (number, *_following(row, match)):
            add(found, j, "killed", "spoken", j, standing="superseded" if old else "current")


def _first_counts(found: Found) -> None:
    """As in "an earlier figure of 64 had counted some twice": the number that an old count was."""
    row = found.row
    for i, item in enumerate(row.items):
        if item.low in COUNTS and row.tags[i + 1 : i + 3] == "oQ" and row.has("initial"):
            near = row.marked("initial", item.start - _WORDS_BEFORE, item.end)
            if near and not _armed(row):
                add(found, i + 2, "killed", "spoken", i + 2, standing="superseded")


def _givings(row: Row) -> Iterator[tuple[int, re.Match[str]]]:
    """The verbs that give a number, each with what follows."""
    for i, item in enumerate(row.items):
        plain = item.tag in "sr_" and (item.tag == "s" or item.low in _COUNTING)
        main_had = item.low in _HAD and "initial" in row.starts
        if plain or main_had or (item.low in _WAS and _of_a_count(row, i)):
            match = _GIVEN.match(row.tags, i + 1)
            if match is not None:
                yield i, match


def _of_a_count(row: Row, i: int) -> bool:
    """As in "the figure had been", "ce chiffre, qui était de": whether the subject is a count."""
    j = i - 1
    while j >= 0 and (
        row.tags[j] in "hbwD"
        or row.tags[j : j + 2] == "eD"
        or row.items[j].low in _FIRST
        or (row.tags[j] == "," and j < i - 1)
    ):
        j -= 1
    if j < 0:
        return False
    idiom = row.items[j].low in _IT and row.tags[i + 1 : i + 2] == "o"
    return row.items[j].low in COUNTS or row.tags[j] == "t" or idiom


def _is_old(row: Row, i: int, number: int) -> bool:
    """Whether the verb says that the count was an earlier one."""
    if row.has("new_event") or _armed(row):
        return False
    before = row.items[max(0, i - _NEAR) : i]
    if any(item.low in _HAD for item in before) and "z" not in row.tags[max(0, i - _NEAR) : i]:
        return True
    start = max((item.start for item in row.items[:i] if item.tag == "z"), default=row.start)
    if row.marked("initial", start, row.items[i].start + 1):
        return True
    firstly = any(item.low in _FIRST for item in before) and "E" not in row.tags[max(0, i - _NEAR) : i]
    if firstly:
        return True
    dated = any(item.tag == "D" for item in row.items[max(0, i - _NEAR) : number + 4])
    opened = any(item.tag == "D" for item in row.items[:_NEAR])
    if (dated or opened) and row.items[i].low.split()[0].endswith(_IMPERFECT):
        return True
    return dated and row.items[i].low in _WAS and _of_a_count(row, i)


def _armed(row: Row) -> bool:
    """Whether a fighting side speaks: its own count replaces nobody's."""
    return any("speaker" in mark and mark.word.said == "armed_group" for mark in row.marks)


def _bare(row: Row, match: re.Match[str]) -> bool:
    """Whether the number counts the dead: nothing else is named behind it."""
    item = row.items[match.start("list")]
    if item.tag == "P":
        return item.low in _THE_DEAD
    return match["end"] is not None or match["next"] is not None or row.items[match.end("list")].low == "or"


def _another_figure(found: Found, i: int, number: int) -> bool:
    """Whether the same clause tells of other people: the number may be of anything."""
    start = found.row.tags.rfind("z", 0, i) + 1
    return any(start <= j < number and one.measure != "killed" for j, one in found.figures.items()) or any(
        start <= j <= i for j in found.figures
    )


def _counts(row: Row, i: int, number: int) -> bool:
    """As in "put the figure at 20", "spoke of 20", "en revendique 30": no telling of anything but the dead."""
    between = {item.low for item in row.items[i + 1 : number]}
    if between & COUNTS or "t" in row.tags[i + 1 : number]:
        return True
    before = row.items[i - 1].low if i else ""
    return row.items[i].low in _COUNTING and (before == "en" or row.items[i].low not in {"revendique", "put", "puts"})


def _following(row: Row, match: re.Match[str]) -> tuple[int, ...]:
    """As in "24, then 45"."""
    if match["next"] is None or row.items[match.end("next") - 2].low not in _THEN:
        return ()
    return (match.end("next") - 1,)

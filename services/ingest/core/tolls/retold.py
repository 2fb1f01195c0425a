"""Counts of the dead told apart from what killed them: "an earlier count had been 13", "put the figure at 20"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Row
from services.ingest.core.tolls.counting import COUNTING, COUNTS, EARLY, THE_DEAD
from services.ingest.core.tolls.found import Found, add

_HAD: Final = frozenset({"had", "avait", "avaient"})
_WAS: Final = frozenset({"was", "were", "been", "était", "étaient", "stood", "s'élevait", "put", "set"})
_IT: Final = frozenset(
    {"it", "il", "this", "that", "he", "she", "they", "elle", "ils", "elles", "on", "who", "which", "qui"}
)
_IMPERFECT: Final = ("ait", "aient")  # "vendredi, on parlait de 39 tués": as it was told then
_THEN: Final = frozenset({"then", "puis", "later", "ensuite"})
_AND: Final = frozenset({"and", "et"})
_JOINED_NEAR: Final = 5
_GIVEN: Final = re.compile(
    r"(?P<gap>[_xH1eoDtwNOqhaX]{0,7}?)(?P<list>[PQ])(?=(?P<dead>[xo_]{0,2}[aXk])?)(?P<end>$|[,zDecsf])?"
)
_NEXT: Final = re.compile(r"[^zPQkgyv]{0,10}?(?P<next>Q)a?(?=$|[,zDecs])")
_BETWEEN: Final = frozenset(
    {"at", "of", "de", "d'", "à", "en", "que", "qu'", "only", "just", "as", "to", "a", "an", "le", "about", "for"}
    | {
        "been",
        "already",
        "déjà",
        "même",
        "seulement",
        "alors",
        "then",
        "first",
        "abord",
        "là",
        "jusque",
        "la",
        "veille",
        "still",
        "encore",
    }
    | {"dans", "l'", "après", "midi", "matin", "soir", "soirée", "matinée"}
)
_NEAR: Final = 3
_WORDS_BEFORE: Final = 25


def retold(found: Found) -> None:
    """Adds bare numbers that a count gives, and marks as superseded what it had given before."""
    row = found.row
    _first_counts(found)
    _passively(found)
    _aside(found)
    for i, match in _givings(row):
        number = match.start("list")
        known = found.figures.get(number)
        old, dated = _is_old(row, i, number) or _was_less(found, i, number), _dated(row, i, number)
        if known is not None:
            if (old or dated) and known.standing == "current" and not known.part and not known.newest:
                found.figures[number] = replace(known, standing="superseded", dated=dated and not old)
            _and_then(found, match, old=old, known=known.standing)
            continue
        if not _bare(row, match) or _another_figure(found, i, number):
            continue
        if not (old or dated or _counts(row, i, number)):
            continue
        add(found, number, "killed", "spoken", number, standing="superseded" if old or dated else "current")
        if dated and not old and number in found.figures:
            found.figures[number] = replace(found.figures[number], dated=True)
        _and_then(found, match, old=old, known="current")


def _first_counts(found: Found) -> None:
    """As in "an earlier figure of 64 had counted some twice": the number that an old count was."""
    row = found.row
    for i, item in enumerate(row.items):
        if item.low in COUNTS and row.tags[i + 1 : i + 3] == "zQ" and row.items[i + 1].low == ":":
            add(found, i + 2, "killed", "spoken", i + 2)  # "the state police gave a different figure: 119"
        if item.low in COUNTS and row.tags[i + 1 : i + 3] == "oQ" and not _armed(row):
            near = row.marked("initial", item.start - _WORDS_BEFORE, item.end)
            if near or _WITHDRAWN & {other.low for other in row.items[max(0, i - _NEAR) : i]}:
                add(found, i + 2, "killed", "spoken", i + 2, standing="superseded")


_WITHDRAWN: Final = frozenset(
    {"withdrew", "withdrawn", "retracted", "retracting", "disavowed", "abandoned", "retiré", "rectifié", "corrected"}
    | {"revised", "replaced", "walked"}
)
_REPORTED: Final = re.compile(r"(?<![PQ])(?P<list>Q)a?(?:h_?)?b_{0,2}(?P<verb>[s_])")


def _passively(found: Found) -> None:
    """As in "32 had been reported before", "alors que huit avaient été annoncés lundi"."""
    row = found.row
    for match in _REPORTED.finditer(row.tags):
        i, verb = match.start("list"), match.start("verb")
        if i in found.figures or not (row.tags[verb] == "s" or row.items[verb].low in COUNTING):
            continue
        had = any(item.low in _HAD for item in row.items[i:verb])
        if had or row.marked("initial", row.items[i].start, row.items[verb].end + _WORDS_BEFORE):
            add(found, i, "killed", "spoken", i, standing="superseded")


_IN_BRACKETS: Final = re.compile(r"z(?P<list>Q)a?(?P<rest>[^z,PQ]{1,8})z")


def _aside(found: Found) -> None:
    """As in "(38 in a first count)": an old count told in brackets behind the new one."""
    row = found.row
    for match in _IN_BRACKETS.finditer(row.tags) if row.has("initial") else ():
        i, last = match.start("list"), row.items[match.end() - 1]
        if row.items[match.start()].low in "([" and row.marked("initial", row.items[i].start, last.start) and i > 1:
            found.figures.pop(i, None)
            add(found, i, "killed", "spoken", i, standing="superseded")


def _givings(row: Row) -> Iterator[tuple[int, re.Match[str]]]:
    """The verbs that give a number, each with what follows."""
    for i, item in enumerate(row.items):
        plain = item.tag in "sr_l" and (item.tag == "s" or item.low in COUNTING)
        main_had = item.low in _HAD and "initial" in row.starts
        if plain or main_had or (item.low in _WAS and _of_a_count(row, i)):
            match = _GIVEN.match(row.tags, i + 1)
            if match is not None and _leads_on(row, i + 1, match.start("list")):
                yield i, match


def _leads_on(row: Row, start: int, end: int) -> bool:
    """Whether only words that lead to a number stand before it: "given a figure of", "parlait la veille de"."""
    for j in range(start, end):
        item = row.items[j]
        dates = item.tag == "D" or (item.tag in "ex" and row.tags[j + 1 : j + 2] == "D")
        if not (dates or item.tag in "xH1qN" or item.low in _BETWEEN or item.low in COUNTS or item.low in THE_DEAD):
            return False
    return True


def _of_a_count(row: Row, i: int) -> bool:
    """As in "the figure had been", "ce chiffre, qui était de": whether the subject is a count."""
    j = i - 1
    while j >= 0 and (
        row.tags[j] in "hbwDsB"
        or row.tags[j : j + 2] == "eD"
        or row.items[j].low in EARLY
        or row.items[j].low in COUNTING
        or row.items[j].low in _ADJECTIVES
        or (row.tags[j] == "," and j < i - 1)
    ):
        j -= 1
    if j < 0:
        return False
    idiom = row.items[j].low in {"it", "il", "this", "that"} and row.tags[i + 1 : i + 2] == "o"
    return row.items[j].low in COUNTS or row.tags[j] == "t" or idiom


_ADJECTIVES: Final = frozenset({"initial", "précédent", "antérieur", "officiel", "provisoire", "préliminaire"})


def _is_old(row: Row, i: int, number: int) -> bool:
    """Whether the verb says that the count was an earlier one."""
    if row.has("new_event") or _armed(row):
        return False
    before = row.items[max(0, i - _NEAR) : i]
    if any(item.low in _HAD for item in before) and "z" not in row.tags[max(0, i - _NEAR) : i]:
        return _tells_a_count(row, i, number)
    start = max((item.start for item in row.items[:i] if item.tag == "z"), default=row.start)
    if row.marked("initial", start, row.items[i].start + 1):
        return True
    if any(item.low in EARLY for item in before) and "E" not in row.tags[max(0, i - _NEAR) : i]:
        return True
    if not row.items[i].low.split()[0].endswith(_IMPERFECT):
        return False
    dated = any(item.tag == "D" for item in row.items[max(0, i - _NEAR) : number + 4])
    opened = any(item.tag == "D" for item in row.items[:_NEAR])
    return dated or opened or (row.items[i].low not in _WAS and _same_speaker(row, i))


_WITNESSES: Final = frozenset({"counted", "compté"})


def _was_less(found: Found, i: int, number: int) -> bool:
    """As in "has counted 16 killed; in the early evening its figure was eight"."""
    row, quantity = found.row, found.row.items[number].quantity
    if row.items[i].low not in {"was", "were", "était", "étaient"} or not _of_a_count(row, i) or quantity is None:
        return False
    told = [one.quantity.told or 0 for j, one in found.figures.items() if 0 <= j < i and one.measure == "killed"]
    return bool(told) and max(told) > (quantity.told or 0)


def _tells_a_count(row: Row, i: int, number: int) -> bool:
    """Not as in "a herder said he had counted 63 bodies": a witness's own count, told for the first time."""
    said = any(item.tag == "s" or item.low in {"told", "dit"} for item in row.items[: max(0, i - 1)])
    return not (said and row.items[i].low in _WITNESSES and row.tags[number + 1 : number + 2] in {"a", "X"})


def _dated(row: Row, i: int, number: int) -> bool:
    """As in "on Tuesday the count was 31", "he spoke of 32 a day earlier": of a day, by whoever tells the newest."""
    if row.has("new_event") or _armed(row) or row.items[i].tag == "l":
        return False
    start = max(row.tags.rfind("z", 0, i), row.tags.rfind(",", 0, max(0, i - _NEAR))) + 1
    end = min((j for j in range(number + 1, len(row.tags)) if row.tags[j] in ",zc"), default=len(row.tags))
    days = [item for item in row.items[0 if start <= _NEAR else start : end] if item.tag == "D"]
    exact = [item for item in days if item.day is not None and item.day.precision == "day" and not item.day.since]
    until = any(two is day and one.low == "by" for day in exact for one, two in pairwise(row.items))
    if not exact or until or "E" in row.tags[start:number]:
        return False
    return (row.items[i].low in _WAS and _of_a_count(row, i)) or (
        _same_speaker(row, i) and (row.items[i].tag == "s" or row.items[i].low in COUNTING)
    )


def _same_speaker(row: Row, i: int) -> bool:
    """Whether the verb's subject is only a pronoun: whoever told the newest count."""
    j = i - 1
    while j >= 0 and (row.tags[j] in "hbND" or row.items[j].low in {"en", "had", "only", "already", "déjà", "then"}):
        j -= 1
    return j >= 0 and row.items[j].low in _IT and row.tags[j] != "e"


def _armed(row: Row) -> bool:
    """Whether a fighting side speaks: its own count replaces nobody's."""
    return any("speaker" in mark and mark.word.said == "armed_group" for mark in row.marks)


def _bare(row: Row, match: re.Match[str]) -> bool:
    """Whether the number counts the dead: nothing else is named behind it."""
    item = row.items[match.start("list")]
    if item.tag == "P":
        ends = row.tags[match.end("list") : match.end("list") + 1] in {"", ",", "z"}
        listed = ends and row.has("initial") and party_of(item) not in {"militants", "attackers"}
        return item.low in THE_DEAD or (listed and item.noun is not None)
    return match["end"] is not None or row.items[match.end("list")].low == "or" or _chained(row, match)


def _chained(row: Row, match: re.Match[str]) -> bool:
    """As in "15, then 22": another count follows."""
    return _NEXT.match(row.tags, match.end("list")) is not None


def _another_figure(found: Found, i: int, number: int) -> bool:
    """Whether the same clause tells of other people: the number may be of anything."""
    start = found.row.tags.rfind("z", 0, i) + 1
    return any(start <= j < number and one.measure != "killed" for j, one in found.figures.items()) or any(
        start <= j <= i and "," not in found.row.tags[j:i] for j in found.figures
    )


def _counts(row: Row, i: int, number: int) -> bool:
    """As in "put the figure at 20", "spoke of 20", "en revendique 30": no telling of anything but the dead."""
    between = {item.low for item in row.items[i + 1 : number]}
    if between & COUNTS or "t" in row.tags[i + 1 : number]:
        return True
    before = row.items[i - 1].low if i else ""
    if row.items[i].tag == "s" and number == i + 1 and row.tags[number + 1 : number + 2] in {"", "z"}:
        return "z" in row.tags[:i] and any(tag in "kda" for tag in row.tags[:i])  # "…; the police said 42"
    return row.items[i].low in COUNTING and (before == "en" or row.items[i].low not in {"revendique", "put", "puts"})


def _and_then(found: Found, match: re.Match[str], *, old: bool, known: str) -> None:
    """As in "24, then 45", "38 dead hours after the blast, then 74", "32 on Monday and 20 on Sunday"."""
    row = found.row
    if not old and known == "current":
        return
    following = _NEXT.match(row.tags, match.end("list"))
    while following is not None:
        i = following.start("next")
        joined = {item.low for item in row.items[match.end("list") : i]}
        near = i - match.end("list") <= _JOINED_NEAR and joined & _AND
        if i in found.figures or not (near or joined & _THEN):
            return
        add(found, i, "killed", "spoken", i, standing="superseded")
        following = _NEXT.match(row.tags, i + 1)

"""Counts of counted people: "the number of guards killed", "29 of the 32 attackers". Pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, get_args

from events.toll import Measure
from services.ingest.core.phrases.items import Item
from services.ingest.core.words.lexicon import Word

_NUMBERS: Final = frozenset({"number", "nombre", "numbers", "count", "figure", "décompte", "chiffre", "total"})
_TOLL_OF: Final = re.compile(r"_ox?(?:(?P<who>[pA])_?(?:,[^,zPQ]{1,12},)?(?:w?h?b?_?)(?P<fate>[kd])|(?P<dead>[ka]))")
_OF_SO_MANY: Final = re.compile(r"Qox?P")

_OF_TWO_NATIONS: Final = re.compile(r"QZ(?=cP)|(?<=Pc)QZ(?![_n])")
_A_TOLL: Final = {measure: Word("t", frozenset({"toll"}), measure) for measure in get_args(Measure)}


def counts_of(items: list[Item]) -> list[Item]:
    """The items with the number of certain dead as one toll, and a part of a number as so many of those people."""
    tags = "".join(item.tag for item in items)
    if not _NUMBERS.isdisjoint([item.low for item in items]):
        items, tags = _joined(items, tags, _TOLL_OF, _toll_of)
    if "QZcP" in tags or "PcQZ" in tags:
        items, tags = _joined(items, tags, _OF_TWO_NATIONS, _of_that_nation)
    if "Qo" in tags:
        items, tags = _joined(items, tags, _OF_SO_MANY, _so_many_of)
    return items


def _joined(
    items: list[Item],
    tags: str,
    pattern: re.Pattern[str],
    join: Callable[[list[Item], re.Match[str]], Item | None],
) -> tuple[list[Item], str]:
    """The items with each match that makes one item put in its place."""
    out: list[Item] = []
    i = 0
    while i < len(items):
        match = pattern.match(tags, i)
        whole = join(items, match) if match is not None else None
        if match is None or whole is None:
            out.append(items[i])
            i += 1
            continue
        out.append(whole)
        i = match.end()
    return out, "".join(item.tag for item in out)


def _toll_of(items: list[Item], match: re.Match[str]) -> Item | None:
    """As in "the number of guards killed", "le nombre de gendarmes qui ont péri": a toll of those people."""
    first, last = items[match.start()], items[match.end() - 1]
    word = last.word
    if first.low not in _NUMBERS or word is None or word.measure is None or "nocount" in word.flags:
        return None
    toll = replace(first, tag="t", end=last.end, low="number", word=_A_TOLL[word.measure])
    who = items[match.start("who")] if match["who"] is not None else None
    if who is None:
        return toll
    return replace(toll, low=who.low, noun=who.noun or who.word, nations=who.nations, actor=who.actor)


def _so_many_of(items: list[Item], match: re.Match[str]) -> Item | None:
    """As in "29 of the 32 attackers": so many people of that kind, not all of them."""
    part, whole = items[match.start()], items[match.end() - 1]
    if part.quantity is None or part.quantity.told is None or whole.quantity is None:
        return None
    if part.quantity.told > (whole.quantity.told or 0):
        return None
    return replace(whole, start=part.start, raw=part.raw, token=part.token, quantity=part.quantity)


def _of_that_nation(items: list[Item], match: re.Match[str]) -> Item:
    """As in "two American and three Afghan soldiers": the noun is told once."""
    i = match.start()
    number, nation = items[i], items[i + 1]
    whole = items[i + 3] if i + 3 < len(items) and items[i + 2].tag == "c" and items[i + 3].tag == "P" else items[i - 2]
    return replace(
        whole,
        start=number.start,
        end=nation.end,
        raw=number.raw,
        token=number.token,
        quantity=number.quantity,
        nations=nation.nations,
        actor=None,
    )

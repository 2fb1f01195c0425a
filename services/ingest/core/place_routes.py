"""Joins two neighbouring names to a route, and says which name the text puts inside which."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.places import PlaceMention

_TOWN_OF = (
    r"(?:(?:the|la|le|les|l['’]) ?)?(?:(?:\w+ )?(?:towns?|villages?|city|cities|localités?|villes?) (?:of |de |d['’]))?"
)
_AND = re.compile(rf" (?:and|et) {_TOWN_OF}", re.IGNORECASE)
_TO = re.compile(rf" (?:to|and|with|à|et|towards?|vers) {_TOWN_OF}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\b(?:between|entre) {_TOWN_OF}$", re.IGNORECASE)
_LINKING = re.compile(
    r"\b(?:road|highway|route|axe|axis|track|piste|autoroute|convoy|convoi|bus|truck|journey|trip|trajet|travell?ing|way)"
    rf"(?: \w+)*? (?:from|linking|connecting|joining|reliant|relie|de|d['’]|depuis) ?{_TOWN_OF}$",
    re.IGNORECASE,
)
_ROAD_BEFORE = re.compile(r"\b(?:road|highway|route(?: nationale)?|axe|axis|tronçon)(?: \w+)? $", re.IGNORECASE)
_ROAD_AFTER = re.compile(
    r"[\s-]*(?:main |national )?(?:road|highway|axis|route|axe|motorway|track|corridor)\b", re.IGNORECASE
)
_DASH = re.compile(r" ?[-–—/] ?")  # noqa: RUF001 - routes are typeset with every dash
_INSIDE = re.compile(r"[\s,(–-]*(?:(?!(?:and|et|or|ou|to|from|while|but|mais) )[a-zà-ÿ]+ ){0,4}")  # noqa: RUF001 - as above
_INSIDE_RELATIONS = ("in", "part", "none")
_LOOK_BACK = 60  # characters before a route's first name


def join_routes(sentence: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions, with neighbours joined where the text makes a route of them."""
    joined: list[PlaceMention] = []
    for mention in mentions:
        route = _route(sentence, joined[-1], mention) if joined else None
        if route:
            joined[-1] = route
        else:
            joined.append(mention)
    return tuple(map(_lone_end, joined))


def _lone_end(mention: PlaceMention) -> PlaceMention:
    """A name after "between" that found no other end is near by."""
    return mention if mention.kind == "route" or mention.relation != "route" else replace(mention, relation="near")


def _route(sentence: str, left: PlaceMention, right: PlaceMention) -> PlaceMention | None:
    if left.kind != "place" or right.kind != "place":
        return None
    first, second = left.names[0], right.names[0]
    between, before = sentence[first.end : second.start], sentence[max(0, first.start - _LOOK_BACK) : first.start]
    start, end = _opening(before, between), _closing(sentence, between, second.end)
    if start is None and end is None:
        return None
    begin = first.start if start is None else first.start - len(before) + start
    stop = second.end if end is None else end
    text = " ".join(sentence[begin:stop].split())
    return PlaceMention(min(left.start, begin), stop, text, "route", "route", (first, second))


def _opening(before: str, between: str) -> int | None:
    """Where in `before` the phrase of a route opens, if it does."""
    if _AND.fullmatch(between) and (match := _BETWEEN.search(before)):
        return match.start()
    if _TO.fullmatch(between) and (match := _LINKING.search(before)):
        return match.start()
    if _DASH.fullmatch(between) and (match := _ROAD_BEFORE.search(before)):
        return match.start()
    return None


def _closing(sentence: str, between: str, end: int) -> int | None:
    """Where a phrase like "Gao-Ansongo road" closes, if it is one."""
    match = _ROAD_AFTER.match(sentence, end) if _DASH.fullmatch(between) else None
    return match.end() if match else None


def put_inside(sentence: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions, each name knowing the country or unit that the text puts right behind it."""
    if not mentions:
        return ()
    pairs = zip(mentions, mentions[1:], strict=False)
    return (*(_inside(sentence, inner, outer) for inner, outer in pairs), mentions[-1])


def _inside(sentence: str, inner: PlaceMention, outer: PlaceMention) -> PlaceMention:
    codes = _codes(outer)
    if not inner.names or not codes or outer.relation not in _INSIDE_RELATIONS:
        return inner
    if not _INSIDE.fullmatch(sentence[inner.names[-1].end : outer.start]):
        return inner
    return replace(inner, names=tuple(replace(name, within=codes) for name in inner.names))


def _codes(outer: PlaceMention) -> tuple[str, ...]:
    if outer.kind == "country":
        return outer.countries
    if len(outer.names) != 1:
        return ()
    units = (row for row in outer.names[0].rows if row.kind == "admin1" and row.admin1)
    return tuple(row.admin1 for row in units if row.admin1)

"""Joins two neighbouring names to a route: "between Gao and Ansongo", "the Gao-Ansongo road"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.places.port import PlaceMention

_TOWN_OF = (
    r"(?:(?:the|la|le|les|l['’]) ?)?(?:(?:\w+ )?(?:towns?|villages?|city|cities|localités?|villes?) (?:of |de |d['’]))?"
)
_TOWNS_OF = re.compile(
    r" (?:(?:the|la|le|les|l['’]) ?)?(?:\w+ )?(?:towns?|villages?|city|cities|localités?|villes?) (?:of |de |d['’])?",
    re.IGNORECASE,
)
_AS_TOWN = r"(?: (?:town|village|city|well|commune))?"
_AND = re.compile(rf"{_AS_TOWN} (?:and|et) {_TOWN_OF}", re.IGNORECASE)
_TO = re.compile(rf"{_AS_TOWN} (?:to|and|with|à|et|towards?|vers) {_TOWN_OF}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\b(?:between|entre) {_TOWN_OF}$", re.IGNORECASE)
_BORDER_OF = re.compile(
    r"\b(?:on |at |along |near |à |sur |près de )?(?:the |la |une )?(?:borders?|boundary|frontière|limites?) "
    rf"(?:area |region )?(?:of|between|entre|de|d['’]|des) ?(?:{_TOWN_OF})$",
    re.IGNORECASE,
)
_TRAVEL = re.compile(
    r"\b(?:road|highway|route|axe|axis|track|piste|autoroute|convoys?|convois?|bus|truck|journey|trip|trajet|travell?ing|way)\b",
    re.IGNORECASE,
)
_LINKING = re.compile(
    r"\b(?:(?:road|highway|route|axe|axis|track|piste|autoroute) )?"
    rf"(?:from|linking|connecting|joining|reliant|qui relie|de|d['’]|depuis) ?{_TOWN_OF}$",
    re.IGNORECASE,
)
_ROAD_BEFORE = re.compile(r"\b(?:road|highway|route(?: nationale)?|axe|axis|tronçon)(?: \w+)? $", re.IGNORECASE)
_ROAD_AFTER = re.compile(
    r"[\s-]*(?:main |national )?(?:road|highway|axis|route|axe|motorway|track|corridor)\b", re.IGNORECASE
)
_DASH = re.compile(r" ?[-–—/] ?")
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
    text = _shown(sentence[begin : first.start], first.name, between, second.name, sentence[second.end : stop])
    return PlaceMention(min(left.start, begin), stop, text, "route", "route", (first, second))


def _shown(opening: str, first: str, between: str, second: str, closing: str) -> str:
    """The phrase as users read it: "between the towns of Gao and Ansongo" → "between Gao and Ansongo"."""
    bare = _TOWNS_OF.sub(" ", opening), _TOWNS_OF.sub(" ", between)
    return " ".join(f"{bare[0]}{first}{bare[1]}{second}{closing}".split())


def _opening(before: str, between: str) -> int | None:
    """Where in `before` the phrase of a route opens, if it does."""
    if _AND.fullmatch(between) and (match := _BORDER_OF.search(before) or _BETWEEN.search(before)):
        return match.start()
    if _TO.fullmatch(between) and _TRAVEL.search(before) and (match := _LINKING.search(before)):
        return match.start()
    if _DASH.fullmatch(between) and (match := _ROAD_BEFORE.search(before)):
        return match.start()
    return None


def _closing(sentence: str, between: str, end: int) -> int | None:
    """Where a phrase like "Gao-Ansongo road" closes, if it is one."""
    match = _ROAD_AFTER.match(sentence, end) if _DASH.fullmatch(between) else None
    return match.end() if match else None

"""Says which name the text puts inside which ("Ansongo, Mali", "Niger's Tillabéri region"), and what is a dateline."""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.port import PlaceMention, PlaceRow
from services.ingest.core.words.folding import fold_word

# ", ", " (", " in the ", ", a town in the restive ": nothing in between starts another thought.
_FOLLOWED = re.compile(r"[\s,(–-]*(?:(?!(?:and|et|or|ou|to|from|while|but|mais) )[a-zà-ÿ]+ ){0,6}")
_GOES_ON = re.compile(r",? (?:and|et|or|ou) |, (?=[A-ZÀ-Ý])")
_BESIDE = re.compile(
    r"\b(?:across from|opposite|facing|bordering|borders?|near|close to|frontali[eè]re?s?|frontière|limitrophes?"
    r"|voisine?s?|face à|en face|non loin|près|proche)\b"
)
"""Between two names: the second lies beside the first, not around it."""
_OWNED = re.compile(r"['’]s (?:[a-zà-ÿ-]+ ){0,4}(?:of |de |d['’])?")
_DESCRIBED = re.compile(r" (?:(?!(?:in|at|on|near|dans|sur|en|contre|à|vers) )[a-zà-ÿ-]+ ){0,4}(?:of |de |d['’]|du )?")
_ABOUT_KM = 60.0  # farther from a town a village is seldom in its unit
_OUTSIDE = 1.5  # radii of a unit, beyond which a place is not in it
_NAMESAKES = 2  # of a town that may be meant
_AROUND = ("in", "part", "none")
_DATELINE = re.compile(
    r"[\W_]*[A-ZÀ-Ý][^()\[\]\n:;]{1,60}?(?:[(\[][^)\]\n]{2,40}[)\]]\s*)*\s*(?:--|—|–|- )",
)
_DASHES = ("--", "—", "–", "- ")
_AGENCY = re.compile(r"[(\[][A-Z][\w ]{1,30}[)\]]|\b\d{1,2}\b|--|—")


def put_inside(sentence: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions, each name knowing the country or unit that the text puts it inside."""
    settled = list(mentions)
    for at in reversed(range(len(settled) - 1)):
        settled[at] = _inside_next(sentence, settled[at], settled[at + 1])
    for at in range(len(settled) - 1):
        settled[at + 1] = _inside_last(sentence, settled[at], settled[at + 1])
    return tuple(settled)


def _inside_next(sentence: str, inner: PlaceMention, outer: PlaceMention) -> PlaceMention:
    """The name before: "Ansongo, Mali", "Bunia in eastern Congo"."""
    if not inner.names or outer.relation not in (*_AROUND, "near", "offset"):
        return inner
    past = inner.end if inner.names[-1].unit else inner.names[-1].end
    between = sentence[max(past, inner.names[-1].end) : outer.start]
    if not _FOLLOWED.fullmatch(between) or _is_listed(sentence, outer) or _BESIDE.search(between):
        return inner
    if outer.relation in ("near", "offset"):
        return inner if inner.names[-1].within or (outer.km or 0.0) > _ABOUT_KM else _within(inner, _around(outer))
    inside = _near_unit(_within(inner, _codes(outer)), outer)
    if outer.kind != "country" or outer.relation != "part":
        return inside
    return replace(inside, names=tuple(replace(name, side=outer.bearing) for name in inside.names))


def _is_listed(sentence: str, outer: PlaceMention) -> bool:
    """Whether a name goes on to another and so is beside the one before it: "in Gao, Kidal and Timbuktu"."""
    named = outer.names[0] if outer.names else None
    if named is None or named.unit is not None or not any(row.kind == "town" for row in named.rows):
        return False
    return outer.start == named.start and _GOES_ON.match(sentence, outer.end) is not None


def _inside_last(sentence: str, outer: PlaceMention, inner: PlaceMention) -> PlaceMention:
    """The name after: "Mali's Gao region", "the Nigerian town of Dikwa"."""
    if not inner.names or inner.names[0].within:
        return inner
    if not outer.countries:
        owned = outer.kind == "place" and _OWNED.fullmatch(sentence, outer.end, inner.names[0].start)
        return _within(inner, _around(outer)) if owned else inner
    between, named = sentence[outer.end : inner.names[0].start], inner.names[0]
    if _OWNED.fullmatch(between) or ((named.settlement or named.unit) and _DESCRIBED.fullmatch(between)):
        return _within(inner, outer.countries)
    return inner


def _near_unit(inner: PlaceMention, outer: PlaceMention) -> PlaceMention:
    """Without the bearers of its name that lie far outside the unit told: "El Aguaje, in the township of Aguililla"."""
    told = outer.names[0] if outer.kind == "place" and len(outer.names) == 1 else None
    units = [row for row in told.rows if row.kind != "town"] if told and told.unit else []
    if not units or inner.kind != "place" or len(inner.names) > 1:
        return inner
    named = inner.names[0]
    rows = tuple(row for row in named.rows if row.id < 0 or any(_is_about(row, unit) for unit in units))
    return replace(inner, names=(replace(named, rows=rows, settlement=named.settlement or not rows),))


def _is_about(row: PlaceRow, unit: PlaceRow) -> bool:
    off_km = distance_km(row.lat, row.lon, unit.lat, unit.lon)
    return row.country == unit.country and off_km <= _OUTSIDE * (unit.within_km + row.within_km)


def _within(mention: PlaceMention, codes: tuple[str, ...]) -> PlaceMention:
    if not codes:
        return mention
    return replace(mention, names=tuple(replace(name, within=codes) for name in mention.names))


def _codes(outer: PlaceMention) -> tuple[str, ...]:
    if outer.kind == "country":
        return outer.countries
    rows = outer.names[0].rows if len(outer.names) == 1 else ()
    if outer.names and outer.names[0].within and not outer.names[0].unit:
        return outer.names[0].within
    if rows and rows[0].kind == "area":
        return tuple(dict.fromkeys(row.country for row in rows if row.kind == "area"))
    codes = tuple(dict.fromkeys(row.admin1 for row in rows if row.kind != "town" and row.admin1))
    within = outer.names[0].within if outer.names else ()
    if within and not any(code[:2] == other[:2] for code in codes for other in within):
        return within
    return codes


def _around(outer: PlaceMention) -> tuple[str, ...]:
    """The units of a town that another is said to be near: "San Luis, outside Neiva"."""
    if len(outer.names) != 1:
        return ()
    named = outer.names[0]
    towns = [row for row in named.rows if row.kind == "town"]
    towns.sort(key=lambda row: fold_word(row.name) != named.folded)
    return tuple(dict.fromkeys(row.admin1 for row in towns[:_NAMESAKES] if row.admin1))


def mark_dateline(sentence: str, mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The mentions, those of a dateline marked: "BAMAKO, Mali (Reuters) - ", "SAN SALVADOR, 3 JAN 90 -- "."""
    end = _dateline_end(sentence)
    return tuple(
        replace(mention, relation="dateline") if mention.end <= end and mention.relation == "none" else mention
        for mention in mentions
    )


def _dateline_end(sentence: str) -> int:
    head = sentence[:120]
    match = _DATELINE.match(head) if any(map(head.__contains__, _DASHES)) else None
    if match is None:
        return 0
    head = match.group()
    opening = head.split(",")[0].split("(")[0].strip(" -—–[")
    return match.end() if opening.isupper() or _AGENCY.search(head) else 0

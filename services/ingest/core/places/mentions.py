"""Finds the phrases of a sentence that say where.

A name is a run of capitalised words that the gazetteer knows, the longest first; names and nationalities of countries
count without capitals too (French writes them so, and copy has typos). What is also an ordinary word or part of a
person's or a body's name is a place only where a relation word says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.places.capitals import find_capitals
from services.ingest.core.places.context import (
    Setting,
    Verdict,
    is_label,
    judge_name,
    may_be_unknown_place,
    names_no_country,
)
from services.ingest.core.places.lexicon import STRUCK
from services.ingest.core.places.names import Hit, find_names, names_nothing
from services.ingest.core.places.nesting import mark_dateline, put_inside
from services.ingest.core.places.port import LearnedPlaces, Named, PlaceMention, Places, Relation
from services.ingest.core.places.relations import Before, called_settlement, read_before, unit_after
from services.ingest.core.places.routes import join_routes
from services.ingest.core.places.spellings import respelt
from services.ingest.core.places.words import Words, split_words

_BORDER = frozenset(("border", "borders", "frontier", "frontiers", "frontiere"))
_COORDINATED = frozenset((" and ", " et ", ", ", " or ", " ou "))
_SHOWN = frozenset(("near", "offset", "part"))  # relations that are part of the name shown
_LABELLED = "region"  # what a tag like "#Gao" means
_UPON = frozenset(("on", "contre"))
_SMALL = frozenset(("de", "du", "des", "la", "las", "los", "el", "del", "da", "do", "of", "the", "y", "et"))
_LEADING = re.compile(r"^(?:(?:the|la|le|les|in|at|dans|à|au|en|just|further|to|about|some)\s+|l['’])+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^)]*\)")  # "(25 miles)"


def find_places(
    sentence: str,
    places: Places,
    *,
    offset: int = 0,
    taken: Sequence[tuple[int, int]] = (),
    learned: LearnedPlaces | None = None,
) -> tuple[PlaceMention, ...]:
    """The phrases of one sentence that say where, in order of their start.

    `offset` is added to every span. `taken`: spans (in the same coordinates as the answer) of actors, sources and
    other names already read, where no place begins or ends; countries and nationalities are read there too.
    """
    if names_nothing(sentence, places, learned):
        return ()
    words = split_words(sentence)
    found: list[PlaceMention] = []
    for hit in find_names(words, places, learned):
        mention = _country(words, hit, places) if hit.countries else _place(words, hit, places, found)
        if mention and not (mention.names and _overlaps(mention.names[0], offset, taken)):
            found.append(mention)
    if capitals := tuple(find_capitals(words, places)):
        found = sorted((*found, *capitals), key=lambda mention: (mention.start, mention.end))
    read = mark_dateline(sentence, join_routes(sentence, put_inside(sentence, found))) if found else ()
    return tuple([_moved(mention, offset) for mention in read]) if offset else read


def _country(words: Words, hit: Hit, places: Places) -> PlaceMention | None:
    if names_no_country(words, hit.first):
        return None
    before = read_before(words, hit.first)
    named = any(country.how != "demonym" for country in hit.countries)
    relation = _country_relation(words, hit, before) if named else _border_or(words, hit, "none")
    first = before.word if named else hit.first
    country = places.country(hit.countries[0].iso2)
    plain = words.shouting or not words.written[hit.first][0].isupper()
    return PlaceMention(
        start=words.starts[first],
        end=words.ends[hit.last],
        text=_text(
            words,
            (first if relation in _SHOWN else hit.first, hit.first, hit.last),
            relation,
            country.name if country and plain else None,
        ),
        kind="country" if named else "demonym",
        relation=relation,
        countries=tuple(dict.fromkeys(country.iso2 for country in hit.countries)),
        bearing=before.bearing if relation == "part" else None,
    )


def _country_relation(words: Words, hit: Hit, before: Before) -> Relation:
    if before.relation in ("offset", "part"):
        return "part"
    return _border_or(words, hit, "none" if before.relation == "route" else before.relation)


def _border_or(words: Words, hit: Hit, relation: Relation) -> Relation:
    """A side of a border: "the Libyan border", "la frontière libyenne"."""
    beside = (*words.folded[max(0, hit.first - 1) : hit.first], *words.folded[hit.last + 1 : hit.last + 2])
    return relation if _BORDER.isdisjoint(beside) else "border"


def _place(words: Words, hit: Hit, places: Places, found: Sequence[PlaceMention]) -> PlaceMention | None:
    before = _coordinated(words, hit, _struck(words, hit, read_before(words, hit.first)), found)
    after = unit_after(words, hit.last)
    if after is None and not before.settlement and called_settlement(words, hit.last):
        before = replace(before, settlement=True)
    said = after[0] if after else before.unit
    unit = said or (_LABELLED if hit.rows and _is_label(words, hit, before, found) else None)
    verdict = _verdict(Setting(words, hit.first, hit.last, hit.folded, before, unit), hit, places)
    if verdict == "no":
        return None
    if not hit.rows and not hit.learned and (rows := respelt(hit.folded, places)):
        hit, verdict = replace(hit, rows=rows), "doubtful"
    shown = _in_small(words.written[hit.first : hit.last + 1]) if words.shouting else None
    first = min(before.word, before.noun)
    last = after[1] if after else hit.last
    opening = first if before.relation in _SHOWN else before.noun if before.unit else hit.first
    return PlaceMention(
        start=words.starts[first],
        end=words.ends[last],
        text=_text(words, (opening, hit.first, last), before.relation, None if after else shown),
        kind="place" if hit.rows or hit.learned else "unknown",
        relation=before.relation,
        names=(_named(words, hit, unit, before, verdict),),
        km=before.km,
        bearing=before.bearing,
    )


def _is_label(words: Words, hit: Hit, before: Before, found: Sequence[PlaceMention]) -> bool:
    """Whether a name tags what stands before it: "#Gao", "Mondoro (Douentza)", or "Ersane, Gao" with Ersane unknown."""
    if is_label(words, hit.first, hit.last):
        return True
    if words.shouting or before.relation != "none" or hit.first == 0 or words.between(hit.first - 1, hit.first) != ", ":
        return False
    known = bool(found) and found[-1].end == words.ends[hit.first - 1]
    return words.written[hit.first - 1][0].isupper() and not known


def _verdict(setting: Setting, hit: Hit, places: Places) -> Verdict:
    if hit.rows or hit.learned:
        return judge_name(setting, hit.rows, places)
    return "place" if may_be_unknown_place(setting, places) else "no"


def _coordinated(words: Words, hit: Hit, before: Before, found: Sequence[PlaceMention]) -> Before:
    """A name joined to one before it by "and" or a comma stands in the same relation: "in Gao and Kidal"."""
    if before.relation != "none" or not found or not found[-1].names:
        return before
    earlier = found[-1]
    gap = words.text[earlier.names[-1].end : words.starts[hit.first]]
    if gap not in _COORDINATED or earlier.relation not in ("in", "near", "route"):
        return before
    return replace(before, relation="in" if earlier.relation == "route" else earlier.relation)


def _struck(words: Words, hit: Hit, before: Before) -> Before:
    """The object of a deed is where it was done: "attacked Nasir", "an assault on Goma", "ont repris Bunagana"."""
    if before.relation != "none" or not hit.rows or words.shouting or hit.first == 0:
        return before
    at = hit.first - 1
    struck = words.folded[at] in STRUCK or (words.folded[at] in _UPON and at > 0 and words.folded[at - 1] in STRUCK)
    return replace(before, relation="in") if struck and words.between(at, hit.first) == " " else before


def _named(words: Words, hit: Hit, unit: str | None, before: Before, verdict: Verdict) -> Named:
    start, end = words.starts[hit.first], words.ends[hit.last]
    doubtful = verdict == "doubtful"
    return Named(start, end, words.text[start:end], hit.folded, hit.rows, unit, before.settlement, doubtful)


def _text(words: Words, span: tuple[int, int, int], relation: Relation, shown: str | None) -> str:
    """The phrase as users read it: without "in" and "(25 miles)", with proper capitals where the text has none.

    `span`: first word of the phrase, first word of the name, last word. `shown`: what to write for the name.
    """
    first, name, last = span
    lead = words.text[words.starts[first] : words.starts[name]] if relation in _SHOWN or first < name else ""
    text = shown or words.text[words.starts[name] : words.ends[last]]
    return " ".join((_LEADING.sub("", _ASIDE.sub("", lead)) + text).split())


def _in_small(written: Sequence[str]) -> str:
    """A name out of a text in capitals: "SAN LUIS DE LA REINA" → "San Luis de la Reina"."""
    low = (word.lower() for word in written)
    return " ".join(word if at and word in _SMALL else word.capitalize() for at, word in enumerate(low))


def _overlaps(name: Named, offset: int, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = name.start + offset, name.end + offset
    return any(begin < end and start < stop for begin, stop in taken)


def _moved(mention: PlaceMention, offset: int) -> PlaceMention:
    names = tuple([replace(name, start=name.start + offset, end=name.end + offset) for name in mention.names])
    return replace(mention, start=mention.start + offset, end=mention.end + offset, names=names)

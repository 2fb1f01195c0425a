"""Finds the phrases of a sentence that say where.

A name is a run of capitalised words that the gazetteer knows, the longest first; names and nationalities of countries
count without capitals too (French writes them so, and copy has typos). What is also an ordinary word or part of a
person's or a body's name is a place only where a relation word says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.place_context import looks_like_place, names_person
from services.ingest.core.place_names import Hit, find_names
from services.ingest.core.place_relations import Before, UnitLevel, read_before, unit_after
from services.ingest.core.place_routes import join_routes, put_inside
from services.ingest.core.places import LearnedPlaces, Named, PlaceMention, Places, Relation
from services.ingest.core.place_words import Words, split_words

_BORDER = frozenset(("border", "borders", "frontier", "frontiers", "frontiere"))
_COORDINATED = frozenset((" and ", " et ", ", ", " or ", " ou "))
_SHOWN = frozenset(("near", "offset", "part", "border"))  # relations that are part of the name shown
_LEADING = ("the ", "The ", "la ", "le ", "l'", "l’", "in ", "In ", "dans ", "à ", "au ", "just ", "further ")


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
    words = split_words(sentence)
    found: list[PlaceMention] = []
    for hit in find_names(words, places, learned):
        mention = _country(words, hit, places) if hit.countries else _place(words, hit, places, found)
        if mention and not (mention.names and _overlaps(mention.names[0], offset, taken)):
            found.append(mention)
    read = join_routes(sentence, put_inside(sentence, found))
    return tuple(_moved(mention, offset) for mention in read) if offset else read


def _country(words: Words, hit: Hit, places: Places) -> PlaceMention | None:
    if names_person(words, hit.first):
        return None
    before = read_before(words, hit.first)
    named = any(country.how != "demonym" for country in hit.countries)
    relation = _country_relation(words, hit, before) if named else _border_or_none(words, hit.last)
    first = before.word if named else hit.first
    country = places.country(hit.countries[0].iso2)
    shown = country.name if country and (words.shouting or not words.written[hit.first][0].isupper()) else None
    return PlaceMention(
        start=words.starts[first],
        end=words.ends[hit.last],
        text=_text(words, first, hit.first, hit.last, relation, shown),
        kind="country" if named else "demonym",
        relation=relation,
        countries=tuple(dict.fromkeys(country.iso2 for country in hit.countries)),
        bearing=before.bearing if relation == "part" else None,
    )


def _country_relation(words: Words, hit: Hit, before: Before) -> Relation:
    if _border_or_none(words, hit.last) == "border":
        return "border"
    if before.relation == "offset":
        return "part"
    return "near" if before.relation == "route" else before.relation


def _border_or_none(words: Words, last: int) -> Relation:
    following = words.folded[last + 1 : last + 4]
    return "border" if any(word in _BORDER for word in following[:1] or ()) else "none"


def _place(words: Words, hit: Hit, places: Places, found: Sequence[PlaceMention]) -> PlaceMention | None:
    before = _coordinated(words, hit, read_before(words, hit.first), found)
    after = unit_after(words, hit.last)
    unit = after or before.unit
    if not hit.rows and not hit.learned and not _said_to_be_place(before, unit):
        return None
    if not looks_like_place(words, hit.first, hit.last, before, unit is not None, hit.rows, places):
        return None
    named = _named(words, hit, unit, before)
    first = min(before.word, before.noun if before.unit else hit.first)
    last = hit.last + 1 if after else hit.last
    shown = hit.rows[0].name if hit.rows and words.shouting else None
    return PlaceMention(
        start=words.starts[first],
        end=words.ends[last],
        text=_text(
            words,
            before.noun if before.unit and before.relation not in _SHOWN else first,
            hit.first,
            last,
            before.relation,
            shown,
        ),
        kind="place" if hit.rows or hit.learned else "unknown",
        relation=before.relation,
        names=(named,),
        km=before.km,
        bearing=before.bearing,
    )


def _said_to_be_place(before: Before, unit: UnitLevel | None) -> bool:
    return before.settlement or unit is not None or before.relation in ("near", "offset", "in")


def _coordinated(words: Words, hit: Hit, before: Before, found: Sequence[PlaceMention]) -> Before:
    """A name joined to one before it by "and" or a comma stands in the same relation: "in Gao and Kidal"."""
    if before.relation != "none" or not found or not found[-1].names:
        return before
    earlier = found[-1]
    gap = words.text[earlier.names[-1].end : words.starts[hit.first]]
    if gap not in _COORDINATED or earlier.relation not in ("in", "near", "route"):
        return before
    return replace(before, relation="in" if earlier.relation == "route" else earlier.relation)


def _named(words: Words, hit: Hit, unit: UnitLevel | None, before: Before) -> Named:
    start, end = words.starts[hit.first], words.ends[hit.last]
    return Named(start, end, words.text[start:end], hit.folded, hit.rows, unit, before.settlement)


def _text(words: Words, first: int, name: int, last: int, relation: Relation, shown: str | None) -> str:
    """The phrase as users read it: without "in", with the gazetteer's capitals where the text has none."""
    if relation not in _SHOWN and first == name:
        first = name
    lead = words.text[words.starts[first] : words.starts[name]] if relation in _SHOWN or first < name else ""
    for word in _LEADING:
        lead = lead.removeprefix(word)
    if relation not in _SHOWN and relation != "none":
        lead = ""
    text = shown or words.text[words.starts[name] : words.ends[last]]
    return " ".join(f"{lead}{text}".split())


def _overlaps(name: Named, offset: int, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = name.start + offset, name.end + offset
    return any(begin < end and start < stop for begin, stop in taken)


def _moved(mention: PlaceMention, offset: int) -> PlaceMention:
    names = tuple(replace(name, start=name.start + offset, end=name.end + offset) for name in mention.names)
    return replace(mention, start=mention.start + offset, end=mention.end + offset, names=names)

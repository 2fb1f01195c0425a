"""Reads a news text into reports, one for each incident it tells of. Pure: tables and gazetteer are arguments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from events.report import ReportBody, SourceRef
from services.ingest.core.actors.roles import find_parts
from services.ingest.core.actors.strangers import with_strangers
from services.ingest.core.dates.days import find_days
from services.ingest.core.deeds.scenes import find_scenes
from services.ingest.core.deeds.triggers import find_triggers
from services.ingest.core.incidents.assembling import Frame, assemble
from services.ingest.core.incidents.genre import genres
from services.ingest.core.incidents.grouping import group
from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.locating import located
from services.ingest.core.incidents.telling import when
from services.ingest.core.incidents.units import Unit, split
from services.ingest.core.phrases.counted import chunk
from services.ingest.core.phrases.items import Row, find_items, find_marks
from services.ingest.core.places.anchors import Anchor, anchors_of
from services.ingest.core.places.borders import at_border
from services.ingest.core.places.country_votes import country_of_source
from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.port import LearnedPlaces, PlaceMention, Places, ResolvedPlace
from services.ingest.core.places.resolve import count_votes, resolve, resolve_dateline, resolve_quarter
from services.ingest.core.places.whereabouts import dateline_end, exactness, name_nations, of_the_deed, with_borders
from services.ingest.core.tolls.matching import find_figures
from services.ingest.core.tolls.nations import own_nations
from services.ingest.core.tolls.standing import colour, days_of
from services.ingest.core.words.folding import fold_word
from services.ingest.core.words.known_actors import ActorTable
from services.ingest.core.words.lexicon import Lexicon
from services.ingest.core.words.normalise import EvenText, normalise
from services.ingest.core.words.sentences import sentences
from services.ingest.core.words.tokens import tokenise

EXTRACTOR_VERSION: Final = "1"
_NOTE_SENTENCES: Final = 2
_REPORTS_MAX: Final = 40
_CHARACTERS_MAX: Final = 200_000
_LEAD_ROWS: Final = 3
_LEAD_WEIGHT: Final = 2.0
_OWN_WEIGHT: Final = 2.0
_ACTOR_VOTE: Final = 3.0
_TOWN: Final = 20_000  # inhabitants of the other end of a road: "Gao - Ansongo"
_HOMES_MAX: Final = 2  # countries of an actor that say where its deeds are
_FOREIGN_SHARE: Final = 0.2
_STRAY_SHARE: Final = 0.7  # of the votes of the country that has most
_ASIDE_SHARE: Final = 0.5
_COUNTRY: Final = 1
_PART: Final = 2  # of a country


@dataclass(frozen=True, slots=True)
class Tables:
    """What the reader knows: one language's words, the actors, the gazetteer, places learned from reports.

    `anchors`: what the text at hand names beyond doubt.
    """

    lexicon: Lexicon
    actors: ActorTable
    places: Places
    learned: LearnedPlaces | None = None
    anchors: tuple[Anchor, ...] = ()


@dataclass(slots=True)
class _Piece:
    """One sentence on its way: its row, where it speaks of, the text it stands in; `where`: of the deed."""

    row: Row
    mentions: tuple[PlaceMention, ...]
    text: str
    where: tuple[PlaceMention, ...]


def read(
    text: str,
    *,
    lexicon: Lexicon,
    places: Places,
    actors: ActorTable,
    published_at: datetime | None,
    source: SourceRef,
    title: str | None = None,
    language: str = "en",
    learned: LearnedPlaces | None = None,
) -> tuple[ReportBody, ...]:
    """The incidents that a text tells of, those that want a look (`review`) included; in the order of the text.

    Never raises on any text. `published_at` gives relative days their meaning.
    """
    tables = Tables(lexicon, actors, places, learned)
    even = normalise(text[:_CHARACTERS_MAX])
    dateline = _dateline_end(even.text, places)
    published = published_at.astimezone(UTC).date() if published_at is not None else _dateline_day(even, dateline)
    heading = normalise(title) if title and not text.lstrip().startswith(title.strip()) else None
    spans = tuple(sentences(even.text))
    pieces = _pieces(even, spans, dateline, heading, published, tables)
    head = find_places(even.text[:dateline], places) if dateline else ()
    votes = _votes(pieces, head, tables, country_of_source(source.name, places))
    tables = replace(tables, anchors=_anchors(pieces, head, votes, tables))
    units = _units(pieces, votes, dateline, tables, published)
    written = resolve_quarter(head, votes, places)
    groups = located(group(units, published)[:_REPORTS_MAX], units, even.text, written)
    if not groups:
        return ()
    placed = all(one.place is not None for one in groups)
    frame = Frame(
        even,
        published,
        None if placed else _fallback(head, votes, tables),
        groups[0],
        actors.adjectives,
        heading,
        sport=any(piece.row.has("sports") for piece in pieces),
        about=genres(even.text),
        note=heading is None and len(spans) <= _NOTE_SENTENCES,
    )
    base = ReportBody(source=source, published_at=published_at, language=language)
    return tuple([assemble(one, frame, base) for one in groups])


_PLAIN_HEAD: Final = re.compile(
    r"([A-ZÀ-Þ][\w'’ -]{2,30}?)(?:\s*\([^)\n]{2,30}\)|,\s[^-–—\n.]{2,40}?)?\s+[-–—]\s+(?=([A-ZÀ-Þ][\w'’-]*))"
)


def _dateline_end(text: str, places: Places) -> int:
    """How many characters its dateline has; without capitals or an agency it is a known town: "Bamako - Une mine …"."""
    end = dateline_end(text)
    match = None if end else _PLAIN_HEAD.match(text[:120])
    if match is None or any(row.population > _TOWN for row in places.lookup(fold_word(match[2]))):
        return end
    named = find_places(match[1], places)
    return match.end() if any(one.kind == "place" and one.end - one.start == len(match[1]) for one in named) else 0


def _dateline_day(even: EvenText, end: int) -> date | None:
    """The day in the dateline, where it has a year."""
    days = [day.first for day in find_days(even.text[:end], None) if day.how == "absolute" and day.precision == "day"]
    return days[0] if days else None


def _pieces(
    even: EvenText,
    spans: Sequence[tuple[int, int]],
    dateline: int,
    heading: EvenText | None,
    published: date | None,
    tables: Tables,
) -> list[_Piece]:
    pieces: list[_Piece] = []
    if heading is not None:
        row = _row(heading, 0, len(heading.text), -1, published, tables)
        pieces.append(_piece(row, heading.text, tables))
    for index, (start, end) in enumerate(spans):
        if index >= _LEAD_ROWS and not _speaks_of_deeds(even.text[start:end], tables.lexicon):
            continue
        row = _row(even, max(start, dateline) if dateline < end else start, end, index, published, tables)
        pieces.append(_piece(row, even.text, tables))
    return pieces


def _piece(row: Row, text: str, tables: Tables) -> _Piece:
    mentions = _mentions(row, text, tables)
    name_nations(row, mentions, text)
    own_nations(row, mentions, tables.places)
    return _Piece(row, mentions, text, of_the_deed(mentions, row, text, 0))


def _speaks_of_deeds(sentence: str, lexicon: Lexicon) -> bool:
    """A quick look before the sentence is read: has it any word that tells of deeds?"""
    words = _WORD.findall(sentence.lower())
    return not lexicon.telling.isdisjoint(words) or not _MEASURES.isdisjoint(words)


_WORD: Final = re.compile(r"[^\W\d_]+'?")
_MEASURES: Final = frozenset({"km", "kilometers", "kilometres", "kilomètres", "miles"}).union(
    ("localité", "situé", "située", "located", "situated", "lies")
)  # a place may be described


def _row(
    even: EvenText,
    start: int,
    end: int,
    index: int,
    published: date | None,
    tables: Tables,
) -> Row:
    text = even.text[start:end]
    tokens = tokenise(text, start)
    words = [token.low for token in tokens]
    days = find_days(text, published, start, words)
    marks = find_marks(tokens, words, tables.lexicon)
    items = find_items(tokens, words, days, tables.lexicon, tables.actors, capitals=even.capitals)
    items = with_strangers(chunk(items, marks, text, start), even.text)
    return Row(start, end, tokens, items, marks, days, index, title=index < 0)


def _mentions(row: Row, text: str, tables: Tables) -> tuple[PlaceMention, ...]:
    taken = [(item.start, item.end) for item in row.items if item.actor is not None]
    taken += [(day.start, day.end) for day in row.days]
    found = find_places(text[row.start : row.end], tables.places, offset=row.start, taken=taken, learned=tables.learned)
    return with_borders(found, text)


def _votes(
    pieces: Sequence[_Piece], head: Sequence[PlaceMention], tables: Tables, source: str | None
) -> dict[str, float]:
    """Evidence for each country: the dateline and the lead count twice. `source`: the one that the source tells of."""
    weighted = [(mention, _LEAD_WEIGHT) for mention in head]
    weighted += [
        (mention, (_LEAD_WEIGHT if piece.row.index < _LEAD_ROWS else 1.0) * _share(mention, piece))
        for piece in pieces
        for mention in piece.mentions
    ]
    votes = count_votes(weighted, tables.places, at_home=_homes(pieces), source=source)
    for piece in pieces:
        for item in piece.row.items:
            for country in item.actor.where if item.actor is not None else ():
                votes[country] = votes.get(country, 0.0) + _ACTOR_VOTE / len(item.actor.where if item.actor else ())
    return dict(sorted(votes.items()))


def _anchors(
    pieces: Sequence[_Piece], head: Sequence[PlaceMention], votes: dict[str, float], tables: Tables
) -> tuple[Anchor, ...]:
    told = (mention for piece in pieces for mention in piece.where)
    return anchors_of((*head, *told), votes, tables.places)


def _homes(pieces: Sequence[_Piece]) -> frozenset[str]:
    """The countries of the text's actors that are at home in few."""
    actors = (item.actor for piece in pieces for item in piece.row.items if item.actor is not None)
    return frozenset(iso2 for actor in actors if len(actor.where) <= _HOMES_MAX for iso2 in actor.where)


def _share(mention: PlaceMention, piece: _Piece) -> float:
    """The nationality of a weapon, a deed or a named group says where it came from rather than where it struck.

    A country or a city that speaks or acts, or that somebody was taken to, says less than one where something was.
    """
    row = piece.row
    if mention.kind != "demonym":
        told = mention.relation == "border" or any(one.start == mention.start for one in piece.where)
        return 1.0 if told else _ASIDE_SHARE
    i = next((i for i, item in enumerate(row.items) if item.start == mention.start), None)
    if any(item.actor is not None and item.start <= mention.start < item.end for item in row.items):
        return _FOREIGN_SHARE
    if i is None:
        return 1.0
    beside = row.tags[max(0, i - 1) : i] if row.items[i].raw[:1].islower() else row.tags[i + 1 : i + 2]  # "raid russe"
    return _FOREIGN_SHARE if beside == "E" else 1.0


def _units(
    pieces: Sequence[_Piece], votes: dict[str, float], dateline: int, tables: Tables, published: date | None
) -> list[Unit]:
    units: list[Unit] = []
    before: Row | None = None
    for piece in pieces:
        row = piece.row
        figures = colour(row, find_figures(row, before), piece.text[row.start : row.end], published)
        victims = frozenset(figure.at for figure in figures)
        mentions = tuple([one for one in piece.where if row.index < 0 or one.start >= dateline])
        places_at = frozenset(named.start for mention in piece.mentions for named in mention.names)
        day, told = days_of(row, figures, *when(row, row.start, row.end))
        triggers = find_triggers(row, places_at)
        whole = Unit(
            row,
            row.start,
            row.end,
            figures,
            triggers,
            find_parts(row, victims, piece.mentions),
            day,
            told,
            mentions,
            scenes=find_scenes(row, tables.lexicon.cues, places_at)
            if row.index < _LEAD_ROWS or triggers or figures
            else (),
        )
        units += [_placed(unit, piece, votes, tables) for unit in split(whole)]
        before = row
    return units


def _placed(unit: Unit, piece: _Piece, votes: dict[str, float], tables: Tables) -> Unit:
    place = _of_mentions(unit, votes, tables) if unit.mentions else None
    if exactness(place) <= _PART:
        told = [mention for mention in piece.mentions if unit.start <= mention.start < unit.end]
        place = at_border(place, told, piece.text[unit.start : unit.end], votes, tables.places) or place
    return replace(unit, place=place) if place is not None else unit


def _of_mentions(unit: Unit, votes: dict[str, float], tables: Tables) -> ResolvedPlace | None:
    local = dict(votes)
    own = [(mention, _OWN_WEIGHT) for mention in unit.mentions if mention.countries]
    for country, vote in count_votes(own, tables.places).items():
        local[country] = local.get(country, 0.0) + vote
    place = _resolved(unit, unit.mentions, local, tables)
    return place if place is not None and place.how != "votes" else None


def _resolved(
    unit: Unit, mentions: Sequence[PlaceMention], votes: dict[str, float], tables: Tables
) -> ResolvedPlace | None:
    """The place of a unit, in a country that the unit itself names if it names any."""
    named = {
        iso2
        for mention in mentions
        if mention.kind == "country" and mention.relation in {"in", "part"}
        for iso2 in mention.countries[:1]
    }
    place = resolve(mentions, votes, tables.places, learned=tables.learned, focus=unit.focus, anchors=tables.anchors)
    if place is None or _is_stray(place, mentions, votes, _aimed(unit.row)):
        return None
    if not named or place.country in named:
        return place
    others = [mention for mention in mentions if not mention.start <= place.start < mention.end]
    wider = (
        resolve(others, votes, tables.places, learned=tables.learned, focus=unit.focus, anchors=tables.anchors)
        if others
        else None
    )
    if wider is None or wider.country not in named:
        return place
    return replace(wider, name=place.name) if exactness(place) > _COUNTRY else wider


def _aimed(row: Row) -> frozenset[int]:
    """Where the object of a deed begins: "struck Odesa"."""
    return frozenset(
        two.start
        for one, two in zip(row.items, row.items[1:], strict=False)
        if one.tag in "VG" and two.raw[:1].isupper()
    )


def _is_stray(
    place: ResolvedPlace, mentions: Sequence[PlaceMention], votes: dict[str, float], aimed: frozenset[int]
) -> bool:
    """A bare name in a country that nothing else speaks of: somebody's or something's name."""
    bare = all(mention.relation == "none" for mention in mentions if mention.start <= place.start < mention.end)
    return (
        bare
        and place.start not in aimed
        and bool(votes)
        and votes.get(place.country, 0.0) < _STRAY_SHARE * max(votes.values())
    )


def _fallback(head: Sequence[PlaceMention], votes: dict[str, float], tables: Tables) -> ResolvedPlace | None:
    """What an incident without a place of its own gets: about the town of the dateline, or else the country."""
    return resolve_dateline(head, votes, tables.places) or (resolve((), votes, tables.places) if votes else None)


__all__ = ["EXTRACTOR_VERSION", "Group", "read"]

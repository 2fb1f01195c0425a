"""Which of the places of one name is meant: country votes, size, what the text puts it inside, what was learned."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.ingest.core.places.anchors import Anchor, is_stray, nearness
from services.ingest.core.places.country_votes import KNOWN_ABROAD, WORLD_CITY
from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.grammar import UNIT_LEVELS
from services.ingest.core.places.port import LearnedPlaces, Named, PlaceRow, Places
from services.ingest.core.places.voting import Votes, share, top_country
from services.ingest.core.words.folding import fold_word

_CLEAR_VOTES, _CLEAR = 3.0, 0.6
AGREE_KM = 30.0  # a learned point this near confirms a place of the gazetteer
_DOUBTFUL_SHARE = 0.3  # of the votes, that the country of an ordinary word, or of another than the text says, needs
_SMALL_SHARE = 0.12  # of the votes, that the country of a small town needs
_ELSEWHERE_SHARE = 0.6  # of the votes, where the text puts the name inside another country's unit
_SAME_SPOT_KM = 60.0  # candidates this near are the same answer, differently sized
_CAPITAL = 1.0
_OFTEN_NAMED = 1.0  # our own extra rows are there because the news names them
_OWN_NAME = 0.5  # the name is what the place is called today, not one of its other names
_VOTE, _NEIGHBOUR, _INSIDE, _LEVEL, _NAMED_UNIT, _NAMED_LEVEL, _BESIDE = 6.0, 1.0, 8.0, 1.0, 5.0, 3.0, 2.0
_NEARBY = 3.0  # inside or beside what the text names beyond doubt
_SAME_COUNTRY = 2.0
_UNSPOKEN = 1.5  # nothing speaks of its country though something speaks of another
_WRONG_SIDE = 4.0
_OTHER_SIDE, _FAR_SIDE = 0.35, 0.8  # of the way from the middle of a country to its edge: unlikely, not credible
_EDGE = 1.2  # of a unit's radius: past it a town is no longer taken for one of the unit
READINGS_MAX = 5  # of one name that are weighed against each other


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name. `score`: higher is likelier, no unit. `lead`: how far ahead of the next other reading."""

    row: PlaceRow
    score: float
    lead: float
    learned: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a name is judged by. `votes`: by ISO2; `beside`: ISO 3166-2 of the other places of the sentence.

    `anchors`: what the text names beyond doubt.
    """

    votes: Votes
    places: Places
    learned: LearnedPlaces | None = None
    beside: frozenset[str] = frozenset()
    anchors: tuple[Anchor, ...] = ()


def candidates(named: Named, evidence: Evidence, *, related: bool, paired: bool = False) -> tuple[Candidate, ...]:
    """The best few readings of a name, best first; ties by population, then id. Empty where none is credible.

    `related`: a word such as "in" or "near" says that the name is a place. `paired`: it is one end of a route, so where
    nothing speaks of a country every reading may be meant, and the other end decides.
    """
    credible = [
        (_score(row, named, evidence, count), row, count)
        for row, count in _readings(named, evidence)
        if _towards(row, named, evidence.places) > -_FAR_SIDE
        and (_fits(row, named.within) or not is_stray(row, named, evidence.anchors))
        and ((paired and not evidence.votes) or _credible(row, named, evidence, related=related))
    ]
    credible.sort(key=lambda entry: (-entry[0], -entry[1].population, entry[1].id, entry[1].country))
    best = enumerate(credible[:READINGS_MAX])
    return tuple([Candidate(row, score, _lead(at, credible), count) for at, (score, row, count) in best])


def _readings(named: Named, evidence: Evidence) -> list[tuple[PlaceRow, int]]:
    """The gazetteer's rows with the reports that confirm each, and what only reports know."""
    known = evidence.learned.learned(named.folded) if evidence.learned else ()
    if not known:
        return [(row, 0) for row in named.rows]
    readings: list[tuple[PlaceRow, int]] = []
    for row in named.rows:
        agreeing = (place.count for place in known if _agrees(row, place.country, place.lat, place.lon))
        readings.append((row, sum(agreeing)))
    for place in known:
        if not any(_agrees(row, place.country, place.lat, place.lon) for row in named.rows):
            row = PlaceRow(0, place.name, "town", place.country, None, None, place.lat, place.lon, place.within_km, 0)
            readings.append((row, place.count))
    return readings


def _agrees(row: PlaceRow, country: str, lat: float, lon: float) -> bool:
    return row.country == country and distance_km(row.lat, row.lon, lat, lon) <= max(AGREE_KM, row.within_km)


def _score(row: PlaceRow, named: Named, evidence: Evidence, learned: int) -> float:
    score = math.log10(row.population + 500.0) + math.log10(1.0 + learned)
    score += _OFTEN_NAMED if row.id < 0 else 0.0
    country = evidence.places.country(row.country)
    score += _OWN_NAME if len(named.rows) > 1 and fold_word(row.name) == named.folded else 0.0
    score += _CAPITAL if country and country.capital == row.id else 0.0
    score += _VOTE * share(evidence.votes, row.country)
    unspoken = bool(evidence.votes) and row.country not in evidence.votes
    beside = unspoken and top_country(evidence.votes) in evidence.places.neighbours(row.country)
    score += _NEIGHBOUR if beside else 0.0
    score += _inside(row, named.within)
    score -= _UNSPOKEN if unspoken else 0.0
    score -= _WRONG_SIDE if _towards(row, named, evidence.places) < -_OTHER_SIDE else 0.0
    score += _BESIDE if row.admin1 in evidence.beside else 0.0
    score += _NEARBY * nearness(row, named.folded, evidence.anchors)
    return score + _level(row, named, evidence.places)


def _inside(row: PlaceRow, within: Sequence[str]) -> float:
    """What the text puts the name inside counts most; the right country in another unit counts a little."""
    if not within:
        return 0.0
    if _fits(row, within):
        return _INSIDE
    return _SAME_COUNTRY if _in_country_of(row, within) else -_INSIDE


def _fits(row: PlaceRow, within: Sequence[str]) -> bool:
    return row.country in within or row.admin1 in within


def _in_country_of(row: PlaceRow, within: Sequence[str]) -> bool:
    return any(code.startswith(row.country) for code in within)


def _level(row: PlaceRow, named: Named, places: Places) -> float:
    """Towns before units of the same name, unless the text says "region" or the like."""
    if named.unit:
        country = places.country(row.country)
        first = country is not None and named.unit in country.first_level
        said = "admin1" if first else UNIT_LEVELS.get(named.unit)
        fits = _NAMED_UNIT if row.kind in ("admin1", "admin2") else 0.0
        return fits + (_NAMED_LEVEL if row.kind == said else 0.0)
    return {"town": 2 * _LEVEL, "area": _LEVEL, "admin1": 0.0, "admin2": -_LEVEL}[row.kind]


def _credible(row: PlaceRow, named: Named, evidence: Evidence, *, related: bool) -> bool:
    """Whether a place may be meant at all: its country stands in the text, or it is known and said to be a place."""
    if named.within and _in_country_of(row, named.within):
        return not _far_from(row, named.within, evidence.places)
    if named.doubtful or named.within:
        return share(evidence.votes, row.country) >= (_ELSEWHERE_SHARE if named.within else _DOUBTFUL_SHARE)
    leader = top_country(evidence.votes)
    at_home = any(other.country == leader for other in named.rows)
    if row.country in evidence.votes:
        known = share(evidence.votes, row.country) >= _SMALL_SHARE or row.population >= KNOWN_ABROAD
        return known or not at_home
    if not (related or named.unit or named.settlement):
        return not evidence.votes and row.population >= KNOWN_ABROAD
    if not evidence.votes:
        return row.population >= KNOWN_ABROAD or row.kind in ("admin1", "area") or row.id <= 0 or _one_country(named)
    beside = bool(leader) and leader in evidence.places.neighbours(row.country)
    return row.population >= _known_abroad(evidence.votes, leader) or (beside and not at_home)


def _far_from(row: PlaceRow, within: Sequence[str], places: Places) -> bool:
    """Whether a small town lies far from all the units that the text puts it inside: a namesake of a village there."""
    if row.population >= KNOWN_ABROAD or _fits(row, within):
        return False
    units = [places.admin1(code) for code in within if code.startswith(row.country)]
    return bool(units) and all(unit is not None and _beyond(row, unit) for unit in units)


def _beyond(row: PlaceRow, unit: PlaceRow) -> bool:
    return distance_km(row.lat, row.lon, unit.lat, unit.lon) > _EDGE * unit.within_km + AGREE_KM


def _known_abroad(votes: Votes, leader: str | None) -> int:
    """How many inhabitants a place in a country that nothing speaks of needs: more, where much speaks of another."""
    return WORLD_CITY if leader and votes[leader] >= _CLEAR_VOTES and share(votes, leader) >= _CLEAR else KNOWN_ABROAD


def _towards(row: PlaceRow, named: Named, places: Places) -> float:
    """How far a place lies to the side of its country that the text says: 0 the middle, 1 that edge, -1 the other."""
    country = places.country(row.country) if named.side is not None else None
    if named.side is None or country is None or country.west > country.east:
        return 0.0
    up, right = math.cos(math.radians(named.side)), math.sin(math.radians(named.side))
    high = (2 * row.lat - country.south - country.north) / max(0.1, country.north - country.south)
    far = (2 * row.lon - country.west - country.east) / max(0.1, country.east - country.west)
    return up * high + right * far


def _one_country(named: Named) -> bool:
    return len({row.country for row in named.rows}) == 1


def _lead(at: int, ranked: Sequence[tuple[float, PlaceRow, int]]) -> float:
    """The score minus that of the best reading elsewhere; 10 where there is none."""
    score, row, _ = ranked[at]
    elsewhere = next((other for other, place, _ in ranked[at + 1 :] if _apart(row, place)), None)
    return min(10.0, score - elsewhere) if elsewhere is not None else 10.0


def _apart(row: PlaceRow, other: PlaceRow) -> bool:
    km = distance_km(row.lat, row.lon, other.lat, other.lon)
    return km > max(_SAME_SPOT_KM, row.within_km, other.within_km)

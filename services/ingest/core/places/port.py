"""Places as the reading core sees them: rows, mentions, and the two ports that answer for names.

The core never opens a file: whoever calls it hands in a `Places` (the gazetteer) and, if there is one, a
`LearnedPlaces` (what structured reports taught).
"""

from dataclasses import dataclass
from typing import Literal, Protocol

PlaceKind = Literal["town", "admin1", "admin2", "area"]
NameHow = Literal["name", "acronym", "demonym", "medium"]
Caution = Literal["none", "word", "never"]
MentionKind = Literal["place", "route", "country", "demonym", "unknown", "capital"]
Relation = Literal["in", "near", "offset", "part", "route", "from", "border", "dateline", "none"]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place of the gazetteer: a town, an admin unit, or a named area such as a forest or a lake.

    `id`: GeoNames id; ours (extra rows) are negative. `country`: ISO 3166-1 alpha-2. `admin1`: ISO 3166-2 where one
    exists. `admin2`: name. `lat`, `lon`: degrees; an admin unit has the mean of its towns. `within_km`: radius that
    holds nine in ten of the spots meant by the bare name. `population`: persons, 0 unknown.
    """

    id: int
    name: str
    kind: PlaceKind
    country: str
    admin1: str | None
    admin2: str | None
    lat: float
    lon: float
    within_km: float
    population: int


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country. `south` … `north`: the box of its towns, degrees (`west` > `east` crosses 180°).

    `capital`: id of the capital's row, None where it is not among the towns. `first_level`: what its first-level units
    are called, folded ("division" in Bangladesh).
    """

    iso2: str
    iso3: str
    name: str
    lat: float
    lon: float
    within_km: float
    south: float
    west: float
    north: float
    east: float
    population: int
    capital: int | None
    first_level: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryName:
    """A country that a name, an acronym ("CAR", in capitals only) or a nationality means."""

    iso2: str
    how: NameHow


class Places(Protocol):
    """The gazetteer. Every key is folded (see `fold`); every answer is in a fixed order, equal on every run."""

    def lookup(self, folded: str) -> tuple[PlaceRow, ...]:
        """The places of that name (no countries): population descending, then id."""
        ...

    def opens_country(self, word: str) -> bool:
        """Whether a name or nationality of a country begins with this folded word."""
        ...

    def longest(self, word: str) -> int:
        """The most words that any name beginning with this folded word has, countries included; 0: none begins so."""
        ...

    def countries_named(self, folded: str) -> tuple[CountryName, ...]:
        """The countries of that name or nationality, likeliest first."""
        ...

    def caution(self, folded: str) -> Caution:
        """Whether the name is an ordinary word too ("word": "Split", "San") or no place ("never": "Le Monde")."""
        ...

    def country(self, iso2: str) -> CountryRow | None:
        """The country of that ISO 3166-1 alpha-2 code."""
        ...

    def neighbours(self, iso2: str) -> tuple[str, ...]:
        """The countries that share a land border with it, sorted."""
        ...

    def medium_of(self, folded: str) -> str | None:
        """The country of the paper, station or agency of that name, if it mostly tells of that country."""
        ...

    def border(self, one: str, other: str) -> tuple[tuple[float, float], ...]:
        """Points, latitude and longitude, along the border of two countries; none if they do not meet."""
        ...

    def capital(self, iso2: str) -> PlaceRow | None:
        """The capital of that country, where it is among the towns."""
        ...

    def admin1(self, code: str) -> PlaceRow | None:
        """The first-level unit of that ISO 3166-2 code."""
        ...

    def nearest(self, lat: float, lon: float, country: str | None = None) -> PlaceRow | None:
        """The nearest town within 150 km, of that country if one is given."""
        ...


@dataclass(frozen=True, slots=True)
class LearnedPlace:
    """What structured reports say of one name in one country. `count`: reports; `within_km`: their spread or worse."""

    name: str
    country: str
    lat: float
    lon: float
    within_km: float
    count: int


class LearnedPlaces(Protocol):
    """Names and points learned from structured reports; kept by ingest, read here."""

    def learned(self, folded: str) -> tuple[LearnedPlace, ...]:
        """What is known of that folded name: count descending, then country."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """One name as it stands in the text, with what the gazetteer knows by it.

    `start`, `end`: characters in the text. `rows`: places of that name. `unit`: the word, folded, by which the text
    calls it an admin unit ("region" in "Gao region"). `settlement`: the text calls it a town or a village. `doubtful`:
    it is an ordinary word too. `within`: ISO2 or ISO 3166-2 codes of what the text puts it inside ("Ansongo, Mali");
    `side`: which part of that country, degrees clockwise from north ("Bamba in northern Mali").
    """

    start: int
    end: int
    name: str
    folded: str
    rows: tuple[PlaceRow, ...]
    unit: str | None = None
    settlement: bool = False
    doubtful: bool = False
    within: tuple[str, ...] = ()
    side: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One phrase that says where. `start`, `end`: characters, relation words included; `text`: as users read it.

    `names`: one name, two for a route, none for a country or a nationality. `countries`: ISO2, likeliest first, if
    the phrase is a country or a nationality. `kind` "unknown": a name that the text calls a place and the gazetteer
    does not have; "capital" one that is not named ("in the Iraqi capital"). `relation`: "in" has such a preposition
    before it; "part" is "northern X"; "offset" has `km` or `bearing` or both (degrees, clockwise from north); "from" is
    where people come from; "border" names a side of one; "dateline" is where the text was written.
    """

    start: int
    end: int
    text: str
    kind: MentionKind
    relation: Relation
    names: tuple[Named, ...] = ()
    countries: tuple[str, ...] = ()
    km: float | None = None
    bearing: float | None = None

    @property
    def related(self) -> bool:
        """A word such as "in" or "near" says that this is where something is."""
        return self.relation not in ("none", "from", "border", "dateline")


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """Where a phrase means. `within_km` holds the true place in about nine of ten cases.

    `confidence`: 0–1, that country and point are the ones meant. `how`: id of the rule that settled it.
    `start`, `end`: characters of the phrase in the text.
    """

    name: str
    country: str
    admin1: str | None
    lat: float
    lon: float
    within_km: float
    confidence: float
    how: str
    start: int
    end: int

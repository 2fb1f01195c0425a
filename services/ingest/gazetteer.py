"""The gazetteer: one compiled SQLite file, opened read-only. The file's layout is written and read here alone."""

import argparse
import json
import math
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, get_args

from events.errors import TocsinError
from services.ingest.core.places.geodesy import KM_PER_DEGREE, distance_km
from services.ingest.core.places.port import Caution, CountryName, CountryRow, NameHow, PlaceRow

Progress = Callable[[str, float], None]

LAYOUT = 4
NEAREST_KM = 150.0
_REMEMBERED = 10_000
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (id INTEGER PRIMARY KEY, name, kind, country, admin1, admin2, lat, lon, within_km, population, cell);
CREATE TABLE name (folded TEXT, place INTEGER, PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE country (iso2 TEXT PRIMARY KEY, iso3, name, lat, lon, within_km, south, west, north, east, population,
                      capital, first_level, neighbours TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country_name (folded TEXT, iso2 TEXT, how TEXT, PRIMARY KEY (folded, iso2, how)) WITHOUT ROWID;
CREATE TABLE border (one TEXT, other TEXT, lat, lon, PRIMARY KEY (one, other, lat, lon)) WITHOUT ROWID;
CREATE TABLE head (word TEXT PRIMARY KEY, longest INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE caution (folded TEXT PRIMARY KEY, caution TEXT NOT NULL) WITHOUT ROWID;
"""
_NAMED = """
SELECT id, name, kind, country, admin1, admin2, lat, lon, within_km, population
FROM name JOIN place ON id = place WHERE folded = ? ORDER BY population DESC, id
"""
_TOWNS_IN_CELLS = """
SELECT id, name, kind, country, admin1, admin2, lat, lon, within_km, population
FROM place WHERE cell IN (SELECT value FROM json_each(?)) AND kind = 'town'
"""
_FIRST_LEVEL = """
SELECT id, name, kind, country, admin1, admin2, lat, lon, within_km, population
FROM place WHERE kind = 'admin1' AND admin1 IS NOT NULL
"""
_COUNTRY_NAMES = "SELECT folded, iso2, how FROM country_name WHERE how <> 'medium'"
_CAPITALS = """
SELECT id, name, kind, country, admin1, admin2, lat, lon, within_km, population
FROM place WHERE id IN (SELECT capital FROM country) ORDER BY id
"""


class GazetteerMissing(TocsinError):
    """There is no compiled file. Ends: the service stops and says how to compile it."""


class GazetteerUnreadable(TocsinError):
    """The file is no gazetteer of this layout. Ends: the service stops and says how to compile it anew."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a compiled file holds. Every tuple is in the order in which it is written."""

    version: str
    places: tuple[PlaceRow, ...]
    names: tuple[tuple[str, int], ...]
    countries: tuple[tuple[CountryRow, tuple[str, ...]], ...]
    country_names: tuple[tuple[str, str, NameHow], ...]
    cautions: tuple[tuple[str, Caution], ...]
    borders: tuple[tuple[str, str, float, float], ...] = ()


def default_path() -> Path:
    """Where the compiled file lies unless the setting TOCSIN_GAZETTEER names another."""
    return Path(sys.prefix) / "share" / "tocsin" / "gazetteer.sqlite"


class Gazetteer:
    """Names → places, from the compiled file. Satisfies `core.places.Places`.

    Answers are remembered (the last 10,000 of each question). Any thread may ask; questions are answered one at a time.
    Raises `GazetteerMissing` or `GazetteerUnreadable`.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise GazetteerMissing(f"no gazetteer at {path}: compile it with tocsin gazetteer")
        self._file = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.version = self._read_version(path)
        self._countries = self._read_countries()
        self._country_names = self._read_country_names()
        self._media = dict(self._file.execute("SELECT folded, iso2 FROM country_name WHERE how = 'medium'"))
        self.opens_country = frozenset(folded.split()[0] for folded in self._country_names).__contains__
        self._cautions: dict[str, Caution] = dict(self._file.execute("SELECT folded, caution FROM caution"))
        self._admin1 = self._read_admin1()
        self._capitals = self._read_capitals()
        self.lookup = lru_cache(_REMEMBERED)(self._lookup)
        self.longest = lru_cache(_REMEMBERED)(self._longest)
        self.nearest = lru_cache(_REMEMBERED)(self._nearest)
        self._border = lru_cache(_REMEMBERED)(self._read_border)

    def close(self) -> None:
        """Closes the file; nothing may be asked afterwards."""
        self._file.close()

    def countries_named(self, folded: str) -> tuple[CountryName, ...]:
        """The countries of that name or nationality, the most populous first."""
        return self._country_names.get(folded, ())

    def caution(self, folded: str) -> Caution:
        """Whether the name is also an ordinary word, or no place at all."""
        return self._cautions.get(folded, "none")

    def country(self, iso2: str) -> CountryRow | None:
        """The country of that ISO 3166-1 alpha-2 code."""
        return self._countries[iso2][0] if iso2 in self._countries else None

    def neighbours(self, iso2: str) -> tuple[str, ...]:
        """The countries that share a land border with it, sorted."""
        return self._countries[iso2][1] if iso2 in self._countries else ()

    def medium_of(self, folded: str) -> str | None:
        """The country of the paper, station or agency of that name."""
        return self._media.get(folded)

    def border(self, one: str, other: str) -> tuple[tuple[float, float], ...]:
        """Points, latitude and longitude, along the border of two countries; sorted."""
        return self._border(*sorted((one, other)))

    def capital(self, iso2: str) -> PlaceRow | None:
        """The capital of that country, where it is among the towns."""
        return self._capitals.get(iso2)

    def admin1(self, code: str) -> PlaceRow | None:
        """The first-level unit of that ISO 3166-2 code."""
        return self._admin1.get(code)

    def _lookup(self, folded: str) -> tuple[PlaceRow, ...]:
        return tuple(PlaceRow(*row) for row in self._file.execute(_NAMED, (folded,)))

    def _longest(self, word: str) -> int:
        row = self._file.execute("SELECT longest FROM head WHERE word = ?", (word,)).fetchone()
        return row[0] if row else 0

    def _nearest(self, lat: float, lon: float, country: str | None = None) -> PlaceRow | None:
        found = [(distance_km(lat, lon, town.lat, town.lon), town.id, town) for town in self._towns_about(lat, lon)]
        near = [entry for entry in found if entry[0] <= NEAREST_KM and country in (None, entry[2].country)]
        return min(near)[2] if near else None

    def _towns_about(self, lat: float, lon: float) -> Iterable[PlaceRow]:
        cells = json.dumps(sorted(cells_about(lat, lon, NEAREST_KM)))
        return [PlaceRow(*row) for row in self._file.execute(_TOWNS_IN_CELLS, (cells,))]

    def _read_version(self, path: Path) -> str:
        try:
            layout, version = self._file.execute(
                "SELECT (SELECT value FROM meta WHERE key = 'layout'), (SELECT value FROM meta WHERE key = 'version')"
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise GazetteerUnreadable(f"{path} is no gazetteer: {error}") from error
        if layout != str(LAYOUT):
            raise GazetteerUnreadable(f"{path} has layout {layout}, this version reads {LAYOUT}: compile it anew")
        return str(version)

    def _read_countries(self) -> dict[str, tuple[CountryRow, tuple[str, ...]]]:
        rows: list[tuple[Any, ...]] = self._file.execute("SELECT * FROM country").fetchall()
        return {row[0]: (_country_row(row), tuple(row[-1].split())) for row in rows}

    def _read_country_names(self) -> dict[str, tuple[CountryName, ...]]:
        named: dict[str, list[CountryName]] = {}
        for folded, iso2, how in self._file.execute(_COUNTRY_NAMES):
            named.setdefault(folded, []).append(CountryName(iso2, how))
        return {folded: tuple(sorted(names, key=self._likelier)) for folded, names in named.items()}

    def _likelier(self, name: CountryName) -> tuple[int, str, int]:
        return -self._countries[name.iso2][0].population, name.iso2, get_args(NameHow).index(name.how)

    def _read_border(self, one: str, other: str) -> tuple[tuple[float, float], ...]:
        asked = "SELECT lat, lon FROM border WHERE one = ? AND other = ? ORDER BY lat, lon"
        return tuple(self._file.execute(asked, (one, other)))

    def _read_admin1(self) -> dict[str, PlaceRow]:
        return {row[4]: PlaceRow(*row) for row in self._file.execute(_FIRST_LEVEL)}

    def _read_capitals(self) -> dict[str, PlaceRow]:
        rows = (PlaceRow(*row) for row in self._file.execute(_CAPITALS))
        return {row.country: row for row in rows}


def _country_row(row: Sequence[Any]) -> CountryRow:
    values = dict(zip((field.name for field in fields(CountryRow)), row, strict=False))
    return CountryRow(**{**values, "first_level": tuple(row[-2].split())})


def cell_of(lat: float, lon: float) -> int:
    """The one-degree cell of a point, as one number."""
    return min(179, math.floor(lat + 90)) * 360 + math.floor(lon + 180) % 360


def cells_about(lat: float, lon: float, km: float) -> set[int]:
    """The cells that a circle about the point can touch."""
    reach = km / KM_PER_DEGREE
    wide = min(180.0, reach / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + reach)))))
    rows = range(math.floor(lat - reach), math.floor(lat + reach) + 1)
    columns = range(math.floor(lon - wide), math.floor(lon + wide) + 1)
    return {cell_of(min(90, max(-90, row)), column) for row in rows for column in columns}


def write(path: Path, contents: Contents) -> None:
    """Writes the file beside its place and moves it there in one step: no reader sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(draft, isolation_level=None)) as file:
            _fill(file, contents)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _fill(file: sqlite3.Connection, contents: Contents) -> None:
    file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
    file.execute("BEGIN")
    place = attrgetter(*(field.name for field in fields(PlaceRow)))
    country = attrgetter(*(field.name for field in fields(CountryRow) if field.name != "first_level"))
    places = ((*place(row), cell_of(row.lat, row.lon)) for row in contents.places)
    countries = ((*country(row), " ".join(row.first_level), " ".join(near)) for row, near in contents.countries)
    file.executemany("INSERT INTO meta VALUES (?,?)", (("layout", str(LAYOUT)), ("version", contents.version)))
    file.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", places)
    file.executemany("INSERT INTO name VALUES (?,?)", contents.names)
    file.executemany("INSERT INTO country VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", countries)
    file.executemany("INSERT INTO country_name VALUES (?,?,?)", contents.country_names)
    file.executemany("INSERT OR IGNORE INTO border VALUES (?,?,?,?)", contents.borders)
    file.executemany("INSERT INTO head VALUES (?,?)", heads(contents))
    file.executemany("INSERT INTO caution VALUES (?,?)", contents.cautions)
    file.execute("COMMIT")
    file.executescript("CREATE INDEX place_cell ON place (cell); PRAGMA synchronous = FULL; VACUUM;")


def heads(contents: Contents) -> list[tuple[str, int]]:
    """For each first word of a name, the most words of a name that begins with it, by word."""
    longest: dict[str, int] = {}
    of_countries = tuple(entry for entry in contents.country_names if entry[2] != "medium")
    entries: tuple[tuple[tuple[object, ...], ...], ...] = (contents.names, of_countries, contents.cautions)
    for folded in (str(entry[0]) for entry in chain.from_iterable(entries)):
        words = folded.split()
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return sorted(longest.items())


def open_or_build(path: Path, progress: Progress) -> Gazetteer:
    """The gazetteer at `path`, compiled first if the file is missing, unreadable, or made from other code or tables.

    Without the packages that compiling needs, a readable file is taken as it is. `progress(step, share)`: what is
    being done, and 0–1 of the whole. Raises `GazetteerExtraMissing` if it must be compiled and cannot be.
    """
    try:
        found = Gazetteer(path)
    except (GazetteerMissing, GazetteerUnreadable):
        _build(path, progress)
        return Gazetteer(path)
    if not _is_stale(found):
        return found
    found.close()
    _build(path, progress)
    return Gazetteer(path)


def is_current(path: Path) -> bool:
    """Whether there is a gazetteer at `path` that need not be compiled before it is opened."""
    try:
        found = Gazetteer(path)
    except (GazetteerMissing, GazetteerUnreadable):
        return False
    try:
        return not _is_stale(found)
    finally:
        found.close()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin gazetteer`."""
    parser.add_argument("path", type=Path, nargs="?", help="file to write (TOCSIN_GAZETTEER, else the default place)")


def run_gazetteer(args: argparse.Namespace) -> int:
    """Compiles the gazetteer anew. Exit status 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # no draft is left
    path: Path = args.path or Path(os.environ.get("TOCSIN_GAZETTEER") or default_path())
    _build(path, lambda step, share: print(f"{share:4.0%} {step}", file=sys.stderr))  # noqa: T201 - progress of a command
    print(path)  # noqa: T201 - what the command answers
    return 0


def _is_stale(gazetteer: Gazetteer) -> bool:
    from services.ingest.gazetteer_build import version  # noqa: PLC0415 - as below
    from services.ingest.gazetteer_sources import GazetteerExtraMissing  # noqa: PLC0415 - as below

    try:
        return gazetteer.version != version()
    except GazetteerExtraMissing:
        return False


def _build(path: Path, progress: Progress) -> None:
    from services.ingest.gazetteer_build import build  # noqa: PLC0415 - the two modules know each other

    build(path, progress)

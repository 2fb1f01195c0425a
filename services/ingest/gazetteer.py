"""The gazetteer: one compiled SQLite file, opened read-only."""

import sys
from collections.abc import Callable
from pathlib import Path

from services.ingest.core.places import CountryName, CountryRow, PlaceRow

Progress = Callable[[str, float], None]


def default_path() -> Path:
    """Where the compiled file lies unless TOCSIN_GAZETTEER names another."""
    return Path(sys.prefix) / "share" / "tocsin" / "gazetteer.sqlite"


class Gazetteer:
    """Names → places, from the compiled file. Satisfies `Places`. Safe for one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Opens the file read-only. Raises `GazetteerMissing` or `GazetteerUnreadable`."""
        raise NotImplementedError

    version: str

    def lookup(self, folded: str) -> tuple[PlaceRow, ...]: raise NotImplementedError
    def longest(self, word: str) -> int: raise NotImplementedError
    def countries_named(self, folded: str) -> tuple[CountryName, ...]: raise NotImplementedError
    def country(self, iso2: str) -> CountryRow | None: raise NotImplementedError
    def neighbours(self, iso2: str) -> tuple[str, ...]: raise NotImplementedError
    def admin1(self, code: str) -> PlaceRow | None: raise NotImplementedError
    def nearest(self, lat: float, lon: float, country: str | None = None) -> PlaceRow | None: raise NotImplementedError


def open_or_build(path: Path, progress: Progress) -> Gazetteer:
    """Opens the compiled file; compiles it first if it is missing or older than this code."""
    raise NotImplementedError

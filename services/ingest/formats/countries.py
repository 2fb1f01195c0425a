"""Countries as data sets write them: names, ISO 3166-1 codes, and the FIPS 10-4 codes of GDELT, to alpha-2."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from events.render.countries import COUNTRY_NAMES

FIPS_BESIDE: Final = {"GZ": "PS", "RB": "RS", "YI": "RS"}
"""Codes of parts and of states that are no more."""


@cache
def _rows() -> tuple[tuple[str, ...], ...]:
    text = files("services.ingest.formats").joinpath("country_codes.tsv").read_text(encoding="utf-8")
    return tuple(tuple(line.split("\t")) for line in text.splitlines() if not line.startswith("#"))


@cache
def by_name() -> Mapping[str, str]:
    """Casefolded names and ISO codes (alpha-2, alpha-3, numeric) → alpha-2."""
    found = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}
    for alpha2, alpha3, numeric, _, names in _rows():
        keys = (alpha2, alpha3, numeric, numeric.lstrip("0"), *names.split("|"))
        found |= {key.casefold(): alpha2 for key in keys if key}
    return found


@cache
def by_fips() -> Mapping[str, str]:
    """FIPS 10-4 → alpha-2."""
    return {row[3]: row[0] for row in _rows() if row[3]} | FIPS_BESIDE


def country_code(name: str) -> str | None:
    """The alpha-2 code of a country by name or ISO code; None where it is not known."""
    return by_name().get(name.strip().casefold())

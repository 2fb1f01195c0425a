"""Parameters: the values of a question, read one by one; `WrongParameter` names the one at fault."""

import math
import re
from collections.abc import Iterable
from typing import Final

from events.moment import parse_moment, to_ms
from services.runtime.parameters import WrongParameter, meant

LIMIT_MAX: Final = 500
LIMIT_DEFAULT: Final = 50
VALUES_MAX: Final = 50
VALUE_CHARS_MAX: Final = 200
COUNTRY: Final = re.compile(r"[A-Z]{2}")


def words(name: str, value: str) -> tuple[str, ...]:
    """Comma-separated values, each once, sorted."""
    found = sorted({word.strip() for word in value.split(",")})
    if "" in found:
        raise WrongParameter(name, "has an empty value between its commas")
    if len(found) > VALUES_MAX:
        raise WrongParameter(name, f"has more than {VALUES_MAX} values")
    if any(len(word) > VALUE_CHARS_MAX for word in found):
        raise WrongParameter(name, f"has a value longer than {VALUE_CHARS_MAX} characters")
    return tuple(found)


def choices(name: str, value: str, known: Iterable[str]) -> tuple[str, ...]:
    """Comma-separated values of a closed list."""
    allowed, found = frozenset(known), words(name, value)
    for word in found:
        if word not in allowed:
            raise WrongParameter(name, f"{word!r} is unknown: {meant(word, allowed)}")
    return found


def countries(name: str, value: str) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes in any letter case."""
    found = tuple(word.upper() for word in words(name, value))
    for word in found:
        if not COUNTRY.fullmatch(word):
            raise WrongParameter(name, f"{word!r} is no country code: write two letters, as ML")
    return tuple(sorted(set(found)))


def moment_ms(name: str, value: str) -> int:
    """An RFC 3339 time in ms since 1970. A `+` that came as a space (it must be sent as %2B) is understood."""
    try:
        return to_ms(parse_moment(value.strip().replace(" ", "+")))
    except (ValueError, OverflowError):
        message = f"{value!r} is no RFC 3339 time with a zone: write 2025-02-08T10:00:00Z"
        raise WrongParameter(name, message) from None


def limit(name: str, value: str | None) -> int:
    """How many items at most, 1–500; 50 unless told."""
    if value is None:
        return LIMIT_DEFAULT
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= len(str(LIMIT_MAX)) else 0
    if not 1 <= number <= LIMIT_MAX:
        raise WrongParameter(name, f"must be a whole number from 1 to {LIMIT_MAX}")
    return number


def box(name: str, value: str) -> tuple[float, float, float, float]:
    """west, south, east, north in degrees; west > east crosses the 180th meridian."""
    try:
        west, south, east, north = (float(number) for number in value.split(","))
    except ValueError:
        raise WrongParameter(name, "must be four numbers: west,south,east,north in degrees") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise WrongParameter(name, "must hold four numbers")
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 90:  # noqa: PLR2004  degrees
        raise WrongParameter(name, "must lie within -180,-90,180,90")
    if south > north:
        raise WrongParameter(name, "must have its south below its north")
    return west, south, east, north

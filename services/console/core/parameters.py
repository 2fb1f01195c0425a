"""Parameters: the values of a question, read one by one; `WrongParameter` names the one at fault."""

import difflib
import math
import re
from collections.abc import Iterable, Sequence
from typing import Final

from events.moment import parse_moment, to_ms

LIMIT_MAX: Final = 500
LIMIT_DEFAULT: Final = 50
VALUES_MAX: Final = 50
VALUE_CHARS_MAX: Final = 200
COUNTRY: Final = re.compile(r"[A-Z]{2}")


class WrongParameter(ValueError):
    """A parameter that cannot be understood: `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def meant(word: str, known: Iterable[str]) -> str:
    """`; did you mean country?`, or which there are."""
    there_are = sorted(known)
    near = difflib.get_close_matches(word, there_are, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(there_are) or 'none'}"


def given(pairs: Sequence[tuple[str, str]], known: Iterable[str], several: Iterable[str] = ()) -> dict[str, str]:
    """The parameters by name. Unknown ones, empty ones and ones given twice are refused; `several` may be repeated."""
    names, repeatable, found = frozenset(known), frozenset(several), dict[str, str]()
    for name, value in pairs:
        if name not in names:
            raise WrongParameter(name, f"is no parameter here: {meant(name, names)}")
        if not value.strip():
            raise WrongParameter(name, "is empty")
        if name in found and name not in repeatable:
            raise WrongParameter(name, "is given twice")
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


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

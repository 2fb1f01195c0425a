"""Where: a name, a country, a point, and how far off the point may be."""

from typing import Annotated

from pydantic import Field

from events.value import Value

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]


class Place(Value):
    """Where something happened.

    `lat`, `lon`: degrees, WGS 84. `within_km`: the radius that holds the true place in about nine of ten cases.
    A route is its midpoint with half its length in the radius. `admin1`: ISO 3166-2.
    """

    name: Annotated[str, Field(max_length=200)] | None = None
    country: CountryCode | None = None
    admin1: Annotated[str, Field(max_length=80)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    within_km: Annotated[float, Field(gt=0, le=20_038)] | None = None

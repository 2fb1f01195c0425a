"""The shapes in which incidents leave for the tools of others, written one by one. Pure."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from events.incident import Incident
from events.render import acled_csv, geojson, ucdp_csv
from events.render.tables import header, line

T = TypeVar("T")
CSV: Final = "text/csv"
GEOJSON: Final = "application/geo+json"
"""RFC 7946."""


@dataclass(frozen=True, slots=True)
class Shape(Generic[T]):
    """How things are written: what stands before them, each of them, what stands between two, and what after all."""

    content_type: str
    begin: str
    item: Callable[[T], str]
    between: str = ""
    end: str = ""

    def written(self, items: Iterable[T]) -> Iterator[str]:
        """All of it, piece by piece."""
        yield self.begin
        for number, one in enumerate(items):
            yield (self.between if number else "") + self.item(one)
        yield self.end


def collection(feature: Callable[[T], dict[str, Any]]) -> Shape[T]:
    """A GeoJSON feature collection, a feature a line."""

    def item(one: T) -> str:
        return json.dumps(feature(one), ensure_ascii=False, separators=(",", ":"))

    return Shape(GEOJSON, '{"type":"FeatureCollection","features":[\n', item, ",\n", "\n]}\n")


SHAPES: Final[dict[str, Shape[Incident]]] = {
    "ucdp": Shape(CSV, header(ucdp_csv.COLUMNS), lambda one: line(ucdp_csv.COLUMNS, ucdp_csv.row(one))),
    "acled": Shape(CSV, header(acled_csv.COLUMNS), lambda one: line(acled_csv.COLUMNS, acled_csv.row(one))),
    "geojson": collection(geojson.feature),
}
"""Shape → how incidents are written in it."""
TABLES: Final = ("acled", "ucdp")
"""The shapes that are csv."""

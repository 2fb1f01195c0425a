"""Items: one version of one thing that the console shows, with what it can be found by."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from events.actor import Actor
from events.alert import Severity
from events.log.port import Stored
from events.moment import Occurred, to_ms
from events.place import Place
from events.select import RANK

ItemKind = Literal["report", "incident", "alert", "delivery", "attempt"]
TOPICS: Final = ("reports", "incidents", "alerts", "deliveries", "attempts", "texts")
"""The topics the console follows. Their order breaks ties between records of one millisecond."""
PARTITION_BITS: Final = 12
OFFSET_BITS: Final = 44


@dataclass(frozen=True, slots=True, order=True)
class Changed:
    """When an item changed: the record's time in the log (ms since 1970), then its place there. No two are equal."""

    ms: int
    place: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an item can be found by besides its tags: [first, last) in ms, a point in degrees, a rank of severity."""

    first_ms: int | None = None
    last_ms: int | None = None
    lat: float | None = None
    lon: float | None = None
    severity: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One version of a report, incident, alert, delivery or attempt.

    `live`: listed without being asked for (neither retracted, merged nor withdrawn). `content`: what makes two
    versions equal, empty where nothing does. `body`: the whole of it as JSON text. `tags`: exact matches, sorted.
    """

    kind: ItemKind
    id: str
    event_id: str
    changed: Changed
    body: str
    live: bool = True
    content: str = ""
    tags: tuple[str, ...] = ()
    found: Found = Found()

    @property
    def data(self) -> dict[str, Any]:
        """The body, parsed."""
        data: dict[str, Any] = json.loads(self.body)
        return data


def changed_by(record: Stored) -> Changed:
    """The change that a record makes."""
    topic = TOPICS.index(record.topic)
    place = (topic << PARTITION_BITS | record.partition) << OFFSET_BITS | record.offset
    return Changed(to_ms(record.recorded_at), place)


def text_of(data: dict[str, Any]) -> str:
    """A body as it is kept."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def tag(kind: ItemKind, name: str, value: str) -> str:
    """A tag as it is kept: `incident country ML`. Letter case does not matter in names of actors and sources."""
    return " ".join(f"{kind} {name} {value.casefold() if name in {'actor', 'source'} else value}".split())


def tags(of: ItemKind, /, **values: Iterable[str | None] | str | None) -> tuple[str, ...]:
    """The tags of an item; what is not known gives none."""
    found: set[str] = set()
    for name, value in values.items():
        each = [value] if isinstance(value, str) or value is None else value
        found.update(tag(of, name, one) for one in each if one)
    return tuple(sorted(found))


def names(actors: Iterable[Actor]) -> list[str | None]:
    """What actors can be asked for by: their ids and their names."""
    return [name for actor in actors for name in (actor.id, actor.name)]


def found_by(occurred: Occurred | None, place: Place | None, severity: Severity = "unknown") -> Found:
    """The time, point and rank of an item."""
    return Found(
        to_ms(occurred.first) if occurred else None,
        to_ms(occurred.last) if occurred else None,
        place.lat if place else None,
        place.lon if place else None,
        RANK[severity],
    )

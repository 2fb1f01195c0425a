"""What correlation keeps: keyed rows of immutable objects, and how each becomes bytes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from events.errors import Unreadable
from events.report import ReportReceived
from services.rules.core.facts import Facts, facts_of
from services.rules.core.grouping import Member
from services.rules.core.similarity import Link
from services.runtime.namespace import Namespace

T = TypeVar("T")


class State(Protocol):
    """Keyed rows, as `services.runtime.rows.Rows` has them."""

    def get(self, namespace: Namespace[T], key: str) -> T | None:
        """The row, None where there is none."""

    def put(self, namespace: Namespace[T], key: str, value: T) -> None:
        """Writes a row."""

    def delete(self, namespace: Namespace[T], key: str) -> None:
        """Deletes a row; no error where there is none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as it stands: its event, that event's id, the how-manieth it came, and what is compared of it."""

    event: ReportReceived
    event_id: str
    arrived: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the index: enough to see that it is too far off. `day`: days since 1970."""

    report_id: str
    day: int
    lat: float | None
    lon: float | None
    radius_km: float


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood: linked reports in their order, and the links among them.

    `crowded`: it is a day of a larger one; `outside` are then its links to other days, which do not hold but count.
    """

    members: tuple[Member, ...]
    links: tuple[Link, ...] = ()
    outside: tuple[Link, ...] = ()
    crowded: bool = False
    key: str = field(init=False)
    """The smallest report id."""

    def __post_init__(self) -> None:
        """Names it once: the key is asked for often."""
        object.__setattr__(self, "key", min([m.report_id for m in self.members]))


@dataclass(frozen=True, slots=True)
class Standing:
    """An incident as it stands. `opened`: the how-manieth it is; `opener`: the report it was opened with.

    `members`: its reports in their order, none when it ended. `doubles`: names of its possible duplicates.
    """

    incident_id: str
    revision: int
    opened: int
    opener: str
    members: tuple[str, ...]
    doubles: tuple[str, ...] = ()
    country: str | None = None


_JSON: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)
"""Made once: `json.dumps` with separators makes another for each row."""


def _plain(value: object) -> bytes:
    return _JSON.encode(value).encode()


def _encode_kept(kept: Kept) -> bytes:
    return b"%d %s %s" % (
        kept.arrived,
        kept.event_id.encode(),
        kept.event.model_dump_json(exclude_defaults=True).encode(),
    )


def _decode_kept(raw: bytes) -> Kept:
    arrived, event_id, event = raw.split(b" ", 2)
    received = ReportReceived.model_validate_json(event)
    facts = facts_of(received)
    if facts is None:
        raise Unreadable(f"{received.report_id} was kept but cannot be compared: rebuild the state")
    return Kept(received, event_id.decode(), int(arrived), facts)


def _encode_entries(entries: tuple[Entry, ...]) -> bytes:
    return _plain([(e.report_id, e.day, e.lat, e.lon, e.radius_km) for e in entries])


def _decode_entries(raw: bytes) -> tuple[Entry, ...]:
    return tuple(Entry(*e) for e in json.loads(raw))


def _encode_area(area: Area) -> bytes:
    members = [(m.start, m.report_id, m.document, sorted(m.groups), m.among_groups, m.exact) for m in area.members]
    inner, outside = ([(k.a, k.b, k.score) for k in links] for links in (area.links, area.outside))
    return _plain((members, inner, outside, area.crowded))


def _decode_area(raw: bytes) -> Area:
    members, inner, outside, crowded = json.loads(raw)
    return Area(
        tuple(
            Member(start, i, doc, frozenset(groups), among, exact) for start, i, doc, groups, among, exact in members
        ),
        tuple(Link(*k) for k in inner),
        tuple(Link(*k) for k in outside),
        crowded,
    )


def _encode_standing(s: Standing) -> bytes:
    return _plain((s.incident_id, s.revision, s.opened, s.opener, s.members, s.doubles, s.country))


def _decode_standing(raw: bytes) -> Standing:
    incident_id, revision, opened, opener, members, doubles, country = json.loads(raw)
    return Standing(incident_id, revision, opened, opener, tuple(members), tuple(doubles), country)


def _decode_names(raw: bytes) -> tuple[str, ...]:
    return tuple(json.loads(raw))


_text: Final[tuple[Callable[[str], bytes], Callable[[bytes], str]]] = (str.encode, bytes.decode)
_number: Final[tuple[Callable[[Any], bytes], Callable[[bytes], int]]] = (_plain, json.loads)

KEPT: Final = Namespace("report", 1, _encode_kept, _decode_kept)
ENTRIES: Final = Namespace("near", 1, _encode_entries, _decode_entries)
HOME: Final = Namespace("home", 1, *_text)
AREA: Final = Namespace("area", 1, _encode_area, _decode_area)
ASSIGNED: Final = Namespace("assigned", 1, *_text)
STANDING: Final = Namespace("incident", 1, _encode_standing, _decode_standing)
COUNT: Final = Namespace("count", 1, *_number)
LEVELS: Final = Namespace("levels", 1, _plain, _decode_names)

"""Reports as UCDP's events are told by single sources: one csv row is what one source said of one event.

Columns: report_key, source, reported_on, headline, country, admin1, latitude, longitude, geo_precision_km, occurred_on,
date_precision (UCDP's codes 1–5), type_of_violence (1 a state against a group, 2 between groups, 3 against civilians),
side_a, side_b. Place and day are off by up to `geo_precision_km` and a day; sides may be missing. No tolls.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import BinaryIO, Final, TypeVar

from events.actor import Actor, Role
from events.moment import Occurred, Precision
from events.place import Place
from events.report import IncidentKind, Report, SourceRef
from services.ingest.formats.cells import named_rows, number
from services.ingest.formats.countries import country_code
from services.ingest.formats.port import Format, Options, Parsed
from services.ingest.formats.structured import clipped, headline_of, item_of

V = TypeVar("V")
COLUMNS: Final = frozenset({"report_key", "source", "reported_on", "occurred_on", "type_of_violence"})
PRECISIONS: Final[dict[str, Precision]] = {"": "day", "1": "day", "2": "day", "3": "week", "4": "month", "5": "year"}
"""UCDP's 2 is "within two to six days" of the day it gives: still a day; the neighbouring days are looked at anyway."""
KINDS: Final[dict[str, IncidentKind]] = {"1": "armed_clash", "2": "armed_clash", "3": "attack"}
STATE: Final = "Government of "
CIVILIANS: Final = "Civilians"
UNNAMED_STATE: Final = "government forces"
UNNAMED_GROUP: Final = "armed group"


def knows(head: bytes, _: str) -> bool:
    """Whether the first line has these columns."""
    first = head.partition(b"\n")[0]
    return all(column.encode() in first for column in COLUMNS)


def read(stream: BinaryIO, _: Options) -> Iterator[Parsed]:
    """A report a row; its source's own id is the report key."""
    for row in named_rows(stream, lambda names: set(names) >= COLUMNS, lambda _: None):
        yield item_of(row, report_of)


def report_of(cells: Mapping[str, str]) -> Report:
    """The report of one row; `ValueError` names the column at fault."""
    return Report(
        source=SourceRef(name=cells["source"][:200], id=cells["report_key"]),
        published_at=datetime.combine(_day(cells, "reported_on"), datetime.min.time(), UTC),
        occurred=Occurred(start=_day(cells, "occurred_on"), precision=_code(cells, "date_precision", PRECISIONS)),
        kind=_code(cells, "type_of_violence", KINDS),
        place=_place(cells),
        actors=_sides(cells),
        headline=headline_of(cells.get("headline", "")),
        backfill=True,
    )


def _day(cells: Mapping[str, str], column: str) -> date:
    try:
        return date.fromisoformat(cells[column].strip())
    except ValueError:
        raise ValueError(f"{column}: {cells[column]!r} is no date") from None


def _code(cells: Mapping[str, str], column: str, known: Mapping[str, V]) -> V:
    code = cells.get(column, "").strip()
    if code not in known:
        raise ValueError(f"{column}: {code!r} is none of {', '.join(sorted(filter(None, known)))}")
    return known[code]


def _place(cells: Mapping[str, str]) -> Place:
    """The area keeps the data set's own name: no table here turns it into ISO 3166-2."""
    return Place(
        country=country_code(cells.get("country", "")),
        admin1=clipped(cells.get("admin1", ""), 80),
        lat=number(cells, "latitude"),
        lon=number(cells, "longitude"),
        within_km=number(cells, "geo_precision_km") or None,
    )


def _sides(cells: Mapping[str, str]) -> tuple[Actor, ...]:
    """Both sides. What the type implies stands where a name is missing: type 1 has a state in it, type 3 civilians."""
    kind = cells["type_of_violence"].strip()
    a, b = cells.get("side_a", "").strip(), cells.get("side_b", "").strip()
    if kind == "3":
        victims = Actor(name=CIVILIANS, kind="civilians", role="victim")
        return (_fighter(a or UNNAMED_GROUP, "attacker"), victims)
    first = a or (UNNAMED_STATE if kind == "1" else UNNAMED_GROUP)
    return (_fighter(first, "combatant"), _fighter(b or UNNAMED_GROUP, "combatant"))


def _fighter(name: str, role: Role) -> Actor:
    if name == UNNAMED_GROUP:
        return Actor(name=name, kind="unidentified_armed_group", role=role)
    if name == UNNAMED_STATE or name.startswith(STATE):
        return Actor(name=name[:200], kind="state_force", role=role, home=country_code(name.removeprefix(STATE)))
    return Actor(name=name[:200], id=f"ucdp:{name[:70].casefold()}", kind="rebel", role=role)


FORMAT: Final = Format("ucdp_reports", knows, read, archive=True)

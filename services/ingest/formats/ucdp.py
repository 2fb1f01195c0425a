"""UCDP's Georeferenced Event Dataset as csv: https://ucdp.uu.se/downloads, columns as in its codebook.

Two orders of the columns low, best, high exist, and files with an HXL tag row or without a header. One row is one event
as UCDP judged it from its sources; UCDP is the source of the report.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import BinaryIO, Final

from events.actor import Actor, Role
from events.moment import Occurred, Precision
from events.place import Place
from events.report import IncidentKind, Report, SourceRef
from events.toll import ClaimScope, Party, TollClaim
from services.ingest.formats.cells import count, named_rows, number
from services.ingest.formats.countries import country_code
from services.ingest.formats.port import Format, Options, Parsed
from services.ingest.formats.structured import clipped, headline_of, item_of

NAME: Final = "UCDP"
NEEDED: Final = frozenset({"type_of_violence", "side_a", "side_b", "date_start", "date_end", "best", "high", "low"})
_IDS: Final = "conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id"
_SIDES: Final = "side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources"
_TOLD: Final = "source_article source_office source_date source_headline source_original where_prec where_coordinates"
_WHERE: Final = "adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country"
_WHEN: Final = "country_id region event_clarity date_prec date_start date_end"
_DEAD: Final = "deaths_a deaths_b deaths_civilians deaths_unknown best high low"
_NEW: Final = (
    f"id relid year active_year code_status type_of_violence {_IDS} {_SIDES} {_TOLD} where_description {_WHERE}"
)
_OLD: Final = "id year active_year type_of_violence conflict_new_id conflict_name dyad_new_id dyad_name side_a_new_id"
LAYOUTS: Final = tuple(
    tuple(names.split())
    for names in (
        f"{_NEW} {_WHEN} {_DEAD}",
        f"{_NEW} {_WHEN} {_DEAD} gwnoa gwnob",
        f"{_OLD} gwnoa side_a side_b_new_id gwnob side_b number_of_sources {_TOLD} {_WHERE} iso3 {_WHEN} {_DEAD}",
        f"{_OLD} gwnoa side_a side_b_new_id gwnob side_b number_of_sources {_TOLD} {_WHERE} {_WHEN} {_DEAD}",
    )
)
"""The layouts of files without a header. Which of the last three is low, best and high is seen from the figures."""
KINDS: Final[dict[str, IncidentKind]] = {"1": "armed_clash", "2": "armed_clash", "3": "attack"}
PRECISIONS: Final[dict[str, Precision]] = {"1": "day", "2": "week", "3": "week", "4": "month", "5": "year"}
WITHIN_KM: Final = {"1": 5.0, "2": 25.0, "3": 60.0, "4": 150.0, "5": 120.0, "6": 500.0, "7": 500.0}
"""Radii for where_prec: exact, within 25 km, second- and first-level unit, line or area, country, sea or air."""
LONG_D: Final = 7
STATE: Final = "Government of "
CIVILIANS: Final = "Civilians"
SNIFFED_ROWS: Final = 3


def knows(head: bytes, _: str) -> bool:
    """Whether the file has UCDP's column names, or rows of a layout without them."""
    whole = head[: head.rfind(b"\n") + 1] or head
    rows = list(islice(named_rows(BytesIO(whole), is_header, columns_of), SNIFFED_ROWS))
    return any(row.wrong is None and row.cells.keys() >= NEEDED for row in rows)


def read(stream: BinaryIO, options: Options) -> Iterator[Parsed]:
    """A report a row."""
    source = options.source or NAME
    for row in named_rows(stream, is_header, columns_of):
        yield item_of(row, lambda cells: report_of(cells, source))


def is_header(columns: Sequence[str]) -> bool:
    """Whether these are UCDP's column names."""
    return set(columns) >= NEEDED


def columns_of(cells: Sequence[str]) -> Sequence[str] | None:
    """The layout that a row of data has."""
    return next((layout for layout in LAYOUTS if len(layout) == len(cells) and _fits(layout, cells)), None)


def _fits(layout: Sequence[str], cells: Sequence[str]) -> bool:
    row = dict(zip(layout, cells, strict=True))
    try:
        date.fromisoformat(row["date_start"][:10])
        figures = [count(row, column) for column in ("best", "high", "low")]
    except ValueError:
        return False
    return row["type_of_violence"] in KINDS and None not in figures


def report_of(cells: Mapping[str, str], source: str) -> Report:
    """The report of one event; `ValueError` names the column at fault."""
    kind = KINDS.get(cells["type_of_violence"].strip())
    if kind is None:
        raise ValueError(f"type_of_violence: {cells['type_of_violence']!r} is none of 1, 2, 3")
    occurred = occurred_of(cells)
    return Report(
        source=SourceRef(name=source, id=clipped(cells.get("id", "") or cells.get("relid", ""), 200), tlp="clear"),
        published_at=first_told(cells),
        occurred=occurred,
        kind=kind,
        place=place_of(cells),
        tolls=tolls_of(cells, occurred),
        actors=actors_of(cells),
        headline=headline_of(cells.get("source_headline", "")) or headline_of(_title(cells)),
        backfill=True,
    )


def _title(cells: Mapping[str, str]) -> str:
    return f"{cells['side_a']} – {cells['side_b']}, {cells.get('where_coordinates', '')}"


def occurred_of(cells: Mapping[str, str]) -> Occurred:
    """The days of an event; its precision is UCDP's date_prec."""
    start, end = day_of(cells, "date_start"), day_of(cells, "date_end")
    precision = PRECISIONS.get(cells.get("date_prec", "").strip(), "day")
    return Occurred(start=start, end=max(start, end) + timedelta(days=1), precision=precision)


def day_of(cells: Mapping[str, str], column: str) -> date:
    """The day in a cell, any time of day left out; `ValueError` names the column."""
    try:
        return date.fromisoformat(cells[column].strip()[:10])
    except ValueError:
        raise ValueError(f"{column}: {cells[column]!r} is no date") from None


def first_told(cells: Mapping[str, str]) -> datetime | None:
    """When the first of its sources was published: the end of that day; None where no source has a date."""
    days = []
    for text in cells.get("source_date", "").split(";"):
        try:
            days.append(date.fromisoformat(text.strip()[:10]))
        except ValueError:
            continue
    return datetime.combine(min(days), time(23, 59, 59), UTC) if days else None


def place_of(cells: Mapping[str, str]) -> Place:
    """Where, with a radius by where_prec."""
    country = country_code(cells.get("iso3", "")) or country_code(cells.get("country", ""))
    return Place(
        name=clipped(cells.get("where_coordinates", ""), 200),
        country=country,
        admin1=clipped(cells.get("adm_1", ""), 80),
        lat=number(cells, "latitude"),
        lon=number(cells, "longitude"),
        within_km=WITHIN_KM.get(cells.get("where_prec", "").strip(), 50.0),
    )


def tolls_of(cells: Mapping[str, str], occurred: Occurred) -> tuple[TollClaim, ...]:
    """UCDP's figures: low, best and high for all sides, and its best figure for each side, a part of them."""
    scope: ClaimScope = "period" if occurred.last - occurred.first > timedelta(days=LONG_D) else "incident"
    by_side = {column: count(cells, column) or 0 for column in ("deaths_a", "deaths_b", "deaths_civilians")}
    by_side["deaths_unknown"] = count(cells, "deaths_unknown") or 0
    low, best, high = figures_of(cells, sum(by_side.values()))
    everyone = TollClaim(
        measure="killed",
        party="all",
        low=low,
        best=best,
        high=high,
        scope=scope,
        words=words_of(cells, low, best, high),
    )
    sides = (
        TollClaim(measure="killed", party=party_of(cells, column), best=dead, part_of="all", scope=scope)
        for column, dead in by_side.items()
        if dead
    )
    return (everyone, *sides)


def figures_of(cells: Mapping[str, str], by_sides: int) -> tuple[int, int, int]:
    """Low, best, high, whichever order the columns have: best is what the sides add up to, else the middle figure.

    A few old rows have a best figure outside low and high; then the outermost of the three bound it.
    """
    figures = sorted(found for c in ("low", "best", "high") if (found := count(cells, c)) is not None)
    if len(figures) != 3:  # noqa: PLR2004  low, best and high
        raise ValueError("best: low, best and high are not all there")
    best = by_sides if by_sides in figures else figures[1]
    return figures[0], best, figures[2]


def words_of(cells: Mapping[str, str], low: int, best: int, high: int) -> str:
    """The figures and what they rest on, in words."""
    sources = cells.get("number_of_sources", "").strip()
    rest = f", from {sources} source{'' if sources == '1' else 's'}" if sources.isdigit() else ""
    return f"best estimate {best}, low {low}, high {high}{rest}"


def party_of(cells: Mapping[str, str], column: str) -> Party:
    """The party whose dead a column counts. A state that fights abroad is a foreign force."""
    if column in {"deaths_civilians", "deaths_unknown"}:
        return "civilians" if column == "deaths_civilians" else "unknown"
    return _side_party(cells["side_a" if column == "deaths_a" else "side_b"], cells)


def _side_party(side: str, cells: Mapping[str, str]) -> Party:
    if side.strip() == CIVILIANS:
        return "civilians"
    if not side.startswith(STATE):
        return "non_state"
    home, here = home_of(side), country_code(cells.get("country", ""))
    return "foreign_force" if home is not None and here is not None and home != here else "state_force"


def home_of(side: str) -> str | None:
    """The country of a government."""
    return country_code(side.removeprefix(STATE)) if side.startswith(STATE) else None


def actors_of(cells: Mapping[str, str]) -> tuple[Actor, ...]:
    """Both sides: attacker and victims in one-sided violence, else two combatants."""
    one_sided = cells["type_of_violence"].strip() == "3"
    first: Role = "attacker" if one_sided else "combatant"
    sides: tuple[tuple[str, Role], ...] = ((cells["side_a"].strip(), first), (cells["side_b"].strip(), "combatant"))
    return tuple(_actor(name, role, cells) for name, role in sides if name)


def _actor(name: str, role: Role, cells: Mapping[str, str]) -> Actor:
    if name == CIVILIANS:
        return Actor(name=name, kind="civilians", role="victim")
    if not name.startswith(STATE):
        return Actor(
            name=name[:200], kind="rebel" if cells["type_of_violence"].strip() == "1" else "militia", role=role
        )
    home, here = home_of(name), country_code(cells.get("country", ""))
    abroad = home is not None and here is not None and home != here
    return Actor(
        name=name[:200], kind="foreign_state_force" if abroad else "state_force", role=role, home=home, foreign=abroad
    )


FORMAT: Final = Format("ucdp", knows, read, archive=True, tables=True)

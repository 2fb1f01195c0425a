"""Reports as UCDP's events are told by single sources: one csv row is what one source said of one event.

Columns: report_key, source, reported_on, headline, country, admin1, latitude, longitude, geo_precision_km, occurred_on,
date_precision (UCDP's codes 1–5), type_of_violence (1 a state against a group, 2 between groups, 3 against civilians),
side_a, side_b. Place and day are off by up to `geo_precision_km` and a day; sides may be missing. No tolls.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final

from events.actor import Actor
from events.ids import derive
from events.moment import Occurred, Precision
from events.place import Place
from events.report import IncidentKind, ReportBody, ReportReceived, SourceRef

COLUMNS: Final = ("report_key", "source", "reported_on", "occurred_on", "type_of_violence")
PRECISIONS: Final[dict[str, Precision]] = {"1": "day", "2": "day", "3": "week", "4": "month", "5": "year"}
"""UCDP's 2 is "within two to six days" of the day it gives: still a day; the neighbouring days are looked at anyway."""
KINDS: Final[dict[str, IncidentKind]] = {"1": "armed_clash", "2": "armed_clash", "3": "attack"}
STATE_PREFIX: Final = "Government of "
CIVILIANS: Final = "Civilians"
UNNAMED_STATE: Final = "government forces"
UNNAMED_GROUP: Final = "armed group"


def read(rows: Iterable[str], country_codes: Mapping[str, str]) -> Iterator[tuple[str, ReportReceived]]:
    """Reads csv lines into (report_key, report). `country_codes`: folded country name → ISO 3166-1 alpha-2.

    `ValueError` names the row and the column at fault; rows before it have been given out.
    """
    table = csv.DictReader(rows)
    missing = [c for c in COLUMNS if c not in (table.fieldnames or ())]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}: this is no file of UCDP reports")
    for number, row in enumerate(table, 2):
        try:
            yield row["report_key"], _received(row, country_codes)
        except (ValueError, KeyError) as error:
            raise ValueError(f"row {number}: {error}") from error


def _received(row: dict[str, str], codes: Mapping[str, str]) -> ReportReceived:
    day = datetime.combine(date.fromisoformat(row["reported_on"]), datetime.min.time(), UTC)
    return ReportReceived(
        report_id=derive("report", row["source"], row["report_key"]),
        content_hash=hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest(),
        available_at=day,
        backfill=True,
        report=ReportBody(
            source=SourceRef(name=row["source"][:200], id=row["report_key"]),
            published_at=day,
            occurred=Occurred(
                start=date.fromisoformat(row["occurred_on"]), precision=PRECISIONS[row.get("date_precision") or "1"]
            ),
            kind=KINDS[row["type_of_violence"]],
            place=_place(row, codes),
            actors=_sides(row, codes),
            headline=row.get("headline", "")[:300] or None,
        ),
    )


def _place(row: Mapping[str, str], codes: Mapping[str, str]) -> Place:
    lat, lon, km = (float(row[c]) if row.get(c) else None for c in ("latitude", "longitude", "geo_precision_km"))
    return Place(
        country=codes.get(row.get("country", "").casefold()),
        admin1=row.get("admin1", "")[:80] or None,
        lat=lat,
        lon=lon,
        within_km=km or None,
    )


def _sides(row: Mapping[str, str], codes: Mapping[str, str]) -> tuple[Actor, ...]:
    """Both sides. What the type implies stands where a name is missing: type 1 has a state in it, type 3 civilians."""
    kind = row["type_of_violence"]
    a, b = row.get("side_a") or "", row.get("side_b") or ""
    if kind == "3":
        return (
            _fighter(a or UNNAMED_GROUP, codes, attacks=True),
            Actor(name=CIVILIANS, kind="civilians", role="victim"),
        )
    first = a or (UNNAMED_STATE if kind == "1" else UNNAMED_GROUP)
    return (_fighter(first, codes), _fighter(b or UNNAMED_GROUP, codes))


def _fighter(name: str, codes: Mapping[str, str], *, attacks: bool = False) -> Actor:
    role: Final = "attacker" if attacks else "combatant"
    if name == UNNAMED_GROUP:
        return Actor(name=name, kind="unidentified_armed_group", role=role)
    if name == UNNAMED_STATE or name.startswith(STATE_PREFIX):
        home = codes.get(name.removeprefix(STATE_PREFIX).casefold())
        return Actor(name=name[:200], kind="state_force", role=role, home=home)
    return Actor(name=name[:200], id=f"ucdp:{name[:70].casefold()}", kind="rebel", role=role)

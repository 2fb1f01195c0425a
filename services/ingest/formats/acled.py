"""ACLED's export as csv: 31 columns, and the older layout that begins with data_id. Columns as in its codebook.

One row is one event; ACLED is the source. Its one figure counts the dead of every side and no bounds are given. A row's
`timestamp` is when ACLED published this version of it: the same event with a later one is a revision.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import BinaryIO, Final

from events.actor import Actor, ActorKind, Role
from events.moment import Occurred, Precision
from events.place import Place
from events.report import IncidentKind, Report, SourceRef
from events.toll import TollClaim
from services.ingest.formats.cells import count, named_rows, number
from services.ingest.formats.countries import country_code
from services.ingest.formats.port import Format, Options, Parsed, peeked
from services.ingest.formats.structured import HEADLINE_CHARS_MAX, clipped, headline_of, item_of

NAME: Final = "ACLED"
NEEDED: Final = frozenset({"event_date", "event_type", "sub_event_type", "actor1", "fatalities"})
KINDS: Final[dict[str, IncidentKind]] = {
    "armed clash": "armed_clash",
    "attack": "attack",
    "suicide bomb": "suicide_bomb",
    "air/drone strike": "air_drone_strike",
    "shelling/artillery/missile attack": "shelling_artillery_missile_attack",
    "remote explosive/landmine/ied": "remote_explosive_landmine_ied",
    "grenade": "grenade",
    "chemical weapon": "chemical_weapon",
    "sexual violence": "sexual_violence",
    "abduction/forced disappearance": "abduction_forced_disappearance",
    "mob violence": "mob_violence",
    "violent demonstration": "violent_demonstration",
    "peaceful protest": "peaceful_protest",
    "protest with intervention": "protest_with_intervention",
    "excessive force against protesters": "excessive_force_against_protesters",
    "government regains territory": "government_regains_territory",
    "non-state actor overtakes territory": "non_state_actor_overtakes_territory",
    "non-violent transfer of territory": "non_violent_transfer_of_territory",
    "looting/property destruction": "looting_property_destruction",
    "arrests": "arrests",
    "disrupted weapons use": "disrupted_weapons_use",
    "headquarters or base established": "headquarters_or_base_established",
    "change to group/activity": "change_to_group_activity",
    "agreement": "agreement",
    "other": "other",
}
PRECISIONS: Final[dict[str, Precision]] = {"1": "day", "2": "week", "3": "month"}
WITHIN_KM: Final = {"1": 5.0, "2": 30.0, "3": 120.0}
INTER: Final = {
    "1": "state forces",
    "2": "rebel group",
    "3": "political militia",
    "4": "identity militia",
    "5": "rioters",
    "6": "protesters",
    "7": "civilians",
    "8": "external/other forces",
}
ACTOR_KINDS: Final[dict[str, ActorKind]] = {
    "state forces": "state_force",
    "rebel group": "rebel",
    "rebel forces": "rebel",
    "rebel groups": "rebel",
    "political militia": "militia",
    "political militias": "militia",
    "identity militia": "militia",
    "identity militias": "militia",
    "rioters": "other",
    "protesters": "protesters",
    "civilians": "civilians",
    "external/other forces": "other",
}
_YEARS: Final = re.compile(r"\s*\(\d{4}\s*-\s*(?:\d{4})?\)\s*")
_STATE: Final = re.compile(r"(?:Military|Police) Forces of (?:the )?([^(]+)")
_DATES: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%d/%m/%Y", "%d %b %Y")
FIGHTS: Final = frozenset({"battles"})
PEACEFUL: Final = frozenset({"protests", "strategic developments"})


def knows(head: bytes, _: str) -> bool:
    """Whether the first lines have ACLED's column names."""
    return b"sub_event_type" in head and b"event_date" in head and b"fatalities" in head


def read(stream: BinaryIO, options: Options) -> Iterator[Parsed]:
    """A report a row."""
    source = options.source or NAME
    for row in named_rows(stream, lambda names: set(names) >= NEEDED, lambda _: None, _delimiter(stream)):
        yield item_of(row, lambda cells: report_of(cells, source))


def _delimiter(stream: BinaryIO) -> str:
    """Some exports are made with semicolons."""
    first = peeked(stream).partition(b"\n")[0]
    return ";" if first.count(b";") > first.count(b",") else ","


def report_of(cells: Mapping[str, str], source: str) -> Report:
    """The report of one event; `ValueError` names the column at fault."""
    kind = KINDS.get(cells["sub_event_type"].strip().casefold())
    if kind is None:
        raise ValueError(f"sub_event_type: {cells['sub_event_type']!r} is none of ACLED's 25")
    notes = cells.get("notes", "").strip()
    return Report(
        source=SourceRef(name=source, id=clipped(own_id(cells), 200)),
        published_at=version_time(cells),
        occurred=Occurred(
            start=event_date(cells), precision=PRECISIONS.get(cells.get("time_precision", "").strip(), "day")
        ),
        kind=kind,
        place=place_of(cells),
        tolls=tolls_of(cells),
        actors=actors_of(cells),
        headline=headline_of(notes),
        text=notes if len(notes) > HEADLINE_CHARS_MAX else None,
        backfill=True,
    )


def own_id(cells: Mapping[str, str]) -> str:
    """ACLED's id of the event; data_id where an old file has no other."""
    return cells.get("event_id_cnty", "") or cells.get("data_id", "")


def version_time(cells: Mapping[str, str]) -> datetime | None:
    """When ACLED published this version: Unix seconds, or a date; None where it is not told."""
    text = cells.get("timestamp", "").strip()
    if not text:
        return None
    try:
        if text.isdigit():
            return datetime.fromtimestamp(int(text), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"timestamp: {text!r} is no time") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def event_date(cells: Mapping[str, str]) -> date:
    """The day of the event, in any of the ways ACLED has written it."""
    text = cells["event_date"].strip()
    for shape in _DATES:
        try:
            return datetime.strptime(text, shape).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise ValueError(f"event_date: {text!r} is no date")


def place_of(cells: Mapping[str, str]) -> Place:
    """Where, with a radius by geo_precision."""
    codes = (country_code(cells.get(c, "")) for c in ("iso", "iso3", "country") if cells.get(c, "").strip())
    return Place(
        name=clipped(cells.get("location", ""), 200),
        country=next((code for code in codes if code), None),
        admin1=clipped(cells.get("admin1", ""), 80),
        lat=number(cells, "latitude"),
        lon=number(cells, "longitude"),
        within_km=WITHIN_KM.get(cells.get("geo_precision", "").strip(), 30.0),
    )


def tolls_of(cells: Mapping[str, str]) -> tuple[TollClaim, ...]:
    """ACLED's one figure: the dead of every side, without bounds."""
    dead = count(cells, "fatalities")
    if dead is None:
        return ()
    words = clipped(f"{dead} fatalities; sources: {cells.get('source', '')}", 300)
    return (TollClaim(measure="killed", party="all", best=dead, words=words),)


def actors_of(cells: Mapping[str, str]) -> tuple[Actor, ...]:
    """Both sides and those ACLED associates with them; each name in each role once."""
    event = cells["event_type"].strip().casefold()
    first: Role = "other" if event in PEACEFUL else "combatant" if event in FIGHTS else "attacker"
    second: Role = "other" if event in PEACEFUL else "combatant" if event in FIGHTS else "target"
    here = place_of(cells).country
    found: dict[tuple[str, Role], Actor] = {}
    for actor, role, inter, with_ in (
        ("actor1", first, "inter1", "assoc_actor_1"),
        ("actor2", second, "inter2", "assoc_actor_2"),
    ):
        names = [cells.get(actor, ""), *cells.get(with_, "").split(";")]
        for i, name in enumerate(_YEARS.sub(" ", n).strip() for n in names):
            if name:
                made = _actor(name, role, cells.get(inter, "") if i == 0 else "", here)
                found.setdefault((made.name, made.role), made)
    return tuple(found.values())


def _actor(name: str, role: Role, inter: str, here: str | None) -> Actor:
    code = inter.strip().casefold()
    kind = _kind(name, INTER.get(code, code))
    state = _STATE.match(name)
    home = country_code(state.group(1)) if state else None
    abroad = home is not None and here is not None and home != here
    foreign = {"foreign": True} if abroad and kind in {"state_force", "police"} else {}
    return Actor(
        name=name[:200],
        kind="foreign_state_force" if abroad and kind == "state_force" else kind,
        role="victim" if kind == "civilians" and role == "target" else role,
        home=home,
        **foreign,
    )


def _kind(name: str, inter: str) -> ActorKind:
    """The kind of an actor by its name, where names follow ACLED's forms, else by its inter code."""
    low = name.casefold()
    for word, kind in NAMED_KINDS:
        if low.startswith(word):
            return kind
    return ACTOR_KINDS.get(inter, "other")


NAMED_KINDS: Final[tuple[tuple[str, ActorKind], ...]] = (
    ("military forces", "state_force"),
    ("police forces", "police"),
    ("civilians", "civilians"),
    ("protesters", "protesters"),
    ("government of", "government"),
    ("unidentified armed group", "unidentified_armed_group"),
    ("unidentified gang", "gang"),
    ("wagner group", "private_military_company"),
    ("aid workers", "aid_organisation"),
)
FORMAT: Final = Format("acled", knows, read, archive=True, tables=True)

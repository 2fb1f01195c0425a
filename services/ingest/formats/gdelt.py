"""GDELT 2.0 events (61 columns) and mentions (16), tab-separated without a header; also comma-separated with one.

Columns as in GDELT's "Event Database Data Format Codebook V2.0". GDELT codes verbs, not incidents, and counts no dead:
its reports carry no tolls. Only codes of violence, protest and force are taken. The report's source is the site that
GDELT read; a mention is another site's report of the same event, once for each site. A mention says neither what nor
where, so the events file has to come first.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import BinaryIO, Final

from events.actor import Actor, ActorKind, Role
from events.moment import Occurred
from events.place import Place
from events.report import IncidentKind, Report, SourceRef
from services.ingest.formats.cells import Row, named_rows, number
from services.ingest.formats.countries import by_fips, by_name
from services.ingest.formats.port import Format, Options, Parsed, Skipped, peeked
from services.ingest.formats.structured import clipped, item_of

_EVENT: Final = (
    "globaleventid sqldate monthyear year fractiondate actor1code actor1name actor1countrycode actor1knowngroupcode"
    " actor1ethniccode actor1religion1code actor1religion2code actor1type1code actor1type2code actor1type3code"
    " actor2code actor2name actor2countrycode actor2knowngroupcode actor2ethniccode actor2religion1code"
    " actor2religion2code actor2type1code actor2type2code actor2type3code isrootevent eventcode eventbasecode"
    " eventrootcode quadclass goldsteinscale nummentions numsources numarticles avgtone actor1geo_type"
    " actor1geo_fullname actor1geo_countrycode actor1geo_adm1code actor1geo_adm2code actor1geo_lat actor1geo_long"
    " actor1geo_featureid actor2geo_type actor2geo_fullname actor2geo_countrycode actor2geo_adm1code"
    " actor2geo_adm2code actor2geo_lat actor2geo_long actor2geo_featureid actiongeo_type actiongeo_fullname"
    " actiongeo_countrycode actiongeo_adm1code actiongeo_adm2code actiongeo_lat actiongeo_long actiongeo_featureid"
    " dateadded sourceurl"
)
_MENTION: Final = (
    "globaleventid eventtimedate mentiontimedate mentiontype mentionsourcename mentionidentifier sentenceid"
    " actor1charoffset actor2charoffset actioncharoffset inrawtext confidence mentiondoclen mentiondoctone"
    " mentiondoctranslationinfo extras"
)
EVENT_COLUMNS: Final = tuple(_EVENT.split())
MENTION_COLUMNS: Final = tuple(_MENTION.split())
CODES: Final[dict[str, IncidentKind]] = {
    "14": "peaceful_protest",
    "145": "violent_demonstration",
    "171": "looting_property_destruction",
    "173": "arrests",
    "175": "excessive_force_against_protesters",
    "18": "attack",
    "181": "abduction_forced_disappearance",
    "1821": "sexual_violence",
    "183": "remote_explosive_landmine_ied",
    "1831": "suicide_bomb",
    "19": "armed_clash",
    "192": "non_state_actor_overtakes_territory",
    "194": "shelling_artillery_missile_attack",
    "195": "air_drone_strike",
    "201": "displacement",
    "20": "attack",
    "204": "chemical_weapon",
}
"""CAMEO codes → kinds; the longest code that an event's code begins with counts. 191 (blockade) and 184 (human shields)
are no incidents of their own."""
PASSED_OVER: Final = frozenset({"191", "184", "2042"})
WITHIN_KM: Final = {"1": 500.0, "2": 200.0, "3": 15.0, "4": 15.0, "5": 150.0}
"""Radii for ActionGeo_Type: country, US state, US city, city, first-level unit."""
TYPES: Final[dict[str, ActorKind]] = {
    "MIL": "state_force",
    "COP": "police",
    "GOV": "government",
    "REB": "rebel",
    "SEP": "rebel",
    "INS": "rebel",
    "UAF": "unidentified_armed_group",
    "CVL": "civilians",
    "REF": "civilians",
    "OPP": "other",
}
REMEMBERED: Final = 100_000
LOW_CONFIDENCE: Final = 50.0
WEB: Final = "1"
ALONE: Final = "a mention of an event that no events file before it gave"
NO_INCIDENT: Final = "no violence, protest or force"
REPEATED: Final = "another mention by the same site"
Memory = OrderedDict[str, tuple[Report, set[str]]]


def knows(head: bytes, _: str) -> bool:
    """Whether the first line has GDELT's columns, or their names."""
    first = head.partition(b"\n")[0].rstrip(b"\r")
    cells = first.split(b"\t")
    if len(cells) in {len(EVENT_COLUMNS), len(MENTION_COLUMNS)} and cells[0].isdigit() and cells[1][:8].isdigit():
        return True
    return first.lower().startswith((b"globaleventid", b'"globaleventid'))


def read(stream: BinaryIO, options: Options) -> Iterator[Parsed]:
    """A report for each event of violence, protest or force, and for each other site that mentions it."""
    known: Memory = options.memory.setdefault("gdelt", OrderedDict())
    for row in named_rows(stream, _is_header, _columns_of, _delimiter(stream)):
        if "mentionidentifier" in row.cells:
            yield _mention(row, known)
        else:
            yield _event(row, known)


def _is_header(columns: Sequence[str]) -> bool:
    return columns[0] == "globaleventid"


def _columns_of(cells: Sequence[str]) -> Sequence[str] | None:
    return next((c for c in (EVENT_COLUMNS, MENTION_COLUMNS) if len(c) == len(cells)), None)


def _delimiter(stream: BinaryIO) -> str:
    return "\t" if b"\t" in peeked(stream).partition(b"\n")[0] else ","


def _event(row: Row, known: Memory) -> Parsed:
    if row.wrong is None and kind_of(row.cells["eventcode"]) is None:
        return Skipped(row.line, NO_INCIDENT)
    item = item_of(row, report_of)
    if item.report is not None and item.report.source.id is not None:
        known[item.report.source.id] = (item.report, {item.report.source.name})
        if len(known) > REMEMBERED:
            known.popitem(last=False)
    return item


def _mention(row: Row, known: Memory) -> Parsed:
    event = known.get(row.cells.get("globaleventid", ""))
    if event is None:
        return Skipped(row.line, ALONE)
    report, sites = event
    site = site_of(row.cells["mentionsourcename"])
    if site in sites:
        return Skipped(row.line, REPEATED)
    sites.add(site)
    return item_of(row, lambda cells: mentioned(report, site, cells))


def mentioned(report: Report, site: str, cells: Mapping[str, str]) -> Report:
    """The event as another site reports it. GDELT's confidence below 50 % sends it to review."""
    confidence = number(cells, "confidence") or 0.0
    return report.model_copy(
        update={
            "source": SourceRef(name=site, id=report.source.id, tlp="clear"),
            "published_at": moment_of(cells, "mentiontimedate"),
            "url": clipped(cells["mentionidentifier"], 2_000) if cells["mentiontype"] == WEB else None,
            "confidence": confidence / 100,
            "review": ("gdelt_confidence_low",) if confidence < LOW_CONFIDENCE else (),
        }
    )


def kind_of(code: str) -> IncidentKind | None:
    """The kind of an event by its CAMEO code; None for talk, aid and the like."""
    code = code.strip()
    if any(code.startswith(passed) for passed in PASSED_OVER):
        return None
    return next((CODES[code[:n]] for n in range(len(code), 1, -1) if code[:n] in CODES), None)


def report_of(cells: Mapping[str, str]) -> Report:
    """The report of one event; `ValueError` names the column at fault."""
    url = cells["sourceurl"].strip()
    return Report(
        source=SourceRef(name=site_of(url), id=clipped(cells["globaleventid"], 200), tlp="clear"),
        published_at=moment_of(cells, "dateadded"),
        occurred=occurred_of(cells),
        kind=kind_of(cells["eventcode"]),
        place=place_of(cells),
        actors=actors_of(cells),
        url=clipped(url, 2_000),
        backfill=True,
    )


def site_of(url: str) -> str:
    """The web site of an address, without `www.`; GDELT where it is none."""
    host = url.strip().partition("://")[2].partition("/")[0] or url.strip()
    return host.lower().removeprefix("www.")[:200] or "GDELT"


def moment_of(cells: Mapping[str, str], column: str) -> datetime:
    """GDELT's YYYYMMDDHHMMSS, or a day."""
    text = cells[column].strip()
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S" if len(text) > len("YYYYMMDD") else "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"{column}: {text!r} is no time") from None


def occurred_of(cells: Mapping[str, str]) -> Occurred:
    """The day GDELT took the text to speak of."""
    day: date = moment_of(cells, "sqldate").date()
    return Occurred(start=day, end=day + timedelta(days=1))


def place_of(cells: Mapping[str, str]) -> Place | None:
    """Where the action was; None where GDELT found no place."""
    kind = cells["actiongeo_type"].strip()
    if kind not in WITHIN_KM:
        return None
    return Place(
        name=clipped(cells["actiongeo_fullname"], 200),
        country=by_fips().get(cells["actiongeo_countrycode"].strip()),
        lat=number(cells, "actiongeo_lat"),
        lon=number(cells, "actiongeo_long"),
        within_km=WITHIN_KM[kind],
    )


def actors_of(cells: Mapping[str, str]) -> tuple[Actor, ...]:
    """The one who acts, and the one acted upon."""
    place = place_of(cells)
    here = None if place is None else place.country
    fights = cells["eventcode"].startswith("19")
    roles: tuple[Role, Role] = ("combatant", "combatant") if fights else ("attacker", "target")
    sides = (_actor(cells, n, role, here) for n, role in (("1", roles[0]), ("2", roles[1])))
    return tuple(actor for actor in sides if actor is not None)


def _actor(cells: Mapping[str, str], n: str, role: Role, here: str | None) -> Actor | None:
    name = clipped(cells[f"actor{n}name"].title(), 200)
    if name is None:
        return None
    kind = TYPES.get(cells[f"actor{n}type1code"].strip(), "other")
    home = (
        by_name().get(cells[f"actor{n}countrycode"].strip().casefold()) if kind in {"state_force", "police"} else None
    )
    abroad = home is not None and here is not None and home != here
    return Actor(
        name=name,
        kind="foreign_state_force" if abroad and kind == "state_force" else kind,
        role="victim" if kind == "civilians" and role == "target" else role,
        home=home,
        **({"foreign": True} if abroad else {}),
    )


FORMAT: Final = Format("gdelt", knows, read, archive=True, tables=True)

"""The store's tables, and questions as SQL. Only constants become part of a statement; every value is a parameter."""

from collections.abc import Sequence
from typing import Any, Final

from services.console.core.items import Changed, Found, Item
from services.console.core.query import Query

Statement = tuple[str, list[Any]]
LAYOUT: Final = 1
"""Raised with every change of the tables below or of `core.projection`: a store of another layout is rebuilt."""
SCHEMA: Final = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE positions (
    topic TEXT NOT NULL, part INTEGER NOT NULL, next INTEGER NOT NULL,
    last_off INTEGER, last_event TEXT, last_ms INTEGER, PRIMARY KEY (topic, part)
) WITHOUT ROWID;
CREATE TABLE items (
    seq INTEGER PRIMARY KEY, until INTEGER, kind TEXT NOT NULL, id TEXT NOT NULL, event_id TEXT NOT NULL,
    changed_ms INTEGER NOT NULL, place INTEGER NOT NULL, live INTEGER NOT NULL, content TEXT NOT NULL,
    first_ms INTEGER, last_ms INTEGER, lat REAL, lon REAL, severity INTEGER NOT NULL, tags TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX items_newest ON items (kind, changed_ms, place);
CREATE INDEX items_versions ON items (kind, id, seq);
CREATE TABLE tags (
    tag TEXT NOT NULL, changed_ms INTEGER NOT NULL, place INTEGER NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (tag, changed_ms, place, seq)
) WITHOUT ROWID;
CREATE TABLE links (
    seq INTEGER PRIMARY KEY, until INTEGER, incident_id TEXT NOT NULL, report_id TEXT NOT NULL, link TEXT NOT NULL,
    since_ms INTEGER NOT NULL, until_ms INTEGER
);
CREATE INDEX links_incident ON links (incident_id, report_id);
CREATE INDEX links_report ON links (report_id, seq);
CREATE TABLE texts (text_id TEXT PRIMARY KEY, part INTEGER NOT NULL, off INTEGER NOT NULL) WITHOUT ROWID;
"""
COLUMNS: Final = (
    *("kind", "id", "event_id", "changed_ms", "place", "body", "live", "content", "tags"),
    *("first_ms", "last_ms", "lat", "lon", "severity"),
)
ITEM: Final = ", ".join(f"items.{name}" for name in COLUMNS)
STANDS: Final = "seq <= ? AND (until IS NULL OR until > ?)"
ITEM_STANDS: Final = "items.seq <= ? AND (items.until IS NULL OR items.until > ?)"


def page(query: Query, snapshot: int) -> Statement:
    """One page and one item more, newest change first, of what stood at the snapshot."""
    table, order, first, groups = _driven(query)
    conditions: list[Statement] = [*first, ("items.kind = ?", [query.kind]), (ITEM_STANDS, [snapshot, snapshot])]
    if query.live_only:
        conditions.append(("live = 1", []))
    if query.after is not None:
        conditions.append((f"({order}.changed_ms, {order}.place) < (?, ?)", [query.after.ms, query.after.place]))
    if query.changed_since_ms is not None:
        conditions.append((f"{order}.changed_ms >= ?", [query.changed_since_ms]))
    conditions += [*_bounds(query), *_matches(groups), *_severity(query, snapshot), *_members(query, snapshot)]
    where = " AND ".join(text for text, _ in conditions)
    values = [value for _, each in conditions for value in each]
    newest = f"ORDER BY {order}.changed_ms DESC, {order}.place DESC LIMIT ?"
    return f"SELECT {ITEM} FROM {table} WHERE {where} {newest}", [*values, query.limit + 1]  # noqa: S608  constants


def _driven(query: Query) -> tuple[str, str, list[Statement], list[tuple[str, ...]]]:
    """Which index leads, and what is left to be matched.

    A tag's own index, where one value is asked for: a rare country is then found without looking at all others. The
    members of incidents: they are few. Else the newest of the kind.
    """
    groups = list(query.tags)
    if query.member_of:
        return "items INDEXED BY items_versions", "items", [], groups
    single = next((group for group in groups if len(group) == 1), None)
    if single is None:
        return "items INDEXED BY items_newest", "items", [], groups
    groups.remove(single)
    return "tags lead CROSS JOIN items ON items.seq = lead.seq", "lead", [("lead.tag = ?", list(single))], groups


def _bounds(query: Query) -> list[Statement]:
    found: list[Statement] = []
    if query.occurred_since_ms is not None:
        found.append(("last_ms > ?", [query.occurred_since_ms]))
    if query.occurred_until_ms is not None:
        found.append(("first_ms < ?", [query.occurred_until_ms]))
    if query.box is not None:
        west, south, east, north = query.box
        lon = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
        found.append((f"lat BETWEEN ? AND ? AND {lon}", [south, north, west, east]))
    return found


def _matches(groups: Sequence[tuple[str, ...]]) -> list[Statement]:
    """One tag of each group."""
    same = "t.changed_ms = items.changed_ms AND t.place = items.place AND t.seq = items.seq"
    return [
        (f"EXISTS (SELECT 1 FROM tags t WHERE t.tag IN ({marks(len(group))}) AND {same})", list(group))  # noqa: S608  constants
        for group in groups
    ]


def _severity(query: Query, snapshot: int) -> list[Statement]:
    if query.severity_min == 0:
        return []
    if query.kind == "alert":
        return [("severity >= ?", [query.severity_min])]
    own = (
        "EXISTS (SELECT 1 FROM tags t JOIN items a ON a.seq = t.seq WHERE t.tag = 'alert scope incident:' || items.id"
        " AND a.live = 1 AND a.severity >= ? AND a.seq <= ? AND (a.until IS NULL OR a.until > ?))"
    )
    return [(own, [query.severity_min, snapshot, snapshot])]


def _members(query: Query, snapshot: int) -> list[Statement]:
    if not query.member_of:
        return []
    ids = marks(len(query.member_of))
    members = f"items.id IN (SELECT report_id FROM links WHERE incident_id IN ({ids}) AND {STANDS})"  # noqa: S608  constants
    return [(members, [*query.member_of, snapshot, snapshot])]


def item_of(row: Sequence[Any]) -> Item:
    """A row of `ITEM` as an item."""
    kind, item_id, event_id, ms, place, body, live, content, tags, *found = row
    known = tuple(tags.split("\n")) if tags else ()
    return Item(kind, item_id, event_id, Changed(ms, place), body, bool(live), content, known, Found(*found))


def values_of(item: Item) -> tuple[Any, ...]:
    """An item as the values of `COLUMNS`."""
    head = (item.kind, item.id, item.event_id, item.changed.ms, item.changed.place, item.body, item.live, item.content)
    found = item.found
    return (*head, "\n".join(item.tags), found.first_ms, found.last_ms, found.lat, found.lon, found.severity)


def marks(count: int) -> str:
    """`?,?,?`."""
    return ",".join("?" * count)

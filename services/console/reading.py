"""Reading: answers from one consistent view of the store."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from events.incident import ReportLink
from services.console import sql
from services.console.core import views
from services.console.core.items import Item, ItemKind, tag
from services.console.core.query import Query, encode_cursor
from services.console.core.views import Linked
from services.console.store import Db, meta


class StaleCursor(Exception):
    """The store was rebuilt since the cursor was given; its snapshot is gone."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where an article's words lie in the log."""

    text_id: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An item of a list, and how it is shown there."""

    item: Item
    shown: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some items of a list in its order, and the question that goes on behind them; None behind the last."""

    items: list[Listed]
    following: Query | None


def stretch(db: Db, query: Query) -> Stretch:
    """At most `query.limit` items. Raises `StaleCursor`."""
    store = meta(db, "id")
    if query.store not in (None, store):
        raise StaleCursor
    newest = int(meta(db, "seq"))
    snapshot = newest if query.snapshot is None else min(query.snapshot, newest)
    found = [sql.item_of(row) for row in db.execute(*sql.page(query, snapshot))]
    items = found[: query.limit]
    more = len(found) > query.limit
    following = replace(query, store=store, snapshot=snapshot, after=items[-1].changed) if more else None
    shown = _listed(db, query.kind, items, snapshot)
    return Stretch([Listed(item, each) for item, each in zip(items, shown, strict=True)], following)


def page(db: Db, query: Query) -> bytes:
    """One page of a list as JSON. Raises `StaleCursor`."""
    found = stretch(db, query)
    following = None if found.following is None else encode_cursor(found.following)
    return _json({"items": [one.shown for one in found.items], "next": following})


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(db: Db, kind: ItemKind, items: Sequence[Item], snapshot: int) -> list[dict[str, Any]]:
    if kind == "incident":
        return [views.with_severity(item, _alerts_of(db, item.id, snapshot)) for item in items]
    if kind == "report":
        return [views.shown(item) | {"incident_id": _incident_of(db, item.id, snapshot)} for item in items]
    return [views.shown(item) for item in items]


def _now(db: Db) -> int:
    return int(meta(db, "seq"))


def _alerts_of(db: Db, incident_id: str, snapshot: int) -> list[Item]:
    """The alerts whose scope is the incident and that were not withdrawn."""
    found = _tagged(db, tag("alert", "scope", f"incident:{incident_id}"), snapshot)
    return [alert for alert in found if alert.live]


def _tagged(db: Db, word: str, snapshot: int) -> list[Item]:
    rows = db.execute(
        f"SELECT {sql.ITEM} FROM items JOIN tags t ON t.seq = items.seq WHERE t.tag = ? AND {sql.ITEM_STANDS}"  # noqa: S608  constants
        " ORDER BY items.seq LIMIT ?",
        (word, snapshot, snapshot, views.REPORTS_SHOWN_MAX),
    )
    return [sql.item_of(row) for row in rows]


def _incident_of(db: Db, report_id: str, snapshot: int) -> str | None:
    row = db.execute(
        f"SELECT incident_id FROM links WHERE report_id = ? AND {sql.STANDS}",  # noqa: S608  constants
        (report_id, snapshot, snapshot),
    ).fetchone()
    return None if row is None else str(row[0])


def _versions(db: Db, kind: ItemKind, item_id: str) -> list[Item]:
    """The newest versions of an item, oldest first."""
    rows = db.execute(
        f"SELECT {sql.ITEM} FROM items WHERE kind = ? AND id = ? ORDER BY seq DESC LIMIT ?",  # noqa: S608  constants
        (kind, item_id, views.REVISIONS_SHOWN_MAX),
    )
    return [sql.item_of(row) for row in rows][::-1]


def report(db: Db, report_id: str) -> tuple[dict[str, Any], TextPlace | None] | None:
    """A report with all its revisions, and where its words lie."""
    versions = _versions(db, "report", report_id)
    if not versions:
        return None
    newest = versions[-1]
    whole = views.shown(newest) | {
        "incident_id": _incident_of(db, report_id, _now(db)),
        "revisions": views.versions_of(versions),
    }
    return whole, _text_place(db, whole["text_id"])


def _text_place(db: Db, text_id: str | None) -> TextPlace | None:
    row = db.execute("SELECT part, off FROM texts WHERE text_id = ?", (text_id,)).fetchone()
    return None if row is None or text_id is None else TextPlace(text_id, *row)


def article(db: Db, article_id: str) -> tuple[dict[str, Any], TextPlace | None] | None:
    """An article: what its reports say of it, those reports in the order of the text, and where its words lie."""
    snapshot = _now(db)
    found = _tagged(db, tag("report", "article", article_id), snapshot)
    reports = sorted((views.shown(item) for item in found), key=lambda r: (r["ordinal"], r["report_id"]))
    if not reports:
        return None
    first = next((r for r in reports if r["status"] == "current"), reports[0])
    whole = {
        "article_id": article_id,
        **{name: first[name] for name in ("source", "published_at", "url", "language", "text_id", "available_at")},
        "reports": [r | {"incident_id": _incident_of(db, r["report_id"], snapshot)} for r in reports],
    }
    return whole, _text_place(db, first["text_id"])


def incident(db: Db, incident_id: str) -> dict[str, Any] | None:
    """An incident with its reports and its trail of claims."""
    versions = _versions(db, "incident", incident_id)[-1:]
    if not versions:
        return None
    linked = _linked(db, incident_id)
    reports = {one.report_id: _versions(db, "report", one.report_id) for one in linked}
    return views.incident(versions[0], _alerts_of(db, incident_id, _now(db)), linked, reports)


def _linked(db: Db, incident_id: str) -> list[Linked]:
    """Every report ever linked, the newest link of each, in the order in which they joined."""
    rows = db.execute(
        "SELECT report_id, link, since_ms, until_ms FROM links WHERE seq IN"
        " (SELECT max(seq) FROM links WHERE incident_id = ? GROUP BY report_id) ORDER BY seq DESC LIMIT ?",
        (incident_id, views.REPORTS_SHOWN_MAX),
    )
    found = [Linked(r, ReportLink.model_validate_json(link), since, until) for r, link, since, until in rows]
    return sorted(found, key=lambda one: (one.since_ms, one.report_id))


def alert(db: Db, alert_id: str) -> dict[str, Any] | None:
    """An alert with a summary of each revision."""
    versions = _versions(db, "alert", alert_id)
    if not versions:
        return None
    return views.shown(versions[-1]) | {"revisions": [views.summary(one) for one in versions]}


def alert_revision(db: Db, alert_id: str, revision: int) -> dict[str, Any] | None:
    """An alert as it stood at one revision."""
    return _last(_ever_tagged(db, tag("alert", "revision", f"{alert_id}/{revision}")))


def delivery(db: Db, delivery_id: str) -> dict[str, Any] | None:
    """A delivery with its attempts in the order of their partition."""
    whole = _last(_versions(db, "delivery", delivery_id))
    if whole is None:
        return None
    attempts = _tagged(db, tag("attempt", "delivery", delivery_id), _now(db))
    return whole | {"attempts": [views.shown(item) for item in attempts]}


def _ever_tagged(db: Db, word: str) -> Iterable[Item]:
    rows = db.execute(
        f"SELECT {sql.ITEM} FROM items JOIN tags t ON t.seq = items.seq WHERE t.tag = ? ORDER BY t.seq",  # noqa: S608  constants
        (word,),
    )
    return [sql.item_of(row) for row in rows]


def _last(items: Iterable[Item]) -> dict[str, Any] | None:
    newest = None
    for item in items:
        newest = item
    return None if newest is None else views.shown(newest)

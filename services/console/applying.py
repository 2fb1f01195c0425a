"""Applying: records of the log become versions in the store, batch by batch, with the positions after them."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.catalog import from_record
from events.incident import ReportLink
from events.log.port import Stored
from events.moment import to_ms
from services.console import sql
from services.console.core.items import Item, ItemKind, changed_by
from services.console.core.links import Join, Keep, LinkChange, Move, Part, link_changes
from services.console.core.positions import Source
from services.console.core.projection import project
from services.console.store import Db, StoreTaken, meta


@dataclass(frozen=True, slots=True)
class Batch:
    """Records of one partition, in order: at least one, all that lie in [begin, end)."""

    source: Source
    begin: int
    end: int
    records: Sequence[Stored]


@dataclass(frozen=True, slots=True)
class Applied:
    """How far a partition was applied, and its last record: offset, event id, time in ms."""

    source: Source
    next: int
    last_offset: int
    last_event: str
    last_ms: int


def applied(db: Db) -> list[Applied]:
    """How far the store came, for each partition of which it has a record."""
    rows = db.execute("SELECT topic, part, next, last_off, last_event, last_ms FROM positions ORDER BY topic, part")
    return [Applied(Source(topic, part), *rest) for topic, part, *rest in rows]


def apply(db: Db, batches: Sequence[Batch]) -> None:
    """Applies batches. Raises `Unreadable` or `StoreTaken`."""
    edit = Edit(db, int(meta(db, "seq")))
    for batch in batches:
        for record in batch.records:
            edit.record(record)
        edit.advance(batch)
    db.execute("UPDATE meta SET value = ? WHERE name = 'seq'", (str(edit.seq),))


class Edit:
    """One transaction's changes. `seq` counts the versions of everything; a snapshot is a value of it."""

    def __init__(self, db: Db, seq: int) -> None:
        self.db = db
        self.seq = seq

    def record(self, record: Stored) -> None:
        """Applies one record. A text's words stay in the log, where they can be forgotten; here is only their place."""
        if record.topic == "texts":
            self._text(record)
            return
        said = from_record(record)
        changed = changed_by(record)
        for item in project(said, changed, self._stands):
            self._put(item)
        for change in link_changes(said.data):
            self._link(change, changed.ms)

    def advance(self, batch: Batch) -> None:
        """Moves the position of a partition; `StoreTaken` where somebody else moved it."""
        source, last = batch.source, batch.records[-1]
        here = (source.topic, source.partition)
        self.db.execute("INSERT OR IGNORE INTO positions VALUES (?, ?, ?, 0, '', 0)", (*here, batch.begin))
        moved = self.db.execute(
            "UPDATE positions SET next=?, last_off=?, last_event=?, last_ms=? WHERE topic=? AND part=? AND next=?",
            (batch.end, last.offset, last.headers.get("ce_id", ""), to_ms(last.recorded_at), *here, batch.begin),
        )
        if moved.rowcount != 1:
            raise StoreTaken("another console writes into this store: give each a file of its own")

    def _text(self, record: Stored) -> None:
        if record.value is None:
            self.db.execute("DELETE FROM texts WHERE text_id = ?", (record.key,))
            return
        place = (record.key, record.partition, record.offset)
        self.db.execute("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", place)

    def _stands(self, kind: ItemKind, item_id: str) -> Item | None:
        row = self.db.execute(
            f"SELECT {sql.ITEM} FROM items WHERE kind = ? AND id = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608  constants
            (kind, item_id),
        ).fetchone()
        return None if row is None else sql.item_of(row)

    def _put(self, item: Item) -> None:
        self.seq += 1
        ends = "UPDATE items SET until = ? WHERE kind = ? AND id = ? AND until IS NULL"
        self.db.execute(ends, (self.seq, item.kind, item.id))
        values = sql.values_of(item)
        self.db.execute(
            f"INSERT INTO items (seq, {', '.join(sql.COLUMNS)}) VALUES ({sql.marks(1 + len(values))})",  # noqa: S608  constants
            (self.seq, *values),
        )
        at = (item.changed.ms, item.changed.place, self.seq)
        self.db.executemany("INSERT INTO tags VALUES (?, ?, ?, ?)", [(one, *at) for one in item.tags])

    def _link(self, change: LinkChange, at_ms: int) -> None:
        match change:
            case Join(incident_id=incident_id, link=link):
                self._join(incident_id, link, at_ms)
            case Part(incident_id=incident_id, report_id=report_id):
                self._part("incident_id = ? AND report_id = ?", (incident_id, report_id), at_ms)
            case Keep(incident_id=incident_id, report_ids=report_ids):
                others = f"incident_id = ? AND report_id NOT IN ({sql.marks(len(report_ids))})"
                self._part(others, (incident_id, *report_ids), at_ms)
            case Move(incident_id=incident_id, into=into):
                self._move(incident_id, into, at_ms)

    def _join(self, incident_id: str, link: ReportLink, at_ms: int) -> None:
        """Links a report. A link that is told without features leaves a known one as it is."""
        stands = self.db.execute(
            "SELECT link, since_ms FROM links WHERE report_id = ? AND incident_id = ? AND until IS NULL",
            (link.report_id, incident_id),
        ).fetchone()
        told = link.model_dump_json()
        if stands is not None and (stands[0] == told or not link.features):
            return
        self._part("report_id = ?", (link.report_id,), at_ms)
        since_ms = at_ms if stands is None else stands[1]
        self.seq += 1
        self.db.execute(
            "INSERT INTO links VALUES (?, NULL, ?, ?, ?, ?, NULL)",
            (self.seq, incident_id, link.report_id, told, since_ms),
        )

    def _part(self, which: str, values: Sequence[str], at_ms: int) -> None:
        self.seq += 1
        ends = f"UPDATE links SET until = ?, until_ms = ? WHERE {which} AND until IS NULL"  # noqa: S608  constants
        self.db.execute(ends, (self.seq, at_ms, *values))

    def _move(self, incident_id: str, into: str, at_ms: int) -> None:
        held = "SELECT link FROM links WHERE incident_id = ? AND until IS NULL ORDER BY report_id"
        for (link,) in self.db.execute(held, (incident_id,)).fetchall():
            self._join(into, ReportLink.model_validate_json(link), at_ms)

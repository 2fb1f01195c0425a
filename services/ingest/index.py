"""What ingest remembers: which reports it took, and which place names they taught. A disposable fold of `reports`.

It makes the answer `duplicates` quick; the guarantee lies in correlate, which skips an equal version (DESIGN §4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter

from events.catalog import from_record
from events.log.port import Log, Stored
from events.report import ReportReceived, ReportRetracted, ReportRevised
from events.value import Event
from services.ingest.core.intake import Known, evolve
from services.ingest.core.learning import learn, place_key
from services.ingest.core.places.port import LearnedPlace
from services.ingest.core.words.folding import fold
from services.runtime.namespace import Namespace
from services.runtime.rows import LAST_KEY, LocalRows, Rows

TOPIC: Final = "reports"
KIND: Final = "ingest index 1"
BATCH_RECORDS: Final = 500
WAIT_S: Final = 1.0
HOMONYMS_MAX: Final = 50
GIVEN_MAX: Final = 10
ARTICLE_REPORTS_MAX: Final = 1_000
EVENT_TYPES: Final = frozenset({"tocsin.report.received", "tocsin.report.revised", "tocsin.report.retracted"})
ReportEvent = ReportReceived | ReportRevised | ReportRetracted
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last record that was read: a log whose record there is another one is another log."""

    offset: int
    event_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a request with an Idempotency-Key. `body_sha256`: of the request. `at_ms`: when, since 1970."""

    body_sha256: str
    at_ms: int
    status: int
    answer: bytes
    content_type: str


def _namespace(name: str, kind: type[T]) -> Namespace[T]:
    adapter = TypeAdapter(kind)
    return Namespace(name, 1, adapter.dump_json, adapter.validate_json)


KNOWN: Final = _namespace("known", Known)
IN_ARTICLE: Final = _namespace("in_article", str)
LEARNED: Final = _namespace("learned", LearnedPlace)
GIVEN: Final = _namespace("given", str)
ANCHOR: Final = _namespace("anchor", Anchor)
ANSWERED: Final = _namespace("answered", Answered)


class Learned:
    """The learned place names, for readers in any thread. Satisfies `core.places.LearnedPlaces`."""

    def __init__(self, local: LocalRows) -> None:
        self._local = local

    def learned(self, folded: str) -> tuple[LearnedPlace, ...]:
        """What is known of that folded name: count descending, then country."""
        start = place_key(folded, "")
        rows = self._local.range(LEARNED.name, start, start + LAST_KEY, HOMONYMS_MAX)
        return tuple(sorted((LEARNED.unpack(k, raw) for k, raw in rows), key=lambda p: (-p.count, p.country)))


class Index:
    """The index. Methods are called from the event loop; `learned` answers any thread."""

    def __init__(self, path: Path | str) -> None:
        if isinstance(path, Path):
            path.parent.mkdir(parents=True, exist_ok=True)
        self._local = LocalRows(path, KIND)
        self._rows = Rows(self._local)
        self.learned = Learned(self._local)

    def known(self, report_id: str) -> Known | None:
        """What is known of a report."""
        return self._rows.get(KNOWN, report_id)

    def of_article(self, article_id: str) -> list[Known]:
        """The reports an article gave, retracted ones included, in the order of the document."""
        start = f"{article_id}\x1f"
        ids = [report for _, report in self._rows.range(IN_ARTICLE, start, start + LAST_KEY, ARTICLE_REPORTS_MAX)]
        found = [known for known in map(self.known, ids) if known is not None]
        return sorted(found, key=lambda known: (known.ordinal, known.report_id))

    def given(self, key: str) -> tuple[str, ...]:
        """The hashes of what was given for this report or article, and of what read it; the newest last."""
        return tuple((self._rows.get(GIVEN, key) or "").split())

    def remember_given(self, given: Iterable[tuple[str, str]]) -> None:
        """Remembers such hashes with the next commit."""
        for key, value in given:
            others = [one for one in self.given(key) if one != value]
            self._rows.put(GIVEN, key, " ".join([*others[-GIVEN_MAX:], value]))

    def answered(self, key: str) -> Answered | None:
        """The answer given to this Idempotency-Key."""
        return self._rows.get(ANSWERED, key)

    def remember_answer(self, key: str, answer: Answered) -> None:
        """Remembers an answer."""
        self._rows.put(ANSWERED, key, answer)
        self.commit()

    def forget_answers(self, before_ms: int) -> int:
        """Forgets the answers older than this; says how many."""
        old = [key for key, answer in self._rows.range(ANSWERED) if answer.at_ms < before_ms]
        for key in old:
            self._rows.delete(ANSWERED, key)
        self.commit()
        return len(old)

    def apply(self, event: Event, offset: int) -> None:
        """Folds one event in; what was folded in already changes nothing."""
        if not isinstance(event, ReportReceived | ReportRetracted):
            return
        before = self.known(event.report_id)
        after = evolve(before, event, offset)
        if after is None or after is before:
            return
        self._rows.put(KNOWN, after.report_id, after)
        if isinstance(event, ReportReceived):
            self._link(event)
            self._learn(event, before)

    def _link(self, event: ReportReceived) -> None:
        if event.article_id is not None:
            self._rows.put(IN_ARTICLE, f"{event.article_id}\x1f{event.report_id}", event.report_id)

    def _learn(self, event: ReportReceived, before: Known | None) -> None:
        place = event.report.place
        if event.reader is not None or place is None or (before is not None and before.place == place):
            return
        key = place_key(fold(place.name or ""), place.country or "")
        lesson = learn(self._rows.get(LEARNED, key), place)
        if lesson is not None:
            self._rows.put(LEARNED, key, lesson)

    def commit(self, positions: dict[str, int] | None = None) -> None:
        """Writes what was folded in since the last commit."""
        rows = self._rows.take()
        if rows or positions:
            self._local.commit(rows, positions)

    async def check(self, log: Log) -> None:
        """Forgets everything where the log is another one than that which was read."""
        for partition in range(log.partitions(TOPIC)):
            anchor = self._rows.get(ANCHOR, str(partition))
            if anchor is None:
                continue
            found = await log.read(TOPIC, partition, anchor.offset, 1)
            if not found or found[0].offset != anchor.offset or found[0].headers.get("ce_id") != anchor.event_id:
                self._local.clear()
                self._rows = Rows(self._local)
                return

    async def catch_up(self, log: Log, partition: int = 0) -> None:
        """Reads what the partition has that was not read yet."""
        while batch := await log.read(TOPIC, partition, self._local.position(str(partition)), BATCH_RECORDS):
            self._fold(batch, partition)

    def _fold(self, batch: Sequence[Stored], partition: int) -> None:
        for stored in batch:
            if stored.headers.get("ce_type") in EVENT_TYPES:
                self.apply(from_record(stored).data, stored.offset)
        last = batch[-1]
        self._rows.put(ANCHOR, str(partition), Anchor(last.offset, last.headers.get("ce_id", "")))
        self.commit({str(partition): last.offset + 1})

    async def follow(self, log: Log, partition: int = 0) -> None:
        """Keeps up with the partition until cancelled."""
        while True:
            await self.catch_up(log, partition)
            await log.wait(TOPIC, partition, self._local.position(str(partition)), WAIT_S)

    def close(self) -> None:
        """Closes the file."""
        self._local.close()

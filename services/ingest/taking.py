"""Taking: what came in becomes events in the log, and the answer is given when the log has them."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from events.catalog import BY_MODEL, TYPE_PREFIX, envelope, to_record
from events.envelope import EVENT_BYTES_MAX
from events.errors import TocsinError
from events.log.port import Log, Position, Record
from events.report import ReportReceived, ReportRetracted, ReportRevised, TextKept
from events.value import Event
from services.ingest.core.identity import event_id, sha256_hex
from services.ingest.core.intake import Known, Same, Stale, decide, evolve, stale_message
from services.ingest.core.letters import dead_letter
from services.ingest.forms import Letter
from services.ingest.index import TOPIC, Index
from services.ingest.items import FieldError, ItemOutcome, ParsedItem
from services.ingest.metrics import DEAD_LETTERS, REPORTS
from services.ingest.preparing import Identified, Preparer, Ready, Refused
from services.ingest.refused import letter_of
from services.runtime.clock import Clock

CHUNK_RECORDS: Final = 500
INLINE_MAX: Final = 20
"""So many reports without texts are completed at once on the event loop: under 5 ms."""
LETTERS_REMEMBERED: Final = 10_000
DRY_OFFSET: Final = 10**15
"""Where a dry run's events would lie: after everything."""
SOURCE: Final = "/ingest"
API: Final = "api"
"""The origin of what comes in requests; what comes from files has their names."""
RETRACTED: Final = TYPE_PREFIX + BY_MODEL[ReportRetracted].name


class UnknownReport(TocsinError):
    """No report of that id was ever taken."""


class AlreadyRetracted(TocsinError):
    """The report was taken back before."""


@dataclass(slots=True)
class Draft:
    """What a request will append, and what is known once it has: later items of it see the earlier ones."""

    index: Index
    known_now: dict[str, Known | None] = field(default_factory=dict)
    records: list[tuple[Record, Event | None]] = field(default_factory=list)
    given: list[tuple[str, str]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)

    def known(self, report_id: str) -> Known | None:
        """What is known of a report, with what this draft says of it."""
        return self.known_now[report_id] if report_id in self.known_now else self.index.known(report_id)

    def say(self, event: ReportReceived | ReportRetracted, record: Record) -> None:
        """Adds an event about a report."""
        before = self.known(event.report_id)
        self.known_now[event.report_id] = evolve(before, event, 0 if before is None else before.offset + 1)
        self.records.append((record, event))

    def keep(self, text_id: str, text: str, title: str | None, language: str | None, at: datetime) -> None:
        """Adds the words of a report, once."""
        if text_id in self.words:
            return
        self.words.add(text_id)
        kept = TextKept(text_id=text_id, sha256=sha256_hex(text), text=text, title=title, language=language)
        self.records.append((to_record(envelope(kept, source=SOURCE, time=at)), None))


class Taker:
    """Takes reports. One lock: what is known of a report and what is said of it next stay together."""

    def __init__(self, log: Log, index: Index, clock: Clock, preparer: Preparer, *, dry_run: bool = False) -> None:
        """With `dry_run` everything is decided and nothing appended."""
        self.index = index
        self.clock = clock
        self.preparer = preparer
        self.lock = asyncio.Lock()
        self._log = log
        self._dry_run = dry_run
        self._dry_offset = DRY_OFFSET
        self._letters: OrderedDict[str, None] = OrderedDict()

    async def take(self, items: Sequence[ParsedItem], origin: str) -> list[ItemOutcome]:
        """Takes what can be taken; says what became of each item, in their order, once the log has it."""
        now = self.clock.now()
        identified = self.preparer.identify(items, now)
        ready = await self._ready(identified)
        async with self.lock:
            draft = Draft(self.index)
            outcomes = [self._outcome(draft, item, one) for item, one in zip(items, ready, strict=True)]
            self._set_aside(draft, items, outcomes, origin)
            await self.append(draft)
        for outcome in outcomes:
            REPORTS.labels(outcome.outcome).inc()
        return outcomes

    async def _ready(self, identified: Sequence[Identified | Refused]) -> list[Identified | Ready | Refused]:
        """Completes what is not known to be the same; off the event loop where it may take its time."""
        now = self.clock.now()
        fresh = [i for i, one in enumerate(identified) if isinstance(one, Identified) and not self._is_same(one)]

        def complete() -> list[Identified | Ready | Refused]:
            done: list[Identified | Ready | Refused] = list(identified)
            for i in fresh:
                one = identified[i]
                if isinstance(one, Identified):
                    done[i] = self.preparer.ready(one, now)
            return done

        texts = any(isinstance(one, Identified) and self.preparer.wants_text(one) for one in identified)
        return await asyncio.to_thread(complete) if texts or len(fresh) > INLINE_MAX else complete()

    def _is_same(self, one: Identified) -> bool:
        """Whether just this was given last for this report, and read by the same reader: it need not be read again."""
        known = self.index.known(one.report_id)
        return known is not None and not known.retracted and self.index.given(one.report_id)[-1:] == (one.given,)

    def _outcome(self, draft: Draft, item: ParsedItem, one: Identified | Ready | Refused) -> ItemOutcome:
        if item.retracts is not None and item.kept is not None:
            return self._taken_back(draft, item, item.kept.report_id, item.retracts)
        if isinstance(one, Refused):
            return ItemOutcome(item.index, "rejected", None, one.errors)
        if isinstance(one, Identified):
            return ItemOutcome(item.index, "duplicate", one.report_id)
        return self._decided(draft, item, one)

    def _decided(self, draft: Draft, item: ParsedItem, one: Ready) -> ItemOutcome:
        report_id = one.prepared.report_id
        verdict = decide(one.prepared, draft.known(report_id))
        if isinstance(verdict, Stale):
            return ItemOutcome(item.index, "rejected", report_id, (FieldError("published_at", stale_message(verdict)),))
        if not isinstance(verdict, Same):
            too_large = self.say(draft, verdict)
            if too_large is not None:
                return ItemOutcome(item.index, "rejected", None, (too_large,))
            if one.text is not None and verdict.text_id is not None:
                draft.keep(verdict.text_id, one.text, None, verdict.report.language, verdict.available_at)
        draft.given.append((report_id, one.given))
        if isinstance(verdict, Same):
            return ItemOutcome(item.index, "duplicate", report_id)
        return ItemOutcome(item.index, "revised" if isinstance(verdict, ReportRevised) else "accepted", report_id)

    def say(self, draft: Draft, event: ReportReceived) -> FieldError | None:
        """Adds the event to the draft; what is wrong where it is larger than an event may be."""
        kind = TYPE_PREFIX + BY_MODEL[type(event)].name
        its_id = event_id(kind, event.report_id, event.revision, event.content_hash)
        record = to_record(envelope(event, source=SOURCE, time=event.available_at, event_id=its_id))
        size = len(record.value or b"")
        if size > EVENT_BYTES_MAX:
            return FieldError("", f"the report takes {size} bytes as an event; at most {EVENT_BYTES_MAX} are taken")
        draft.say(event, record)
        return None

    def _taken_back(self, draft: Draft, item: ParsedItem, report_id: str, cause: str) -> ItemOutcome:
        try:
            self.retract_in(draft, report_id, cause, None)
        except UnknownReport as error:
            return ItemOutcome(item.index, "rejected", report_id, (FieldError("subject", str(error)),))
        except AlreadyRetracted:
            return ItemOutcome(item.index, "duplicate", report_id)
        return ItemOutcome(item.index, "retracted", report_id)

    async def retract(self, report_id: str, cause: str, reason: str | None) -> ReportRetracted:
        """Takes a report back; raises `UnknownReport` or `AlreadyRetracted`."""
        async with self.lock:
            draft = Draft(self.index)
            event = self.retract_in(draft, report_id, cause, reason)
            await self.append(draft)
        REPORTS.labels("retracted").inc()
        return event

    def retract_in(self, draft: Draft, report_id: str, cause: str, reason: str | None) -> ReportRetracted:
        """Adds a retraction to the draft. Its id follows from the version it takes back: said again it is the same."""
        known = draft.known(report_id)
        if known is None:
            raise UnknownReport(f"no report {report_id} was taken")
        if known.retracted:
            raise AlreadyRetracted(f"report {report_id} was retracted before")
        event = ReportRetracted(report_id=report_id, cause=cause, reason=reason, available_at=self.clock.now())
        its_id = event_id(RETRACTED, report_id, known.revision, known.content_hash)
        draft.say(event, to_record(envelope(event, source=SOURCE, time=event.available_at, event_id=its_id)))
        return event

    def _set_aside(
        self, draft: Draft, items: Sequence[ParsedItem], outcomes: Sequence[ItemOutcome], origin: str
    ) -> None:
        """Adds dead letters for what could not be read. The same letter within memory's reach is not said again."""
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.outcome != "rejected" or outcome.report_id is not None:
                continue
            self._keep(draft, origin, letter_of(outcome.errors, item.raw), item.raw)

    async def set_aside(self, letters: Sequence[Letter], origin: str) -> None:
        """Keeps what was refused elsewhere; answers once the log has it."""
        async with self.lock:
            draft = Draft(self.index)
            for letter in letters:
                self._keep(draft, origin, letter, letter.body.encode())
            await self.append(draft)

    def _keep(self, draft: Draft, origin: str, refused: Letter, raw: bytes) -> None:
        DEAD_LETTERS.labels("file" if origin != API else API).inc()
        letter = dead_letter(origin, raw, refused.field or "", refused.reason, self.clock.now())
        if refused.body_bytes is not None:
            letter = letter.model_copy(update={"body_bytes": refused.body_bytes})
        if letter.letter_id not in self._letters:
            self._remember(letter.letter_id)
            record = to_record(envelope(letter, source=SOURCE, time=letter.received_at, event_id=letter.letter_id))
            draft.records.append((record, None))

    def _remember(self, letter_id: str) -> None:
        self._letters[letter_id] = None
        if len(self._letters) > LETTERS_REMEMBERED:
            self._letters.popitem(last=False)

    async def append(self, draft: Draft) -> None:
        """Appends the draft in bounded chunks and folds each into the index. Call it with the lock held."""
        for start in range(0, len(draft.records), CHUNK_RECORDS):
            chunk = draft.records[start : start + CHUNK_RECORDS]
            placed = await self._place([record for record, _ in chunk])
            self._fold((event for _, event in chunk), placed)
        self.index.remember_given(draft.given)
        self.index.commit()

    async def _place(self, records: Sequence[Record]) -> list[Position]:
        if not self._dry_run:
            return await self._log.append(records)
        self._dry_offset += len(records)
        return [Position(TOPIC, 0, self._dry_offset + i) for i in range(len(records))]

    def _fold(self, events: Iterable[Event | None], placed: Sequence[Position]) -> None:
        for event, position in zip(events, placed, strict=True):
            if event is not None:
                self.index.apply(event, position.offset)

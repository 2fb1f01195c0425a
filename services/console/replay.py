"""Replay: the records of several partitions as one sequence, in constant memory.

Order: time in the log, then topic, partition, offset. Times never fall within a partition, so one head of each is
enough to merge them.
"""

import heapq
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from events.envelope import structured
from events.log.port import Log, Stored
from events.moment import from_ms, rfc3339
from services.console.core.parameters import moment_ms
from services.console.core.positions import PREFIX, Source, WrongPosition, decode, located
from services.runtime.parameters import WrongParameter

READ_RECORDS: Final = 50
"""Records held of each partition; at 64 KB an event and 8 partitions that is 26 MB at the most."""
Span = Mapping[Source, tuple[int, int]]
"""Source → [begin, end) in offsets."""


def sources_of(log: Log, topics: Sequence[str]) -> list[Source]:
    """The partitions of these topics."""
    return [Source(topic, partition) for topic in topics for partition in range(log.partitions(topic))]


async def ends_of(log: Log, sources: Sequence[Source]) -> dict[Source, int]:
    """Where the log ends now."""
    return {source: (await log.bounds(source.topic, source.partition)).end for source in sources}


async def place_of(log: Log, name: str, word: str, ends: Mapping[Source, int]) -> dict[Source, int]:
    """Where a time or a position stands in these partitions; raises `WrongParameter`."""
    if word.startswith(PREFIX):
        try:
            return located(word, list(ends), ends)
        except WrongPosition as error:
            raise WrongParameter(name, str(error)) from None
    at = from_ms(moment_ms(name, word))
    return {source: await _offset_at(log, source, at, end) for source, end in ends.items()}


async def _offset_at(log: Log, source: Source, at: datetime, end: int) -> int:
    return min(end, await log.offset_at(source.topic, source.partition, at))


async def resumed(
    log: Log, name: str, word: str, ends: Mapping[Source, int], known: Sequence[str]
) -> dict[Source, int]:
    """Where a stream of these partitions goes on behind any event of the topics `known`; raises `WrongParameter`.

    A position that says nothing of a partition stands there at the time of the newest event behind it, so what was
    recorded in that very millisecond may come twice, and nothing is missed.
    """
    if not word.startswith(PREFIX):
        return await place_of(log, name, word, ends)
    try:
        told = sources_of(log, _topics(word, known))
        passed = located(word, told, await ends_of(log, told))
    except WrongPosition as error:
        raise WrongParameter(name, str(error)) from None
    at = max([await _time_before(log, source, offset) for source, offset in passed.items()])
    return {s: passed[s] if s in passed else await _offset_at(log, s, at, end) for s, end in ends.items()}


def _topics(word: str, known: Sequence[str]) -> list[str]:
    """The topics that a position speaks of, as far as they are known; raises `WrongPosition` where none is."""
    told = {source.topic for source in decode(word)}
    found = [topic for topic in known if topic in told]
    if not found:
        raise WrongPosition(f"is of none of {', '.join(known)}")
    return found


async def _time_before(log: Log, source: Source, offset: int) -> datetime:
    """When the last record before an offset was recorded; the beginning of time where none is kept."""
    first = max(0, offset - READ_RECORDS)  # on Kafka markers take offsets too: the record may lie further back
    records = await log.read(source.topic, source.partition, first, READ_RECORDS)
    return max((r.recorded_at for r in records if r.offset < offset), default=from_ms(0))


class _Head:
    """A partition's next records, read a few at a time."""

    def __init__(self, log: Log, source: Source, begin: int, end: int) -> None:
        self.log = log
        self.source = source
        self.next = begin
        self.end = end
        self.read: deque[Stored] = deque()

    async def take(self) -> Stored | None:
        """The next record, None behind the last."""
        if not self.read and self.next < self.end:
            records = await self.log.read(self.source.topic, self.source.partition, self.next, READ_RECORDS)
            self.read.extend(record for record in records if record.offset < self.end)
            self.next = records[-1].offset + 1 if records else self.end
        return self.read.popleft() if self.read else None


async def merged(log: Log, span: Span) -> AsyncIterator[Stored]:
    """The records of a span in order."""
    heads = {source: _Head(log, source, begin, end) for source, (begin, end) in span.items()}
    heap = [_ranked(first) for head in heads.values() if (first := await head.take()) is not None]
    heapq.heapify(heap)
    while heap:
        *_, record = heap[0]
        yield record
        following = await heads[Source(record.topic, record.partition)].take()
        if following is None:
            heapq.heappop(heap)
        else:
            heapq.heapreplace(heap, _ranked(following))


def _ranked(record: Stored) -> tuple[datetime, str, int, int, Stored]:
    return record.recorded_at, record.topic, record.partition, record.offset, record


def in_order(records: Sequence[Stored]) -> list[Stored]:
    """Records in the order of a replay."""
    return [record for *_, record in sorted(map(_ranked, records))]


def cloud_event(record: Stored, position: str) -> bytes:
    """A record as one CloudEvent in one line of JSON, as recorded, with its `position` and `recordedtime`."""
    event = structured(
        record.headers, record.value or b"null", position=position, recordedtime=rfc3339(record.recorded_at)
    )
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()

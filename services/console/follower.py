"""The follower: brings the store up to the end of the log, and keeps it there."""

import asyncio
from functools import partial
from typing import Final

from events.errors import LogUnavailable
from events.log.port import Log, Stored
from events.moment import to_ms
from services.console.applying import Applied, Batch, applied, apply
from services.console.core.items import TOPICS
from services.console.core.positions import Source
from services.console.hub import Hub
from services.console.metrics import AGE, APPLIED, LAG, REBUILDS
from services.console.replay import ends_of, sources_of
from services.console.store import Store
from services.runtime.clock import Clock
from services.runtime.partitions import BACK_OFF_S
from services.runtime.telemetry import logger

BATCH_RECORDS: Final = {"texts": 10}
BATCH_RECORDS_DEFAULT: Final = 100
"""Records of one partition in one transaction; texts are up to 400 KB each, events up to 64 KB."""
WAIT_S: Final = 5.0
UNCHECKED: Final = frozenset({"texts"})
"""Compacted topics: the record a store saw last may be gone from the same log."""
log_ = logger("console.follower")


class Follower:
    """Reads every partition; one transaction takes what waits.

    `behind`: the partitions that are not yet where they ended at the start; None before that is known.
    """

    def __init__(self, log: Log, store: Store, hub: Hub, clock: Clock) -> None:
        self._log = log
        self._store = store
        self._hub = hub
        self._clock = clock
        self._next: dict[Source, int] = {}
        self._goal: dict[Source, int] = {}
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._work = asyncio.Event()
        self.behind: set[Source] | None = None

    def ready(self) -> str | None:
        """Why the store cannot be asked yet."""
        if self.behind is None:
            return "the console's store is not open yet"
        if not self.behind:
            return None
        left = sum(self._goal[source] - self._next[source] for source in self.behind)
        return f"the console's store is being rebuilt: {left} records to go"

    async def run(self) -> None:
        """Follows until cancelled; raises `Unreadable`, `StoreTaken`."""
        sources = sources_of(self._log, TOPICS)
        self._goal = await ends_of(self._log, sources)
        self._next = dict.fromkeys(sources, 0) | await self._stand()
        self.behind = {source for source in sources if self._next[source] < self._goal[source]}
        self._hub.begin({s: max(self._goal[s], self._next[s]) for s in sources if s.topic in {"alerts", "incidents"}})
        async with asyncio.TaskGroup() as group:
            group.create_task(self._apply())
            for source in sources:
                group.create_task(self._follow(source), name=f"console {source.topic}[{source.partition}]")

    async def _stand(self) -> dict[Source, int]:
        """How far the store came; nowhere, after emptying it, where it belongs to another log."""
        held = await self._store.read(applied)
        for one in held:
            if not await self._of_this_log(one):
                log_.warning("the console's store belongs to another log: it is rebuilt")
                REBUILDS.inc()
                await self._store.empty()
                return {}
        return {one.source: one.next for one in held}

    async def _of_this_log(self, one: Applied) -> bool:
        """Whether the log holds, where the store stopped, the very record it stopped at (or holds it no more)."""
        source = one.source
        if source not in self._goal or one.next > self._goal[source]:
            return False
        kept = await self._log.bounds(source.topic, source.partition)
        if source.topic in UNCHECKED or one.last_offset < kept.first:
            return True
        found = await self._log.read(source.topic, source.partition, one.last_offset, 1)
        return [_named(record) for record in found] == [(one.last_offset, one.last_event, one.last_ms)]

    async def _follow(self, source: Source) -> None:
        """Follows one partition. A log that cannot be reached is tried again, a bounded number of times in a row."""
        failures = 0
        while True:
            try:
                await self._step(source)
                failures = 0
            except LogUnavailable as error:
                if failures == len(BACK_OFF_S):
                    raise
                log_.warning("the console waits for %s[%d]: %s", source.topic, source.partition, error)
                await asyncio.sleep(BACK_OFF_S[failures])
                failures += 1

    async def _step(self, source: Source) -> None:
        """Reads and applies one batch, or waits for one."""
        topic, partition, begin = source.topic, source.partition, self._next[source]
        end = (await self._log.bounds(topic, partition)).end
        records = await self._log.read(topic, partition, begin, BATCH_RECORDS.get(topic, BATCH_RECORDS_DEFAULT))
        if records:
            await self._hand_over(Batch(source, begin, records[-1].offset + 1, records))
        LAG.labels(topic, str(partition)).set(max(0, end - self._next[source]) if records else 0)
        if self.behind and (not records or self._next[source] >= self._goal[source]):
            self.behind.discard(source)
        if not records:  # a marker may lie between the last record and the end: wait behind both
            await self._log.wait(topic, partition, max(begin, end), WAIT_S)

    async def _hand_over(self, batch: Batch) -> None:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        self._work.set()
        await done

    async def _apply(self) -> None:
        """Takes all that waits, at most one batch of each partition, in one transaction."""
        while True:
            await self._work.wait()
            self._work.clear()
            taken, self._waiting = self._waiting, []
            batches = [batch for batch, _ in taken]
            await self._store.write(partial(apply, batches=batches))
            self._applied(batches)
            for _, done in taken:
                done.set_result(None)

    def _applied(self, batches: list[Batch]) -> None:
        now = self._clock.now()
        for batch in batches:
            self._next[batch.source] = batch.end
            APPLIED.labels(batch.source.topic).inc(len(batch.records))
            for record in batch.records:
                AGE.labels(batch.source.topic).observe(max(0.0, (now - record.recorded_at).total_seconds()))
        live = [r for batch in batches for r in batch.records if batch.source.topic in {"alerts", "incidents"}]
        if live:
            self._hub.publish(live)


def _named(record: Stored) -> tuple[int, str, int]:
    return record.offset, record.headers.get("ce_id", ""), to_ms(record.recorded_at)

"""The loop of units of work: read records, decide on each, commit what was decided, all or nothing."""

import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from events.log.port import Log, Record, Session, Stored, Unit
from services.runtime.partitions import each_partition
from services.runtime.rows import Rows
from services.runtime.telemetry import TaskMetrics

BATCH_RECORDS: Final = 2_000
"""A unit's input at most. A transaction costs tens of milliseconds whatever is in it, and a row that changes often is
written once a unit; beyond this nothing more is gained (tests/bench/README.md)."""
UNIT_S: Final = 0.1
"""After how long of deciding a unit is committed, however much input is left: what waits for it is not kept waiting by
slow decisions, and heartbeats and requests of this process get their turn."""
WAIT_S: Final = 1.0


class Decider(Protocol):
    """What a task decides. It reads and writes `rows` and returns the records to append, in order.

    It is a pure function of (rows, record): no clock, no I/O; the same input gives the same output, however the
    records are batched.
    """

    name: str
    topic: str

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        """What one record brings about."""


class Worker:
    """One task on one partition: owns its session and its rows, and serialises their units."""

    def __init__(self, log: Log, session: Session, name: str, topic: str) -> None:
        self.log = log
        self.session = session
        self.rows = Rows(session)
        self.name = name
        self.topic = topic
        self.metrics = TaskMetrics(name, session.partition)
        self._ahead: Sequence[Stored] = ()

    async def commit(self, records: Sequence[Record], offset: int | None = None) -> None:
        """Commits the records, all row writes since the last commit, and the new input offset if one is given."""
        rows = self.rows.take()
        if not records and not rows and offset is None:
            return
        await self.session.commit(Unit(records, rows, offset))
        self.metrics.committed(len(records))

    async def read(self, limit: int = BATCH_RECORDS) -> list[Stored]:
        """The next input records; empty when there are none now."""
        return await self.log.read(self.topic, self.session.partition, self.session.offset, limit)

    async def wait(self, timeout_s: float = WAIT_S) -> None:
        """Sleeps until there may be input."""
        if not self._ahead:
            await self.log.wait(self.topic, self.session.partition, self.session.offset, timeout_s)

    async def step(self, decide: Callable[[Stored, Rows], Sequence[Record]]) -> int:
        """Decides on the records at hand, or on those it reads, one by one, and commits; returns how many that were."""
        batch = self._ahead or await self.read()
        done, out = self._decided(batch, decide)
        if done:
            self._ahead = batch[len(done) :]
            await self.commit(out, done[-1].offset + 1)
            self.metrics.consumed(done)
        return len(done)

    def _decided(
        self, batch: Sequence[Stored], decide: Callable[[Stored, Rows], Sequence[Record]]
    ) -> tuple[Sequence[Stored], list[Record]]:
        """The records of the batch that were decided on within a unit's time, at least one, and what that brought."""
        out: list[Record] = []
        until = time.monotonic() + UNIT_S
        for number, record in enumerate(batch, 1):
            out.extend(decide(record, self.rows))
            if time.monotonic() >= until:
                return batch[:number], out
        return batch, out


Timer = Callable[[Rows], Sequence[Record]]
"""What is due without input, asked about once a second: a unit of its own with the input offset left as it is."""


async def run(log: Log, task: Decider, timer: Timer | None = None) -> None:
    """Works on every partition that is assigned to this process, until cancelled; raises what ends a partition."""

    async def on(partition: int) -> None:
        session = await log.session(task.name, task.topic, partition)
        worker = Worker(log, session, task.name, task.topic)
        try:
            while True:
                if timer is not None:
                    await worker.commit(timer(worker.rows))
                await worker.wait()
                await worker.step(task.decide)
        finally:
            await session.close()

    await each_partition(log, task.name, task.topic, on)

"""The loop of units of work: read records, decide on each, commit what was decided, all or nothing."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from events.log.port import Log, Record, Session, Stored, Unit
from services.runtime.partitions import each_partition
from services.runtime.rows import Rows
from services.runtime.telemetry import TaskMetrics

BATCH_RECORDS: Final = 2_000
"""A unit's input at most. A transaction costs tens of milliseconds whatever is in it, and a row that changes often is
written once a unit; beyond this little is gained (events/log/README.md)."""
UNIT_S: Final = 0.25
"""After how long of deciding a unit is committed, however much input is left: slow decisions do not make units that
nobody downstream sees for seconds. Several transactions' time, so that a backlog is not paid for by transactions."""
TURN_S: Final = 0.003
"""After how long of deciding the event loop goes round: transactions under way, heartbeats, requests. A transaction
takes about six rounds, so this is most of what deciding adds to it."""
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


_TURNS: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock]] = WeakKeyDictionary()


def turn() -> asyncio.Lock:
    """Held by the one worker of this event loop that decides now.

    They share a core: if all decided in turns, all would be done last, and every step of a transaction under way would
    wait for each of them.
    """
    return _TURNS.setdefault(asyncio.get_running_loop(), asyncio.Lock())


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
        found = await self.log.read(self.topic, self.session.partition, self.session.offset, limit)
        await self.metrics.measure(self.log, self.topic, found, limit)
        return found

    async def wait(self, timeout_s: float = WAIT_S) -> None:
        """Sleeps until there may be input."""
        if not self._ahead:
            await self.log.wait(self.topic, self.session.partition, self.session.offset, timeout_s)

    async def step(self, decide: Callable[[Stored, Rows], Sequence[Record]]) -> int:
        """Decides on the records at hand, or on those it reads, one by one, and commits; returns how many that were."""
        batch = self._ahead or await self.read()
        async with turn():
            done, out = await self._decided(batch, decide)
        if done:
            self._ahead = batch[len(done) :]
            await self.commit(out, done[-1].offset + 1)
            self.metrics.consumed(done)
        return len(done)

    async def _decided(
        self, batch: Sequence[Stored], decide: Callable[[Stored, Rows], Sequence[Record]]
    ) -> tuple[Sequence[Stored], list[Record]]:
        """The records of the batch that were decided on within a unit's time, at least one, and what that brought."""
        out: list[Record] = []
        began = went_round = time.monotonic()
        for number, record in enumerate(batch, 1):
            out.extend(decide(record, self.rows))
            now = time.monotonic()
            if now - began >= UNIT_S:
                return batch[:number], out
            if now - went_round >= TURN_S:
                await asyncio.sleep(0)
                went_round = time.monotonic()
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

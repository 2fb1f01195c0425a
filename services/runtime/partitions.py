"""Which partitions this process works on: one coroutine for each that the log assigns, ended when it is taken away."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Final

from events.errors import Fenced, LogUnavailable
from events.log.port import Log
from services.runtime.telemetry import FENCED, PARTITIONS, ended, logger

BACK_OFF_S: Final = (0.1, 0.5, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Waits between tries in a row; after the last the error ends the process, which whoever runs it starts again."""
CALM_S: Final = 300.0
"""A failure so long after the one before is the first of a new row."""
UNWORKED_S: Final = 60.0
"""How long a partition may be assigned to this process and not worked on."""
SURPLUS_S: Final = 5.0
"""After how long without a partition a process says that it waits; a rebalance is shorter."""
WATCH_S: Final = 1.0
On = Callable[[int], Coroutine[None, None, None]]
log_ = logger("task")


class BackOff:
    """Tries in a row. `wait` sleeps before the next one, and raises the error after the last."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._failures = 0
        self._last_s = 0.0

    async def wait(self, error: LogUnavailable | Fenced) -> None:
        """After a failure."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._last_s > CALM_S:
            self._failures = 0
        if self._failures >= len(BACK_OFF_S):
            raise error
        wait_s = BACK_OFF_S[self._failures]
        log_.warning("%s waits %.1f s: %s", self._what, wait_s, error)
        self._failures += 1
        await asyncio.sleep(wait_s)
        self._last_s = asyncio.get_running_loop().time()


class Partition:
    """One partition's work, whichever coroutine does it now."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.task: asyncio.Task[None] | None = None
        self.lost_at_s: float | None = None
        self.overtaken: Fenced | None = None
        self.unavailable = BackOff(what)
        self.fenced = BackOff(what)


class Holding:
    """The partitions held now.

    A log that is `shared` gives partitions to several processes in turn. One that was overtaken there ends alone: it
    begins anew only when the log gives the partition out again, and after a wait. Two that just opened it again would
    fence each other for ever. Elsewhere being overtaken ends the process: the newer one goes on.
    """

    def __init__(self, name: str, on: On, group: asyncio.TaskGroup, *, shared: bool) -> None:
        self._name = name
        self._on = on
        self._group = group
        self._shared = shared
        self._known: dict[int, Partition] = {}
        self._held: frozenset[int] = frozenset()
        self._since_s = asyncio.get_running_loop().time()
        self._said = False

    async def take(self, held: frozenset[int]) -> None:
        """What is held now: ends what was taken away, begins what is new, or what was overtaken and given again."""
        for partition in sorted(self._held - held):
            await _end(self._known[partition].task)
        self._since_s, self._held, self._said = asyncio.get_running_loop().time(), held, False
        PARTITIONS.labels(self._name).set(len(held))
        for partition in sorted(held):
            known = self._known.setdefault(partition, Partition(f"{self._name}[{partition}]"))
            if known.task is None or known.task.done():
                known.lost_at_s = None
                known.task = self._group.create_task(self._work(partition, known), name=known.what)

    async def watch(self) -> None:
        """Says when this process waits for others to leave; raises where it holds what it does not work on."""
        while True:
            await asyncio.sleep(WATCH_S)
            now_s = asyncio.get_running_loop().time()
            if not self._held and not self._said and now_s - self._since_s >= SURPLUS_S:
                log_.info("%s: every partition has its worker; this process waits to take over", self._name)
                self._said = True
            for partition in sorted(self._held):
                self._judge(self._known[partition], now_s)

    def _judge(self, known: Partition, now_s: float) -> None:
        if known.lost_at_s is None and known.task is not None and known.task.done():
            known.lost_at_s = now_s
        if known.lost_at_s is not None and now_s - known.lost_at_s > UNWORKED_S:
            raise Fenced(
                f"{known.what}: the log has left it with this process for {UNWORKED_S:.0f} s, which cannot work on it"
                " since another took it over; this one ends so that it is given out anew"
            )

    async def _work(self, partition: int, known: Partition) -> None:
        """Works on a partition; a log that cannot be reached is tried again, a bounded number of times in a row."""
        if (overtaken := known.overtaken) is not None:
            known.overtaken = None
            await known.fenced.wait(overtaken)
        while True:
            try:
                await self._on(partition)
            except LogUnavailable as error:
                await known.unavailable.wait(error)
            except Fenced as error:
                FENCED.labels(self._name).inc()
                if not self._shared:
                    raise
                log_.warning("%s was taken over by another process", known.what)
                known.overtaken, known.lost_at_s = error, asyncio.get_running_loop().time()
                return
            else:
                return
            finally:
                ended(self._name, partition)


async def each_partition(log: Log, name: str, topic: str, on: On) -> None:
    """Keeps one coroutine running for each assigned partition, and ends those that are taken away.

    The first that fails ends all: a partition that stops without a word would be a lost alert.
    """
    async with asyncio.TaskGroup() as group:
        holding = Holding(name, on, group, shared=log.shared)
        watching = group.create_task(holding.watch(), name=f"watch {name}")
        back_off = BackOff(name)
        while True:
            try:
                async for held in log.assignments(name, topic):
                    await holding.take(held)
                break
            except LogUnavailable as error:
                await holding.take(frozenset())
                await back_off.wait(error)
        watching.cancel()


async def _end(task: asyncio.Task[None] | None) -> None:
    if task is not None:
        task.cancel()
        await asyncio.wait([task])

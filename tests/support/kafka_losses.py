"""A cluster that loses one node, then another, under load: what was acknowledged is there, and work goes on."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from events.errors import LogUnavailable
from events.log.kafka import KafkaLog, KafkaSettings
from events.log.port import Record
from services.runtime import task
from services.runtime.cluster import OwnRows
from tests.support.counting import Counting
from tests.support.kafka_cluster import Cluster
from tests.support.kafka_proofs import everything, expected, written

TASK = "loss"
PER_CALL = 5


@dataclass
class Load:
    """Appends until it is told to end; what is not answered is asked again, as every sender of ours does."""

    acknowledged: list[bytes] = field(default_factory=list)
    failures: int = 0
    ending: bool = False
    slowest_s: float = 0.0

    async def run(self, log: KafkaLog) -> None:
        n = 0
        while not self.ending:
            values = [b"%d" % (n + k) for k in range(PER_CALL)]
            began = time.monotonic()
            while not await self._taken(log, values):
                self.failures += 1
                await asyncio.sleep(0.5)
            self.slowest_s = max(self.slowest_s, time.monotonic() - began)
            self.acknowledged += values
            n += PER_CALL
            await asyncio.sleep(0.02)

    async def _taken(self, log: KafkaLog, values: list[bytes]) -> bool:
        try:
            await log.append([Record("reports", f"k{int(value) % 7}", value) for value in values])
        except LogUnavailable:
            return False
        return True


async def lose_nodes(cluster: Cluster, folder: Path, *, losses: int, calm_s: float) -> Load:
    """Kills the leader of `reports` and of the task's changelog in turn, each back before the next is lost."""
    settings = KafkaSettings(cluster.bootstrap, lambda name: OwnRows(folder, name), "loss", 3, 6.0)
    log = await KafkaLog.open(settings)
    load = Load()
    try:
        async with asyncio.TaskGroup() as group:
            working = group.create_task(task.run(log, Counting(TASK, "reports")))
            loading = group.create_task(load.run(log))
            for n in range(losses):
                await asyncio.sleep(calm_s)
                await cluster.kill_leader(log.name("reports" if n % 2 == 0 else f"changelog.{TASK}"))
                await asyncio.sleep(calm_s)
                await asyncio.to_thread(cluster.start)
                await cluster.settled(log.name("reports"))
            await progress(load)
            load.ending = True
            await loading
            await judge(log, load)
            working.cancel()
    finally:
        await log.close()
    return load


async def progress(load: Load) -> None:
    """The producers go on after the loss, without a restart."""
    before = len(load.acknowledged)
    async with asyncio.timeout(60):
        while len(load.acknowledged) < before + 20 * PER_CALL:
            await asyncio.sleep(0.1)


async def judge(log: KafkaLog, load: Load) -> None:
    there = await everything(log, "reports")
    counted = Counter(record.value for record in there)
    missing = [value for value in load.acknowledged if counted[value] == 0]
    assert missing == []
    twice = sum(count - 1 for count in counted.values())
    assert twice <= PER_CALL * load.failures, "only what was not answered may be there twice"
    wanted = expected(TASK, [Record("reports", record.key, record.value) for record in there])
    async with asyncio.timeout(90):
        while sum(map(len, (found := await written(log, TASK)).values())) < len(there):
            await asyncio.sleep(0.5)
    assert found == wanted

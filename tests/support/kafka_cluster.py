"""Three Kafka nodes, each a broker and a controller, for tests of what happens when one is lost."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from aiokafka.admin import AIOKafkaAdminClient

from tests.support.broker import Broker, new_brokers

NODES = 3
SETTLE_WAIT_S = 60
POLL_S = 0.1

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Partition:
    """Where a partition stands: its leader's node id (-1: none) and how many copies are in sync."""

    number: int
    leader: int
    in_sync: int


class Cluster:
    """Topics have three copies, two of which must acknowledge: any one node may be missing."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.brokers = new_brokers(folder, NODES, settings=settings)
        self.bootstrap = ",".join(broker.bootstrap for broker in self.brokers)

    def start(self) -> Self:
        """Starts every node that does not run and lets paused ones go on; all serve clients when it returns."""
        _each(self.brokers, lambda broker: broker.resume())
        stopped = [broker for broker in self.brokers if not broker.running]
        reads = _each(stopped, lambda broker: broker.launch())
        for broker, read in zip(stopped, reads, strict=True):
            broker.await_ready(read)
        return self

    def close(self) -> None:
        """Ends all nodes at once: in turn, the last would wait for a quorum that is gone."""
        _each(self.brokers, lambda broker: broker.discard())

    def broker(self, node_id: int) -> Broker:
        return next(broker for broker in self.brokers if broker.id == node_id)

    async def leader(self, topic: str, partition: int = 0) -> Broker:
        """The node that leads the partition now.

        Raises:
            TimeoutError: the partition had no leader for 60 s.
        """
        until = time.monotonic() + SETTLE_WAIT_S
        while time.monotonic() < until:
            for found in await self._partitions(topic):
                if found.number == partition and found.leader >= 0:
                    return self.broker(found.leader)
            await asyncio.sleep(POLL_S)
        raise TimeoutError(f"{topic}/{partition} had no leader for {SETTLE_WAIT_S} s")

    async def kill_leader(self, topic: str, partition: int = 0) -> Broker:
        """Kills the node that leads the partition by SIGKILL and returns it; `start()` brings it back."""
        leader = await self.leader(topic, partition)
        await asyncio.to_thread(leader.kill)
        return leader

    async def settled(self, topic: str) -> None:
        """Returns once every partition has a leader and all running nodes' copies are in sync.

        Raises:
            TimeoutError: that was not so after 60 s.
        """
        wanted = sum(broker.running and not broker.paused for broker in self.brokers)
        until = time.monotonic() + SETTLE_WAIT_S
        while time.monotonic() < until:
            found = await self._partitions(topic)
            if found and all(each.leader >= 0 and each.in_sync >= wanted for each in found):
                return
            await asyncio.sleep(POLL_S)
        raise TimeoutError(f"{topic} was not in sync on {wanted} nodes after {SETTLE_WAIT_S} s")

    async def _partitions(self, topic: str) -> list[Partition]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.bootstrap)
        await admin.start()
        try:
            described = await admin.describe_topics([topic])
            return [
                Partition(each["partition"], each["leader"], len(each["isr"])) for each in described[0]["partitions"]
            ]
        finally:
            await admin.close()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _each(brokers: Iterable[Broker], act: Callable[[Broker], Result]) -> list[Result]:
    """Does it to all nodes at once: alone, a node waits for the quorum that its peers would make."""
    with ThreadPoolExecutor(max_workers=NODES) as pool:
        return list(pool.map(act, brokers))

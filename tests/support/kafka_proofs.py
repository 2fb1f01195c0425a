"""What the proofs on Kafka share: processes of the counting worker, and what it ought to have written."""

import asyncio
import os
import signal
import subprocess
import sys
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from events.catalog import NO_OTHERS
from events.log.kafka import KafkaLog
from events.log.port import Log, Record, Stored
from tests.support.counting import AT, COUNT, settings
from tests.support.tail import Tail

Written = dict[str, list[bytes]]


class Counter:
    """One process of the counting worker."""

    def __init__(self, bootstrap: str, prefix: str, folder: Path, name: str, topic: str, until: int = 0) -> None:
        self._arguments = [bootstrap, prefix, str(folder), name, topic, str(until)]
        self.said_file = folder.parent / f"{folder.name}.{uuid.uuid4().hex[:6]}.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, at: str = "") -> None:
        self.said_file.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.support.counting", *self._arguments]
        with self.said_file.open("ab") as said:
            self.process = subprocess.Popen(command, env=os.environ | {AT: at}, stdout=said, stderr=said)

    def said(self) -> str:
        return self.said_file.read_text()

    async def ended(self, within_s: float = 60.0) -> int:
        """Its exit status: 0 when it came to the end, -9 when it was killed."""
        assert self.process is not None
        async with asyncio.timeout(within_s):
            while (status := self.process.poll()) is None:
                await asyncio.sleep(0.05)
        return status

    async def stopped(self, within_s: float = 60.0) -> None:
        """Waits until it has frozen itself."""
        assert self.process is not None
        async with asyncio.timeout(within_s):
            while _state(self.process.pid) != "T":
                await asyncio.sleep(0.05)

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self) -> None:
        if self.process is not None:
            self.send(signal.SIGKILL)
            self.process.wait()


def _state(pid: int) -> str:
    """The one-letter state of a process, as /proc tells it."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@asynccontextmanager
async def kafka_log(
    bootstrap: str, folder: Path, prefix: str | None = None, partitions: Mapping[str, int] = NO_OTHERS
) -> AsyncIterator[KafkaLog]:
    """A log of its own on the broker, for the test itself."""
    given = settings(bootstrap, prefix or f"p{uuid.uuid4().hex[:10]}", folder / "own")
    log = await KafkaLog.open(replace(given, partitions=partitions))
    try:
        yield log
    finally:
        await log.close()


def numbered(count: int, keys: int, topic: str) -> list[Record]:
    return [Record(topic, f"k{n % keys}", b"%d" % n) for n in range(count)]


def expected(name: str, records: Iterable[Record]) -> Written:
    """By output key: what an undisturbed worker writes, in order."""
    seen: Written = defaultdict(list)
    for record in records:
        mine = seen[f"{name}|{record.key}"]
        mine.append(b"%s:%d" % (record.value, len(mine) + 1))
    return dict(seen)


async def everything(log: Log, topic: str) -> list[Stored]:
    """All that is committed, partition by partition."""
    return await Tail(log, topic).all()


async def written(log: Log, name: str) -> Written:
    """By output key: what the workers of a task have written, in order."""
    seen: Written = defaultdict(list)
    for record in await everything(log, "alerts"):
        if record.key.startswith(f"{name}|"):
            seen[record.key].append(record.value or b"")
    return dict(seen)


async def counts(log: Log, name: str, topic: str, partitions: Sequence[int] = (0,)) -> tuple[int, dict[str, int]]:
    """The sum of the input offsets and all rows, as the next owner finds them."""
    offset, rows = 0, dict[str, int]()
    for partition in partitions:
        session = await log.session(name, topic, partition)
        offset += session.offset
        rows |= {key: COUNT.unpack(key, raw) for key, raw in session.range("count", "", "~", 10_000)}
        await session.close()
    return offset, rows

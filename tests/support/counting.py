"""A worker to be killed: numbers the records of each key, on a Kafka log, and ends or freezes itself where it is told.

`python -m tests.support.counting BOOTSTRAP PREFIX FOLDER TASK TOPIC UNTIL`; the environment's TOCSIN_TEST_AT says
`step:nth:kill|stop|slow`. UNTIL is the input offset of partition 0 to end at; 0: it joins the task's group and works.
The steps are taken hold of from outside: the product knows nothing of them.
"""

import asyncio
import logging
import os
import signal
import sys
import time
from collections import UserDict
from collections.abc import Awaitable, Callable, ItemsView, Mapping, Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from events.log.kafka import KafkaLog, KafkaSettings, session, transactions
from events.log.port import Delete, Log, Put, Record, Stored
from services.runtime import task
from services.runtime.cluster import OwnRows
from services.runtime.namespace import Namespace
from services.runtime.rows import Rows

AT = "TOCSIN_TEST_AT"
RESTORING = ("restored-part", "copied-half")
"""Steps of bringing a lost copy back: between two pages, and in the middle of writing one to the copy."""
STEPS = ("fenced", *RESTORING, "polled", "before-begin", "begun", "produced", "committed", "cached")
BATCH = 10
RESTORE_ROWS = 7
SESSION_S = 2.0
SLOW_S = 0.02
SIGNALS = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP, "slow": signal.SIGCONT}
COUNT: Namespace[int] = Namespace("count", 1, lambda v: b"%d" % v, int)


class Counting:
    """Says of each record the how manieth of its key it is; outputs lie in the partition of their input."""

    def __init__(self, name: str, topic: str) -> None:
        self.name = name
        self.topic = topic

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        n = (rows.get(COUNT, record.key) or 0) + 1
        rows.put(COUNT, record.key, n)
        value = b"%s:%d" % (record.value, n)
        return [Record("alerts", f"{self.name}|{record.key}", value, {}, partition=record.partition)]


def settings(bootstrap: str, prefix: str, folder: Path) -> KafkaSettings:
    return KafkaSettings(bootstrap, lambda name: OwnRows(folder, name), prefix, session_s=SESSION_S)


class Trap:
    """Does to this process what was ordered, the nth time it comes to a step."""

    def __init__(self, order: str) -> None:
        step, nth, self._act = order.split(":") if order else ("", "0", "")
        self._step = step
        self._left = int(nth)

    def at(self, step: str) -> None:
        if step != self._step:
            return
        self._left -= 1
        if self._act == "slow" and self._left < 0:
            time.sleep(SLOW_S)
        elif self._left == 0:
            os.kill(os.getpid(), SIGNALS[self._act])

    def set(self, owner: Any, name: str, *, before: str = "", after: str = "") -> None:
        """Puts steps before and after a coroutine function."""
        plain: Callable[..., Awaitable[Any]] = getattr(owner, name)

        async def trapped(*args: Any, **kwargs: Any) -> Any:
            self.at(before)
            answer = await plain(*args, **kwargs)
            if answer or name != "read":
                self.at(after)
            return answer

        setattr(owner, name, trapped)

    def set_plain(self, owner: Any, name: str, after: str) -> None:
        plain: Callable[..., Any] = getattr(owner, name)

        def trapped(*args: Any, **kwargs: Any) -> Any:
            answer = plain(*args, **kwargs)
            self.at(after)
            return answer

        setattr(owner, name, trapped)

    def set_halfway(self, owner: Any, name: str = "commit") -> None:
        """Puts a step into the transaction that writes rows and positions to a copy."""
        plain: Callable[..., None] = getattr(owner, name)

        def trapped(rows: Any, changed: Sequence[Put | Delete], positions: Mapping[str, int] | None = None) -> None:
            plain(rows, changed, Halfway(self, positions or {}))

        setattr(owner, name, trapped)


class Halfway(UserDict[str, int]):
    """Positions that are asked for when the rows of a copy are written and its position is not."""

    def __init__(self, trap: "Trap", positions: Mapping[str, int]) -> None:
        super().__init__(positions)
        self._trap = trap

    def items(self) -> ItemsView[str, int]:
        self._trap.at("copied-half")
        return super().items()


def set_traps(trap: Trap) -> None:
    trap.set(AIOKafkaProducer, "start", after="fenced")
    trap.set(task.Worker, "read", after="polled")
    trap.set(transactions, "_sent", before="before-begin", after="produced")
    trap.set(AIOKafkaProducer, "begin_transaction", after="begun")
    trap.set(AIOKafkaProducer, "commit_transaction", after="committed")
    trap.set_plain(session.KafkaSession, "_committed", "cached")
    trap.set_plain(session.KafkaSession, "_keep", "restored-part")
    trap.set_halfway(OwnRows)


async def alone(log: Log, counting: Counting, until: int) -> None:
    held = await log.session(counting.name, counting.topic, 0)
    worker = task.Worker(log, held, counting.name, counting.topic)
    while held.offset < until:
        if not await worker.step(counting.decide):
            await worker.wait()


async def work(bootstrap: str, prefix: str, folder: Path, counting: Counting, until: int) -> None:
    log = await KafkaLog.open(settings(bootstrap, prefix, folder))
    try:
        if until:
            await alone(log, counting, until)
        else:
            await task.run(log, counting)
    finally:
        await log.close()


def main(bootstrap: str, prefix: str, folder: str, name: str, topic: str, until: str) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("aiokafka").setLevel(logging.ERROR)
    task.Worker.read.__defaults__ = (BATCH,)
    vars(session).update(RESTORE_ROWS=RESTORE_ROWS)
    set_traps(Trap(os.environ.get(AT, "")))
    asyncio.run(work(bootstrap, prefix, Path(folder), Counting(name, topic), int(until)))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process that appends until it is killed: `python -m tests.support.kafka_appending BOOTSTRAP PREFIX FOLDER`.

The environment's TOCSIN_TEST_AT says `step:nth:kill`: `sent` is when the cluster has the records and this process has
not heard of it yet, `taken` when it has. What was answered is printed, a line for each call.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from events.log.kafka import KafkaLog, appending
from events.log.port import Record
from tests.support.counting import AT, Trap, settings

STEPS = ("sent", "taken")
PER_CALL = 5


def call(n: int) -> list[Record]:
    """The n-th call's records."""
    return [Record("reports", "world", b"%d" % (n * PER_CALL + k)) for k in range(PER_CALL)]


def set_traps(trap: Trap) -> None:
    trap.set(appending, "_sent", after="taken")
    plain = AIOKafkaProducer.send_batch

    async def lingering(*args: Any, **kwargs: Any) -> Any:
        told = await plain(*args, **kwargs)
        await asyncio.sleep(0.05)  # the client sends meanwhile; nobody has asked it yet how that went
        trap.at("sent")
        return told

    AIOKafkaProducer.send_batch = lingering


async def work(bootstrap: str, prefix: str, folder: Path) -> None:
    log = await KafkaLog.open(settings(bootstrap, prefix, folder))
    n = 0
    while True:
        await log.append(call(n))
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()
        n += 1


if __name__ == "__main__":
    set_traps(Trap(os.environ[AT]))
    asyncio.run(work(sys.argv[1], sys.argv[2], Path(sys.argv[3])))

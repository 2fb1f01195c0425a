"""A keyed sum with an alert at 100, on our task loop and on three others, on one broker in one run.

The others need an interpreter of their own: make an environment, install the `bench` group of pyproject.toml into it,
and name its python in TOCSIN_BENCH_PEERS. Every partition begins and ends with an event that raises an alert by itself.
The time is that from the first to the last alert, by the broker's clock: nobody pays for starting, and all events lie
between, in whatever order the partitions are worked on. Ours: state, outputs and offset in one transaction, rows in a
changelog and in SQLite.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from events.log.kafka import KafkaLog, KafkaSettings
from events.log.port import Record, Stored
from services.runtime import task
from services.runtime.cluster import OwnRows
from services.runtime.memory import look_seldom
from services.runtime.namespace import Namespace
from services.runtime.rows import Rows
from tests.support.broker import named_broker, new_broker
from tests.support.kafka_java import BENCH_JVM

EVENTS = 200_000
KEYS = 5_000
PARTITIONS = 8
PEERS = {"quixstreams": "quix_sum.py", "bytewax": "bytewax_sum.py", "faust-streaming": "faust_sum.py"}
WITHIN_S = 400.0
ROUND_S = 0.25
SUM: Namespace[int] = Namespace("sum", 1, lambda v: b"%d" % v, int)
OURS = "tocsin"
ROUNDS = 3
SLOW = {"faust-streaming"}
"""Measured once, in the last round: it takes minutes."""


class KeyedSum:
    """Our side of it."""

    name = "sum"
    topic = "signals"

    def decide(self, record: Stored, rows: Rows) -> Sequence[Record]:
        event = json.loads(record.value or b"")
        before = rows.get(SUM, event["key"]) or 0
        rows.put(SUM, event["key"], before + event["amount"])
        return [Record("alerts", record.key, record.value)] if before < 100 <= before + event["amount"] else []


def _event(key: str, amount: int, partition: int | None = None) -> Record:
    return Record("signals", key, json.dumps({"key": key, "amount": amount}).encode(), {}, partition)


def events() -> list[Record]:
    made = [_event(f"k{n * 7919 % KEYS}", 1 + n * 31 % 13) for n in range(EVENTS)]
    first, last = ([_event(f"{when}{p}", 100, p) for p in range(PARTITIONS)] for when in ("first", "last"))
    return [*first, *made, *last]


def alerts_expected(records: Sequence[Record]) -> int:
    sums: dict[str, int] = {}
    found = 0
    for record in records:
        event = json.loads(record.value or b"")
        before = sums.get(event["key"], 0)
        sums[event["key"]] = before + event["amount"]
        found += before < 100 <= sums[event["key"]]
    return found


def main() -> None:
    if "TOCSIN_BENCH_PEERS" not in os.environ:
        sys.stdout.write("not measured: TOCSIN_BENCH_PEERS names no interpreter\n")
        return
    look_seldom()  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        if (named := named_broker()) is not None:
            asyncio.run(_all(named.bootstrap, Path(folder)))
            return
        with new_broker(Path(folder) / "broker", jvm=BENCH_JVM) as broker:
            asyncio.run(_all(broker.bootstrap, Path(folder)))


async def _all(bootstrap: str, folder: Path) -> None:
    records = events()
    wanted = alerts_expected(records)
    told: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(ROUNDS):
        prefix = f"bench-peers-{number}"
        _say(told, OURS, await _ours(bootstrap, folder / prefix, prefix, records, wanted))
        for name, script in PEERS.items():
            if name not in SLOW or number == ROUNDS - 1:
                _say(told, name, await _peer(bootstrap, script, prefix, wanted))


def _say(told: defaultdict[str, list[float]], name: str, rate: float) -> None:
    """What was measured, and the medians so far."""
    told[name].append(rate)
    median, ours = statistics.median(told[name]), statistics.median(told[OURS])
    sys.stdout.write(f"{name:20} {rate:10,.0f} events/s   median {median:10,.0f}  ×{ours / median:.2f}\n")
    sys.stdout.flush()


async def _ours(bootstrap: str, folder: Path, prefix: str, records: Sequence[Record], wanted: int) -> float:
    log = await KafkaLog.open(KafkaSettings(bootstrap, lambda name: OwnRows(folder, name), prefix))
    try:
        for begin in range(0, len(records), 2_000):
            await log.append(records[begin : begin + 2_000])
        working = asyncio.create_task(task.run(log, KeyedSum()))
        rate = await _rate(bootstrap, f"{prefix}.alerts", wanted)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    finally:
        await log.close()
    return rate


async def _peer(bootstrap: str, script: str, prefix: str, wanted: int) -> float:
    """Raises `TimeoutError` with its last words where it is not done in time."""
    out = f"{prefix}-out-{script.removesuffix('.py').replace('_', '-')}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    stamped = {"message.timestamp.type": "LogAppendTime"}
    await admin.create_topics([NewTopic(out, PARTITIONS, 1, topic_configs=stamped)])
    await admin.close()
    path = Path(__file__).parent / "peers" / script
    command = [os.environ["TOCSIN_BENCH_PEERS"], str(path), bootstrap, f"{prefix}.signals", out]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        return await _rate(bootstrap, out, wanted)
    except TimeoutError as error:
        process.kill()
        said = process.communicate()[1][-300:]
        raise TimeoutError(f"{script}: not all alerts within {WITHIN_S:.0f} s: {said!r}") from error
    finally:
        process.kill()
        process.communicate()


async def _rate(bootstrap: str, topic: str, wanted: int) -> float:
    """Events a second between the first and the last alert."""
    reader = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    await reader.start()
    seen: list[int] = []
    until = time.monotonic() + WITHIN_S
    try:
        while len(seen) < wanted:
            if time.monotonic() > until:
                raise TimeoutError
            for found in (await reader.getmany(timeout_ms=int(ROUND_S * 1000))).values():
                seen += [record.timestamp for record in found]
    finally:
        await reader.stop()
    return EVENTS / max(0.001, (max(seen) - min(seen)) / 1000)


if __name__ == "__main__":
    main()

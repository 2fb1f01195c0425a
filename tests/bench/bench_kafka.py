"""Kafka against embedded, in one run, on one broker on this machine: throughput, latency, restoring.

One worker process does both tasks with the shipped rules. The broker is a process beside it and shares the cores.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from events.alert import AlertChanged
from events.catalog import envelope, from_record, to_record
from events.log.kafka import KafkaLog, KafkaSettings
from events.log.port import Log, Put, Record, Stored, Unit
from events.log.sqlite import SqliteLog
from events.moment import Occurred
from events.place import Place
from events.report import ReportBody, ReportReceived, SourceRef
from events.toll import TollClaim
from services.rules.correlate import Correlate
from services.rules.evaluate import Evaluate
from services.runtime import task
from services.runtime.cluster import OwnRows
from services.runtime.memory import look_seldom
from tests.bench.bench_correlate import reports
from tests.support.broker import SharedBroker, named_broker, new_broker
from tests.support.kafka_java import BENCH_JVM
from tests.support.thread_case import SHIPPED

REPORTS = 3_000
PER_SECOND = 200
SECONDS = 10
WARM_SECONDS = 2
ROWS = 100_000
ROW_BYTES = 200
TOPICS = ("incidents", "signals", "alerts")


def main() -> None:
    look_seldom()  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        named = named_broker()
        if named is not None:
            asyncio.run(_all(named, Path(folder)))
            return
        with new_broker(Path(folder) / "broker", jvm=BENCH_JVM) as broker:
            asyncio.run(_all(SharedBroker(broker.bootstrap), Path(folder)))


async def _all(broker: SharedBroker, folder: Path) -> None:
    async with _kafka(broker, folder / "a", "through") as log:
        on_kafka = await _throughput(log)
    embedded = await SqliteLog.open(folder / "log.sqlite")
    try:
        on_sqlite = await _throughput(embedded)
    finally:
        await embedded.close()
    _say("reports/s, reports to alerts, embedded", on_sqlite, "")
    _say("reports/s, reports to alerts, Kafka", on_kafka, f"×{on_kafka / on_sqlite:.2f} of embedded")
    async with _kafka(broker, folder / "b", "latency") as log:
        await _latency(log)
    await _restore(broker, folder)


def _say(what: str, value: float, more: str, unit: str = "") -> None:
    sys.stdout.write(f"{what:52} {value:10,.2f} {unit:3} {more}\n")
    sys.stdout.flush()


@asynccontextmanager
async def _kafka(broker: SharedBroker, folder: Path, prefix: str) -> AsyncIterator[KafkaLog]:
    log = await KafkaLog.open(KafkaSettings(broker.bootstrap, lambda name: OwnRows(folder, name), f"bench-{prefix}"))
    try:
        yield log
    finally:
        await log.close()


@asynccontextmanager
async def _working(log: Log) -> AsyncIterator[None]:
    tasks = (Correlate(log.partitions("signals")), Evaluate(SHIPPED))
    working = [asyncio.create_task(task.run(log, one)) for one in tasks]
    try:
        yield
    finally:
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _throughput(log: Log) -> float:
    """Reports a second from a full `reports` to the last alert."""
    records = [to_record(envelope(r, source="/ingest", time=r.available_at)) for r in reports(REPORTS)][:REPORTS]
    for begin in range(0, REPORTS, 200):
        await log.append(records[begin : begin + 200])
    began = time.perf_counter()
    async with _working(log):
        ended = await _still(log)
    return REPORTS / (ended - began)


async def _still(log: Log) -> float:
    """When the last record was added: nothing has been for two seconds since."""
    before, at = -1, time.perf_counter()
    while time.perf_counter() - at < 2.0 or before <= 0:
        await asyncio.sleep(0.05)
        now = sum([(await log.bounds(t, p)).end for t in TOPICS for p in range(log.partitions(t))])
        if now != before:
            before, at = now, time.perf_counter()
    return at


def _report(n: int) -> Record:
    """A report of an incident that is near no other and raises an alert."""
    day = datetime(2010 + n % 15, 1 + n % 12, 1 + n % 28, tzinfo=UTC)
    body = ReportBody(
        source=SourceRef(name="Bench", grade="B"),
        published_at=day,
        occurred=Occurred(start=day.date()),
        kind="attack",
        place=Place(country="ML", lat=11 + n % 60 / 5, lon=-11 + n // 60 % 60 / 4, within_km=5, name=f"P{n}"),
        tolls=(TollClaim(measure="killed", party="civilians", low=15, best=15, high=15, words="15 killed"),),
    )
    report = ReportReceived(report_id=f"rep_{n}", content_hash=f"h{n}", report=body, available_at=day)
    return to_record(envelope(report, source="/ingest", time=day))


async def _latency(log: KafkaLog) -> None:
    """From the call of `append` to reading the incident's committed alert."""
    sent: dict[str, float] = {}
    seen: dict[str, float] = {}

    def note(record: Stored) -> None:
        data = from_record(record).data
        if isinstance(data, AlertChanged) and data.alert.scope.kind == "incident" and data.alert.place is not None:
            seen.setdefault(str(data.alert.place.name), time.perf_counter())

    async with _working(log):
        tails = [asyncio.create_task(_tail(log, p, note)) for p in range(log.partitions("alerts"))]
        await asyncio.sleep(3)
        began, appending = time.perf_counter(), []
        for n in range(PER_SECOND * (SECONDS + WARM_SECONDS)):
            await asyncio.sleep(max(0.0, began + n / PER_SECOND - time.perf_counter()))
            sent[f"P{n}"] = time.perf_counter()
            appending.append(asyncio.create_task(log.append([_report(n)])))
        await asyncio.gather(*appending)
        async with asyncio.timeout(120):
            while len(seen) < len(sent):
                await asyncio.sleep(0.05)
        for tail in tails:
            tail.cancel()
        await asyncio.gather(*tails, return_exceptions=True)
    taken = sorted(seen[name] - sent[name] for name in list(sent)[PER_SECOND * WARM_SECONDS :])
    for what, value in (("median", statistics.median(taken)), ("p99", taken[int(len(taken) * 0.99)])):
        _say(f"produce to committed alert at {PER_SECOND}/s, {what}", value * 1000, "", "ms")


async def _tail(log: Log, partition: int, note: Callable[[Stored], None]) -> None:
    offset = 0
    while True:
        found: Sequence[Stored] = await log.read("alerts", partition, offset, 500)
        for record in found:
            note(record)
            offset = record.offset + 1
        if not found:
            await log.wait("alerts", partition, offset, 1.0)


async def _restore(broker: SharedBroker, folder: Path) -> None:
    """Opening a session: with the local copy, and without."""
    async with _kafka(broker, folder / "c", "restore") as log:
        session = await log.session("task", "reports", 0)
        for begin in range(0, ROWS, 2_000):
            await session.commit(
                Unit([], [Put("ns", f"k{n:06}", b"x" * ROW_BYTES) for n in range(begin, begin + 2_000)])
            )
        await session.close()
        _say("opening a session with its local copy", await _opening(log), "", "s")
    async with _kafka(broker, folder / "d", "restore") as log:
        _say(f"restoring {ROWS:,} rows of {ROW_BYTES} bytes", await _opening(log), "", "s")


async def _opening(log: KafkaLog) -> float:
    began = time.perf_counter()
    session = await log.session("task", "reports", 0)
    taken = time.perf_counter() - began
    assert len(session.range("ns", "", "z", ROWS + 1)) == ROWS
    await session.close()
    return taken


if __name__ == "__main__":
    main()

"""Reports through several rules workers that are killed and frozen, against the same input embedded, undisturbed."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from events.catalog import envelope, to_record
from events.log.port import Log, Record, Stored
from events.log.sqlite import SqliteLog
from services.rules.correlate import Correlate
from services.rules.evaluate import Evaluate
from services.runtime import task
from tests.bench.bench_correlate import reports
from tests.support.fleet import Member, fleet
from tests.support.kafka_proofs import everything, kafka_log
from tests.support.thread_case import SHIPPED

TOPICS = ("incidents", "signals", "alerts")
CHUNK = 200
SESSION_S = "2"
ByKey = Mapping[tuple[str, str], list[tuple[str, bytes | None]]]


@dataclass(frozen=True, slots=True)
class Chaos:
    """What happens to the workers. `within_s`: until all must be done."""

    reports: int
    kills: int
    stalls: int
    theatres: int = 1
    workers: int = 3
    within_s: float = 120.0


def inputs(chaos: Chaos) -> Iterator[Record]:
    for n, report in zip(range(chaos.reports), reports(chaos.reports), strict=False):
        named = "world" if chaos.theatres == 1 else f"t{n % chaos.theatres}"
        said = report.model_copy(update={"theatre": named})
        yield to_record(envelope(said, source="/ingest", time=said.available_at))


async def disturb(members: list[Member], chaos: Chaos, chance: random.Random) -> None:
    """Kills and freezes at random, one worker at a time."""
    deeds = ["kill"] * chaos.kills + ["stall"] * chaos.stalls
    chance.shuffle(deeds)
    for deed in deeds:
        member = chance.choice(members)
        await asyncio.sleep(chance.uniform(0.2, 2.0))
        if deed == "kill":
            member.kill()
            await member.start()
        else:
            member.pause()
            await asyncio.sleep(2 * float(SESSION_S) + chance.uniform(0.0, 1.0))
            member.resume()


async def run_chaos(bootstrap: str, folder: Path, chaos: Chaos, seed: int) -> None:
    async with kafka_log(bootstrap, folder) as log:
        url = f"kafka://{bootstrap}/{log.settings.prefix}"
        names = {f"rules_{n}": "rules" for n in range(chaos.workers)}
        async with fleet(url, folder, {"TOCSIN_KAFKA_SESSION_S": SESSION_S}, **names) as members:
            await activated(log)
            disturbing = asyncio.create_task(disturb(list(members.values()), chaos, random.Random(seed)))
            records = list(inputs(chaos))
            for begin in range(0, len(records), CHUNK):
                await log.append(records[begin : begin + CHUNK])
            wanted = await embedded(await everything(log, "reports"))
            await disturbing
            await settled(log, sum(map(len, wanted.values())), chaos.within_s)
        found = by_key([record for topic in TOPICS for record in await everything(log, topic)])
        assert set(found) == set(wanted), f"seed {seed}"
        for key, events in wanted.items():
            assert found[key] == events, f"{key}, seed {seed}"


async def activated(log: Log) -> None:
    """The rules are put in force before the first report, as in the embedded run."""
    async with asyncio.timeout(60):
        while (await log.bounds("reports", 0)).end == 0:
            await asyncio.sleep(0.1)


async def settled(log: Log, wanted: int, within_s: float) -> None:
    """Until as many events are there as ought to be; what is there twice would show as more, or in the comparison."""
    async with asyncio.timeout(within_s):
        while sum([len(await everything(log, topic)) for topic in TOPICS]) < wanted:
            await asyncio.sleep(1.0)


async def embedded(reports_: list[Stored]) -> ByKey:
    """The same records of `reports`, on a log in memory, undisturbed."""
    log = await SqliteLog.open(":memory:")
    try:
        await log.append([Record(r.topic, r.key, r.value, r.headers, r.partition) for r in reports_])
        tasks = (Correlate(log.partitions("signals")), Evaluate(SHIPPED))
        working = [asyncio.create_task(task.run(log, one)) for one in tasks]
        await quiet(log)
        for one in working:
            one.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        return by_key([record for topic in TOPICS for record in await everything(log, topic)])
    finally:
        await log.close()


async def quiet(log: Log) -> None:
    """Until nothing has been added for three seconds."""
    before, still = -1, 0
    while still < 3:
        await asyncio.sleep(1.0)
        now = sum([(await log.bounds(t, p)).end for t in TOPICS for p in range(log.partitions(t))])
        before, still = now, still + 1 if now == before else 0


def by_key(records: list[Stored]) -> ByKey:
    """(topic, key) → (event id, data), in order: what DESIGN promises to be the same on every log."""
    found: dict[tuple[str, str], list[tuple[str, bytes | None]]] = defaultdict(list)
    for record in records:
        found[record.topic, record.key].append((record.headers["ce_id"], record.value))
    return dict(found)

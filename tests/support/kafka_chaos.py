"""Reports through several rules workers that are killed and frozen, against the same input embedded, undisturbed."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from events.catalog import envelope, to_record
from events.log.kafka import KafkaLog
from events.log.port import Log, Record, Stored
from events.log.sqlite import SqliteLog
from services.rules.correlate import Correlate
from services.rules.evaluate import Evaluate
from services.runtime import task
from tests.bench.bench_correlate import reports
from tests.support.fleet import Member, fleet
from tests.support.kafka_proofs import kafka_log
from tests.support.tail import Tail
from tests.support.thread_case import SHIPPED

TOPICS: Final = ("incidents", "signals", "alerts")
PARTITIONS: Final = {"signals": 6}
CHUNK: Final = 250
SESSION_S: Final = 2.0
ByKey = Mapping[tuple[str, str], list[tuple[str, bytes | None]]]


@dataclass(frozen=True, slots=True)
class Chaos:
    """What happens to the workers, over which time; `within_s`: until all must be done after that."""

    reports: int
    kills: int
    stalls: int
    theatres: int = 1
    workers: int = 3
    over_s: float = 30.0
    within_s: float = 600.0


def inputs(chaos: Chaos) -> Iterator[Record]:
    for n, report in zip(range(chaos.reports), reports(chaos.reports), strict=False):
        named = "world" if chaos.theatres == 1 else f"t{n % chaos.theatres}"
        said = report.model_copy(update={"theatre": named})
        yield to_record(envelope(said, source="/ingest", time=said.available_at))


async def disturb(members: list[Member], chaos: Chaos, chance: random.Random) -> None:
    """Kills and freezes at random moments, a member that is well just then; what befalls two may overlap."""
    deeds = ["kill"] * chaos.kills + ["stall"] * chaos.stalls
    chance.shuffle(deeds)
    well = asyncio.Queue[Member]()
    for member in chance.sample(members, len(members)):
        well.put_nowait(member)

    async def befall(at_s: float, deed: str) -> None:
        await asyncio.sleep(at_s)
        member = await well.get()
        if deed == "kill":
            member.kill()
            await member.start()
        else:
            member.pause()
            await asyncio.sleep(2 * SESSION_S + chance.uniform(0.0, 1.0))
            member.resume()
        well.put_nowait(member)

    async with asyncio.TaskGroup() as group:
        for deed in deeds:
            group.create_task(befall(chance.uniform(0.5, chaos.over_s), deed))


async def run_chaos(bootstrap: str, folder: Path, chaos: Chaos, seed: int) -> None:
    async with kafka_log(bootstrap, folder, partitions=PARTITIONS) as log:
        url = f"kafka://{bootstrap}/{log.settings.prefix}"
        names = {f"rules_{n}": "rules" for n in range(chaos.workers)}
        given = {
            "TOCSIN_KAFKA_SESSION_S": str(SESSION_S),
            "TOCSIN_PARTITIONS": ",".join(f"{topic}={count}" for topic, count in PARTITIONS.items()),
        }
        async with fleet(url, folder, given, **names) as members:
            await activated(log)
            disturbing = asyncio.create_task(disturb(list(members.values()), chaos, random.Random(seed)))
            wanted = await undisturbed(await fed(log, chaos))
            told = Tail(log, *TOPICS)
            await disturbing
            await settled(told, sum(map(len, wanted.values())), chaos.within_s)
        found = by_key(await told.all())
        assert set(found) == set(wanted), f"seed {seed}"
        for key, events in wanted.items():
            assert found[key] == events, f"{key}, seed {seed}"


async def activated(log: Log) -> None:
    """The rules are put in force before the first report, as in the embedded run."""
    async with asyncio.timeout(60):
        while (await log.bounds("reports", 0)).end == 0:
            await asyncio.sleep(0.1)


async def fed(log: KafkaLog, chaos: Chaos) -> list[Stored]:
    """Appends the reports; gives all of the topic as it then is."""
    records = list(inputs(chaos))
    for begin in range(0, len(records), CHUNK):
        await log.append(records[begin : begin + CHUNK])
    return await Tail(log, "reports").all()


async def settled(told: Tail, wanted: int, within_s: float) -> None:
    """Until as many events are there as ought to be; what is there twice would show as more, or in the comparison."""
    async with asyncio.timeout(within_s):
        while len(await told.all()) < wanted:
            await asyncio.sleep(0.5)


async def undisturbed(told: list[Stored]) -> ByKey:
    """The same records of `reports`, embedded, in a process of its own: what the workers do meanwhile goes on."""
    records = [Record(r.topic, r.key, r.value, r.headers, r.partition) for r in told]
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, embedded, records)


def embedded(records: list[Record]) -> ByKey:
    """What the rules make of these on a log in memory."""
    return asyncio.run(_embedded(records))


async def _embedded(records: list[Record]) -> ByKey:
    log = await SqliteLog.open(":memory:", PARTITIONS)
    try:
        await log.append(records)
        for decider in (Correlate(log.partitions("signals")), Evaluate(SHIPPED)):
            for partition in range(log.partitions(decider.topic)):
                session = await log.session(decider.name, decider.topic, partition)
                worker = task.Worker(log, session, decider.name, decider.topic)
                while await worker.step(decider.decide):
                    pass
        return by_key(await Tail(log, *TOPICS).all())
    finally:
        await log.close()


def by_key(records: list[Stored]) -> ByKey:
    """(topic, key) → (event id, data), in order: what DESIGN promises to be the same on every log."""
    found: dict[tuple[str, str], list[tuple[str, bytes | None]]] = defaultdict(list)
    for record in records:
        found[record.topic, record.key].append((record.headers["ce_id"], record.value))
    return dict(found)

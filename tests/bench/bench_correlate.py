"""The rules service's two tasks on one core, without a log: reports a second, and whether it stays flat.

Two reports of each fifth incident, the others one: 120,000 reports, in order of their days, 40 incidents a day in a
country as large as Mali, every claim with a toll and two actors. Rows are in a dictionary: no log, no database.

First what is decided while 100,000 incidents come to stand. Then each task whole, from record to records and rows in
bytes, on fewer reports; every second one raises an alert and all of them amend their country's. Machines differ and
are shared, so what a task takes stands beside the least that any task does, measured in between: to read the same
reports and to write each again.
"""

import gc
import hashlib
import random
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

from events.actor import Actor
from events.catalog import envelope, from_record, to_record
from events.log.port import Record, Stored
from events.moment import Occurred
from events.place import Place
from events.report import ReportBody, ReportReceived, SourceRef
from events.toll import TollClaim
from services.replay.correlating import Memory
from services.rules.core.correlation import decide
from services.rules.core.telling import tell
from services.rules.correlate import Correlate
from services.rules.evaluate import Evaluate
from services.runtime.rows import Rows
from services.runtime.task import BATCH_RECORDS, Decider
from tests.support import thread_case

INCIDENTS: Final = 100_000
PER_DAY: Final = 40
SECOND_EVERY: Final = 5
WHOLE_INCIDENTS: Final = 2_000
ROUNDS: Final = 3
"""The best of so many counts: what else the machine does only ever adds."""
START: Final = date(2015, 1, 1)
NAMES: Final = ("Tessit", "Labbezanga", "Tassiga", "Boni", "Niono", "Sokolo", "Bankass", "Ouenkoro", "Hombori", "Doro")
SOURCES: Final = ("AFP", "Reuters", "AP", "RFI", "Studio Tamani")


def reports(incidents: int) -> Iterator[ReportReceived]:
    """Reports in the order of their days; every fifth incident is told twice."""
    chance = random.Random(7)
    for n in range(incidents):
        day = START + timedelta(days=n // PER_DAY)
        point = (chance.uniform(11.0, 24.0), chance.uniform(-11.0, 4.0))
        for again in range(2 if n % SECOND_EVERY == 0 else 1):
            yield _report(n, again, day, point, chance)


def _report(n: int, again: int, day: date, point: tuple[float, float], chance: random.Random) -> ReportReceived:
    published = datetime(day.year, day.month, day.day, 12 + again, tzinfo=UTC)
    toll = TollClaim(measure="killed", party="civilians", low=n % 40, best=n % 40, high=n % 40, words="villagers")
    body = ReportBody(
        source=SourceRef(name=SOURCES[(n + again) % len(SOURCES)], grade="B"),
        published_at=published,
        occurred=Occurred(start=day),
        kind="attack",
        place=Place(country="ML", lat=point[0] + again * 0.01, lon=point[1], within_km=15),
        tolls=(toll,),
        actors=(
            Actor(name="JNIM", id="jnim", kind="jihadist", role="attacker"),
            Actor(name="Civilians", kind="civilians", role="victim"),
        ),
        headline=f"{n % 40} villagers killed in attack near {chance.choice(NAMES)} in Mali",
    )
    report_id = f"rep_{hashlib.sha256(f'{n}/{again}'.encode()).hexdigest()[:32]}"
    return ReportReceived(report_id=report_id, content_hash=report_id, report=body, available_at=published)


def main(incidents: int = INCIDENTS) -> None:
    """Prints reports a second for each tenth of the reports: decided alone, and with the heads and events made."""
    state = Memory()
    told = list(reports(incidents))
    gc.disable()  # a dictionary of 100,000 incidents is not what a service holds in memory
    tenth = len(told) // 10
    rates = [_rates(told[n : n + tenth], state) for n in range(0, tenth * 10, tenth)]
    gc.enable()
    for n, (deciding, both) in enumerate(rates, 1):
        sys.stdout.write(f"tenth {n:2}: {deciding:8,.0f} decided/s {both:8,.0f} with heads and events/s\n")
    first, last = rates[0], rates[-1]
    sys.stdout.write(f"last tenth over first: {last[0] / first[0]:.2f} decided, {last[1] / first[1]:.2f} with heads\n")
    _say_whole(told[: WHOLE_INCIDENTS * (SECOND_EVERY + 1) // SECOND_EVERY])


def _say_whole(told: Sequence[ReportReceived]) -> None:
    """Prints what each task takes for a report, and how many times what reading and writing it takes that is."""
    records = [_stored(to_record(envelope(r, source="/ingest", time=r.available_at)), r) for r in told]
    took: dict[str, list[float]] = {"read and written": [], "correlate": [], "evaluate": []}
    for _ in range(ROUNDS):
        start = time.process_time()
        for record in records:
            to_record(from_record(record))
        took["read and written"].append(time.process_time() - start)
        made = _whole(Correlate(1), records, took["correlate"])
        signals = [_stored(r, told[0]) for r in made if r.topic == "signals"]
        _whole(Evaluate(thread_case.SHIPPED), signals, took["evaluate"])
    least = min(took["read and written"])
    for what, seconds in took.items():
        best = min(seconds)
        each = f"{best / len(told) * 1e6:6.0f} us a report, {len(told) / best:8,.0f}/s"
        sys.stdout.write(f"{what:16} {each}, ×{best / least:.1f}\n")


def _stored(record: Record, report: ReportReceived) -> Stored:
    return Stored(record.topic, 0, 0, record.key, record.value, record.headers, report.available_at)


def _whole(task: Decider, records: Sequence[Stored], took: list[float]) -> list[Record]:
    """What a task makes of records, in units as the running service has them."""
    memory, out = thread_case.Memory(), list[Record]()
    rows = Rows(memory)
    gc.collect()
    start = time.process_time()
    for n in range(0, len(records), BATCH_RECORDS):
        for record in records[n : n + BATCH_RECORDS]:
            out.extend(task.decide(record, rows))
        memory.commit(rows.take())
    took.append(time.process_time() - start)
    return out


def _rates(told: list[ReportReceived], state: Memory) -> tuple[float, float]:
    deciding = telling = 0.0
    for event in told:
        start = time.process_time()
        changes = decide(event, "evt_" + event.report_id, state)
        decided = time.process_time()
        tell(changes, state)
        deciding += decided - start
        telling += time.process_time() - decided
    return len(told) / deciding, len(told) / (deciding + telling)


if __name__ == "__main__":
    main()

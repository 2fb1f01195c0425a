"""Correlation alone, on one core: reports a second while 100,000 incidents come to stand, and whether it stays flat.

Two reports of each fifth incident, the others one: 120,000 reports, in order of their days, 40 incidents a day in a
country as large as Mali, every claim with a toll and two actors. Rows are in a dictionary: no log, no database.
"""

import gc
import hashlib
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from events.actor import Actor
from events.moment import Occurred
from events.place import Place
from events.report import ReportBody, ReportReceived, SourceRef
from events.toll import TollClaim
from services.replay.correlating import Memory
from services.rules.core.correlation import decide
from services.rules.core.telling import tell

INCIDENTS: Final = 100_000
PER_DAY: Final = 40
SECOND_EVERY: Final = 5
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

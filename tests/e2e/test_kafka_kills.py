"""SIGKILL at each step of a unit of work: nothing is lost, nothing is there twice, the rows are those of no kill."""

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.support import counting
from tests.support.broker import SharedBroker
from tests.support.counting import RESTORING, STEPS
from tests.support.kafka_proofs import Counter, counts, expected, kafka_log, numbered, written

RECORDS = 120
KEYS = 7
AT_ONCE = 3
UNDISTURBED = ("undisturbed", 0)


async def one_case(bootstrap: str, prefix: str, folder: Path, end: int, step: str, nth: int) -> str:
    """Kills a worker at a step, has it followed by another, and returns the task's name."""
    name = f"{step}-{nth}"
    counter = Counter(bootstrap, prefix, folder / name, name, "reports", end)
    if step in RESTORING:
        await leave_half(counter)
        shutil.rmtree(folder / name)
    if step != "undisturbed":
        counter.start(f"{step}:{nth}:kill")
        assert await counter.ended() == -9, counter.said()
    counter.start()
    assert await counter.ended() == 0, counter.said()
    return name


async def leave_half(counter: Counter) -> None:
    """Work half done, so that there is something to restore."""
    counter.start("cached:6:kill")
    assert await counter.ended() == -9, counter.said()


async def kill_matrix(bootstrap: str, folder: Path, nths: tuple[int, ...]) -> None:
    cases = [UNDISTURBED, *((step, nth) for step in STEPS for nth in nths if not (step == "fenced" and nth > 1))]
    records = numbered(RECORDS, KEYS, "reports")
    gate = asyncio.Semaphore(AT_ONCE)
    async with kafka_log(bootstrap, folder) as log:
        end = max(at.offset for at in await log.append(records)) + 1

        async def run(step: str, nth: int) -> str:
            async with gate:
                return await one_case(bootstrap, log.settings.prefix, folder, end, step, nth)

        names = await asyncio.gather(*(run(step, nth) for step, nth in cases))
        rows = {f"k{k}": len(numbered(RECORDS, KEYS, "reports")[k::KEYS]) for k in range(KEYS)}
        for name in names:
            assert await written(log, name) == expected(name, records), name
            assert await counts(log, name, "reports") == (end, rows), name


@pytest.mark.slow
async def test_a_kill_at_any_step_loses_nothing_and_repeats_nothing(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    assert counting.BATCH * 6 < RECORDS
    await kill_matrix(kafka_broker.bootstrap, tmp_path, (3,))

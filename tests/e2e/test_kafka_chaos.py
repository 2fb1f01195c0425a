"""Three rules workers, killed and frozen at random: per key the events are those of the embedded run, no more no less.

A tenth of the reports here, so that all tests together stay short; `make proofs` has 100,000.
"""

import random
from pathlib import Path

import pytest

from tests.support.broker import SharedBroker
from tests.support.kafka_chaos import Chaos, run_chaos


@pytest.mark.slow
@pytest.mark.parametrize("theatres", [1, 3])
async def test_kills_and_stalls_change_nothing(kafka_broker: SharedBroker, tmp_path: Path, theatres: int) -> None:
    chaos = Chaos(reports=10_000, kills=10, stalls=5, theatres=theatres)
    await run_chaos(kafka_broker.bootstrap, tmp_path, chaos, random.SystemRandom().randrange(10**6))

"""Three rules workers, killed and frozen at random: per key the events are those of the embedded run, no more no less.

Small here, so that all tests together stay short; `make proofs` has 100,000 reports, 10 kills and 5 stalls.
"""

import random
from pathlib import Path

import pytest

from tests.support.broker import SharedBroker
from tests.support.kafka_chaos import Chaos, run_chaos

SMALL = Chaos(reports=3_000, kills=3, stalls=2)


@pytest.mark.slow
async def test_kills_and_stalls_change_nothing(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    await run_chaos(kafka_broker.bootstrap, tmp_path, SMALL, random.SystemRandom().randrange(10**6))

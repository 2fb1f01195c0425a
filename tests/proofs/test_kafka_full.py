"""The proofs on Kafka at full size; tests/e2e has each of them small."""

import random
from pathlib import Path

import pytest

from tests.e2e.test_kafka_kills import kill_matrix
from tests.e2e.test_kafka_zombies import zombies
from tests.support.broker import SharedBroker
from tests.support.kafka_chaos import Chaos, run_chaos
from tests.support.kafka_cluster import Cluster
from tests.support.kafka_losses import lose_nodes

HOUR_S = 3_600.0


@pytest.mark.slow
async def test_a_kill_at_each_step_of_each_unit(kafka_broker: SharedBroker, tmp_path: Path) -> None:
    await kill_matrix(kafka_broker.bootstrap, tmp_path, (1, 2, 3, 4, 5, 6))


@pytest.mark.slow
@pytest.mark.parametrize("step", ["polled", "begun", "produced"])
async def test_workers_that_freeze_by_turns(kafka_broker: SharedBroker, tmp_path: Path, step: str) -> None:
    await zombies(kafka_broker.bootstrap, tmp_path, step, rounds=5)


@pytest.mark.slow
@pytest.mark.parametrize("theatres", [1, 3])
async def test_a_hundred_thousand_reports_among_kills_and_stalls(
    kafka_broker: SharedBroker, tmp_path: Path, theatres: int
) -> None:
    chaos = Chaos(reports=100_000, kills=10, stalls=5, theatres=theatres, over_s=300.0, within_s=HOUR_S)
    await run_chaos(kafka_broker.bootstrap, tmp_path, chaos, random.SystemRandom().randrange(10**6))


@pytest.mark.slow
async def test_ten_nodes_lost_in_turn(kafka_cluster: Cluster, tmp_path: Path) -> None:
    await lose_nodes(kafka_cluster, tmp_path, losses=10, calm_s=5.0)

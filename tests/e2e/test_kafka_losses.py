"""Three nodes; the leader is killed under load, then another: what was acknowledged survives, and work goes on."""

from pathlib import Path

import pytest

from tests.support.kafka_cluster import Cluster
from tests.support.kafka_losses import PER_CALL, lose_nodes


@pytest.mark.slow
async def test_losing_two_leaders_in_turn_loses_no_report(kafka_cluster: Cluster, tmp_path: Path) -> None:
    load = await lose_nodes(kafka_cluster, tmp_path, losses=2, calm_s=3.0)
    assert len(load.acknowledged) >= 100 * PER_CALL

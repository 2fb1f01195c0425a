"""What operators see of a task."""

from datetime import UTC, datetime, timedelta

from events.log.port import Stored
from services.runtime.telemetry import REGISTRY, TaskMetrics


def aged(offset: int, age_s: float) -> Stored:
    return Stored("reports", 0, offset, "k", b"", {}, datetime.now(UTC) - timedelta(seconds=age_s))


def test_each_record_of_a_batch_is_counted_with_its_age() -> None:
    old = aged(0, 7.0)
    TaskMetrics("ages", 0).consumed([old, Stored("reports", 0, 1, "k", b"", {}, old.recorded_at), aged(2, 1_000.0)])

    def value(what: str, **more: str) -> float | None:
        return REGISTRY.get_sample_value(f"tocsin_task_record_age_seconds_{what}", {"task": "ages", **more})

    assert [value("bucket", le=le) for le in ("5.0", "10.0", "300.0", "+Inf")] == [0, 2, 2, 3]
    assert value("count") == 3
    assert value("sum") is not None
    assert round(value("sum") or 0.0) == 1_014

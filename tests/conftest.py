"""Fixtures that every test may ask for, and the marks that follow from them."""

import pytest

pytest_plugins = ["tests.support.kafka_fixtures"]
ON_KAFKA = {"kafka_broker", "own_broker", "start_broker", "kafka_cluster", "broker_of_module"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever runs on a real Kafka is marked so: `-m "not kafka"` leaves it out where somebody is in a hurry."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        callspec = getattr(item, "callspec", None)
        if names & ON_KAFKA or (callspec is not None and callspec.params.get("opener") == "kafka"):
            item.add_marker("kafka")

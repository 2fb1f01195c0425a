"""Fixtures with a real Apache Kafka. Registered by `pytest_plugins`; a broker starts with the first test that asks.

- `kafka_broker`: one for the whole run, shared; named by KAFKA_BOOTSTRAP_SERVERS or started. Use topics, groups
  and transactional ids with names of your own.
- `own_broker`: one for this test, to be stopped, killed and paused.
- `start_broker`: makes brokers with other settings or with a locked door (`security=`).
- `kafka_cluster`: three nodes, started once for a module and healed before each test.
"""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from typing import Protocol

import pytest

from tests.support.broker import Broker, SharedBroker, named_broker, new_broker, open_logs
from tests.support.kafka_cluster import Cluster
from tests.support.kafka_security import NO_SECURITY, Security


class StartBroker(Protocol):
    """Starts a broker of the test's own; it ends with the test."""

    def __call__(self, *, settings: Mapping[str, str] | None = None, security: Security = NO_SECURITY) -> Broker:
        """A started broker with these settings on top of the usual ones."""


@pytest.fixture(scope="session")
def kafka_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedBroker]:
    if (named := named_broker()) is not None:
        yield named
        return
    with new_broker(tmp_path_factory.mktemp("kafka")) as broker:
        yield SharedBroker(broker.bootstrap, broker.log_path)


@pytest.fixture
def start_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartBroker]:
    with ExitStack() as stack:

        def start(*, settings: Mapping[str, str] | None = None, security: Security = NO_SECURITY) -> Broker:
            folder = tmp_path_factory.mktemp("kafka")
            return stack.enter_context(new_broker(folder, settings=settings, security=security))

        yield start


@pytest.fixture
def own_broker(start_broker: StartBroker) -> Broker:
    return start_broker()


@pytest.fixture(scope="module")
def kafka_cluster_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def kafka_cluster(kafka_cluster_of_module: Cluster) -> Cluster:
    return kafka_cluster_of_module.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells a failed test's reader where the logs of the brokers lie."""
    report = yield
    if report.failed and (logs := open_logs()):
        report.sections.append(("logs of Kafka", "\n".join(str(log) for log in logs)))
    return report

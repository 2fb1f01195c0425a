"""Where the broker comes from, and what a developer is told who has none of it."""

import shutil
from pathlib import Path

import pytest

from tests.support import broker, kafka_docker, kafka_jars
from tests.support.kafka_jars import BrokerUnavailableError
from tests.support.kafka_security import Security
from tests.support.kafka_settings import Node, NodeSetup, free_ports, server_properties

NODES = (Node(1, 21001, 21002, 21003), Node(2, 22001, 22002, 22003), Node(3, 23001, 23002, 23003))


def setup_of(folder: Path, nodes: tuple[Node, ...] = NODES[:1], security: Security | None = None) -> NodeSetup:
    return NodeSetup(nodes[0], nodes, folder, folder, {}, security or Security())


def test_a_broker_named_in_the_environment_is_taken_first() -> None:
    assert broker.named_broker({"KAFKA_BOOTSTRAP_SERVERS": "kafka:9092"}) == broker.SharedBroker("kafka:9092")
    assert broker.named_broker({}) is None
    assert broker.named_broker({"KAFKA_BOOTSTRAP_SERVERS": " "}) is None


def test_who_has_java_but_no_maven_is_told_to_install_maven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kafka_jars.java()  # found before PATH is emptied
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrokerUnavailableError, match=r"install Maven \(the command mvn\)"):
        kafka_jars.jars(tmp_path)
    assert not list((tmp_path / kafka_jars.KAFKA_VERSION).iterdir())


def test_who_has_no_java_is_told_what_would_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_here() -> Path:
        raise BrokerUnavailableError("Install a JDK.")

    monkeypatch.setattr(broker, "java", none_here)
    with pytest.raises(BrokerUnavailableError, match=r"Install a JDK\. Or start a Docker engine; or name a .* broker"):
        broker.require_java()


def test_fetched_jars_must_be_those_of_the_list(tmp_path: Path) -> None:
    for jar in kafka_jars.jars().glob("*.jar"):
        shutil.copy(jar, tmp_path)
    listed = kafka_jars.CHECKSUMS.read_text()
    assert kafka_jars.differences(tmp_path, listed) == []
    (tmp_path / f"kafka-clients-{kafka_jars.KAFKA_VERSION}.jar").write_bytes(b"another")
    (tmp_path / "unknown.jar").touch()
    assert kafka_jars.differences(tmp_path, listed) == [f"kafka-clients-{kafka_jars.KAFKA_VERSION}.jar", "unknown.jar"]


def test_free_ports_differ() -> None:
    assert len(set(free_ports(20))) == 20


def test_every_listener_of_a_java_node_is_bound_to_loopback(tmp_path: Path) -> None:
    listeners = server_properties(setup_of(tmp_path))["listeners"].split(",")
    assert [each.split("://")[1] for each in listeners] == ["127.0.0.1:21001", "127.0.0.1:21002", "127.0.0.1:21003"]


def test_a_container_is_published_on_loopback_alone(tmp_path: Path) -> None:
    options = kafka_docker.DockerRunner(setup_of(tmp_path), "net", ("-Xmx512m",)).options()
    assert [options[at + 1] for at, word in enumerate(options) if word == "--publish"] == ["127.0.0.1:21001:21001"]


def test_three_nodes_keep_three_copies_and_want_two(tmp_path: Path) -> None:
    told = server_properties(setup_of(tmp_path, NODES))
    assert (told["default.replication.factor"], told["min.insync.replicas"]) == ("3", "2")
    assert (told["transaction.state.log.replication.factor"], told["transaction.state.log.min.isr"]) == ("3", "2")
    assert told["controller.quorum.voters"] == "1@127.0.0.1:21003,2@127.0.0.1:22003,3@127.0.0.1:23003"


def test_passwords_are_no_part_of_how_a_security_is_shown() -> None:
    assert "hush" not in repr(Security("SASL_PLAINTEXT", "PLAIN", {"desk": "hush"}))

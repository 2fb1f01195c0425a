"""What a Kafka node of the tests is told: its addresses and its server.properties. Pure but for the free ports."""

import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.kafka_security import Security

LOOPBACK = "127.0.0.1"
# Below Linux's ephemeral range (32768 on): nobody's outgoing connection takes the port while a broker is down.
PORT_MIN = 20_000
PORT_MAX = 32_000

# 16 bytes in base64url, as Kafka wants it. One for all: every cluster has folders of its own.
CLUSTER_ID = "dG9jc2luLXRlc3RzLTAwMQ"

# Short times where waiting would be the whole test, one partition for each of Kafka's own topics. Retention and
# compaction keep Kafka's defaults but for how soon and how often they are looked at, so that a topic created with
# the wrong retention loses its old records within a test.
SETTINGS = {
    "auto.create.topics.enable": "false",
    "num.partitions": "1",
    "offsets.topic.num.partitions": "1",
    "transaction.state.log.num.partitions": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
    "log.initial.task.delay.ms": "1000",
    "log.retention.check.interval.ms": "2000",
    "log.cleaner.backoff.ms": "2000",
    "log.cleaner.dedupe.buffer.size": "2097152",
    "num.network.threads": "2",
    "num.io.threads": "2",
    "background.threads": "2",
    # A dead broker is noticed, and a killed one taken in again, after 3 s instead of 9.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
}

LOG4J = """\
rootLogger.level=INFO
rootLogger.appenderRef.out.ref=OUT
appender.out.type=Console
appender.out.name=OUT
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c{1} %m%n
logger.settings.name=org.apache.kafka.common.config.AbstractConfig
logger.settings.level=WARN
"""


@dataclass(frozen=True, slots=True)
class Node:
    """One broker and controller. `host` is what the other nodes call it, `bind` the address it listens on."""

    id: int
    client_port: int
    peer_port: int
    controller_port: int
    host: str = LOOPBACK
    bind: str = LOOPBACK

    @property
    def bootstrap(self) -> str:
        """The address for clients, always on the loopback of this machine."""
        return f"{LOOPBACK}:{self.client_port}"


@dataclass(frozen=True, slots=True)
class NodeSetup:
    """All that a runner needs to start a node: who its peers are, where its files lie, how clients log in."""

    node: Node
    nodes: tuple[Node, ...]
    folder: Path
    home: Path  # the folder as the node itself sees it
    settings: Mapping[str, str]
    security: Security

    @property
    def properties(self) -> Path:
        return self.home / "server.properties"

    @property
    def format_options(self) -> list[str]:
        """Arguments of the storage tool's `format`: users of SCRAM are part of the first metadata."""
        options = ["-t", CLUSTER_ID, "-c", str(self.properties), "--ignore-formatted"]
        return options + [word for user in self.security.scram_users() for word in ("--add-scram", user)]

    def write(self) -> None:
        """Writes server.properties, log4j2.properties and the certificates into the folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [f"{name}={value}\n" for name, value in server_properties(self).items()]
        (self.folder / "server.properties").write_text("".join(lines))
        (self.folder / "log4j2.properties").write_text(LOG4J)
        self.security.write(self.folder)


def server_properties(setup: NodeSetup) -> dict[str, str]:
    """The whole server.properties of one node; `settings` of the test have the last word."""
    return {
        **_addresses(setup.node, setup.nodes),
        **_replication(len(setup.nodes)),
        **SETTINGS,
        "log.dirs": str(setup.home / "data"),
        **setup.security.properties(setup.home),
        **setup.settings,
    }


def _addresses(node: Node, nodes: Sequence[Node]) -> dict[str, str]:
    """Three listeners: for clients (CLIENT), for the other brokers (PEER), for the quorum (CONTROLLER)."""
    peer = f"PEER://{node.host}:{node.peer_port}"
    return {
        "process.roles": "broker,controller",
        "node.id": str(node.id),
        "controller.quorum.voters": ",".join(f"{each.id}@{each.host}:{each.controller_port}" for each in nodes),
        "listeners": f"CLIENT://{node.bind}:{node.client_port},PEER://{node.bind}:{node.peer_port}"
        f",CONTROLLER://{node.bind}:{node.controller_port}",
        "advertised.listeners": f"CLIENT://{node.bootstrap},{peer}",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PEER",
    }


def _replication(nodes: int) -> dict[str, str]:
    """As many copies as there are nodes, and one node may be missing from three."""
    copies, in_sync = str(nodes), str(max(1, nodes - 1))
    own_topics = ("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")
    return {
        "default.replication.factor": copies,
        "min.insync.replicas": in_sync,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.min.isr": in_sync,
        **{f"{topic}.replication.factor": copies for topic in own_topics},
    }


def free_ports(count: int) -> list[int]:
    """Different loopback ports that nobody listens on now; chance keeps two test processes apart."""
    ports: list[int] = []
    while len(ports) < count:
        port = PORT_MIN + secrets.randbelow(PORT_MAX - PORT_MIN)
        if port not in ports and _is_free(port):
            ports.append(port)
    return ports


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((LOOPBACK, port))
        except OSError:
            return False
    return True

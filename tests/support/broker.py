"""A real Apache Kafka for tests, on loopback: found or started, and never left behind.

Looked for in this order: a broker named in KAFKA_BOOTSTRAP_SERVERS; a Docker engine that answers; Java, with the
jars from Maven Central. Where none can be had, `BrokerUnavailableError` says what to install and the test fails.
"""

import atexit
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tests.support import kafka_docker
from tests.support.kafka_jars import BrokerUnavailableError, jars, java
from tests.support.kafka_java import SMALL_JVM, JavaRunner
from tests.support.kafka_security import NO_SECURITY, Security
from tests.support.kafka_settings import Node, NodeSetup, free_ports

ENVIRONMENT = "KAFKA_BOOTSTRAP_SERVERS"
READY = "Kafka Server started"  # written once the controller has taken the broker in
START_WAIT_S = 90
STOP_WAIT_S = 30
POLL_S = 0.02
LAST_WORDS_CHARS = 3000


class Runner(Protocol):
    """What runs one node: a Java process or a container. Signals go to that node and nobody else."""

    def prepare(self) -> None:
        """Makes the node ready for its first start: settings, formatted storage."""

    def launch(self) -> None:
        """Starts it and returns at once."""

    def send(self, number: signal.Signals) -> None:
        """Sends a signal; without effect once it has ended."""

    def wait(self, wait_s: float) -> bool:
        """Whether it has ended within the time."""

    def running(self) -> bool:
        """Whether it runs, paused or not."""

    def log(self) -> str:
        """All it has written since its first start."""

    def remove(self) -> None:
        """Clears away what the ended node leaves outside its folder."""


class Broker:
    """One node of our own: started, stopped, killed, paused and restarted at will, on the same port and data."""

    def __init__(self, setup: NodeSetup, runner: Runner) -> None:
        self.id = setup.node.id
        self.bootstrap = setup.node.bootstrap
        self.log_path = setup.folder / "broker.log"
        self._runner = runner
        self._prepared = False
        self._paused = False

    def launch(self) -> int:
        """Starts it without waiting; returns how much of the log is from earlier starts, for `await_ready`."""
        if not self._prepared:
            _OPEN.append(self)
            self._runner.prepare()
            self._prepared = True
        read = len(self._runner.log())
        self._runner.launch()
        return read

    def await_ready(self, read: int = 0) -> None:
        """Blocks until clients are served.

        Raises:
            BrokerUnavailableError: it ended or was not ready after 90 s; with the last words of its log.
        """
        until = time.monotonic() + START_WAIT_S
        while READY not in self._runner.log()[read:]:
            ended = not self._runner.running()
            if ended or time.monotonic() > until:
                how = "ended" if ended else f"was not ready after {START_WAIT_S} s"
                words = self._runner.log()[-LAST_WORDS_CHARS:]
                raise BrokerUnavailableError(f"Kafka node {self.id} {how}; {self.log_path} ends:\n{words}")
            time.sleep(POLL_S)

    def start(self) -> Self:
        """Starts it and waits until it serves clients: about 3 s the first time, 1 to 2 s later."""
        if not self.running:
            self.await_ready(self.launch())
        return self

    def stop(self, wait_s: float = STOP_WAIT_S) -> None:
        """Ends it in good order by SIGTERM; by SIGKILL if that takes longer than `wait_s`. Data stay."""
        self.resume()
        self._runner.send(signal.SIGTERM)
        if not self._runner.wait(wait_s):
            self.kill()

    def kill(self) -> None:
        """Ends it at once by SIGKILL, as a crash does. Data stay as the operating system has them."""
        self._runner.send(signal.SIGKILL)
        self._paused = False
        if not self._runner.wait(STOP_WAIT_S):
            raise RuntimeError(f"Kafka node {self.id} outlived SIGKILL for {STOP_WAIT_S} s")

    def pause(self) -> None:
        """Freezes it: it keeps its connections and answers nobody."""
        self._runner.send(signal.SIGSTOP)
        self._paused = True

    def resume(self) -> None:
        """Lets a paused one go on; without effect on any other."""
        if self._paused:
            self._runner.send(signal.SIGCONT)
            self._paused = False

    def restart(self) -> Self:
        """Stops it and starts it on the same data and port."""
        self.stop()
        return self.start()

    @property
    def running(self) -> bool:
        """Whether its process runs; true of a paused one too."""
        return self._runner.running()

    @property
    def paused(self) -> bool:
        return self._paused

    def log(self) -> str:
        return self._runner.log()

    def close(self) -> None:
        """Ends it for good. The folder with data and log stays: it belongs to whoever named it."""
        if self in _OPEN:
            _OPEN.remove(self)
            self.stop()
            self._runner.remove()

    def discard(self) -> None:
        """As `close`, without waiting for good order."""
        if self in _OPEN:
            _OPEN.remove(self)
            self.kill()
            self._runner.remove()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.discard()
            raise

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


_OPEN: list[Broker] = []


@atexit.register
def _discard_all() -> None:
    while _OPEN:
        _OPEN[-1].discard()


def new_broker(
    folder: Path,
    *,
    settings: Mapping[str, str] | None = None,
    security: Security = NO_SECURITY,
    jvm: tuple[str, ...] = SMALL_JVM,
) -> Broker:
    """A single broker that is not started yet; `folder` takes its data and its log.

    Raises:
        BrokerUnavailableError: neither Docker nor Java with the jars can be had.
    """
    return new_brokers(folder, 1, settings=settings, security=security, jvm=jvm)[0]


def new_brokers(
    folder: Path,
    count: int,
    *,
    settings: Mapping[str, str] | None = None,
    security: Security = NO_SECURITY,
    jvm: tuple[str, ...] = SMALL_JVM,
) -> tuple[Broker, ...]:
    """`count` nodes of one cluster, each a broker and a controller, not started yet."""
    ports = iter(free_ports(3 * count))
    nodes = tuple(Node(number, next(ports), next(ports), next(ports)) for number in range(1, count + 1))
    network = kafka_docker.network_name(nodes[0].client_port) if kafka_docker.usable() else None
    if network is None:
        require_java()
    else:
        nodes = tuple(replace(node, host=f"{network}-{node.id}", bind="") for node in nodes)
    homes = [folder.resolve() / f"node-{node.id}" for node in nodes]
    setups = [
        NodeSetup(node, nodes, home, home, settings or {}, security) for node, home in zip(nodes, homes, strict=True)
    ]
    return tuple(_broker(setup, network, jvm) for setup in setups)


def _broker(setup: NodeSetup, network: str | None, jvm: tuple[str, ...]) -> Broker:
    if network is None:
        return Broker(setup, JavaRunner(setup, jvm))
    return Broker(setup, kafka_docker.DockerRunner(setup, network, jvm))


def require_java() -> None:
    """Sees to it that Java and the jars are here.

    Raises:
        BrokerUnavailableError: they are not and cannot be fetched; it says what was looked for and what to install.
    """
    try:
        java()
        jars()
    except BrokerUnavailableError as why:
        raise BrokerUnavailableError(
            f"These tests need a real Apache Kafka and none can be had: {ENVIRONMENT} names no broker, no Docker "
            f"engine answers that has {kafka_docker.IMAGE}, and Java cannot run one. {why} "
            f"Or start a Docker engine; or name a running broker in {ENVIRONMENT}."
        ) from why


@dataclass(frozen=True, slots=True)
class SharedBroker:
    """A broker that many tests use at once, so none may stop it: only its address is given."""

    bootstrap: str
    log_path: Path | None = None


def named_broker(environment: Mapping[str, str] = os.environ) -> SharedBroker | None:
    """The broker that the environment names, if it does."""
    named = environment.get(ENVIRONMENT, "").strip()
    return SharedBroker(named) if named else None


def open_logs() -> Sequence[Path]:
    """The log files of all brokers that this process has open, for the report of a failed test."""
    return [broker.log_path for broker in _OPEN]

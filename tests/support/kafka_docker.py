"""One Kafka node as a container of the official image, its port published on loopback alone.

The settings are those of the Java process but for the addresses: inside its container a node listens on every
interface and finds its peers by container name in a network of their own. Nothing of this machine is mounted:
settings are copied in, data live in the container, which is started again after a stop or a kill.
"""

import functools
import os
import shutil
import signal
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from tests.support.kafka_jars import KAFKA_VERSION, BrokerUnavailableError
from tests.support.kafka_settings import NodeSetup

IMAGE = f"apache/kafka:{KAFKA_VERSION}"
HOME = Path("/tmp/node")  # noqa: S108 - inside the container, which nobody else uses
OWNER = "tocsin.tests.owner"  # label: the process id of the tests that made a container
ENGINE_WAIT_S = 5
COMMAND_WAIT_S = 60
PULL_WAIT_S = 900
POLL_S = 0.1

# Formats and becomes the broker, so that it is the container's first process and gets the signals.
START = f"""\
cd {HOME} || exit 1
/opt/kafka/bin/kafka-storage.sh format "$@" > format.log 2>&1 || {{ cat format.log; exit 1; }}
exec /opt/kafka/bin/kafka-server-start.sh server.properties
"""
FREEZER = {signal.SIGSTOP: "pause", signal.SIGCONT: "unpause"}


@functools.cache
def usable() -> bool:
    """Whether a Docker engine answers (the command alone is not enough) and has or gets the image."""
    if shutil.which("docker") is None:
        return False
    try:
        if _run("info", wait_s=ENGINE_WAIT_S).returncode != 0:
            return False
        here = _run("image", "inspect", IMAGE).returncode == 0
        return here or _run("pull", "--quiet", IMAGE, wait_s=PULL_WAIT_S).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def network_name(port: int) -> str:
    """The network of one cluster, and the beginning of its containers' names. A port of its own makes it unique."""
    return f"tocsin-tests-{os.getpid()}-{port}"


class DockerRunner:
    """Starts, signals and reads one container; satisfies `Runner` of broker.py."""

    def __init__(self, setup: NodeSetup, network: str, jvm: tuple[str, ...]) -> None:
        self._setup = replace(setup, home=HOME)
        self._network = network
        self._jvm = jvm
        self._name = setup.node.host

    def prepare(self) -> None:
        """Creates the container, which formats its storage when it starts."""
        _sweep()
        self._setup.write()
        _run("network", "create", self._network)  # fails where a peer has made it
        command = ["bash", "-c", START, "start", *self._setup.format_options]
        _must("create", "--name", self._name, *self.options(), IMAGE, *command)
        _must("cp", f"{self._setup.folder}/.", f"{self._name}:{HOME}")

    def options(self) -> list[str]:
        """What `docker create` is told besides the image and the command."""
        port = self._setup.node.client_port
        heap = " ".join(flag for flag in self._jvm if flag.startswith("-Xm"))
        other = " ".join(flag for flag in self._jvm if not flag.startswith("-Xm"))
        place = ["--network", self._network, "--publish", f"127.0.0.1:{port}:{port}", "--user", "root"]
        settings = ["--env", f"KAFKA_HEAP_OPTS={heap}", "--env", f"KAFKA_JVM_PERFORMANCE_OPTS={other}"]
        return [*place, *settings, "--label", f"{OWNER}={os.getpid()}"]

    def launch(self) -> None:
        _must("start", self._name)

    def send(self, number: signal.Signals) -> None:
        """Pauses and goes on by the engine's freezer; every other signal reaches the broker itself."""
        command = [FREEZER[number]] if number in FREEZER else ["kill", "--signal", number.name]
        _run(*command, self._name)

    def wait(self, wait_s: float) -> bool:
        """Whether the broker has ended within the time."""
        until = time.monotonic() + wait_s
        while self.running():
            if time.monotonic() > until:
                return False
            time.sleep(POLL_S)
        return True

    def running(self) -> bool:
        said = _run("inspect", "--format", "{{.State.Running}}", self._name)
        return said.stdout.strip() == "true"

    def log(self) -> str:
        said = _run("logs", self._name)
        return said.stdout + said.stderr

    def remove(self) -> None:
        """Removes the container, and the network with the last one; keeps the log in the folder."""
        (self._setup.folder / "broker.log").write_text(self.log())
        _run("rm", "--force", "--volumes", self._name)
        _run("network", "rm", self._network)


def _sweep() -> None:
    """Removes what test processes left behind that did not live to remove it themselves."""
    listed = f'{{{{.Names}}}} {{{{.Label "{OWNER}"}}}}'
    said = _run("ps", "--all", "--filter", f"label={OWNER}", "--format", listed)
    for name, owner in (line.split() for line in said.stdout.splitlines()):
        if not _lives(int(owner)):
            _run("rm", "--force", "--volumes", name)
            _run("network", "rm", name.rsplit("-", 1)[0])


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _run(*words: str, wait_s: float = COMMAND_WAIT_S) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=False, timeout=wait_s)


def _must(*words: str) -> None:
    ran = _run(*words)
    if ran.returncode != 0:
        raise BrokerUnavailableError(f"docker {words[0]} for {IMAGE} failed: {ran.stderr.strip()[-1000:]}")

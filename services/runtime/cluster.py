"""What a log on a cluster needs from this process: who it is there, and a place for local copies of state."""

import fcntl
import os
from pathlib import Path
from typing import IO, Final

from events.log.opening import Cluster
from events.log.security import Security
from services.runtime.rows import LocalRows
from services.runtime.settings import Settings, WrongSetting, partitions

KIND: Final = "changelog rows 1"
FOLDER: Final = "state"
COPIES_MAX: Final = 16
"""Processes that share one data folder; each partition's copy belongs to the one that holds its lock."""


class OwnRows(LocalRows):
    """A local copy that no other process has open: one that was overtaken must not write into the copy of the next."""

    def __init__(self, folder: Path, name: str) -> None:
        """Takes the first copy of that name that nobody holds; beyond the last of them, memory."""
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(COPIES_MAX):
            path = folder / f"{name}.{number}.sqlite"
            held = _locked(path.with_suffix(".lock"))
            if held is not None:
                self._held: IO[bytes] | None = held
                super().__init__(path, KIND)
                return
        self._held = None
        super().__init__(":memory:", KIND)

    def close(self) -> None:
        """Closes the file, then lets go of the lock."""
        super().close()
        if self._held is not None:
            self._held.close()


def _locked(path: Path) -> IO[bytes] | None:
    """The file, locked for this process until it is closed or the process ends; None where another has it."""
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def cluster(settings: Settings) -> Cluster:
    """The settings `TOCSIN_KAFKA_…` as the log wants them; raises `WrongSetting` where they do not go together."""
    if settings.kafka_sasl_mechanism is not None and not (settings.kafka_username and settings.kafka_password):
        raise WrongSetting("TOCSIN_KAFKA_SASL_MECHANISM needs TOCSIN_KAFKA_USERNAME and TOCSIN_KAFKA_PASSWORD")
    return Cluster(
        lambda name: OwnRows(settings.data / FOLDER, name),
        settings.kafka_replicas,
        settings.kafka_session_s,
        Security(
            mechanism=settings.kafka_sasl_mechanism,
            username=settings.kafka_username,
            password=settings.kafka_password.get_secret_value() if settings.kafka_password else "",
            tls=settings.kafka_tls,
            ca=_readable(settings.kafka_ca, "TOCSIN_KAFKA_CA"),
            certificate=_readable(settings.kafka_certificate, "TOCSIN_KAFKA_CERTIFICATE"),
            key=_readable(settings.kafka_key, "TOCSIN_KAFKA_KEY"),
        ),
        partitions(settings),
    )


def _readable(path: Path | None, setting: str) -> str | None:
    if path is not None and not os.access(path, os.R_OK):
        raise WrongSetting(f"{setting}: {path} cannot be read")
    return None if path is None else str(path)

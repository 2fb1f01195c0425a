"""Logs as replays open them: one that is there already. Nothing here makes a log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from events.errors import TocsinError
from events.log.opening import SQLITE, open_log
from events.log.port import Log
from services.runtime import settings
from services.runtime.cluster import cluster


class NoLog(TocsinError):
    """The file named by `--log` does not exist."""


@asynccontextmanager
async def opened(url: str, config: Path | None = None) -> AsyncIterator[Log]:
    """The log at a URL, closed at the end; raises `NoLog`. `config`: the file of settings (who logs in to Kafka)."""
    _check(url)
    log = await open_log(url, cluster(settings.load(config)))
    try:
        yield log
    finally:
        await log.close()


def _check(url: str) -> None:
    path = url.removeprefix(SQLITE)
    if url.startswith(SQLITE) and not Path(path).is_file():
        raise NoLog(f"{path}: there is no log")

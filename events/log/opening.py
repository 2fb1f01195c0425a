"""Where logs are built. Only entry points choose one, by its URL."""

from pathlib import Path
from typing import Final

from events.errors import TocsinError
from events.log.port import Log
from events.log.sqlite import SqliteLog

SQLITE: Final = "sqlite:///"


class UnknownLog(TocsinError):
    """The URL names no log that we have."""


async def open_log(url: str) -> Log:
    """Opens the log at `sqlite:///path` (relative) or `sqlite:////path` (absolute); raises `UnknownLog`."""
    if url.startswith(SQLITE):
        path = url.removeprefix(SQLITE)
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return await SqliteLog.open(path)
    raise UnknownLog(f"{url!r} names no log: write sqlite:///path/to/file or kafka://host:port")

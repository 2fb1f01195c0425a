from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events.log.port import Log
from events.log.sqlite import SqliteLog
from tests.support.console import Asked, console


@pytest.fixture
async def log() -> AsyncIterator[Log]:
    made = await SqliteLog.open(":memory:")
    yield made
    await made.close()


@pytest.fixture
async def asked(log: Log, tmp_path: Path) -> AsyncIterator[Asked]:
    async with console(log, tmp_path / "console.sqlite") as made:
        yield made

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from events.log.port import Log
from tests.support.logs import LOGS, Opener


@pytest_asyncio.fixture(params=sorted(LOGS))
async def opener(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opener]:
    async with LOGS[request.param](tmp_path, request) as opens:
        yield opens


@pytest_asyncio.fixture
async def log(opener: Opener) -> Log:
    return await opener()

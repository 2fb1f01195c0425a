from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from events.log.port import Log
from tests.support.logs import Opener, on_logs, opener_of


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_logs(metafunc, ("memory",))


@pytest.fixture
async def opener(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opener]:
    async with opener_of(request, tmp_path) as opens:
        yield opens


@pytest.fixture
async def log(opener: Opener) -> Log:
    return await opener()

"""Services that run while a test does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiohttp.test_utils import TestClient

READY_S = 10.0


class Runs(Protocol):
    async def run(self) -> None: ...

    def ready(self) -> str | None: ...


Keeps = Callable[[Runs, TestClient[Any, Any]], Awaitable[None]]


@asynccontextmanager
async def running() -> AsyncIterator[Keeps]:
    """Starts services with their clients, waits until they are ready, and ends them in the opposite order."""
    ends: list[tuple[asyncio.Task[None], TestClient[Any, Any]]] = []

    async def keeps(service: Runs, client: TestClient[Any, Any]) -> None:
        await client.start_server()
        task = asyncio.create_task(service.run())
        ends.append((task, client))
        async with asyncio.timeout(READY_S):
            while service.ready() is not None:
                assert not task.done(), task.exception()
                await asyncio.sleep(0.005)

    yield keeps
    for task, client in reversed(ends):
        await client.close()
        task.cancel()
        await asyncio.wait([task])

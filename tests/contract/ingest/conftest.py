from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer

from events.catalog import from_record
from events.log.port import Log
from events.value import Event
from services.ingest.service import IngestService, IngestSettings
from services.runtime.clock import SetClock
from services.runtime.web import Access, application
from tests.support.logs import Opener, on_logs, opener_of
from tests.support.reading import LineReader
from tests.support.serving import running

NOW = datetime(2025, 2, 10, 12, tzinfo=UTC)


@dataclass
class Ingest:
    log: Log
    http: TestClient[Any, Any]
    reader: LineReader
    clock: SetClock
    service: IngestService

    async def post(self, path: str, body: Any, status: int = 202, key: str | None = None) -> Any:
        answer = await self.http.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
        assert answer.status == status, await answer.text()
        return await answer.json(content_type=None)

    async def said(self, topic: str = "reports") -> list[Event]:
        return [
            from_record(stored).data
            for partition in range(self.log.partitions(topic))
            for stored in await self.log.read(topic, partition, 0, 1_000)
        ]


Starts = Callable[..., Awaitable[Ingest]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    on_logs(metafunc, ("memory", "sqlite"))


@pytest_asyncio.fixture
async def opener(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opener]:
    async with opener_of(request, tmp_path) as opens:
        yield opens


@pytest_asyncio.fixture
async def starts(opener: Opener, tmp_path: Path) -> AsyncIterator[Starts]:
    async with running() as keeps:

        async def start(index: str = "index.sqlite", version: str = "lines 1") -> Ingest:
            log, reader, clock = await opener(), LineReader(version), SetClock(NOW)

            async def open_reader(_: Callable[[str], None]) -> LineReader:
                return reader

            service = IngestService(log, IngestSettings(tmp_path / index), clock, open_reader)
            client = TestClient(TestServer(application(service.routes(), Access(), service.ready, "ingest")))
            await keeps(service, client)
            return Ingest(log, client, reader, clock, service)

        yield start


@pytest_asyncio.fixture
async def ingest(starts: Starts) -> Ingest:
    return await starts()

"""The ingest service: what it is made of, and how long it lives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from events.log.port import Log
from services.ingest.api import Api
from services.ingest.articles import ArticleTaker
from services.ingest.idempotency import Idempotency
from services.ingest.index import TOPIC, Index
from services.ingest.preparing import Preparer
from services.ingest.reads import LateReader, Reads
from services.ingest.sources import table
from services.ingest.taking import Taker
from services.runtime.clock import Clock
from services.runtime.web import Route

SWEEP_S: Final = 3_600.0
OpenReader = Callable[[Callable[[str], None]], Awaitable[Reads]]
"""Opens the reader, which may take a while, and tells meanwhile what is waited for."""


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """`index`: the file of ingest's own index; disposable, of this process alone."""

    index: Path | str


class IngestService:
    """Takes reports and articles over HTTP and keeps its index up with the log."""

    def __init__(self, log: Log, settings: IngestSettings, clock: Clock, open_reader: OpenReader) -> None:
        self._log = log
        self._clock = clock
        self._open_reader = open_reader
        self._reader = reader = LateReader()
        self._ready: str | None = "the index is not opened yet"
        self._index = Index(settings.index)
        reader.learn_from(self._index.learned)
        taker = Taker(log, self._index, clock, Preparer(reader, table()))
        self._idempotency = Idempotency(self._index, clock)
        self._api = Api(taker, ArticleTaker(taker, reader), self._idempotency, self.ready)

    async def run(self) -> None:
        """Opens the reader, catches up with the log, says it is ready, and keeps up until cancelled."""
        try:
            self._reader.becomes(await self._open_reader(self._wait_for))
            await self._keep_up()
        finally:
            self._ready = "the service is stopping"
            self._index.close()

    async def _keep_up(self) -> None:
        self._ready = "the index is being read from the log"
        await self._index.check(self._log)
        partitions = range(self._log.partitions(TOPIC))
        for partition in partitions:
            await self._index.catch_up(self._log, partition)
        self._ready = None
        async with asyncio.TaskGroup() as group:
            for partition in partitions:
                group.create_task(self._index.follow(self._log, partition))
            group.create_task(self._sweep())

    def _wait_for(self, what: str) -> None:
        self._ready = what

    async def _sweep(self) -> None:
        while True:
            self._idempotency.forget_old()
            await self._clock.sleep(SWEEP_S)

    def routes(self) -> list[Route]:
        """What can be asked of it."""
        return self._api.routes()

    def ready(self) -> str | None:
        """Why it is not ready for work, None when it is."""
        return self._ready

"""The logs that the contract suite runs on. A new one joins by one word in `LOGS`."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from events.catalog import NO_OTHERS
from events.log.kafka import KafkaLog, KafkaSettings
from events.log.port import Log
from events.log.sqlite import SqliteLog
from services.runtime.rows import LocalRows

Opener = Callable[..., Awaitable[Log]]
"""Opens the same log once more, as another process would; `partitions`: where they are not as shipped."""


@asynccontextmanager
async def sqlite_file(folder: Path, _: Any) -> AsyncIterator[Opener]:
    opened: list[Log] = []

    async def opener(partitions: Mapping[str, int] = NO_OTHERS) -> Log:
        log = await SqliteLog.open(folder / "log.sqlite", partitions)
        opened.append(log)
        return log

    yield opener
    for log in opened:
        await log.close()


@asynccontextmanager
async def sqlite_memory(_: Path, __: Any) -> AsyncIterator[Opener]:
    log = await SqliteLog.open(":memory:")

    async def opener() -> Log:
        return log

    yield opener
    await log.close()


@asynccontextmanager
async def kafka(folder: Path, request: Any) -> AsyncIterator[Opener]:
    broker = request.getfixturevalue("kafka_broker")
    prefix = f"t{uuid.uuid4().hex[:12]}"
    opened: list[Log] = []

    async def opener(partitions: Mapping[str, int] = NO_OTHERS) -> Log:
        own = folder / str(len(opened))
        own.mkdir()
        settings = KafkaSettings(
            broker.bootstrap,
            lambda name: LocalRows(own / f"{name}.sqlite", name),
            prefix,
            session_s=6.0,
            partitions=partitions,
        )
        opened.append(await KafkaLog.open(settings))
        return opened[-1]

    yield opener
    for log in opened:
        await log.close()


LOGS: dict[str, Callable[[Path, Any], Any]] = {"sqlite": sqlite_file, "memory": sqlite_memory, "kafka": kafka}


def on_logs(metafunc: pytest.Metafunc, embedded: Sequence[str]) -> None:
    """Has a service's tests run on embedded logs, and those marked `every_log` on all that there are."""
    if "opener" in metafunc.fixturenames:
        every = metafunc.definition.get_closest_marker("every_log") is not None
        names = [name for name in sorted(LOGS) if every or name in embedded]
        metafunc.parametrize("opener", names, indirect=True)


@asynccontextmanager
async def opener_of(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Opener]:
    """The log that `on_logs` chose, opened by whoever asks."""
    folder = folder / "log"
    folder.mkdir()
    async with LOGS[request.param](folder, request) as opens:
        yield opens

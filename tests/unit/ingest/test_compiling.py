"""The gazetteer is compiled in a process of its own, which ends with the service."""

import asyncio
import sys
from pathlib import Path

import pytest

from services.ingest.compiling import NotCompiled, command, compiled


def program(text: str) -> list[str]:
    return [sys.executable, "-c", text]


async def test_each_step_is_told() -> None:
    said: list[str] = []
    await compiled(program("import sys; print('  0% reading\\n100% compiled', file=sys.stderr)"), said.append)
    assert said == ["compiling the gazetteer: 0% reading", "compiling the gazetteer: 100% compiled"]


async def test_a_compiler_that_fails_is_told_by_its_last_words() -> None:
    with pytest.raises(NotCompiled, match="no package"):
        await compiled(program("import sys; sys.exit('tocsin: no package')"), lambda _: None)


async def test_a_service_that_stops_takes_its_compiler_along(tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    working = f"""
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.default_int_handler)
path = pathlib.Path({str(draft)!r})
path.touch()
try:
    print("begun", file=sys.stderr, flush=True)
    time.sleep(600)
finally:
    path.unlink()
"""
    begun = asyncio.Event()
    task = asyncio.create_task(compiled(program(working), lambda _: begun.set()))
    await begun.wait()
    task.cancel()
    async with asyncio.timeout(120):
        await asyncio.wait([task])
    assert task.cancelled()
    assert not draft.exists()


def test_the_compiler_is_our_own_command(tmp_path: Path) -> None:
    assert command(tmp_path / "g.sqlite")[-3:] == ["services", "gazetteer", str(tmp_path / "g.sqlite")]

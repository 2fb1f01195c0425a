"""Compiling the gazetteer beside a service that already answers: in a process of its own.

It takes half a minute of one core; a thread would take every other turn from the services of this process.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import services
from events.errors import TocsinError
from services.ingest.gazetteer import is_current
from services.ingest.reading import TextReader

ENDS_S: Final = 30.0
Say = Callable[[str], None]
WORDS: Final = "compiling the gazetteer"


class NotCompiled(TocsinError):
    """The gazetteer could not be compiled. Ends: the service stops."""


async def reader_of(gazetteer: Path, say: Say) -> TextReader:
    """The reader of texts; the gazetteer is compiled first where it is missing or stale. `say`: what it waits for."""
    if not await asyncio.to_thread(is_current, gazetteer):
        say(WORDS)
        await compiled(command(gazetteer), say)
    say("the gazetteer is being opened")
    return await asyncio.to_thread(TextReader.open, gazetteer)


def command(gazetteer: Path) -> list[str]:
    """What compiles it; `-P`: not with what happens to lie in the folder it is run in."""
    return [sys.executable, "-P", "-m", "services", "gazetteer", str(gazetteer)]


async def compiled(arguments: Sequence[str], say: Say) -> None:
    """Runs the compiler, which tells a step a line, as long as its caller; raises `NotCompiled` with its last words."""
    ours = os.environ | {"PYTHONPATH": str(Path(services.__file__).parents[1])}
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *arguments, stdin=nothing, stdout=nothing, stderr=pipe, env=ours, start_new_session=True
    )
    try:
        told = ""
        assert process.stderr is not None  # noqa: S101  for the type checker: it is a pipe
        async for line in process.stderr:
            told = line.decode(errors="replace").strip() or told
            say(f"{WORDS}: {told}")
        if await process.wait() != 0:
            raise NotCompiled(f"the gazetteer could not be compiled: {told}")
    finally:
        await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Asks it to stop, so that it takes its draft away; whoever does not is stopped.

    Not by SIGINT, which a shell that starts something in the background makes it and its children ignore.
    """
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(ENDS_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

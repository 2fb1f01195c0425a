"""Stopping in order when the system asks: SIGINT and SIGTERM cancel the work, which then lets go of what it holds."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Runs the work to its end, or until a signal asks it to stop; raises what the work raises."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(work)
    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, task.cancel)
    with suppress(asyncio.CancelledError):
        await task

"""The clock as a port: shells ask it, cores are told."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits for it."""

    def now(self) -> datetime:
        """The present moment, UTC, to the millisecond."""

    async def sleep(self, seconds: float) -> None:
        """Waits."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC, to the millisecond."""
        at = datetime.now(UTC)
        return at.replace(microsecond=at.microsecond // 1000 * 1000)

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await asyncio.sleep(seconds)


class SetClock:
    """A clock that moves only when told: for tests and replays."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._at

    def set(self, at: datetime) -> None:
        """Moves it; those who sleep until then wake."""
        self._at = at
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Waits until it was moved so far."""
        until = self._at + timedelta(seconds=seconds)
        while self._at < until:
            await self._moved.wait()

"""The subscriptions as they stand: a follower of their topic, kept in memory and shared by the parts of the service."""

import asyncio
from collections.abc import Callable
from typing import Final

from events.catalog import from_record
from events.errors import Unreadable
from events.log.port import Log, Stored
from events.subscription import SubscriptionSet
from services.notifier.metrics import SUBSCRIPTIONS

TOPIC: Final = "subscriptions"
PAGE: Final = 500
WAIT_S: Final = 1.0
SUBSCRIPTIONS_MAX: Final = 100_000
"""They are held in memory, a few kilobytes each, and every change is matched against all."""


class Subscriptions:
    """Reads `subscriptions`; `catch_up` makes sure that all that was written before the call is seen."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._offset = 0
        self._at_end = False
        self._by_id: dict[str, SubscriptionSet] = {}
        self._ordered: tuple[SubscriptionSet, ...] | None = ()
        self._reading = asyncio.Lock()
        self._on_change: list[Callable[[str], None]] = []

    def get(self, subscription_id: str) -> SubscriptionSet | None:
        """The subscription, None where there is none (any more)."""
        return self._by_id.get(subscription_id)

    def all(self) -> tuple[SubscriptionSet, ...]:
        """Every subscription in the order of the ids."""
        if self._ordered is None:
            self._ordered = tuple(self._by_id[key] for key in sorted(self._by_id))
        return self._ordered

    def __len__(self) -> int:
        """How many there are."""
        return len(self._by_id)

    def on_change(self, tell: Callable[[str], None]) -> Callable[[], None]:
        """Has `tell` called with the id of each subscription that changes; returns how to end that."""
        self._on_change.append(tell)
        return lambda: self._on_change.remove(tell)

    async def catch_up(self) -> None:
        """Reads up to the end that the topic has now."""
        bounds = await self._log.bounds(TOPIC, 0)
        async with self._reading:
            self._offset = max(self._offset, bounds.first)
            while self._offset < bounds.end and (page := await self._log.read(TOPIC, 0, self._offset, PAGE)):
                for stored in page:
                    self._see(stored)
            self._at_end = self._offset >= bounds.end

    async def follow(self) -> None:
        """Keeps up until cancelled."""
        while True:
            await self.catch_up()
            if self._at_end:
                await self._log.wait(TOPIC, 0, self._offset, WAIT_S)
            else:  # what is left before the end is a marker, or a record that is not committed yet
                await asyncio.sleep(WAIT_S)

    def _see(self, stored: Stored) -> None:
        self._offset = stored.offset + 1
        self._ordered = None
        if stored.value is None:
            self._by_id.pop(stored.key, None)
        else:
            self._by_id[stored.key] = _subscription(stored)
        SUBSCRIPTIONS.set(len(self._by_id))
        for tell in list(self._on_change):
            tell(stored.key)


def _subscription(stored: Stored) -> SubscriptionSet:
    said = from_record(stored).data
    if not isinstance(said, SubscriptionSet):
        raise Unreadable(f"{TOPIC}[0]@{stored.offset}: {type(said).__name__} does not belong there")
    return said

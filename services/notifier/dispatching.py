"""Which deliveries of a partition are attempted next, and when to look again. No attempt is made here."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from events.errors import Unreadable
from events.ids import partition_of
from events.moment import to_ms
from events.subscription import SubscriptionSet
from services.notifier.agenda import Agenda
from services.notifier.lanes import PER_ENDPOINT_MAX, Lanes, Place
from services.notifier.ledger import Ledger
from services.notifier.rowkinds import Owed
from services.notifier.subscriptions import Subscriptions
from services.runtime.clock import Clock

PAUSE_MAX_S: Final = 60.0
"""So often the wall clock is asked again: it may have been set."""


@dataclass(frozen=True, slots=True)
class Launch:
    """An attempt that begins now."""

    owed: Owed
    subscription: SubscriptionSet


@dataclass(slots=True)
class Picked:
    """What a look at the agenda found: attempts to begin, and endpoints whose subscription is unknown."""

    launches: list[Launch] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


class Dispatcher:
    """The agenda of one partition. `pick` is called when the rows are committed, under the partition's lock."""

    def __init__(
        self, partition: int, partitions: int, ledger: Ledger, lanes: Lanes, subscriptions: Subscriptions
    ) -> None:
        self._partition = partition
        self._partitions = partitions
        self._ledger = ledger
        self._lanes = lanes
        self._subscriptions = subscriptions
        self._agenda = Agenda()
        self._stalled: dict[str, None] = {}  # an ordered set
        self._full = False
        self._poked = asyncio.Event()
        self._places: dict[str, Place] = {}
        self._under_way: set[str] = set()
        self._ends: list[Callable[[], None]] = [lanes.on_free(self._freed), subscriptions.on_change(self._changed)]

    def close(self) -> None:
        """Listens no more, and gives back the places of attempts that were cancelled before they began."""
        for end in self._ends:
            end()
        for delivery_id in list(self._places):
            self.answered(delivery_id)

    def is_under_way(self, delivery_id: str | None) -> bool:
        """Whether an attempt is being made, or its answer is not yet in the ledger."""
        return delivery_id in self._under_way

    def answered(self, delivery_id: str) -> None:
        """An attempt has its answer: its place is free."""
        self._lanes.give_back(self._places.pop(delivery_id))

    def settled(self, delivery_id: str) -> None:
        """The answer is in the ledger."""
        self._under_way.discard(delivery_id)

    def look_at(self, subscription_id: str) -> None:
        """Something about this endpoint changed: it is looked at when the next dispatch comes."""
        self._agenda.sooner(subscription_id, 0)
        self._poked.set()

    def expect(self, subscription_id: str, at: datetime) -> None:
        """The endpoint has something due then."""
        self._agenda.sooner(subscription_id, to_ms(at))

    def pick(self, now: datetime) -> Picked:
        """Takes places for all that is due, as far as there are places."""
        self._poked.clear()
        self._full = False
        picked = Picked()
        while not self._full and (subscription_id := self._next(now)) is not None:
            subscription = self._subscriptions.get(subscription_id)
            if subscription is None:
                picked.unknown.append(subscription_id)
            else:
                self._pick_for(subscription, now, picked)
        return picked

    async def pause(self, clock: Clock) -> None:
        """Sleeps until something is due, a place is free or something changed."""
        next_ms = None if self._full else self._agenda.next_ms()
        if next_ms is None:
            await self._poked.wait()
            return
        wait_s = min((next_ms - to_ms(clock.now())) / 1000, PAUSE_MAX_S)
        if wait_s <= 0:
            return
        waits = [asyncio.ensure_future(clock.sleep(wait_s)), asyncio.ensure_future(self._poked.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def _next(self, now: datetime) -> str | None:
        if self._stalled and self._lanes.slow_room:
            first = next(iter(self._stalled))
            del self._stalled[first]
            return first
        return self._agenda.pop(to_ms(now))

    def _pick_for(self, subscription: SubscriptionSet, now: datetime, picked: Picked) -> None:
        """Begins what is due at one endpoint; what cannot begin is looked at again when the reason is gone."""
        subscription_id = subscription.subscription_id
        endpoint = self._ledger.endpoint(subscription_id)
        if endpoint.disabled is not None:
            return
        if endpoint.waits_until is not None and endpoint.waits_until > now:
            self.expect(subscription_id, endpoint.waits_until)
            return
        failing = endpoint.failing_since is not None
        if failing and not self._lanes.slow_room:  # thousands may fail at once: none of their rows is read for nothing
            self._stalled[subscription_id] = None
            return
        for at, delivery_id in self._ledger.due(subscription_id, PER_ENDPOINT_MAX + 1):
            if delivery_id in self._under_way:
                continue
            if at > now:
                self.expect(subscription_id, at)
                return
            if self._lanes.room(subscription_id, failing=failing) <= 0:
                return
            if not self._begin(subscription, delivery_id, picked, failing=failing):
                return

    def _begin(self, subscription: SubscriptionSet, delivery_id: str, picked: Picked, *, failing: bool) -> bool:
        owed = self._ledger.owed(delivery_id)
        if owed is None:
            raise Unreadable(f"{delivery_id} is due but is not owed: rebuild the state of deliver")
        place = self._lanes.take(subscription.subscription_id, failing=failing)
        if place is None:
            self._wait_for_place(subscription.subscription_id, failing=failing)
            return False
        self._places[delivery_id] = place
        self._under_way.add(delivery_id)
        picked.launches.append(Launch(owed, subscription))
        return True

    def _wait_for_place(self, subscription_id: str, *, failing: bool) -> None:
        if failing:
            self._stalled[subscription_id] = None
        else:
            self._agenda.sooner(subscription_id, 0)
            self._full = True

    def _freed(self) -> None:
        if self._full or self._stalled:
            self._poked.set()

    def _changed(self, subscription_id: str) -> None:
        if partition_of(subscription_id, self._partitions) == self._partition:
            self.look_at(subscription_id)

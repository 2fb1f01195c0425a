"""How many attempts are under way, in all and for each endpoint: one that hangs harms nobody else.

Attempts start in the prompt lane. One that takes longer than half a second moves over to the slow lane, and its
endpoint begins no other meanwhile; an endpoint that is failing starts there, one attempt at a time. So endpoints that
hang soon hold no prompt place.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from services.notifier.metrics import IN_FLIGHT

PROMPT_MAX: Final = 64
SLOW_MAX: Final = 448
PROMPT_S: Final = 0.5
PER_ENDPOINT_MAX: Final = 4
PER_SLOW_MAX: Final = 1


@dataclass(slots=True)
class Place:
    """One attempt's place. `slow`: in which lane it is now."""

    subscription_id: str
    slow: bool
    timer: asyncio.TimerHandle | None = None


class Lanes:
    """Places for attempts, shared by all partitions of a process."""

    def __init__(self, prompt_max: int = PROMPT_MAX, slow_max: int = SLOW_MAX, prompt_s: float = PROMPT_S) -> None:
        self._max = {False: prompt_max, True: slow_max}
        self._prompt_s = prompt_s
        self._taken = {False: 0, True: 0}
        self._of: Counter[str] = Counter()
        self._slow_of: Counter[str] = Counter()
        self._on_free: list[Callable[[], None]] = []

    def on_free(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Has `tell` called whenever a place becomes free; returns how to end that."""
        self._on_free.append(tell)
        return lambda: self._on_free.remove(tell)

    def room(self, subscription_id: str, *, failing: bool) -> int:
        """How many attempts this endpoint may begin, whatever the lanes have."""
        slow = failing or self._slow_of[subscription_id] > 0
        return (PER_SLOW_MAX if slow else PER_ENDPOINT_MAX) - self._of[subscription_id]

    @property
    def slow_room(self) -> bool:
        """Whether the slow lane has a place."""
        return self._taken[True] < self._max[True]

    def take(self, subscription_id: str, *, failing: bool) -> Place | None:
        """A place, None where its lane is full."""
        if self._taken[failing] >= self._max[failing]:
            return None
        place = Place(subscription_id, failing)
        self._of[subscription_id] += 1
        self._count(place, 1)
        if not failing:
            place.timer = asyncio.get_running_loop().call_later(self._prompt_s, self._slow_down, place)
        return place

    def give_back(self, place: Place) -> None:
        """Ends an attempt's hold."""
        if place.timer is not None:
            place.timer.cancel()
        self._count(place, -1)
        self._of[place.subscription_id] -= 1
        for counter in (self._of, self._slow_of):
            if not counter[place.subscription_id]:
                del counter[place.subscription_id]
        self._tell()

    def _slow_down(self, place: Place) -> None:
        """Moves an attempt over, if the slow lane has room; else it keeps its prompt place to its end."""
        if self.slow_room:
            self._count(place, -1)
            place.slow = True
            self._count(place, 1)
            self._tell()

    def _count(self, place: Place, by: int) -> None:
        self._taken[place.slow] += by
        if place.slow:
            self._slow_of[place.subscription_id] += by
        IN_FLIGHT.labels("slow" if place.slow else "prompt").set(self._taken[place.slow])

    def _tell(self) -> None:
        for tell in list(self._on_free):
            tell()

"""When each endpoint of a partition has something due next: one small entry an endpoint; the deliveries are rows."""

import heapq


class Agenda:
    """The next moment of each subscription, in milliseconds since 1970."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}
        self._heap: list[tuple[int, str]] = []

    def __len__(self) -> int:
        """How many endpoints have something due."""
        return len(self._next)

    def set(self, subscription_id: str, at_ms: int | None) -> None:
        """The endpoint is to be looked at then; None: not before it is set again."""
        if at_ms is None:
            self._next.pop(subscription_id, None)
        elif self._next.get(subscription_id) != at_ms:
            self._next[subscription_id] = at_ms
            heapq.heappush(self._heap, (at_ms, subscription_id))

    def sooner(self, subscription_id: str, at_ms: int) -> None:
        """As `set`, unless the endpoint is looked at earlier anyway."""
        known = self._next.get(subscription_id)
        if known is None or at_ms < known:
            self.set(subscription_id, at_ms)

    def pop(self, now_ms: int) -> str | None:
        """The endpoint that is due first, taken off; None where none is due."""
        self._shed()
        if not self._heap or self._heap[0][0] > now_ms:
            return None
        _, subscription_id = heapq.heappop(self._heap)
        del self._next[subscription_id]
        return subscription_id

    def next_ms(self) -> int | None:
        """When the next endpoint is due."""
        self._shed()
        return self._heap[0][0] if self._heap else None

    def _shed(self) -> None:
        """Drops entries that were moved since they were pushed."""
        while self._heap and self._next.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)

"""The hub: the newest alerts and incidents in one ring that all live clients read, each at its own pace.

The ring is the bounded buffer: whoever falls behind its oldest message is cut off and resumes from the log.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Final

from events.log.port import Stored
from services.console.core.positions import Source, encode
from services.console.metrics import CLIENTS
from services.console.replay import cloud_event, in_order

TOPICS: Final = ("alerts", "incidents")
MESSAGES_MAX: Final = 1_000
BYTES_MAX: Final = 16 * 1024 * 1024
CLIENTS_MAX: Final = 100


class Full(Exception):
    """There are as many clients as there may be."""


class Behind(Exception):
    """The client's next message is no longer held."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event as it goes to the clients."""

    source: Source
    offset: int
    frame: bytes


class Hub:
    """Told of records by the follower once the store shows them. `offsets`: the next of each partition."""

    def __init__(self, messages_max: int = MESSAGES_MAX, bytes_max: int = BYTES_MAX) -> None:
        self.offsets: dict[Source, int] = {}
        self.closed = False
        self.first = 0
        self._messages_max = messages_max
        self._bytes_max = bytes_max
        self._ring: deque[Message] = deque()
        self._bytes = 0
        self._clients = 0
        self._news = asyncio.Event()

    @property
    def end(self) -> int:
        """The number that the next message gets."""
        return self.first + len(self._ring)

    def begin(self, offsets: dict[Source, int]) -> None:
        """From here on events are live; older ones are the log's."""
        self.offsets = dict(offsets)

    def publish(self, records: Sequence[Stored]) -> None:
        """Takes new records. Those before `begin` are no news; while nobody listens nothing is held."""
        if self._clients == 0:
            self._drop(len(self._ring))
        for record in in_order([r for r in records if r.offset >= self.offsets[source_of(r)]]):
            self.offsets[source_of(record)] = record.offset + 1
            if self._clients > 0:
                self._hold(Message(source_of(record), record.offset, frame(record, encode(self.offsets))))
        self._wake()

    def _hold(self, message: Message) -> None:
        self._ring.append(message)
        self._bytes += len(message.frame)
        while len(self._ring) > self._messages_max or self._bytes > self._bytes_max:
            self._drop(1)

    def _drop(self, count: int) -> None:
        for _ in range(count):
            self._bytes -= len(self._ring.popleft().frame)
            self.first += 1

    def after(self, number: int, limit: int) -> list[Message]:
        """The messages from a number on, at most `limit`; raises `Behind`."""
        if number < self.first:
            raise Behind
        begin = number - self.first
        return list(islice(self._ring, begin, begin + limit))

    async def wait(self, timeout_s: float) -> None:
        """Sleeps until there may be news."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._news.wait()

    @contextmanager
    def client(self) -> Iterator[None]:
        """Counts a client; raises `Full`."""
        if self._clients >= CLIENTS_MAX:
            raise Full
        self._clients += 1
        CLIENTS.set(self._clients)
        try:
            yield
        finally:
            self._clients -= 1
            CLIENTS.set(self._clients)

    def close(self) -> None:
        """Ends every client's stream; they resume elsewhere."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def source_of(record: Stored) -> Source:
    """The partition a record lies in."""
    return Source(record.topic, record.partition)


def frame(record: Stored, position: str) -> bytes:
    """A record as a Server-Sent Event: id (where to resume), event (its type), data (the CloudEvent)."""
    kind = record.headers["ce_type"].encode()
    return b"id: %s\nevent: %s\ndata: %s\n\n" % (position.encode(), kind, cloud_event(record, position))

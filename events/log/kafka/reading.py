"""Reading one partition, by offset, only what is committed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from events.log.kafka.client import KafkaSettings, reach, started

POLL_S: Final = 0.2
STILL_S: Final = 5.0
"""How long a read waits for records that a transaction holds back before it says that there are none now."""
AHEAD_RECORDS: Final = 2_000


def consumer(settings: KafkaSettings, **options: Any) -> AIOKafkaConsumer:  # noqa: ANN401  aiokafka's own
    """A consumer of committed records, not started."""
    return AIOKafkaConsumer(
        **settings.options(),
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        **options,
    )


class Reader:
    """Reads one partition, a buffer ahead, for one caller at a time.

    `at`: the offset it stands at, -1 where it stands nowhere yet. Busy until `lent` ends.
    """

    def __init__(self, settings: KafkaSettings, place: TopicPartition) -> None:
        self.consumer = consumer(settings)
        self.at = -1
        self.busy = False
        self._place = place
        self._started = False
        self._ahead: deque[ConsumerRecord[bytes, bytes]] = deque()

    @asynccontextmanager
    async def lent(self) -> "AsyncIterator[Reader]":
        """The reader, connected, for as long as the block runs."""
        try:
            if not self._started:
                await started(self.consumer)
                self.consumer.assign([self._place])
                self._started = True
            yield self
        finally:
            self.busy = False

    async def read(self, offset: int, limit: int) -> "list[ConsumerRecord[bytes, bytes]]":
        """The next records; empty when the end of what is committed is reached."""
        self._go_to(offset)
        now = asyncio.get_running_loop().time
        deadline = now() + STILL_S
        while not self._ahead and not await self.at_end() and now() < deadline:
            await self._fetch(POLL_S)
        found = [self._ahead.popleft() for _ in range(min(limit, len(self._ahead)))]
        if found:
            self.at = found[-1].offset + 1
        return found

    async def wait(self, offset: int, timeout_s: float) -> None:
        """Until something is there, or the time is over; the broker holds the request meanwhile."""
        self._go_to(offset)
        if not self._ahead:
            await self._fetch(timeout_s)

    async def at_end(self) -> bool:
        """Whether the position (transactions' markers take offsets too) has reached the end as it is now."""
        end = (await reach(self.consumer.end_offsets([self._place])))[self._place]
        return bool(await reach(self.consumer.position(self._place)) >= end)

    async def _fetch(self, timeout_s: float) -> None:
        asked = self.consumer.getmany(self._place, timeout_ms=int(timeout_s * 1000), max_records=AHEAD_RECORDS)
        for records in (await reach(asked)).values():
            self._ahead.extend(records)

    def _go_to(self, offset: int) -> None:
        if self.at != offset:
            self._ahead.clear()
            self.consumer.seek(self._place, offset)
            self.at = offset

"""Reading one partition, by offset, only what is committed."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError
from aiokafka.structs import ConsumerRecord

from events.errors import LogUnavailable
from events.log.kafka.client import KafkaSettings, reach, started, stopped

POLL_S: Final = 0.2
STILL_S: Final = 5.0
"""How long a read waits for records that a transaction holds back before it says that there are none now."""
AHEAD_RECORDS: Final = 2_000
NOWHERE: Final = -1


def consumer(settings: KafkaSettings, **options: Any) -> AIOKafkaConsumer:  # noqa: ANN401  aiokafka's own
    """A consumer, not started. It never moves by itself to where it was not told to go."""
    return AIOKafkaConsumer(
        **settings.options(),
        **({"isolation_level": "read_committed", "enable_auto_commit": False, "auto_offset_reset": "none"} | options),
    )


class Asker:
    """Asks for first and last offsets.

    It counts what is not committed yet: `end` is where a reader has to come to, to have seen all that was appended
    before. A transaction is answered before its marker stands in every partition, so the end of what is committed
    may lag behind an answer that was given.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._started: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Connects."""
        self._started = await started(consumer(self._settings, isolation_level="read_uncommitted"))

    async def stop(self) -> None:
        """Lets go."""
        gone, self._started = self._started, None
        if gone is not None:
            await stopped(gone)

    @property
    def _consumer(self) -> AIOKafkaConsumer:
        if self._started is None:
            raise LogUnavailable("the log is closed")
        return self._started

    async def first(self, place: TopicPartition) -> int:
        """The first offset that is kept."""
        return int((await reach(self._consumer.beginning_offsets([place])))[place])

    async def end(self, place: TopicPartition) -> int:
        """The offset that the next record gets at the least."""
        return int((await reach(self._consumer.end_offsets([place])))[place])

    async def at_time(self, place: TopicPartition, at_ms: int) -> int | None:
        """The first offset recorded at or after a time, None where there is none."""
        found = (await reach(self._consumer.offsets_for_times({place: at_ms})))[place]
        return None if found is None else int(found.offset)


class Reader:
    """Reads one partition, a buffer ahead, for one caller at a time.

    It stands between `at`, the offset asked for last, and `upto`, the next offset there can be a record at: where
    transactions' markers or compaction left a gap, any offset in it is the same place.
    """

    def __init__(self, settings: KafkaSettings, asker: Asker, place: TopicPartition) -> None:
        self.at = NOWHERE
        self.upto = NOWHERE
        self.busy = False
        self._settings = settings
        self._asker = asker
        self._place = place
        self._consumer: AIOKafkaConsumer | None = None
        self._ahead: deque[ConsumerRecord[bytes, bytes]] = deque()

    def stands_at(self, offset: int) -> bool:
        """Whether reading from there goes on where the last read ended."""
        return self.at <= offset <= self.upto and self.at != NOWHERE

    @asynccontextmanager
    async def lent(self) -> "AsyncIterator[Reader]":
        """The reader, connected, for as long as the block runs; one that met an error begins anew."""
        self.busy = True
        try:
            yield self
        except LogUnavailable:
            await self.stop()
            raise
        finally:
            self.busy = False

    async def read(self, offset: int, limit: int) -> "list[ConsumerRecord[bytes, bytes]]":
        """The next records; empty when all that was appended before is read, or held back for long."""
        now = asyncio.get_running_loop().time
        deadline = now() + STILL_S
        await self._go_to(offset)
        while not self._ahead and not await self.at_end() and now() < deadline:
            await self._fetch(POLL_S)
        found = [self._ahead.popleft() for _ in range(min(limit, len(self._ahead)))]
        if found:
            self.at = self.upto = found[-1].offset + 1
        return found

    async def wait(self, offset: int, timeout_s: float) -> None:
        """Until something is there, or the time is over; the broker holds the request meanwhile."""
        now = asyncio.get_running_loop().time
        until = now() + timeout_s
        await self._go_to(offset)
        while not self._ahead and (left_s := until - now()) > 0:
            await self._fetch(left_s)

    async def at_end(self) -> bool:
        """Whether the position (transactions' markers take offsets too) has reached the end as it is now."""
        return await self._asker.end(self._place) <= self.upto

    async def stop(self) -> None:
        """Lets go of the connections and of what was read ahead."""
        self.at = self.upto = NOWHERE
        self._ahead.clear()
        gone, self._consumer = self._consumer, None
        if gone is not None:
            await stopped(gone)

    async def _fetch(self, timeout_s: float) -> None:
        connected = self._consumer
        if connected is None:
            raise LogUnavailable("the log was closed while it was read")
        try:
            asked = connected.getmany(self._place, timeout_ms=int(timeout_s * 1000), max_records=AHEAD_RECORDS)
            found = await asked
        except OffsetOutOfRangeError:
            await self._out_of_range(connected, timeout_s)
            return
        except KafkaError as error:
            raise LogUnavailable(f"{self._place.topic} could not be read: {error!r}") from error
        for records in found.values():
            self._ahead.extend(record for record in records if record.offset >= self.at)
        self.upto = self._ahead[0].offset if self._ahead else await reach(connected.position(self._place))

    async def _out_of_range(self, connected: AIOKafkaConsumer, timeout_s: float) -> None:
        """Before the first record that is kept: goes there. Behind the end: there is nothing yet."""
        first = await self._asker.first(self._place)
        if self.at < first:
            self.upto = first
        else:
            await asyncio.sleep(min(timeout_s, POLL_S))
        connected.seek(self._place, self.upto)

    async def _go_to(self, offset: int) -> None:
        if self.stands_at(offset):
            return
        self._ahead.clear()
        if self._consumer is None:
            begun = await started(consumer(self._settings))
            begun.assign([self._place])
            self._consumer = begun
        self._consumer.seek(self._place, offset)
        self.at = self.upto = offset

"""The session of one task on one partition."""

import logging
import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from aiokafka import AIOKafkaProducer
from aiokafka.structs import ConsumerRecord

from events.catalog import TOPICS
from events.errors import Fenced, LogUnavailable, WrongTopic
from events.log.changelog import NAME_KEY, NAME_ROW, OFFSET_ROW, change_of, offset_row, row_of, rows_of
from events.log.kafka.client import stopped
from events.log.kafka.reading import Reader
from events.log.kafka.topics import TOMBSTONES_S
from events.log.kafka.transactions import Outgoing, transaction
from events.log.port import Delete, Position, Put, Unit

if TYPE_CHECKING:
    from events.log.kafka.log import KafkaLog

RESTORE_ROWS: Final = 2_000
COPY_OLD_S: Final = TOMBSTONES_S // 2
HELD: Final = "changelog"
NAMED: Final = "name"
WRITTEN_S: Final = "written"
log_ = logging.getLogger("tocsin.log.kafka")


class KafkaSession:
    """See `events.log.port`. Reads are answered from the local copy, which is written after each commit.

    The copy says up to which offset of the changelog it goes (`HELD`), when it was written (`WRITTEN_S`), and where
    the changelog's name stands (`NAMED`): a random word that the first session writes, so that a copy of another
    changelog, of another cluster or of a topic that was made anew, is not taken for one of this.
    """

    def __init__(self, log: "KafkaLog", writer: AIOKafkaProducer, task: str, topic: str, partition: int) -> None:
        self._log = log
        self._writer = writer
        self._task = task
        self._topic = topic
        self._input = log.place(topic, partition)
        self._changelog = log.place(f"changelog.{task}", partition)
        self._rows = log.settings.rows(f"{self._changelog.topic}-{partition}")
        self._offset = 0
        self._usable = True
        self._open = True
        log.sessions.add(self)

    @property
    def partition(self) -> int:
        """The input partition."""
        return int(self._input.partition)

    @property
    def offset(self) -> int:
        """The input offset to go on from."""
        return self._offset

    def get(self, namespace: str, key: str) -> bytes | None:
        """See the port."""
        return self._rows.get(namespace, key)

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        """See the port."""
        return self._rows.range(namespace, start, end, limit)

    async def restore(self) -> None:
        """Brings the local copy up to the end of the changelog, and reads the input offset in it."""
        began = time.monotonic()
        reader = Reader(self._log.settings, self._log.asker, self._changelog)
        try:
            if not await self._is_copy(reader):
                self._rows.clear()
            count = await self._catch_up(reader)
        finally:
            await reader.stop()
        self._offset = int(self._rows.get(*OFFSET_ROW) or b"0")
        await self._check_input()
        where = f"{self._task}[{self.partition}]"
        log_.info("%s: %d rows restored in %.1f s", where, count, time.monotonic() - began)

    async def _is_copy(self, reader: Reader) -> bool:
        """Whether the local copy is one of this very changelog, and young enough to have seen every deletion."""
        held, named = self._rows.position(HELD), self._rows.position(NAMED)
        name = self._rows.get(*NAME_ROW)
        if name is None or time.time() - self._rows.position(WRITTEN_S) > COPY_OLD_S:
            return False
        first, end = await self._log.asker.first(self._changelog), await self._log.asker.end(self._changelog)
        if not first <= held <= end:
            return False
        found = await reader.read(named, 1)
        return bool(found) and (found[0].offset, found[0].key, found[0].value) == (named, NAME_KEY, name)

    async def _catch_up(self, reader: Reader) -> int:
        """Reads on to the end: positions are compared, because markers take offsets too."""
        at, count = self._rows.position(HELD), 0
        at = max(at, await self._log.asker.first(self._changelog))
        while True:
            found = await reader.read(at, RESTORE_ROWS)
            if found:
                at, count = found[-1].offset + 1, count + len(found)
                self._keep([row_of(r.key or b"", r.value) for r in found], at, _name_in(found))
            elif await reader.at_end():
                return count
            else:
                raise LogUnavailable(f"{self._changelog.topic}: the end could not be read; a transaction is open")

    async def _check_input(self) -> None:
        """What comes next must still be there; a topic that ends before it has lost records, and is waited for."""
        first, end = await self._log.asker.first(self._input), await self._log.asker.end(self._input)
        where = f"{self._input.topic}[{self.partition}]"
        if self._offset > end:
            log_.error(
                "%s ends at %d, but %s has read up to %d: records are lost", where, end, self._task, self._offset
            )
        if 0 < self._offset < first:
            told = f"{where} begins at {first}, but {self._task} has read up to {self._offset} only"
            if TOPICS[self._topic].kept_s is None:
                raise WrongTopic(f"{told}: records are lost")
            log_.warning("%s: what is older than it is kept was never worked on", told)

    async def commit(self, unit: Unit) -> list[Position]:
        """See the port."""
        if not self._usable:
            raise LogUnavailable("a unit of this session failed before; what holds is to be restored first")
        self._usable = False
        told, rows = [self._log.outgoing(record) for record in unit.records], self._rows_of(unit)
        kept = [Outgoing(self._changelog, *change_of(row), []) for row in rows]
        try:
            offsets = await transaction(self._writer, [*told, *kept])
        except Fenced:
            self._log.overtaken(self._task, self.partition)
            raise
        self._committed(unit, rows, offsets[len(told) :])
        self._usable = True
        return [Position(r.topic, o.place.partition, at) for r, o, at in zip(unit.records, told, offsets, strict=False)]

    def _rows_of(self, unit: Unit) -> list[Put | Delete]:
        """The unit's rows. The first unit of all gives the changelog its name; an empty one still meets the fence."""
        rows = rows_of(unit)
        if self._rows.get(*NAME_ROW) is None:
            return [Put(*NAME_ROW, uuid.uuid4().hex.encode()), *rows]
        return rows if rows or unit.records else [offset_row(self._offset)]

    def _committed(self, unit: Unit, rows: list[Put | Delete], offsets: Sequence[int]) -> None:
        self._offset = self._offset if unit.offset is None else unit.offset
        self._log.offsets[self._task, self._input] = self._offset
        if rows:
            first = (rows[0].namespace, rows[0].key)
            self._keep(rows, offsets[-1] + 1, offsets[0] if first == NAME_ROW else None)

    def _keep(self, rows: list[Put | Delete], at: int, named: int | None) -> None:
        positions = {HELD: at, WRITTEN_S: int(time.time())}
        self._rows.commit(rows, positions if named is None else positions | {NAMED: named})

    async def close(self) -> None:
        """Ends the producer and the local copy; once is enough."""
        if not self._open:
            return
        self._open = False
        self._log.sessions.discard(self)
        self._log.offsets.pop((self._task, self._input), None)
        self._rows.close()
        await stopped(self._writer)


def _name_in(found: "Sequence[ConsumerRecord[bytes, bytes]]") -> int | None:
    """Where the changelog's name stands, if it is among these."""
    return next((record.offset for record in found if record.key == NAME_KEY), None)

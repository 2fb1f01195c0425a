"""Appending from outside of any task: all records of a call or none."""

import asyncio
import uuid
from collections.abc import Sequence
from typing import Final

from aiokafka import AIOKafkaProducer

from events.errors import LogUnavailable
from events.log.kafka.client import KafkaSettings, stopped
from events.log.kafka.transactions import Outgoing, producer, transaction

TOGETHER_RECORDS_MAX: Final = 2_000
"""Records of calls that wait which share the next transaction, but for a single call with more."""
Call = tuple[Sequence[Outgoing], "asyncio.Future[list[int]]"]


class Appender:
    """One producer, of a name that no other process has: replicas of a service do not fence each other.

    One transaction after the other, so records with one key stay in order; what waits meanwhile shares the next one.
    """

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._writer: AIOKafkaProducer | None = None
        self._waiting: list[Call] = []
        self._working: asyncio.Task[None] | None = None
        self._closed = False

    async def append(self, records: Sequence[Outgoing]) -> list[int]:
        """Their offsets. A caller that is cancelled does not stop what is under way."""
        if self._closed:
            raise LogUnavailable("the log is closed")
        answer: asyncio.Future[list[int]] = asyncio.get_running_loop().create_future()
        self._waiting.append((records, answer))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="append")
        return await answer

    async def stop(self) -> None:
        """Ends when it has done what it was given."""
        self._closed = True
        if self._working is not None:
            await self._working
        await self._end()

    async def _work(self) -> None:
        while self._waiting:
            calls = self._next()
            try:
                offsets = await self._commit([record for records, _ in calls for record in records])
            except Exception as error:  # noqa: BLE001  whatever it was is told to those who asked
                await self._end()
                _refuse(calls, error)
            else:
                _answer(calls, offsets)

    def _next(self) -> list[Call]:
        """The calls that share the next transaction."""
        taken, count = [self._waiting.pop(0)], 0
        count = len(taken[0][0])
        while self._waiting and (count := count + len(self._waiting[0][0])) <= TOGETHER_RECORDS_MAX:
            taken.append(self._waiting.pop(0))
        return taken

    async def _commit(self, records: Sequence[Outgoing]) -> list[int]:
        if self._writer is None:
            self._writer = await producer(self._settings, f"append.{uuid.uuid4().hex}")
        return await transaction(self._writer, records)

    async def _end(self) -> None:
        gone, self._writer = self._writer, None
        if gone is not None:
            await stopped(gone)


def _answer(calls: Sequence[Call], offsets: Sequence[int]) -> None:
    begin = 0
    for records, answer in calls:
        end = begin + len(records)
        if not answer.done():
            answer.set_result(list(offsets[begin:end]))
        begin = end


def _refuse(calls: Sequence[Call], error: Exception) -> None:
    for _, answer in calls:
        if not answer.done():
            answer.set_exception(error)

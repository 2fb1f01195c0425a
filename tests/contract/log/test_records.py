"""Appending and reading."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from events.ids import partition_of
from events.log.port import Log, Record, Stored
from tests.support.logs import Opener


async def everything(log: Log, topic: str, partition: int) -> list[Stored]:
    found: list[Stored] = []
    end = (await log.bounds(topic, partition)).end
    offset = (await log.bounds(topic, partition)).first
    while offset < end:
        batch = await log.read(topic, partition, offset, 7)
        if not batch:
            break
        found += batch
        offset = batch[-1].offset + 1
    return found


def signal(key: str, n: int) -> Record:
    return Record("signals", key, b"%d" % n, {"ce_id": f"{key}-{n}"})


async def test_a_record_comes_back_as_it_was_given(log: Log) -> None:
    [at] = await log.append([Record("reports", "world", b"\x00words\xff", {"ce_type": "é", "a": "b"})])
    [got] = await log.read("reports", 0, at.offset, 10)
    assert (got.topic, got.partition, got.offset, got.key) == ("reports", 0, at.offset, "world")
    assert got.value == b"\x00words\xff"
    assert dict(got.headers) == {"ce_type": "é", "a": "b"}
    assert abs(got.recorded_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_records_of_one_key_are_read_in_the_order_of_appending(log: Log) -> None:
    keys = ["country:ML", "country:NE", "incident:x"]
    for n in range(20):
        await log.append([signal(key, n) for key in keys])
    for key in keys:
        partition = partition_of(key, log.partitions("signals"))
        mine = [r.value for r in await everything(log, "signals", partition) if r.key == key]
        assert mine == [b"%d" % n for n in range(20)]


async def test_offsets_rise_strictly(log: Log) -> None:
    for n in range(10):
        await log.append([Record("signals", "k", b"%d" % n, {}, partition=3)] * 3)
    offsets = [r.offset for r in await everything(log, "signals", 3)]
    assert offsets == sorted(set(offsets))
    assert len(offsets) == 30


async def test_what_is_appended_twice_is_there_twice(log: Log) -> None:
    await log.append([signal("k", 1)])
    await log.append([signal("k", 1)])
    partition = partition_of("k", log.partitions("signals"))
    assert [r.value for r in await everything(log, "signals", partition)] == [b"1", b"1"]


async def test_an_explicit_partition_overrides_the_keys(log: Log) -> None:
    placed = await log.append([Record("signals", "k", b"x", {}, partition=p) for p in range(8)])
    assert [p.partition for p in placed] == list(range(8))


async def test_a_reader_at_the_end_has_read_everything(log: Log) -> None:
    placed = await log.append([signal("k", n) for n in range(5)])
    end = (await log.bounds("signals", placed[0].partition)).end
    assert end > placed[-1].offset
    assert await log.read("signals", placed[0].partition, end, 10) == []


async def test_a_limit_is_kept(log: Log) -> None:
    placed = await log.append([signal("k", n) for n in range(5)])
    assert len(await log.read("signals", placed[0].partition, placed[0].offset, 2)) == 2


async def test_a_time_finds_the_first_record_recorded_at_or_after_it(log: Log) -> None:
    await log.append([Record("reports", "world", b"early")])
    await asyncio.sleep(0.02)
    middle = datetime.now(UTC)
    await asyncio.sleep(0.02)
    [late] = await log.append([Record("reports", "world", b"late")])
    offset = await log.offset_at("reports", 0, middle)
    assert [r.value for r in await log.read("reports", 0, offset, 10)] == [b"late"]
    assert await log.offset_at("reports", 0, datetime.now(UTC) + timedelta(hours=1)) > late.offset
    first = await log.offset_at("reports", 0, datetime.now(UTC) - timedelta(hours=1))
    assert [r.value for r in await log.read("reports", 0, first, 1)] == [b"early"]


async def test_a_reader_that_waits_wakes_for_a_record_of_another_process(opener: Opener) -> None:
    mine, other = await opener(), await opener()
    end = (await mine.bounds("reports", 0)).end
    waiting = asyncio.create_task(mine.wait("reports", 0, end, 20.0))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    await other.append([Record("reports", "world", b"news")])
    await waiting
    assert time.monotonic() - began < 10.0
    assert [r.value for r in await mine.read("reports", 0, end, 10)] == [b"news"]


async def test_waiting_ends_at_the_time_out(log: Log) -> None:
    end = (await log.bounds("reports", 0)).end
    began = time.monotonic()
    await log.wait("reports", 0, end, 0.1)
    assert 0.05 < time.monotonic() - began < 5.0


async def test_waiting_for_what_is_there_does_not_wait(log: Log) -> None:
    [at] = await log.append([Record("reports", "world", b"x")])
    began = time.monotonic()
    await log.wait("reports", 0, at.offset, 30.0)
    assert time.monotonic() - began < 5.0


async def test_an_empty_append_is_nothing(log: Log) -> None:
    assert await log.append([]) == []


async def test_appends_at_the_same_time_are_each_whole_and_in_order(log: Log) -> None:
    await asyncio.gather(
        *(log.append([Record("reports", "world", b"%d:%d" % (who, n)) for n in range(5)]) for who in range(20))
    )
    got = [r.value or b"" for r in await everything(log, "reports", 0)]
    assert len(got) == 100
    for who in range(20):
        mine = [i for i, v in enumerate(got) if v.startswith(b"%d:" % who)]
        assert mine == list(range(mine[0], mine[0] + 5))

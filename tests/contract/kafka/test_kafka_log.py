"""What the log on Kafka promises beyond the port: topics are checked, copies are no truth, ends are true ends."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from events.errors import Unreadable, WrongTopic
from events.log.changelog import NAME_ROW
from events.log.kafka import KafkaLog, KafkaSettings, session
from events.log.kafka.transactions import producer
from events.log.port import Delete, Put, Record, Unit
from services.runtime.namespace import Namespace
from services.runtime.rows import LocalRows, Rows
from tests.support.broker import SharedBroker
from tests.support.kafka_fixtures import StartBroker


def settings(broker: SharedBroker, folder: Path, prefix: str) -> KafkaSettings:
    folder.mkdir(parents=True, exist_ok=True)
    return KafkaSettings(broker.bootstrap, lambda name: LocalRows(folder / f"{name}.sqlite", "test"), prefix)


@asynccontextmanager
async def opened(broker: SharedBroker, folder: Path, prefix: str) -> AsyncIterator[KafkaLog]:
    log = await KafkaLog.open(settings(broker, folder, prefix))
    try:
        yield log
    finally:
        await log.close()


@pytest.fixture
def prefix() -> str:
    return f"l{uuid.uuid4().hex[:10]}"


async def create(bootstrap: str, topic: NewTopic) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([topic])
    await admin.close()


async def test_a_topic_with_other_partitions_stops_the_service_with_a_sentence(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    await create(kafka_broker.bootstrap, NewTopic(f"{prefix}.signals", 3, 1))
    with pytest.raises(WrongTopic, match=rf"{prefix}\.signals has 3 partitions where 8 are expected"):
        await KafkaLog.open(settings(kafka_broker, tmp_path, prefix))


async def test_a_topic_that_forgets_stops_the_service_with_a_sentence(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    await create(kafka_broker.bootstrap, NewTopic(f"{prefix}.reports", 1, 1, topic_configs={"retention.ms": "1000"}))
    with pytest.raises(WrongTopic, match=r"reports has retention\.ms=1000 where -1 is needed"):
        await KafkaLog.open(settings(kafka_broker, tmp_path, prefix))


async def test_more_copies_than_brokers_is_told_at_once(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    many = KafkaSettings(kafka_broker.bootstrap, lambda name: LocalRows(tmp_path / name, "test"), prefix, replicas=9)
    with pytest.raises(WrongTopic, match="could not be created"):
        await KafkaLog.open(many)


async def test_restoring_goes_past_markers_at_the_end_of_the_changelog(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        for n in range(5):  # each unit leaves a marker behind its rows
            await held.commit(Unit([], [Put("ns", f"k{n}", b"v")], n + 1))
    async with opened(kafka_broker, tmp_path / "b", prefix) as other:
        restored = await other.session("task", "reports", 0)
        assert (restored.offset, len(restored.range("ns", "", "z", 10))) == (5, 5)
        name, rows, offsets, markers = 1, 5, 5, 5
        assert await other.asker.end(other.place("changelog.task", 0)) == name + rows + offsets + markers


async def test_a_transaction_that_was_cut_off_is_not_restored(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "a", b"kept")], 1))
        await held.close()
        cut = await producer(log.settings, "task.reports.0")
        await cut.begin_transaction()
        await (await cut.send(f"{prefix}.changelog.task", b"ghost", b"ns\x00a", 0))
        restored = await log.session("task", "reports", 0)
        assert (restored.offset, restored.get("ns", "a")) == (1, b"kept")
        await cut.stop()


async def test_a_copy_that_was_lost_is_restored(kafka_broker: SharedBroker, tmp_path: Path, prefix: str) -> None:
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "a", b"1"), Put("ns", "b", b"2")], 1))
        await held.commit(Unit([], [Delete("ns", "a")], 2))
    for file in (tmp_path / "a").iterdir():
        file.unlink()
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        restored = await log.session("task", "reports", 0)
        assert (restored.offset, restored.range("ns", "", "z", 9)) == (2, [("b", b"2")])


async def test_a_copy_that_is_behind_takes_the_rest_only(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "a", b"1")], 1))
    async with opened(kafka_broker, tmp_path / "b", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "a", b"2"), Put("ns", "b", b"2")], 2))
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        assert (held.offset, held.get("ns", "a"), held.get("ns", "b")) == (2, b"2", b"2")


async def test_a_copy_of_another_changelog_is_not_taken_for_one_of_this(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    name = f"{prefix}.changelog.task-0.sqlite"
    async with opened(kafka_broker, tmp_path / "a", f"{prefix}x") as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "alien", b"1")], 1))
    async with opened(kafka_broker, tmp_path / "b", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "own", b"1")], 1))
    (tmp_path / "a" / f"{prefix}x.changelog.task-0.sqlite").rename(tmp_path / "b" / name)
    async with opened(kafka_broker, tmp_path / "b", prefix) as log:
        held = await log.session("task", "reports", 0)
        assert held.range("ns", "", "z", 9) == [("own", b"1")]


async def test_a_copy_older_than_deletions_are_kept_is_thrown_away(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "own", b"1")], 1))
    rows = LocalRows(tmp_path / "a" / f"{prefix}.changelog.task-0.sqlite", "test")
    old = int(time.time()) - session.COPY_OLD_S - 1
    rows.commit([Put("ns", "deleted-long-ago", b"1")], {session.WRITTEN_S: old})
    assert rows.get(*NAME_ROW) is not None
    rows.close()
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        assert held.range("ns", "", "z", 9) == [("own", b"1")]


async def test_a_row_of_another_schema_version_is_refused_after_a_restore(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    first, second = (Namespace("ns", version, lambda v: b"%d" % v, int) for version in (1, 2))
    async with opened(kafka_broker, tmp_path / "a", prefix) as log:
        held = await log.session("task", "reports", 0)
        await held.commit(Unit([], [Put("ns", "a", first.pack(5))], 1))
    async with opened(kafka_broker, tmp_path / "b", prefix) as log:
        held = await log.session("task", "reports", 0)
        assert Rows(held).get(first, "a") == 5
        with pytest.raises(Unreadable, match="rebuild the state"):
            Rows(held).get(second, "a")


async def test_the_end_counts_what_an_open_transaction_holds_back(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path, prefix) as log:
        writer = await producer(log.settings, "slow")
        await writer.begin_transaction()
        await (await writer.send(f"{prefix}.reports", b"slow", b"world", 0))
        assert (await log.bounds("reports", 0)).end == 1
        reading = asyncio.create_task(log.read("reports", 0, 0, 10))
        await asyncio.sleep(0.5)
        assert not reading.done()
        await writer.commit_transaction()
        assert [r.value for r in await reading] == [b"slow"]
        await writer.stop()


@pytest.mark.slow
async def test_ten_year_old_events_survive_the_brokers_retention_check(
    start_broker: StartBroker, tmp_path: Path, prefix: str
) -> None:
    short = {"log.retention.ms": "3000", "log.segment.bytes": "1048576"}
    broker = SharedBroker(start_broker(settings=short).bootstrap)
    async with opened(broker, tmp_path, prefix) as log:
        old = {"ce_time": "2015-02-07T10:00:00Z"}
        await log.append([Record("reports", "world", b"x" * 1000, old) for _ in range(2_000)])
        await asyncio.sleep(8)  # the broker looks every two seconds
        assert (await log.bounds("reports", 0)).first == 0
        [first] = await log.read("reports", 0, 0, 1)
        assert first.headers["ce_time"] == old["ce_time"]
        assert (await log.offset_at("reports", 0, first.recorded_at)) == 0


async def test_a_reader_finds_its_place_again_in_the_gap_that_a_marker_left(
    kafka_broker: SharedBroker, tmp_path: Path, prefix: str
) -> None:
    async with opened(kafka_broker, tmp_path, prefix) as log:
        for n in range(3):
            [at] = await log.append([Record("reports", "world", b"%d" % n)])
            assert [r.value for r in await log.read("reports", 0, at.offset, 9)] == [b"%d" % n]
            assert await log.read("reports", 0, at.offset + 1, 9) == []
            await log.wait("reports", 0, (await log.bounds("reports", 0)).end, 0.05)
        assert len(log._readers[log.place("reports", 0)]) == 1

"""The broker that the other Kafka tests trust: a real one that does as it is told and leaves nothing behind."""

import asyncio
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaConnectionError, ProducerFenced

from tests.support.broker import Broker, SharedBroker, new_broker
from tests.support.kafka_fixtures import StartBroker
from tests.support.kafka_security import Mechanism, Security, new_authority

ROOT = Path(__file__).parents[3]
READ_WAIT_S = 20
RIGHT = uuid.uuid4().hex  # a password


async def new_topic(bootstrap: str, partitions: int = 1, replicas: int = 1) -> str:
    name = f"topic-{uuid.uuid4().hex[:8]}"
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=partitions, replication_factor=replicas)])
    finally:
        await admin.close()
    return name


@asynccontextmanager
async def producer(bootstrap: str, **options: object) -> AsyncIterator[AIOKafkaProducer]:
    opened = AIOKafkaProducer(bootstrap_servers=bootstrap, **options)
    try:  # one that fails to start must be stopped too
        await opened.start()
        yield opened
    finally:
        await opened.stop()


async def committed(bootstrap: str, topic: str, partitions: int = 1) -> list[bytes]:
    """All values up to the ends that a reader of committed records sees."""
    options = {"isolation_level": "read_committed", "auto_offset_reset": "earliest"}
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, **options)
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, number) for number in range(partitions)])
        ends = await consumer.end_offsets(consumer.assignment())
        values: list[bytes] = []
        async with asyncio.timeout(READ_WAIT_S):
            while [place for place, end in ends.items() if await consumer.position(place) < end]:
                found = await consumer.getmany(timeout_ms=100)
                values += [record.value for records in found.values() for record in records]
        return values
    finally:
        await consumer.stop()


async def test_a_committed_transaction_is_read_and_an_aborted_one_is_not(kafka_broker: SharedBroker) -> None:
    topic = await new_topic(kafka_broker.bootstrap)
    async with producer(kafka_broker.bootstrap, transactional_id=f"writer-of-{topic}") as writer:
        async with writer.transaction():
            await writer.send_and_wait(topic, b"kept", partition=0)
        await writer.begin_transaction()
        await writer.send_and_wait(topic, b"dropped", partition=0)
        await writer.abort_transaction()
        async with writer.transaction():
            await writer.send_and_wait(topic, b"kept too", partition=0)
    assert await committed(kafka_broker.bootstrap, topic) == [b"kept", b"kept too"]


async def test_a_second_producer_of_one_transactional_id_fences_the_first(kafka_broker: SharedBroker) -> None:
    topic = await new_topic(kafka_broker.bootstrap)
    async with producer(kafka_broker.bootstrap, transactional_id=f"writer-of-{topic}") as first:
        await first.begin_transaction()
        await first.send_and_wait(topic, b"of the first", partition=0)
        async with producer(kafka_broker.bootstrap, transactional_id=f"writer-of-{topic}") as second:
            async with second.transaction():
                await second.send_and_wait(topic, b"of the second", partition=0)
            with pytest.raises(ProducerFenced):
                await first.commit_transaction()
    assert await committed(kafka_broker.bootstrap, topic) == [b"of the second"]


@pytest.fixture(scope="module")
def broker_of_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with new_broker(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def lone_broker(broker_of_module: Broker) -> Broker:
    """A broker that a test may stop; one for this module, started again where a test failed to."""
    broker_of_module.resume()
    return broker_of_module.start()


async def test_the_death_of_the_broker_costs_no_acknowledged_commit(lone_broker: Broker) -> None:
    """A commit is acknowledged before its markers are in the partitions, and 100 partitions take a while."""
    address, topic = lone_broker.bootstrap, await new_topic(lone_broker.bootstrap, partitions=100)
    async with producer(address, transactional_id=f"writer-of-{topic}") as writer:
        await writer.begin_transaction()
        for partition in range(100):
            await writer.send(topic, b"acknowledged", partition=partition)
        await writer.commit_transaction()
        lone_broker.kill()
    lone_broker.start()
    async with producer(address, transactional_id=f"writer-of-{topic}"):  # let in once the markers are written
        assert await committed(address, topic, partitions=100) == [b"acknowledged"] * 100


async def test_a_restarted_broker_has_its_old_address_and_data(lone_broker: Broker) -> None:
    address, topic = lone_broker.bootstrap, await new_topic(lone_broker.bootstrap)
    async with producer(address) as writer:
        await writer.send_and_wait(topic, b"before", partition=0)
    lone_broker.restart()
    assert lone_broker.bootstrap == address
    assert await committed(address, topic) == [b"before"]


async def test_a_paused_broker_answers_nobody_until_it_goes_on(lone_broker: Broker) -> None:
    topic = await new_topic(lone_broker.bootstrap)
    async with producer(lone_broker.bootstrap) as writer:
        await writer.send_and_wait(topic, b"before", partition=0)
        lone_broker.pause()
        late = asyncio.ensure_future(writer.send_and_wait(topic, b"late", partition=0))
        await asyncio.sleep(1)
        assert not late.done()
        lone_broker.resume()
        await asyncio.wait_for(late, READ_WAIT_S)
    assert await committed(lone_broker.bootstrap, topic) == [b"before", b"late"]


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
async def test_a_locked_door_opens_to_the_right_password_alone(start_broker: StartBroker, mechanism: Mechanism) -> None:
    authority = new_authority()
    address = start_broker(security=Security("SASL_SSL", mechanism, {"desk": RIGHT}, authority)).bootstrap
    login = {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": mechanism,
        "sasl_plain_username": "desk",
        "ssl_context": authority.trust(),
    }
    async with producer(address, **login, sasl_plain_password=RIGHT) as writer:
        assert await writer.client.fetch_all_metadata()
    with pytest.raises(KafkaConnectionError):
        async with producer(address, **login, sasl_plain_password=RIGHT[::-1]):
            pass


def test_a_broker_is_reached_by_loopback_alone(kafka_broker: SharedBroker) -> None:
    port = int(kafka_broker.bootstrap.rsplit(":", 1)[1])
    with pytest.raises(ConnectionRefusedError):  # whoever listens on all addresses listens on this one too
        socket.create_connection(("127.0.0.2", port), timeout=5)


def test_no_broker_outlives_a_killed_test_process(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys, threading, time\n"
        "from tests.support.kafka_java import start_leashed\n"
        "command, log, begun = ['/bin/sleep', '600'], pathlib.Path(sys.argv[1]), []\n"
        "thread = threading.Thread(target=lambda: begun.append(start_leashed(command, log)))\n"
        "thread.start(); thread.join(); time.sleep(0.3)\n"  # a thread that ends must not take the broker along
        "print(begun[0].pid, begun[0].poll(), flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        process, ended = tests.stdout.readline().split()
        assert (ended, "sleep" in command_line(process)) == ("None", True)
        tests.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while command_line(process) and time.monotonic() < until:
        time.sleep(0.02)
    assert command_line(process) == ""


def command_line(process: str) -> str:
    """Empty once the process has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""

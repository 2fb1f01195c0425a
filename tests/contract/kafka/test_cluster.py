"""Three nodes: what was acknowledged outlives the loss of any one of them."""

import asyncio

from tests.contract.kafka.test_broker import committed, new_topic, producer
from tests.support.kafka_cluster import Cluster


async def test_acknowledged_records_outlive_the_leader_that_took_them(kafka_cluster: Cluster) -> None:
    topic = await new_topic(kafka_cluster.bootstrap, replicas=3)
    await kafka_cluster.settled(topic)
    async with producer(kafka_cluster.bootstrap, enable_idempotence=True) as writer:
        await writer.send_and_wait(topic, b"before", partition=0)
        lost = await kafka_cluster.kill_leader(topic)
        await writer.send_and_wait(topic, b"after", partition=0)
    assert (await kafka_cluster.leader(topic)).id != lost.id
    assert await committed(kafka_cluster.bootstrap, topic) == [b"before", b"after"]


async def test_a_node_that_was_killed_comes_back_in_sync(kafka_cluster: Cluster) -> None:
    topic = await new_topic(kafka_cluster.bootstrap, replicas=3)
    await kafka_cluster.settled(topic)
    lost = await kafka_cluster.kill_leader(topic)
    async with producer(kafka_cluster.bootstrap, enable_idempotence=True) as writer:
        await writer.send_and_wait(topic, b"while it was away", partition=0)
    await asyncio.to_thread(kafka_cluster.start)
    assert lost.running
    await kafka_cluster.settled(topic)

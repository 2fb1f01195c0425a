"""The topics of a cluster: made as the catalog says, and checked at each start."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import TopicAlreadyExistsError, for_code

from events.catalog import DAY_S, Topic
from events.errors import LogUnavailable, WrongTopic
from events.log.kafka.client import KafkaSettings, bounded, reach

FOR_EVER_MS: Final = -1
CREATED_S: Final = 30.0
CREATED_ASKS: Final = 300
TOMBSTONES_S: Final = 7 * DAY_S
"""How long a deleted row can be seen in a changelog; a local copy that is older may hold rows that are gone."""
RECORD_BYTES_MAX: Final = 4 * 1024 * 1024


def described(name: str, topic: Topic, replicas: int) -> NewTopic:
    """The topic as it is created. Times are the broker's, so retention counts from when it took a record."""
    kept_ms = FOR_EVER_MS if topic.kept_s is None else topic.kept_s * 1000
    settings = {
        "retention.ms": str(kept_ms),
        "retention.bytes": "-1",
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "message.timestamp.type": "LogAppendTime",
        "min.insync.replicas": str(max(1, replicas - 1)),
        "max.message.bytes": str(RECORD_BYTES_MAX),
        "delete.retention.ms": str(TOMBSTONES_S * 1000),
    }
    return NewTopic(name, topic.partitions, replicas, topic_configs=settings)


PROMISED: Final = (
    "retention.ms",
    "retention.bytes",
    "cleanup.policy",
    "message.timestamp.type",
    "delete.retention.ms",
)
"""The settings a topic must have for the log's promises; the others may be the operator's own."""


async def ensure(settings: KafkaSettings, topics: Sequence[NewTopic]) -> None:
    """Creates topics that are missing and checks those that are there; raises `WrongTopic` in a sentence."""
    admin = AIOKafkaAdminClient(**settings.options())
    try:
        await reach(bounded(admin.start()))
        there = set(await reach(admin.list_topics()))
        missing = [topic for topic in topics if topic.name not in there]
        if missing:
            await _created(admin, missing)
        await _checked(admin, topics)
    finally:
        await admin.close()


async def _created(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> None:
    answer = await reach(admin.create_topics(list(topics)))
    for name, code, *told in answer.topic_errors:
        if code not in {0, TopicAlreadyExistsError.errno}:
            raise WrongTopic(f"topic {name} could not be created: {(told and told[0]) or for_code(code).__name__}")


async def _partitions(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> dict[str, int]:
    """How many each topic has. Any node may be asked, and one may hear later than another of a topic just made."""
    for _ in range(CREATED_ASKS):
        found: list[dict[str, Any]] = await reach(admin.describe_topics([t.name for t in topics]))
        if all(told["error_code"] == 0 for told in found):
            return {told["topic"]: len(told["partitions"]) for told in found}
        await asyncio.sleep(CREATED_S / CREATED_ASKS)
    missing = sorted(told["topic"] for told in found if told["error_code"] != 0)
    raise LogUnavailable(f"the cluster does not know of {', '.join(missing)} after {CREATED_S:.0f} s")


async def _checked(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> None:
    partitions = await _partitions(admin, topics)
    for topic in topics:
        if partitions.get(topic.name) != topic.num_partitions:
            raise WrongTopic(
                f"topic {topic.name} has {partitions.get(topic.name)} partitions where {topic.num_partitions} are"
                " expected; keys would lie in other places"
            )
    wanted = {topic.name: topic.topic_configs for topic in topics}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    for response in await reach(admin.describe_configs(resources)):
        for _, _, _, name, entries in response.resources:
            _compare(name, wanted[name], {entry[0]: entry[1] for entry in entries})


def _compare(name: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    for setting in PROMISED:
        if found.get(setting) != wanted[setting]:
            raise WrongTopic(f"topic {name} has {setting}={found.get(setting)} where {wanted[setting]} is needed")

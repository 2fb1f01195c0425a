"""How a cluster is spoken to: security, names, topics, and errors as the port knows them."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeVar

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced, TopicAlreadyExistsError

from events.catalog import Topic
from events.errors import Fenced, LogUnavailable, WrongTopic
from events.log.changelog import RowStore

T = TypeVar("T")
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]
PREFIX: Final = "tocsin"
REQUEST_S: Final = 20
FOR_EVER_MS: Final = -1
CREATED_S: Final = 30.0
CREATED_ASKS: Final = 300


@dataclass(frozen=True, slots=True)
class Security:
    """How a cluster is spoken to. Nothing of it is ever printed."""

    mechanism: Mechanism | None = None
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    tls: bool = False
    ca: str | None = None
    certificate: str | None = None
    key: str | None = None

    def options(self) -> dict[str, Any]:
        """The same in aiokafka's words."""
        protocol = ("SASL_" if self.mechanism else "") + ("SSL" if self.tls else "PLAINTEXT")
        told: dict[str, Any] = {"security_protocol": protocol}
        if self.tls:
            told["ssl_context"] = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                told["ssl_context"].load_cert_chain(self.certificate, self.key)
        if self.mechanism:
            told |= {"sasl_mechanism": self.mechanism}
            told |= {"sasl_plain_username": self.username, "sasl_plain_password": self.password}
        return told


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """`bootstrap`: host:port, comma-separated. `prefix`: before the names of topics, groups and producers.

    `replicas`: of topics that are created here. `session_s`: after how long without a sign of life a worker's
    partitions go to others. `rows`: makes the local copy of one changelog partition from a name.
    """

    bootstrap: str
    rows: Callable[[str], RowStore]
    prefix: str = PREFIX
    replicas: int = 1
    session_s: float = 30.0
    security: Security = Security()

    def options(self) -> dict[str, Any]:
        """What every client of this cluster is made with."""
        return {
            "bootstrap_servers": self.bootstrap,
            "request_timeout_ms": REQUEST_S * 1000,
            **self.security.options(),
        }


class Starts(Protocol):
    """A client of aiokafka's."""

    async def start(self) -> None:
        """Connects."""

    async def stop(self) -> None:
        """Lets go."""


C = TypeVar("C", bound=Starts)


async def reach(asking: Awaitable[T]) -> T:
    """The answer, with aiokafka's errors as the port's: `Fenced` where a newer owner is, else `LogUnavailable`."""
    try:
        return await asking
    except (ProducerFenced, InvalidProducerEpoch) as error:
        raise Fenced("another process has taken over; this one stops") from error
    except (KafkaError, TimeoutError, ConnectionError) as error:
        raise LogUnavailable(f"the cluster did not answer as it should: {error!r}") from error


async def started(client: C) -> C:
    """The client, started; one that fails to start is stopped, or it would leave its connections open."""
    try:
        await reach(client.start())
    except BaseException:
        await stopped(client)
        raise
    return client


async def stopped(client: Starts) -> None:
    """Stops a client, whatever state it is in."""
    with suppress(KafkaError, TimeoutError, ConnectionError):
        await client.stop()


def described(name: str, topic: Topic, replicas: int) -> NewTopic:
    """The topic as it is created. Times are the broker's, so retention counts from when it took a record."""
    kept_ms = FOR_EVER_MS if topic.kept_s is None else topic.kept_s * 1000
    settings = {
        "retention.ms": str(kept_ms),
        "retention.bytes": "-1",
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "message.timestamp.type": "LogAppendTime",
        "min.insync.replicas": str(max(1, replicas - 1)),
        "max.message.bytes": str(4 * 1024 * 1024),
    }
    return NewTopic(name, topic.partitions, replicas, topic_configs=settings)


PROMISED: Final = ("retention.ms", "retention.bytes", "cleanup.policy", "message.timestamp.type")
"""The settings a topic must have for the log's promises; the others may be the operator's own."""


async def ensure(settings: KafkaSettings, topics: Sequence[NewTopic]) -> None:
    """Creates topics that are missing and checks those that are there; raises `WrongTopic` in a sentence."""
    admin = AIOKafkaAdminClient(**settings.options())
    try:
        await reach(admin.start())
        there = set(await reach(admin.list_topics()))
        missing = [topic for topic in topics if topic.name not in there]
        if missing:
            with suppress(TopicAlreadyExistsError):
                await _created(admin, missing)
        await _checked(admin, topics)
    finally:
        await admin.close()


async def _created(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> None:
    await reach(admin.create_topics(list(topics)))
    for _ in range(CREATED_ASKS):
        if {t["topic"] for t in await _told(admin, topics) if t["error_code"] == 0} >= {t.name for t in topics}:
            return
        await asyncio.sleep(CREATED_S / CREATED_ASKS)
    raise LogUnavailable(f"{len(topics)} topics were created but are not there after {CREATED_S:.0f} s")


async def _told(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await reach(admin.describe_topics([t.name for t in topics]))
    return found


async def _checked(admin: AIOKafkaAdminClient, topics: Sequence[NewTopic]) -> None:
    partitions = {told["topic"]: len(told["partitions"]) for told in await _told(admin, topics)}
    for topic in topics:
        if partitions.get(topic.name) != topic.num_partitions:
            raise WrongTopic(
                f"topic {topic.name} has {partitions.get(topic.name)} partitions where {topic.num_partitions} are"
                " expected; keys would lie in other places"
            )
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name) for topic in topics]
    wanted = {topic.name: topic.topic_configs for topic in topics}
    for response in await reach(admin.describe_configs(resources)):
        for _, _, _, name, entries in response.resources:
            found = {entry[0]: entry[1] for entry in entries}
            for setting in PROMISED:
                if found.get(setting) != wanted[name][setting]:
                    raise WrongTopic(
                        f"topic {name} has {setting}={found.get(setting)} where {wanted[name][setting]} is needed"
                    )

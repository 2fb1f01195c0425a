"""How a cluster is spoken to: security, names, topics, and errors as the port knows them."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, Protocol, TypeVar

from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced

from events.errors import Fenced, LogUnavailable
from events.log.changelog import RowStore
from events.log.security import UNSECURED, Security

T = TypeVar("T")
REQUEST_S: Final = 20
ANSWER_S: Final = 30.0
"""How long a client may take to start and a transaction to end; beyond it the cluster counts as away."""
STOP_S: Final = 5.0
STOP_ASKS: Final = 3


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """`bootstrap`: host:port, comma-separated. `prefix`: before the names of topics, groups and producers.

    `replicas`: of topics that are created here. `session_s`: after how long without a sign of life a worker's
    partitions go to others. `rows`: makes the local copy of one changelog partition from a name. `partitions`: of
    topics that do not have as many as the catalog says.
    """

    bootstrap: str
    rows: Callable[[str], RowStore]
    prefix: str
    replicas: int = 1
    session_s: float = 30.0
    security: Security = UNSECURED
    partitions: Mapping[str, int] = field(default_factory=dict)

    def options(self) -> dict[str, Any]:
        """What every client of this cluster is made with."""
        return {
            "bootstrap_servers": self.bootstrap,
            "request_timeout_ms": REQUEST_S * 1000,
            **_options(self.security),
        }


def _options(security: Security) -> dict[str, Any]:
    """How the cluster is spoken to, in aiokafka's words."""
    protocol = ("SASL_" if security.mechanism else "") + ("SSL" if security.tls else "PLAINTEXT")
    told: dict[str, Any] = {"security_protocol": protocol}
    if security.tls:
        told["ssl_context"] = ssl.create_default_context(cafile=security.ca)
        if security.certificate is not None:
            told["ssl_context"].load_cert_chain(security.certificate, security.key)
    if security.mechanism:
        told |= {"sasl_mechanism": security.mechanism}
        told |= {"sasl_plain_username": security.username, "sasl_plain_password": security.password}
    return told


class Client(Protocol):
    """A consumer or producer of aiokafka's."""

    async def start(self) -> None:
        """Connects."""

    async def stop(self) -> None:
        """Lets go."""


C = TypeVar("C", bound=Client)


async def reach(asking: Awaitable[T]) -> T:
    """The answer, with aiokafka's errors as the port's: `Fenced` where a newer owner is, else `LogUnavailable`."""
    try:
        return await asking
    except (ProducerFenced, InvalidProducerEpoch) as error:
        raise Fenced("another process has taken over; this one stops") from error
    except (KafkaError, TimeoutError, ConnectionError) as error:
        raise LogUnavailable(f"the cluster did not answer as it should: {error!r}") from error


async def bounded(asking: Awaitable[T], limit_s: float = ANSWER_S) -> T:
    """The answer within a time: aiokafka itself looks for a coordinator for ever."""
    async with asyncio.timeout(limit_s):
        return await asking


async def started(client: C) -> C:
    """The client, started; one that fails to start is stopped, or it would leave its connections open."""
    try:
        await reach(bounded(client.start()))
    except BaseException:
        await stopped(client)
        raise
    return client


async def stopped(client: Client) -> None:
    """Stops a client, whatever state it is in, to the end even if the caller is cancelled."""
    await asyncio.shield(asyncio.create_task(_stop(client)))


async def _stop(client: Any) -> None:  # noqa: ANN401  aiokafka has no types
    """Stops a client within a time, then what its own `stop` leaves behind.

    A fenced producer raises before it has closed its connections, and a second `stop` does nothing; one that was in
    the middle of a transaction goes on asking for a coordinator.
    """
    await _ended(asyncio.create_task(client.stop()))
    await _ended(getattr(getattr(client, "_sender", None), "sender_task", None))
    heard(getattr(getattr(client, "_txn_manager", None), "_transaction_waiter", None))
    waiting = getattr(client, "_message_accumulator", None)
    for batch in (*waiting._pending_batches, *chain(*waiting._batches.values())) if waiting else ():  # noqa: SLF001
        heard(batch._drain_waiter)  # noqa: SLF001  they were told through their records
    connections = getattr(client, "client", None) or client._client  # noqa: SLF001  the only way to close them
    await _ended(asyncio.create_task(connections.close()))


async def _ended(task: "asyncio.Task[None] | None") -> None:
    """Waits for a task, then cancels it until it has ended; what it raised was told to whoever it concerned."""
    for ask in range(STOP_ASKS):
        if task is None or task.done():
            break
        if ask > 0:
            task.cancel()
        await asyncio.wait([task], timeout=STOP_S)
    heard(task)


def heard(future: "asyncio.Future[Any] | None") -> None:
    """Has seen what a future raised, if it did, so that nobody is warned of it."""
    if future is not None and future.done() and not future.cancelled():
        future.exception()

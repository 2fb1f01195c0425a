"""Where logs are built. Only entry points choose one, by its URL."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from events.errors import TocsinError
from events.log.changelog import RowStore
from events.log.port import Log
from events.log.security import UNSECURED, Security
from events.log.sqlite import SqliteLog

PREFIX: Final = "tocsin"
SQLITE: Final = "sqlite:///"
KAFKA: Final = re.compile(r"kafka://(?P<hosts>[^/@\s]+:\d+(,[^/@\s]+:\d+)*)(/(?P<prefix>[A-Za-z0-9._-]{1,80})?)?")


LOGIN: Final = re.compile(r"(?<=://)[^/]*@")
"""A log-in written into a URL: it belongs into the settings, and no error repeats it."""


class UnknownLog(TocsinError):
    """The URL names no log that we have."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a log needs besides its URL, on a cluster above all.

    `rows`: makes the local copy of one changelog partition from a name. `replicas`: of topics that are created here.
    `session_s`: after how long without a sign of life a worker's partitions go to others. `partitions`: of topics
    that do not have as many as the catalog says, in a log of either kind; they are fixed when it is made.
    """

    rows: Callable[[str], RowStore]
    replicas: int = 1
    session_s: float = 30.0
    security: Security = UNSECURED
    partitions: Mapping[str, int] = field(default_factory=dict)


async def open_log(url: str, cluster: Cluster | None = None) -> Log:
    """Opens the log at a URL; raises `UnknownLog`.

    `sqlite:///path` (relative), `sqlite:////path` (absolute), or `kafka://host:port[,host:port…][/prefix]`, where the
    prefix stands before the names of topics, groups and producers (`tocsin`).
    """
    if url.startswith(SQLITE):
        path = url.removeprefix(SQLITE)
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        return await SqliteLog.open(path, cluster.partitions if cluster else {})
    if (named := KAFKA.fullmatch(url)) is not None and cluster is not None:
        return await _on_kafka(named["hosts"], named["prefix"], cluster)
    raise UnknownLog(f"{LOGIN.sub('…@', url)!r} names no log: write sqlite:///path/to/file or kafka://host:port")


async def _on_kafka(hosts: str, prefix: str | None, cluster: Cluster) -> Log:
    from events.log.kafka import KafkaLog, KafkaSettings  # noqa: PLC0415  whoever runs embedded needs no client of it

    return await KafkaLog.open(
        KafkaSettings(
            hosts,
            cluster.rows,
            prefix or PREFIX,
            cluster.replicas,
            cluster.session_s,
            cluster.security,
            cluster.partitions,
        )
    )

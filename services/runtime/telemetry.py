"""What operators see of a process: log lines and metrics. Metric names begin with `tocsin_`."""

import json
import logging
import sys
import time
from bisect import bisect_left
from collections import Counter as Counted
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from events.log.port import Log, Stored
from events.moment import rfc3339

# A second series for each counter and histogram, which nobody asks for:
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves this one untyped
REGISTRY: Final = CollectorRegistry()
"""The process's metrics. One registry of our own: nothing joins it by being imported elsewhere."""
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
"""Bucket edges for latencies, in seconds, placed at the edges of our objectives."""

RECORDS = Counter("tocsin_task_records_total", "Input records a task has committed.", ["task"], registry=REGISTRY)
EMITTED = Counter("tocsin_task_emitted_total", "Records a task has appended.", ["task"], registry=REGISTRY)
UNITS = Counter("tocsin_task_units_total", "Units of work committed.", ["task"], registry=REGISTRY)
PARTITIONS = Gauge(
    "tocsin_task_partitions", "Partitions this process works on; 0: it waits to take over.", ["task"], registry=REGISTRY
)
FENCED = Counter("tocsin_task_fenced_total", "Times another process took over.", ["task"], registry=REGISTRY)
OFFSET = Gauge("tocsin_task_offset", "The next input offset.", ["task", "partition"], registry=REGISTRY)
LAG = Gauge(
    "tocsin_task_lag_records",
    "Input records that a task has not committed yet, as of its last look at the end of the log.",
    ["task", "partition"],
    registry=REGISTRY,
)
LAG_EVERY_S: Final = 2.0
"""How often a task that is behind looks where the log ends: that is a question to the log."""
AGE = Histogram(
    "tocsin_task_record_age_seconds",
    "From the log taking a record to the task committing it.",
    ["task"],
    buckets=SECONDS,
    registry=REGISTRY,
)


class TaskMetrics:
    """The metrics of one task on one partition."""

    def __init__(self, task: str, partition: int) -> None:
        self._named = (task, str(partition))
        self._behind = 0
        self._looked_at = float("-inf")
        self._records = RECORDS.labels(task)
        self._emitted = EMITTED.labels(task)
        self._units = UNITS.labels(task)
        self._age = AGE.labels(task)
        self._offset = OFFSET.labels(task, str(partition))

    def consumed(self, batch: Sequence[Stored]) -> None:
        """A batch of input was committed."""
        now = datetime.now(UTC)
        self._records.inc(len(batch))
        self._offset.set(batch[-1].offset + 1)
        self._is_behind(self._behind - len(batch))
        for recorded_at, times in Counted(record.recorded_at for record in batch).items():
            _observe(self._age, max(0.0, (now - recorded_at).total_seconds()), times)

    async def measure(self, log: Log, topic: str, found: Sequence[Stored], limit: int) -> None:
        """A read gave these records of at most `limit`: fewer are all there are, else the log is asked now and then."""
        if len(found) < limit:
            self._is_behind(len(found))
        elif time.monotonic() - self._looked_at >= LAG_EVERY_S:
            end = (await log.bounds(topic, found[-1].partition)).end
            self._is_behind(len(found) + max(0, end - found[-1].offset - 1))
            self._looked_at = time.monotonic()

    def _is_behind(self, records: int) -> None:
        self._behind = max(0, records)
        LAG.labels(*self._named).set(self._behind)

    def committed(self, records: int) -> None:
        """A unit was committed that appended so many records."""
        self._units.inc()
        self._emitted.inc(records)


def _observe(histogram: Histogram, value: float, times: int) -> None:
    """As `observe` so many times: records that a log took together have one time, and 2 µs for each are much."""
    histogram._sum.inc(value * times)  # noqa: SLF001  there is no other way
    histogram._buckets[bisect_left(SECONDS, value)].inc(times)  # noqa: SLF001


def ended(task: str, partition: int) -> None:
    """This process works on the partition no more: what it knew of it must not stand beside what the next tells."""
    for gauge in (LAG, OFFSET):
        with suppress(KeyError):
            gauge.remove(task, str(partition))


def exposition() -> tuple[bytes, str]:
    """The metrics page and its content type."""
    return generate_latest(REGISTRY), CONTENT_TYPE_LATEST


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, of, message; an exception as `error`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "at": rfc3339(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname.lower(),
            "of": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logger(of: str) -> logging.Logger:
    """The logger of a part, below `tocsin`."""
    return logging.getLogger(f"tocsin.{of}")


def set_up_logging(level: str) -> None:
    """Sends our log lines to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger("tocsin")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False
    for noisy in ("aiokafka", "aiohttp.server"):
        logging.getLogger(noisy).setLevel(logging.WARNING)

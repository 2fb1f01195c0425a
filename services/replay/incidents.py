"""`tocsin incidents export`: what happened, as the tools of analysts read it: each incident as it stands last.

The topic is read once. The newest head of each incident goes to a temporary file, so memory grows by a line of an index
for each incident, not with what is told of it.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import IO, Final, NamedTuple

from events.catalog import from_record
from events.errors import TocsinError, UsedWrongly
from events.incident import (
    Incident,
    IncidentMerged,
    IncidentOpened,
    IncidentRetracted,
    IncidentRevised,
    IncidentSplit,
)
from events.log.port import Log
from events.moment import parse_moment, to_ms
from events.render.shapes import SHAPES
from events.value import Event
from services.console.replay import merged, sources_of
from services.replay.logs import opened

TOPIC: Final = "incidents"
PROGRESS_EVERY: Final = 1_000
IN_MEMORY_BYTES_MAX: Final = 64 * 1024 * 1024
ALWAYS: Final = (-(2**63), 2**63)
DONE: Final = 0
Period = tuple[int, int]
"""[first, last) in ms since 1970."""


class WrongPeriod(UsedWrongly):
    """`--from` or `--to` is no day and no time, or they are not in order."""


class _Place(NamedTuple):
    """Where the head of an incident lies in the temporary file. Sorts as the export is ordered."""

    first_ms: int
    incident_id: str
    begin: int
    size: int


class Heads:
    """The newest head of each incident that stands and touches the period."""

    def __init__(self, file: IO[bytes], period: Period = ALWAYS) -> None:
        self._file = file
        self._period = period
        self._end = 0
        self._places: dict[str, _Place] = {}

    def take(self, event: Event) -> None:
        """What an event changes: merged and retracted incidents go, a head replaces the one before it."""
        match event:
            case IncidentOpened(incident=head) | IncidentRevised(incident=head) | IncidentSplit(incident=head):
                self._places.pop(head.incident_id, None)
                if head.status == "open" and self._touches(head):
                    self._keep(head)
            case IncidentMerged(incident_id=gone) | IncidentRetracted(incident_id=gone):
                self._places.pop(gone, None)
            case _:
                pass

    def _touches(self, head: Incident) -> bool:
        return to_ms(head.occurred.last) > self._period[0] and to_ms(head.occurred.first) < self._period[1]

    def _keep(self, head: Incident) -> None:
        body = head.model_dump_json(exclude_defaults=True).encode()
        self._file.seek(self._end)
        self._file.write(body)
        self._places[head.incident_id] = _Place(to_ms(head.occurred.first), head.incident_id, self._end, len(body))
        self._end += len(body)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    def __iter__(self) -> Iterator[Incident]:
        """The incidents in the order of their first moment, then of their ids."""
        for place in sorted(self._places.values()):
            self._file.seek(place.begin)
            yield Incident.model_validate_json(self._file.read(place.size))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin incidents`."""
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    export = commands.add_parser("export", help="each incident as it stands now, as csv or GeoJSON")
    export.add_argument("--log", required=True, metavar="URL", help="sqlite:///path or kafka://host:port")
    export.add_argument("--as", dest="shape", choices=sorted(SHAPES), default="geojson", help="the shape (geojson)")
    export.add_argument("--from", dest="begin", metavar="T", help="what occurred from this day or time on")
    export.add_argument("--to", dest="end", metavar="T", help="what occurred before this day or time")
    export.add_argument("--out", type=Path, metavar="FILE", help="where it goes; without it standard output")


def run_incidents(args: argparse.Namespace) -> int:
    """Writes the incidents; raises `WrongPeriod`, and `NoLog` where there is none: an export makes no log."""
    period = _period(args.begin, args.end)
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES_MAX) as file:
        heads = Heads(file, period)
        asyncio.run(_read(args, heads))
        with _target(args.out) as out:
            for number, piece in enumerate(SHAPES[args.shape].written(heads)):
                out.write(piece.encode())
                _progress("written", number, len(heads))
    if args.out is not None:
        sys.stderr.write(f"{len(heads)} incidents: {args.out}\n")
    return DONE


def _period(begin: str | None, end: str | None) -> Period:
    first = ALWAYS[0] if begin is None else _moment_ms("--from", begin)
    last = ALWAYS[1] if end is None else _moment_ms("--to", end)
    if last <= first:
        raise WrongPeriod("--to: must lie after --from (it is exclusive)")
    return first, last


def _moment_ms(name: str, text: str) -> int:
    """A day as its first moment. Days of places are compared as if they were UTC, as everywhere."""
    try:
        return to_ms(datetime.combine(date.fromisoformat(text), time(), UTC))
    except ValueError:
        pass
    try:
        return to_ms(parse_moment(text))
    except ValueError:
        message = f"{name}: {text!r} is no day and no time with a zone; write 2025-02-08 or 2025-02-08T10:00:00Z"
        raise WrongPeriod(message) from None


async def _read(args: argparse.Namespace, heads: Heads) -> None:
    async with opened(args.log, args.config) as log:
        await fold(log, heads)


async def fold(log: Log, heads: Heads) -> None:
    """Takes every event of incidents up to where the log ends now."""
    sources = sources_of(log, [TOPIC])
    bounds = [await log.bounds(source.topic, source.partition) for source in sources]
    span = {source: (kept.first, kept.end) for source, kept in zip(sources, bounds, strict=True)}
    total, read = sum(end - first for first, end in span.values()), 0
    async for record in merged(log, span):
        heads.take(from_record(record).data)
        read += 1
        _progress("read", read, total)
    _progress_done()


@contextmanager
def _target(out: Path | None) -> Iterator[IO[bytes]]:
    """Standard output; or a draft beside the file, which replaces it once it is whole."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    draft = out.with_name(f".{out.name}.draft")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(out)
    except OSError as error:
        raise TocsinError(f"{out}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
        _progress_done()


def _progress(what: str, done: int, total: int) -> None:
    if done % PROGRESS_EVERY == 0 and sys.stderr.isatty():
        sys.stderr.write(f"\r{what} {done:,} of {total:,}\x1b[K")
        sys.stderr.flush()


def _progress_done() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")

"""`tocsin events export`: events of the log as CloudEvents, one a line, in the order of their recording."""

import argparse
import asyncio
import sys
from typing import Final

from events.catalog import from_record, to_record
from events.errors import UsedWrongly
from events.log.port import Log, Stored
from services.console.core.positions import Source, encode
from services.console.replay import cloud_event, ends_of, merged, place_of, sources_of
from services.replay.logs import opened
from services.runtime.parameters import WrongParameter

TOPICS: Final = ("reports", "incidents", "signals", "alerts", "rules", "attempts", "dead-letters")
"""What may leave: not `subscriptions` and `deliveries`, which hold secrets and addresses, nor `texts`."""
DONE: Final = 0


class WrongSpan(UsedWrongly):
    """`--from` or `--to` is no time and no position of this log."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin events`."""
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    export = commands.add_parser("export", help="CloudEvents as NDJSON on standard output")
    export.add_argument("--log", required=True, metavar="URL", help="sqlite:///path or kafka://host:port")
    export.add_argument("--topic", required=True, choices=TOPICS)
    export.add_argument(
        "--from", dest="begin", metavar="T|POSITION", help="a time, or the position of the event before"
    )
    export.add_argument(
        "--to", dest="end", metavar="T|POSITION", help="a time (exclusive), or the last event's position"
    )
    export.add_argument("--as-recorded", action="store_true", help="old versions as they were written, not lifted")


def run_events(args: argparse.Namespace) -> int:
    """Writes the events; raises `WrongSpan`, and `NoLog` where there is none: an export makes no log."""
    asyncio.run(_export(args))
    return DONE


async def _export(args: argparse.Namespace) -> None:
    async with opened(args.log, args.config) as log:
        begin, end = await _span(log, args)
        place = dict(begin)
        async for record in merged(log, {source: (begin[source], end[source]) for source in begin}):
            place[Source(record.topic, record.partition)] = record.offset + 1
            told = record if args.as_recorded else _lifted(record)
            sys.stdout.write(cloud_event(told, encode(place)).decode() + "\n")


async def _span(log: Log, args: argparse.Namespace) -> tuple[dict[Source, int], dict[Source, int]]:
    sources = sources_of(log, [args.topic])
    ends = await ends_of(log, sources)
    try:
        end = await place_of(log, "--to", args.end, ends) if args.end else ends
        begin = await place_of(log, "--from", args.begin, ends) if args.begin else await _firsts(log, sources)
    except WrongParameter as error:
        raise WrongSpan(str(error)) from None
    return begin, end


async def _firsts(log: Log, sources: list[Source]) -> dict[Source, int]:
    return {source: (await log.bounds(source.topic, source.partition)).first for source in sources}


def _lifted(record: Stored) -> Stored:
    """The record in the newest version of its event; `Unreadable` where it is none of ours."""
    now = to_record(from_record(record))
    return Stored(record.topic, record.partition, record.offset, record.key, now.value, now.headers, record.recorded_at)

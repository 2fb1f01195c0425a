"""`tocsin ingest`: files of reports, articles and data sets, into a running service or straight into a log."""

import argparse
import asyncio
import io
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

from events.errors import TocsinError
from events.moment import parse_moment
from services.ingest.bodies import alive
from services.ingest.doors import Door, opened
from services.ingest.formats import FORMATS, recognised
from services.ingest.formats.port import HEAD_BYTES, Format, Options, Parsed, ParsedArticle, Skipped
from services.ingest.items import ParsedItem
from services.ingest.progress import Progress, Summary
from services.runtime import settings

DONE: Final = 0
FAILED: Final = 1
USED_WRONGLY: Final = 2
BATCH_ITEMS: Final = 500
BATCH_BYTES: Final = 4 * 1024 * 1024
HERE: Final = "http://127.0.0.1:8080"


class Unusable(TocsinError):
    """A file or an argument cannot be used."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin ingest`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="files to take; - is standard input")
    parser.add_argument("--format", choices=["auto", *FORMATS], default="auto", help="what they are (auto)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--to", metavar="URL", help=f"a running ingest service ({HERE})")
    where.add_argument("--log", metavar="URL", help="a log: sqlite:///path or kafka://host:port[,host:port]")
    parser.add_argument("--source", metavar="NAME", help="who published what does not say so itself")
    parser.add_argument("--published-at", metavar="TIME", help="when, for what does not say so: 2025-02-08T10:00:00Z")
    parser.add_argument("--live", action="store_true", help="data sets are news: their alerts are delivered")
    parser.add_argument("--dry-run", action="store_true", help="say what would be taken; take nothing")


def run_ingest(args: argparse.Namespace) -> int:
    """Takes the files; 0 all taken, 1 something was refused or failed, 2 used wrongly."""
    try:
        options = Options(args.source, _moment(args.published_at))
        sources = [_source(name, args.format) for name in args.files]
    except Unusable as error:
        sys.stderr.write(f"tocsin ingest: {error}\n")
        return USED_WRONGLY
    summary = asyncio.run(_ingest(args, options, sources))
    sys.stdout.write(summary.text())
    return FAILED if summary.refused else DONE


def _moment(text: str | None) -> datetime | None:
    try:
        return None if text is None else parse_moment(text)
    except ValueError:
        raise Unusable(f"--published-at: {text!r} is no time with a zone; write 2025-02-08T10:00:00Z") from None


def _source(name: str, format_name: str) -> tuple[str, Format]:
    """The file and its format; raises `Unusable`."""
    if name != "-" and not Path(name).is_file():
        raise Unusable(f"there is no file {name}")
    if format_name != "auto":
        return name, FORMATS[format_name]
    head = _head(name)
    found = recognised(head, name)
    if found is None:
        raise Unusable(f"{name}: no format is recognised; name it with --format ({', '.join(FORMATS)})")
    return name, found


def _head(name: str) -> bytes:
    if name == "-":
        return cast("io.BufferedReader", sys.stdin.buffer).peek(HEAD_BYTES)
    with Path(name).open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _stream(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else Path(name).open("rb")


async def _ingest(args: argparse.Namespace, options: Options, sources: list[tuple[str, Format]]) -> Summary:
    summary = Summary()
    async with opened(settings.load(args.config), args.to or HERE, args.log, dry_run=args.dry_run) as door:
        for name, found in sources:
            with closing(_stream(name)) as stream:
                progress = Progress(name, stream)
                await _file(door, found.read(stream, options), summary, progress, live=args.live)
    return summary


async def _file(door: Door, parsed: Iterator[Parsed], summary: Summary, progress: Progress, *, live: bool) -> None:
    batch: list[ParsedItem] = []
    size = 0
    for one in parsed:
        if isinstance(one, Skipped):
            summary.skip(one.why)
        elif isinstance(one, ParsedArticle):
            summary.read(progress.name, one, await door.article(one, progress.name))
        else:
            batch.append(alive(one) if live else one)
            size += len(one.raw)
        if len(batch) >= BATCH_ITEMS or size >= BATCH_BYTES:
            summary.took(progress.name, batch, await door.take(batch, progress.name))
            batch, size = [], 0
        progress.step(summary)
    if batch:
        summary.took(progress.name, batch, await door.take(batch, progress.name))
    progress.end()

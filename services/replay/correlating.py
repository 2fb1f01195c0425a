"""`tocsin correlate`: which incident each report of a file is about, by the running engine, with nothing stored."""

import argparse
import csv
import sys
from pathlib import Path
from typing import BinaryIO, Final, TextIO, TypeVar

from events.errors import TocsinError
from events.ids import derive
from events.report import Report, ReportBody, ReportReceived
from services.ingest.formats import FORMATS, recognised
from services.ingest.formats.port import HEAD_BYTES, Format, Options, Parsed
from services.ingest.items import ParsedItem
from services.rules.core.correlation import decide
from services.rules.core.state import ASSIGNED
from services.runtime.namespace import Namespace

T = TypeVar("T")
PROGRESS_EVERY: Final = 1_000
AUTO: Final = "auto"
DONE: Final = 0


class Memory:
    """State for one run: rows in a dictionary."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], object] = {}

    def get(self, namespace: Namespace[T], key: str) -> T | None:
        """The row, None where there is none."""
        found: T | None = self._rows.get((namespace.name, key))  # type: ignore[assignment]  # a namespace has one type
        return found

    def put(self, namespace: Namespace[T], key: str, value: T) -> None:
        """Writes a row."""
        self._rows[namespace.name, key] = value

    def delete(self, namespace: Namespace[T], key: str) -> None:
        """Deletes a row; no error where there is none."""
        self._rows.pop((namespace.name, key), None)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `tocsin correlate`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file of reports")
    parser.add_argument("--format", default=AUTO, choices=[AUTO, *FORMATS], help="the file's format (auto)")
    parser.add_argument("--out", type=Path, required=True, metavar="CSV", help="where report_key,incident_id go")


def run_correlate(args: argparse.Namespace) -> int:
    """Reads, merges, writes; gives the exit status. `TocsinError` where the file cannot be read."""
    try:
        with args.file.open("rb") as stream:
            chosen = _format(args.format, stream, args.file.name)
            state = Memory()
            keys = _correlated(chosen, stream, state)
        with args.out.open("w", newline="", encoding="utf-8") as out:
            incidents = _written(keys, state, out)
    except OSError as error:
        raise TocsinError(f"{error.filename}: {error.strerror}") from error
    sys.stderr.write(f"{len(keys)} reports, {incidents} incidents: {args.out}\n")
    return DONE


def _format(name: str, stream: BinaryIO, file_name: str) -> Format:
    if name != AUTO:
        return FORMATS[name]
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    found = recognised(head, file_name)
    if found is None:
        raise TocsinError(f"{file_name}: no known format; name it with --format")
    return found


def _correlated(chosen: Format, stream: BinaryIO, state: Memory) -> list[tuple[str, str]]:
    """(the file's key, our report id) of each report, in the order of the file."""
    keys: list[tuple[str, str]] = []
    refused = 0
    for item in chosen.read(stream, Options()):
        told = _received(item)
        if told is None:
            refused += 1
            continue
        key, event = told
        decide(event, f"evt_{key}", state)
        keys.append((key, event.report_id))
        _progress(len(keys))
    _progress_done()
    if refused:
        sys.stderr.write(f"left out, for they are no reports: {refused}\n")
    return keys


def _received(item: Parsed) -> tuple[str, ReportReceived] | None:
    """A row as the event that the log would hold; what is no report, or says no time, is left out."""
    if not isinstance(item, ParsedItem) or item.report is None:
        return None
    report: Report = item.report
    known = report.available_at or report.published_at or (report.occurred.last if report.occurred else None)
    if known is None:
        return None
    key = report.source.id or str(item.index)
    body = ReportBody(**{name: getattr(report, name) for name in ReportBody.model_fields})
    event = ReportReceived(
        report_id=item.kept.report_id if item.kept else derive("report", report.source.name, key),
        content_hash=derive("text", body.model_dump_json()),
        report=body,
        available_at=known,
        backfill=report.backfill,
        article_id=item.kept.article_id if item.kept else None,
    )
    return key, event


def _written(keys: list[tuple[str, str]], state: Memory, out: TextIO) -> int:
    """Writes the assignments and counts the incidents; a report that says too little to be compared stands alone."""
    writer = csv.writer(out)
    writer.writerow(("report_key", "incident_id"))
    incidents = set()
    for key, report_id in keys:
        incident = state.get(ASSIGNED, report_id) or f"alone:{report_id}"
        incidents.add(incident)
        writer.writerow((key, incident))
    return len(incidents)


def _progress(reports: int) -> None:
    if reports % PROGRESS_EVERY == 0 and sys.stderr.isatty():
        sys.stderr.write(f"\r{reports} reports")


def _progress_done() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")

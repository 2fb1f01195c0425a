"""Small files of each source format, made here."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from events.report import Report
from services.ingest.formats import FORMATS, recognised
from services.ingest.formats.port import Options, Parsed, ParsedArticle, Skipped
from services.ingest.items import Article, ParsedItem


def table(rows: Sequence[dict[str, Any]], columns: Sequence[str] | None = None, *, header: bool = True) -> bytes:
    names = list(columns or rows[0])
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    if header:
        lines.writerow(names)
    lines.writerows([[row.get(name, "") for name in names] for row in rows])
    return out.getvalue().encode()


def parse(name: str, body: bytes, options: Options | None = None) -> list[Parsed]:
    return list(FORMATS[name].read(io.BytesIO(body), options or Options()))


def reports(name: str, body: bytes, options: Options | None = None) -> list[Report]:
    found = parse(name, body, options)
    assert all(isinstance(one, ParsedItem) and not one.errors for one in found if not isinstance(one, Skipped)), found
    return [one.report for one in found if isinstance(one, ParsedItem) and one.report is not None]


def articles(name: str, body: bytes, options: Options | None = None) -> list[Article]:
    found = [one.article for one in parse(name, body, options) if isinstance(one, ParsedArticle)]
    return [article for article in found if article is not None]


def errors(name: str, body: bytes) -> list[tuple[int, str, str]]:
    return [
        (one.index, one.errors[0].field, one.errors[0].message)
        for one in parse(name, body)
        if not isinstance(one, Skipped) and one.errors
    ]


def guessed(body: bytes, name: str = "-") -> str | None:
    found = recognised(body, name)
    return None if found is None else found.name

"""The table of sources, read from core/tables/sources.yaml once."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from events.report import Grade
from events.value import Value
from services.ingest.core.identity import folded
from services.ingest.core.sources import Source, SourceTable


class Row(Value):
    """One row of the table; its fields are described there."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    owner: str | None = None
    agency: bool = False
    grade: Grade | None = None


ROWS = TypeAdapter(tuple[Row, ...])


@cache
def table() -> SourceTable:
    """The shipped table. `ValueError` where a name or domain stands in it twice."""
    text = files("services.ingest.core").joinpath("tables/sources.yaml").read_text(encoding="utf-8")
    return made(ROWS.validate_python(yaml.safe_load(text)))


def made(rows: tuple[Row, ...]) -> SourceTable:
    """A table of these rows."""
    names: dict[str, Source] = {}
    domains: dict[str, Source] = {}
    for row in rows:
        source = Source(row.name, row.owner or row.name, row.grade, row.agency)
        _add(names, [folded(n) for n in (row.name, *row.aliases)], source)
        _add(domains, row.domains, source)
    return SourceTable(names, domains)


def _add(to: dict[str, Source], keys: tuple[str, ...] | list[str], source: Source) -> None:
    for key in keys:
        if to.setdefault(key, source) is not source:
            raise ValueError(f"{key!r} means both {to[key].name} and {source.name}")

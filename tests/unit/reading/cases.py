"""A reader over the small world of the gazetteer's tests, and short ways to ask what it read."""

import tempfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from events.moment import parse_moment
from events.report import ReportBody, SourceRef
from events.toll import TollClaim
from services.ingest.core.dates.days import find_days
from services.ingest.core.phrases.counted import chunk
from services.ingest.core.phrases.items import Row, find_items, find_marks
from services.ingest.core.reading import read
from services.ingest.core.tolls.matching import Figure, find_figures
from services.ingest.core.words.tokens import tokenise
from services.ingest.gazetteer import Gazetteer
from services.ingest.tables import open_actors, open_lexicon
from tests.unit.gazetteer.cases import compile_small

PUBLISHED = "2025-02-09T12:00:00Z"
"""A Sunday."""
Numbers = tuple[int | None, int | None, int | None]


@lru_cache(maxsize=1)
def small_world() -> Gazetteer:
    folder = Path(tempfile.mkdtemp(prefix="tocsin-small-"))
    gazetteer = compile_small(folder / "small.sqlite")
    (folder / "small.sqlite").unlink()
    folder.rmdir()
    return gazetteer


def reports(
    text: str, published_at: str | None = PUBLISHED, *, language: str = "en", title: str | None = None
) -> tuple[ReportBody, ...]:
    """Everything read, what wants a look included."""
    return read(
        text,
        lexicon=open_lexicon(language),
        places=small_world(),
        actors=open_actors(),
        published_at=_moment(published_at),
        source=SourceRef(name="Test Wire"),
        title=title,
        language=language,
    )


def _moment(text: str | None) -> datetime | None:
    return parse_moment(text) if text else None


def sure(text: str, published_at: str | None = PUBLISHED, *, language: str = "en") -> list[ReportBody]:
    """The reports that open incidents."""
    return [report for report in reports(text, published_at, language=language) if not report.review]


def the_one(text: str, published_at: str | None = PUBLISHED, *, language: str = "en") -> ReportBody:
    """The only report; fails where there are none or several."""
    found = sure(text, published_at, language=language)
    assert len(found) == 1, [
        (report.kind, report.place, report.review) for report in reports(text, published_at, language=language)
    ]
    return found[0]


def numbers(claim: TollClaim) -> Numbers:
    return claim.low, claim.best, claim.high


def killed(report: ReportBody, *, standing: str = "current", parts: bool = False) -> dict[str, Numbers]:
    """Party → bounds of the dead."""
    return {
        claim.party: numbers(claim)
        for claim in report.tolls
        if claim.measure == "killed" and claim.standing == standing and (claim.part_of is not None) == parts
    }


def count(report: ReportBody, measure: str) -> Numbers | None:
    """The first current bounds of a measure."""
    return next((numbers(c) for c in report.tolls if c.measure == measure and c.standing == "current"), None)


def roles(report: ReportBody) -> dict[str, set[str]]:
    """Actor's id, or its name where it has none → roles."""
    found: dict[str, set[str]] = {}
    for actor in report.actors:
        found.setdefault(actor.id or actor.name, set()).add(actor.role)
    return found


def row(sentence: str, language: str = "en") -> Row:
    """One sentence read into items."""
    tokens = tokenise(sentence)
    words = [token.low for token in tokens]
    lexicon = open_lexicon(language)
    marks = find_marks(tokens, words, lexicon)
    days = find_days(sentence, None)
    items = find_items(tokens, words, days, lexicon, open_actors(), capitals=False)
    found = Row(0, len(sentence), tokens, chunk(items, marks, sentence, 0), marks, days)
    found.tags = "".join(item.tag for item in found.items)
    return found


def figures(sentence: str, language: str = "en") -> list[tuple[str, str, Numbers]]:
    """Measure, party and bounds of each figure of a sentence."""
    return [(f.measure, f.party, _bounds(f)) for f in find_figures(row(sentence, language))]


def _bounds(figure: Figure) -> Numbers:
    return figure.quantity.low, figure.quantity.best, figure.quantity.high

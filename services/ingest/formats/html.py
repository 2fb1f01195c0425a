"""HTML pages to text, by trafilatura: it finds the article among menus and advertisements, in about 2 ms a page.

Fragments, as feeds hold them, are read as they stand.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from trafilatura import bare_extraction

from services.ingest.formats.markup import fragment_text

NAME_CHARS_MAX: Final = 200
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is answered, not logged


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. `published_at`: the page tells a day only: its last second, for nothing can be known before it
    was published; None where it tells none.
    """

    text: str
    title: str | None = None
    url: str | None = None
    site: str | None = None
    published_at: datetime | None = None


def read_page(html: str, url: str | None = None) -> Page:
    """The article of a page; where none stands out, all its text."""
    found = bare_extraction(html, url=url, with_metadata=True, include_comments=False, include_tables=False)
    if found is None:
        return Page(fragment_text(html))
    facts = found if isinstance(found, dict) else found.as_dict()
    site = facts.get("sitename")
    return Page(
        text=facts.get("text") or fragment_text(html),
        title=facts.get("title"),
        url=url or facts.get("url"),
        site=site[:NAME_CHARS_MAX] if site else None,
        published_at=_day(facts.get("date")),
    )


def _day(text: str | None) -> datetime | None:
    try:
        day = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return None if day is None else day.replace(hour=23, minute=59, second=59, tzinfo=UTC)

"""Source formats: one file each. A new one joins by one word in `FORMATS`."""

from typing import Final

from services.ingest.formats import acled, article, cloudevents, gdelt, reports, rss, ucdp, ucdp_reports
from services.ingest.formats.port import Format

FORMATS: Final[dict[str, Format]] = {
    module.FORMAT.name: module.FORMAT
    for module in (cloudevents, reports, ucdp_reports, ucdp, acled, gdelt, rss, article)
}
"""By name, in the order in which a file is asked whether it is one; an article last, for any text may be news."""


def recognised(head: bytes, name: str) -> Format | None:
    """The format of a file by its beginning and its name; None where none knows it."""
    return next((found for found in FORMATS.values() if found.knows(head, name.lower())), None)

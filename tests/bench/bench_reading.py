"""Reading alone, on one core: short notes and 3 kB articles a second, start, memory.

The notes are single sentences of the kind analysts write; an article is a lead, details, quotations and background,
filled up to 3 kB with sentences that tell of no deed, as web pages have. The full gazetteer is used.
"""

import resource
import sys
import time
from datetime import UTC, datetime
from typing import Final

from events.report import SourceRef
from services.ingest.extracting import Article, Extractor

PLACES: Final = ("Gao", "Ansongo", "Kidal", "Mopti", "Djibo", "Dori", "Maiduguri", "Bunia", "Beni", "Bosaso", "Baidoa")
FORCES: Final = (
    "Suspected JNIM militants",
    "Armed men",
    "ISWAP fighters",
    "Soldiers",
    "Unidentified gunmen",
    "Bandits",
)
DEEDS: Final = (
    "attacked a village near",
    "ambushed a patrol near",
    "abducted travellers near",
    "clashed with troops near",
)
FILLER: Final = (
    "The region has long been a crossroads of trade, and its markets draw buyers from three countries every week. "
    "Farmers there grow millet and onions along the river, and herders bring cattle south when the rains are over. "
    "A new road was opened two years ago, and a second clinic is planned by the council for the coming season. "
)
NOTES: Final = 2_000
ARTICLES: Final = 200
ARTICLE_CHARACTERS: Final = 3_000
PUBLISHED: Final = datetime(2025, 2, 9, 12, tzinfo=UTC)


def note(n: int) -> str:
    """One sentence."""
    where = PLACES[n % len(PLACES)]
    return f"{FORCES[n % 6]} {DEEDS[n % 4]} {where} on Friday, killing {n % 30 + 2} people and wounding {n % 7 + 2}."


def article(n: int) -> str:
    """About 3 kB."""
    lead = (
        f"{note(n)}\n\nInitial reports suggested a toll of {n % 20 + 1}. “They came on motorbikes,” a resident told "
        f"reporters. The attack took place at dawn, an official said. At least {n % 5 + 2} trucks were destroyed.\n\n"
        "No group has claimed responsibility. Violence has killed thousands of people in the area since 2012.\n\n"
    )
    return (lead + FILLER * 12)[:ARTICLE_CHARACTERS]


def main() -> None:
    """Prints texts a second and the median time of one."""
    begun = time.perf_counter()
    extractor = Extractor()
    extractor.extract(Article(note(0), SourceRef(name="bench"), PUBLISHED, html=False))
    sys.stdout.write(f"start {time.perf_counter() - begun:.2f} s, the first note included\n")
    for name, texts in (
        ("notes", [note(n) for n in range(NOTES)]),
        ("articles", [article(n) for n in range(ARTICLES)]),
    ):
        _measure(name, texts, extractor)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"memory at most {peak:.0f} MB\n")


def _measure(name: str, texts: list[str], extractor: Extractor) -> None:
    source = SourceRef(name="bench")
    begun = time.process_time()
    found = sum(len(extractor.extract(Article(text, source, PUBLISHED, html=False)).reports) for text in texts)
    took = time.process_time() - begun
    size = sum(map(len, texts)) // len(texts)
    rate = len(texts) / took
    sys.stdout.write(f"{name}: {rate:,.0f} a second ({size} characters each, {found} reports of {len(texts)} texts)\n")

"""What operators see of ingest."""

from typing import Final

from prometheus_client import Counter, Histogram

from services.runtime.telemetry import REGISTRY

REPORTS: Final = Counter(
    "tocsin_ingest_reports_total", "Reports that came, by what became of them.", ["outcome"], registry=REGISTRY
)
ARTICLES: Final = Counter(
    "tocsin_ingest_articles_total",
    "Articles that came, by language and by whether they were read.",
    ["language", "outcome"],
    registry=REGISTRY,
)
DEAD_LETTERS: Final = Counter(
    "tocsin_dead_letters_total", "Input that could not be read and was set aside.", ["origin"], registry=REGISTRY
)
READING: Final = Histogram(
    "tocsin_ingest_reading_duration_seconds",
    "Reading one article's text.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
    registry=REGISTRY,
)

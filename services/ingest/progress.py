"""What a person sees of a long import: how far it is, and at the end what became of everything and why."""

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from services.ingest.formats.port import ParsedArticle
from services.ingest.items import ArticleOutcome, FieldError, ItemOutcome, ParsedItem

EVERY_S: Final = 0.2
SHOWN_MAX: Final = 20
WORDS: Final = {"accepted": "taken", "revised": "revised", "duplicate": "doubled", "retracted": "retracted"}


@dataclass(slots=True)
class Summary:
    """Counts of what became of everything, and the first refusals in words."""

    reports: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    refused: int = 0

    def took(self, name: str, items: Sequence[ParsedItem], outcomes: Sequence[ItemOutcome]) -> None:
        """A batch was answered."""
        for item, outcome in zip(items, outcomes, strict=True):
            if outcome.outcome == "rejected":
                self.refuse(name, item.index, outcome.errors)
            else:
                self.reports[outcome.outcome] += 1

    def read(self, name: str, article: ParsedArticle, outcome: ArticleOutcome | tuple[FieldError, ...]) -> None:
        """An article was answered: with its reports, or with what is wrong."""
        if isinstance(outcome, tuple):
            self.refuse(name, article.index, outcome)
            return
        self.articles["read" if outcome.unread is None else f"unread ({outcome.unread})"] += 1
        self.reports.update(report.outcome for report in outcome.reports)

    def skip(self, why: str) -> None:
        """Something tells no incident."""
        self.skipped[why] += 1

    def refuse(self, name: str, line: int, errors: Sequence[FieldError]) -> None:
        """Something cannot be taken."""
        self.refused += 1
        for error in errors[:1]:
            self.reasons[f"{error.field}: {error.message}" if error.field else error.message] += 1
        if len(self.shown) < SHOWN_MAX:
            self.shown += [f"{name}:{line} {e.field}: {e.message}".replace(" :", ":") for e in errors]

    @property
    def seen(self) -> int:
        """How many things were looked at."""
        return sum(self.reports.values()) + sum(self.skipped.values()) + self.refused

    def text(self) -> str:
        """The whole summary, a line for each fact."""
        counts = ", ".join(f"{word} {self.reports[outcome]:,}" for outcome, word in WORDS.items())
        lines = [*self.shown, f"reports: {counts}, refused {self.refused:,}"]
        lines += [f"articles: {what} {count:,}" for what, count in sorted(self.articles.items())]
        lines += [f"passed over {count:,}: {why}" for why, count in self.skipped.most_common()]
        lines += [f"refused {count:,}: {why}" for why, count in self.reasons.most_common(SHOWN_MAX)]
        return "\n".join(lines) + "\n"


class Progress:
    """One line on a terminal, renewed five times a second; nothing where standard error is none."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name = name
        self._raw = getattr(stream, "raw", None)
        self._size = os.fstat(stream.fileno()).st_size
        self._on = sys.stderr.isatty()
        self._began = self._last = time.monotonic()

    def step(self, summary: Summary) -> None:
        """Shows how far it is, if it is time to."""
        now = time.monotonic()
        if not self._on or now - self._last < EVERY_S:
            return
        self._last = now
        done = f"{100 * self._raw.tell() // self._size:3d} %" if self._size and self._raw is not None else ""
        rate = summary.seen / max(0.001, now - self._began)
        sys.stderr.write(f"\r{self.name} {done} {summary.seen:,} items, {rate:,.0f}/s\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Takes the line away."""
        if self._on:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

"""Who is behind a source, and how reliable it is as a rule: sources of one owner are one voice, wire copies too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from events.report import Grade, SourceRef
from services.ingest.core.identity import folded

HEAD_CHARS: Final = 300
TAIL_CHARS: Final = 200
_PARTS: Final = re.compile(r"\s*(?:/|;|,|\bwith\b|\bavec\b|\bvia\b|\band\b|\bet\b|\(|\))\s*", re.IGNORECASE)
_CREDIT: Final = re.compile(r"\(([A-Za-z][\w .'-]{1,40})\)|©\s*([\w .'-]{2,40})|\b(?:avec|with)\s+([A-Z][\w-]{1,20})")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the table. `agency`: others print its copy."""

    name: str
    owner: str
    grade: Grade | None
    agency: bool


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Sources by folded name and alias, and by web domain."""

    by_name: Mapping[str, Source]
    by_domain: Mapping[str, Source]

    def named(self, name: str) -> Source | None:
        """The source of that name or domain ("AFP", "www.reuters.com"); None where it is not in the table."""
        key = folded(name)
        return self.by_name.get(key) or self._of_domain(key)

    def of_url(self, url: str | None) -> Source | None:
        """The source whose web site the url is of."""
        try:
            host = urlsplit(url or "").hostname
        except ValueError:
            return None
        return self._of_domain(host) if host else None

    def _of_domain(self, host: str) -> Source | None:
        labels = host.split(".")
        hosts = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self.by_domain[h] for h in hosts if h in self.by_domain), None)

    def printer(self, name: str) -> Source | None:
        """Who printed it, where the name says more than one: "Le Soir with AFP"."""
        parts = [self.by_name.get(folded(part)) for part in _PARTS.split(name) if part]
        return next((source for source in parts if source is not None and not source.agency), None)

    def wire(self, name: str, text: str | None) -> Source | None:
        """The agency whose copy this is: named beside the source ("Le Soir with AFP") or in the text's credit."""
        parts = [p for p in _PARTS.split(name) if p]
        credits_ = [c for found in _CREDIT.findall(_edges(text)) for c in found if c] if text else []
        agencies = (self.by_name.get(folded(p)) for p in (*(parts if len(parts) > 1 else ()), *credits_))
        return next((a for a in agencies if a is not None and a.agency), None)


def _edges(text: str) -> str:
    """Where a credit stands: before the first sentence's end or after the last."""
    return text[:HEAD_CHARS] + "\n" + text[max(HEAD_CHARS, len(text) - TAIL_CHARS) :]


def fill_source(table: SourceTable, ref: SourceRef, url: str | None = None, text: str | None = None) -> SourceRef:
    """The source with owner and grade where the table says them; what was given stands.

    A wire copy has the agency as owner, and the lower of the two grades where both are known.
    """
    known = table.named(ref.name) or table.printer(ref.name) or table.of_url(url)
    wire = None if known is not None and known.agency else table.wire(ref.name, text)
    behind = wire or known
    owner = ref.owner or (behind.owner if behind else None)
    grades: Sequence[Grade] = [s.grade for s in (wire, known) if s is not None and s.grade is not None]
    grade = ref.grade or max(grades, default=None)
    return ref.model_copy(update={"owner": owner, "grade": grade})

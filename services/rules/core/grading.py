"""How sure, how urgent, how secret: CAP's words, from sources and times (DESIGN §6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from events.alert import SEVERITIES, Certainty, Severity, Urgency
from events.incident import SourceSeen
from events.report import TLP_ORDER, Tlp

CERTAINTIES: Final[tuple[Certainty, ...]] = ("unknown", "unlikely", "possible", "likely", "observed")
"""From the least to the surest."""
IMMEDIATE: Final = timedelta(hours=24)
EXPECTED: Final = timedelta(days=7)


def certainty(sources: Iterable[SourceSeen]) -> Certainty:
    """Two independent sources graded A–B: observed; one, or two C: likely; one C or D: possible; E: unlikely."""
    grades = sorted(source.grade or "F" for source in sources)
    good, fair = sum(g in "AB" for g in grades), grades.count("C")
    if good > 1:
        return "observed"
    if good or fair > 1:
        return "likely"
    if fair or "D" in grades:
        return "possible"
    return "unlikely" if "E" in grades else "unknown"


def urgency(last: datetime, now: datetime) -> Urgency:
    """From the last moment at which it may have happened: within 24 h immediate, within 7 d expected, else past."""
    age = now - last
    if age < IMMEDIATE:
        return "immediate"
    return "expected" if age < EXPECTED else "past"


def gravest(severities: Iterable[Severity]) -> Severity:
    """The gravest; `unknown` where there is none."""
    return max(severities, key=SEVERITIES.index, default="unknown")


def strictest(labels: Iterable[Tlp]) -> Tlp:
    """The strictest label; amber where there is none."""
    return max(labels, key=TLP_ORDER.index, default="amber")

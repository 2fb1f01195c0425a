"""What a country (later an area, an actor) remembers: each incident's share, in buckets of one day. Pure.

A share is all that windowed families read of an incident; it is kept once, whatever the number of rules. A bucket
carries its sum, so a window is a few sums and never a scan of history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from events.alert import Certainty
from events.incident import Incident
from events.report import Tlp
from events.signal import Contribution
from events.victims import victims
from services.rules.core.grading import certainty

SHARE_EVIDENCE_MAX: Final = 10


@dataclass(frozen=True, slots=True)
class Share:
    """One incident's share. `killed`: the victims' figure (persons). `first`, `last`: when it may have happened."""

    incident_id: str
    name: str
    killed: int
    first: datetime
    last: datetime
    certainty: Certainty
    evidence: tuple[str, ...]
    evidence_total: int
    tlp: Tlp


@dataclass(frozen=True, slots=True)
class Bucket:
    """One day (UTC) of a scope: its shares in the order of their names, and how many were killed in all of them."""

    day: date
    shares: tuple[Share, ...] = ()
    killed: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The buckets a judgement may read, oldest first; days without an incident are left out."""

    buckets: tuple[Bucket, ...] = ()

    def within(self, days: int, now: datetime) -> tuple[Bucket, ...]:
        """The buckets of the last `days` days, that of `now` included."""
        today = now.astimezone(UTC).date()
        before = today - timedelta(days=days)
        return tuple(b for b in self.buckets if before < b.day <= today)


BUCKET: Final = TypeAdapter(Bucket)


def share_of(incident: Incident) -> Share:
    """What a window keeps of an incident."""
    killed = victims(incident.tolls)
    return Share(
        incident.incident_id,
        incident.name,
        0 if killed is None else killed.number,
        incident.occurred.first,
        incident.occurred.last,
        certainty(incident.sources),
        incident.evidence[-SHARE_EVIDENCE_MAX:],
        incident.evidence_total,
        incident.tlp,
    )


def day_of(incident: Incident) -> date:
    """The bucket of an incident: the day it began on, though never later than the day it became known."""
    return min(incident.occurred.day, incident.available_at.astimezone(UTC).date())


def evolve(bucket: Bucket, contribution: Contribution) -> Bucket:
    """The bucket with this contribution in place of the incident's earlier one, or without it where it is gone."""
    others = [s for s in bucket.shares if s.incident_id != contribution.incident_id]
    incident = contribution.incident
    if incident is not None and day_of(incident) == bucket.day:
        others.append(share_of(incident))
    shares = tuple(sorted(others, key=lambda s: (s.name, s.incident_id)))
    return Bucket(bucket.day, shares, sum(s.killed for s in shares))


def days(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))

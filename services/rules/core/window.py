"""What a country (later an area, an actor) remembers: each incident's share, in buckets of one day. Pure.

A share is all that windowed families read of an incident; it is kept once, whatever the number of rules. A bucket
carries its sums, so a window is a few sums and never a scan of history.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from events.alert import Certainty
from events.incident import Incident
from events.report import Tlp
from events.signal import Contribution
from events.victims import victims
from services.rules.core.grading import certainty, strictest

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
class Tally:
    """What some shares come to. `first`, `last`: when all of it may have happened (None: there are no shares).

    `killed`: by how sure their incidents are. `tlp`: the strictest.
    """

    shares: tuple[Share, ...]
    first: datetime | None
    last: datetime | None
    killed: Mapping[Certainty, int]
    evidence_total: int
    tlp: Tlp


@dataclass(frozen=True, slots=True)
class Bucket:
    """One day (UTC) of a scope: its shares in the order of their names, and how many were killed in all of them.

    `fatal`: the tally of those in which somebody was; made with the bucket, as a report changes one day of a window
    and a judgement reads them all.
    """

    day: date
    shares: tuple[Share, ...] = ()
    killed: int = 0
    fatal: Tally = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Adds up once what is read often."""
        object.__setattr__(self, "fatal", tally([s for s in self.shares if s.killed]))


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


def tally(shares: Sequence[Share]) -> Tally:
    """Adds shares up."""
    killed = Counter[Certainty]()
    for share in shares:
        killed[share.certainty] += share.killed
    return Tally(
        tuple(shares),
        min([s.first for s in shares], default=None),
        max([s.last for s in shares], default=None),
        killed,
        sum([s.evidence_total for s in shares]),
        strictest({s.tlp for s in shares}),
    )


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
    gone, incident = contribution.incident_id, contribution.incident
    shares = [s for s in bucket.shares if s.incident_id != gone]
    if incident is not None and day_of(incident) == bucket.day:
        insort(shares, share_of(incident), key=_by_name)
    return Bucket(bucket.day, tuple(shares), sum([s.killed for s in shares]))


def _by_name(share: Share) -> tuple[str, str]:
    return (share.name, share.incident_id)


def days(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))

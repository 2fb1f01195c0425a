"""Signals: an incident's whole contribution to each key it counts in."""

from typing import Literal

from events.incident import CauseKind, Incident
from events.value import Event, Value

ScopeKind = Literal["incident", "area", "country", "actor"]


class Scope(Value):
    """What an alert is about, and the key of its rules: this incident, this area, this country, this actor."""

    kind: ScopeKind
    id: str
    name: str | None = None

    @property
    def key(self) -> str:
        """The record key: `country:ML`."""
        return f"{self.kind}:{self.id}"


class Contribution(Value):
    """The incident's whole share in one key, never a delta. `incident` None: it counts there no more.

    `gone`: why it is gone, for the thread that ends (`merged` with `into`, `report_retracted`, `split`).
    """

    incident_id: str
    revision: int
    incident: Incident | None = None
    gone: CauseKind | None = None
    into: str | None = None


class SignalChanged(Event):
    """All that one cause changed in one scope: one record, so that one cause makes at most one change of a thread.

    `backfill`: the cause is a report from a dataset file, whatever other reports the incident has.
    """

    scope: Scope
    cause_kind: CauseKind
    contributions: tuple[Contribution, ...]
    backfill: bool = False

"""Alerts: one thread for each scope, revised when the facts are. The words are CAP's, in lower case."""

from typing import Annotated, Literal

from pydantic import Field

from events.actor import Actor
from events.incident import EVIDENCE_MAX, CauseKind
from events.moment import Moment, Occurred
from events.place import Place
from events.report import Tlp
from events.signal import Scope
from events.toll import Estimate
from events.value import Event, Value

Severity = Literal["extreme", "severe", "moderate", "minor", "unknown"]
Urgency = Literal["immediate", "expected", "future", "past", "unknown"]
Certainty = Literal["observed", "likely", "possible", "unlikely", "unknown"]
AlertStatus = Literal["raised", "amended", "withdrawn", "closed"]
SEVERITIES: tuple[Severity, ...] = ("unknown", "minor", "moderate", "severe", "extreme")
"""From the least to the gravest."""
Scalar = str | int | float | bool | None


class Ground(Value):
    """One rule that stands in the scope of an alert. `because`: one sentence; `values`: the figures behind it."""

    rule: str
    version: int
    family: str
    severity: Severity
    because: str
    values: dict[str, Scalar] = Field(default={})
    evidence: Annotated[tuple[str, ...], Field(max_length=EVIDENCE_MAX)] = ()


class Change(Value):
    """One thing that is different from what was said before, and why."""

    field: str
    before: Scalar = None
    after: Scalar = None
    cause: CauseKind


class Alert(Value):
    """An alert as it stands at one revision (from 1).

    `historic`: only reports from dataset files caused this change. `cause`: the id of the report or tick behind it.
    `expires`: when the facts will be too old to act on.
    """

    alert_id: str
    revision: int
    change_id: str
    status: AlertStatus
    scope: Scope
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    headline: str
    description: str
    grounds: tuple[Ground, ...]
    incident_ids: Annotated[tuple[str, ...], Field(max_length=EVIDENCE_MAX)] = ()
    occurred: Occurred | None = None
    place: Place | None = None
    tolls: tuple[Estimate, ...] = ()
    actors: tuple[Actor, ...] = ()
    changes: tuple[Change, ...] = ()
    evidence: Annotated[tuple[str, ...], Field(max_length=EVIDENCE_MAX)] = ()
    evidence_total: int = 0
    raised_at: Moment
    changed_at: Moment
    expires: Moment | None = None
    cause: str
    cause_kind: CauseKind
    historic: bool = False
    tlp: Tlp = "amber"


class AlertChanged(Event):
    """The base of the four changes: the whole alert after it."""

    alert: Alert


class AlertRaised(AlertChanged):
    """A thread begins."""


class AlertAmended(AlertChanged):
    """A ground is new, lost or different, or a closed thread revived."""


class AlertWithdrawn(AlertChanged):
    """The facts went away; `changes` says why."""


class AlertClosed(AlertChanged):
    """The facts passed."""

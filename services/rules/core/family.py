"""What a family of rules is: for each key it can stand on, its parameters and how it judges. Pure.

State is a fold of the key's contributions: for an incident its head (`latest`), elsewhere day buckets
(`window.evolve`). A judgement depends on that state, on `now` and on the parameters alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from events.alert import Certainty, Scalar
from events.incident import Incident
from events.signal import Contribution, ScopeKind
from events.value import Value
from services.rules.core.window import Tally

S = TypeVar("S")
P = TypeVar("P", bound="Parameters")


class Parameters(Value):
    """The base of a family's parameters. Units stand in the names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Why a rule ought to stand. `because`: one sentence; `values`: the figures behind it.

    `measured` is what the rule's ladder of severities is read with, `lift` the steps above what it says. `certainty`:
    where it is another than the incident's own. `days`: the incidents of a window behind it, by day, the newest first.
    """

    because: str
    measured: float = 0
    lift: int = 0
    values: Mapping[str, Scalar] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    certainty: Certainty | None = None
    days: tuple[Tally, ...] = ()


def latest(state: Incident | None, contribution: Contribution) -> Incident | None:
    """How the state of an incident's own key evolves: a contribution is the whole of it."""
    del state
    return contribution.incident


@dataclass(frozen=True, slots=True)
class Way(Generic[S, P]):
    """How a family judges on one key. `window_days`: how many days back it reads (0: the incident alone).

    A ground on a window lapses as days go by, so a scope with one is looked at again each midnight (UTC).
    """

    parameters: type[P]
    judge: Callable[[S, datetime, P], tuple[Finding, ...]]
    window_days: Callable[[P], int] = lambda _: 0


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its ways by key."""

    name: str
    ways: Mapping[ScopeKind, Way[Any, Any]]

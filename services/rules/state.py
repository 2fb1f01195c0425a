"""The rows of the evaluate task: what it remembers of each scope, and how the rows become bytes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from pydantic import Field, TypeAdapter

from events.alert import Alert
from events.incident import Incident
from events.moment import Moment, to_ms
from events.signal import Scope
from events.value import Value
from services.rules.core.window import BUCKET, Bucket
from services.runtime.namespace import Namespace

V = TypeVar("V", bound=Value)


class Control(Value):
    """What control records said. `rejudged_to`: scopes below this key were judged by the rules in force (None: all).

    `ticks`: the last of each theatre. `tick`: the least of them, as a report of the slowest may still be on its way; it
    never falls. `activated`, `activated_at`: the event that put the rules in force.
    """

    ticks: dict[str, Moment] = Field(default={})
    tick: Moment | None = None
    rules: str | None = None
    activated: str = ""
    activated_at: Moment | None = None
    rejudged_to: str | None = None


@dataclass(frozen=True, slots=True)
class ScopeState:
    """One scope. `due`: when it is looked at again. `latest`: the latest `available_at` of its contributions ever.

    `stood_at`: the last `now` at which a ground stood. `broken`: rules (`id@version`) that raised here.
    """

    scope: Scope
    due: Moment | None = None
    latest: Moment | None = None
    stood_at: Moment | None = None
    broken: tuple[str, ...] = ()


def _rows_of(model: type[V], name: str) -> Namespace[V]:
    return Namespace(
        name, 1, lambda value: value.model_dump_json(exclude_defaults=True).encode(), model.model_validate_json
    )


CONTROL: Final = _rows_of(Control, "control")
_SCOPE_STATE: Final = TypeAdapter(ScopeState)
SCOPES: Final[Namespace[ScopeState]] = Namespace(
    "scope", 1, lambda v: _SCOPE_STATE.dump_json(v, exclude_defaults=True), _SCOPE_STATE.validate_json
)
HEADS: Final = _rows_of(Incident, "head")
"""Incident id → the head as its own key knows it, while its thread is open or due."""
THREADS: Final = _rows_of(Alert, "thread")
"""Scope → the newest alert of its thread."""
DUE: Final = _rows_of(Scope, "due")
"""Time and scope → scope: whom a tick has to look at."""
DAYS: Final[Namespace[str]] = Namespace("day", 1, str.encode, bytes.decode)
"""Scope and incident → the day whose bucket holds its share."""
BUCKETS: Final[Namespace[Bucket]] = Namespace("bucket", 1, BUCKET.dump_json, BUCKET.validate_json)
"""Scope and day → bucket."""


def due_key(at: datetime, scope: Scope) -> str:
    """Sorts by time, then by scope; times before 1970 are due at once."""
    return f"{max(0, to_ms(at)):015d}|{scope.key}"


def due_until(at: datetime) -> str:
    """Below this key lies everything that is due at a time."""
    return f"{to_ms(at) + 1:015d}"


def inside(scope_key: str, name: object) -> str:
    """The key of something within a scope."""
    return f"{scope_key}|{name}"

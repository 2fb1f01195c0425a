"""Control records: the passing of time and the rules in force are events, so a replay sees them as they were."""

from events.moment import Moment
from events.value import Event, Value

TICK_S = 300


class Tick(Event):
    """Time has passed up to `until` (a 5-minute boundary, UTC). No rule reads a clock."""

    until: Moment
    theatre: str = "world"


class RuleFile(Value):
    """One rule file: its name and its full text."""

    name: str
    text: str


class RuleSetPublished(Event):
    """A set of rules with its full texts. `hash`: SHA-256 hex over the sorted names and texts."""

    hash: str
    files: tuple[RuleFile, ...]


class RuleSetActivated(Event):
    """From here on these rules judge."""

    hash: str
    theatre: str = "world"
    available_at: Moment

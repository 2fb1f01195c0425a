"""One phrase that says when."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from events.moment import Precision

How = Literal["absolute", "relative", "context"]


@dataclass(frozen=True, slots=True)
class Day:
    """One phrase that says when. `first`, `last`: days, both inclusive; None where it hangs on an unknown day.

    `precision`: how exact. `how`: absolute, relative to publication, or to another day of the text (`shift` days from
    it). `since`: the phrase opens or closes a period rather than naming the day of something. `own`: it is counted
    from a day of its own sentence or from publication, never from a day told before. `owned`: it is named as the day
    of a deed: "Thursday's bombing".
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: Precision
    how: How
    shift: int = 0
    since: bool = False
    own: bool = False
    owned: bool = False

"""Tolls: what was claimed about how many people an incident killed, wounded or took (DESIGN §5)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from events.moment import Moment
from events.value import Value

Measure = Literal["killed", "wounded", "missing", "abducted", "released", "displaced", "detained"]
Party = Literal[
    "civilians",
    "aid_workers",
    "state_force",
    "foreign_force",
    "peacekeepers",
    "non_state",
    "attackers",
    "unknown",
    "all",
]
ClaimScope = Literal["incident", "several", "day", "period", "campaign"]
Standing = Literal["current", "superseded", "denied"]
SaidBy = Literal["official", "army", "armed_group", "medical", "witness", "ngo", "media"]
Count = Annotated[int, Field(ge=0, le=100_000_000)]
WORDS_MAX = 300


class TollClaim(Value):
    """What one source said about how many people one incident killed, wounded or took.

    Unit: persons. Error: `low` and `high` bound what the words allow ("at least 32" has no upper bound: `high` is
    None); they are no statistical interval. `part_of` names the party whose figure already contains this one
    ("50 dead including 15 soldiers"): it is never added. `standing` is what this source holds of its own figure.
    Source: the report that carries it.
    """

    measure: Measure
    party: Party = "unknown"
    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    approximate: bool = False
    scope: ClaimScope = "incident"
    part_of: Party | None = None
    standing: Standing = "current"
    said_by: SaidBy | None = None
    published_at: Moment | None = None
    words: Annotated[str, Field(max_length=WORDS_MAX)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    span: tuple[int, int] | None = Field(default=None, description="characters of the text, half-open")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known):
            message = "must hold low <= best <= high"
            raise ValueError(message)
        return self


class Estimate(Value):
    """An incident's derived figure for one measure and party. Persons; `high` None: no upper bound is known.

    `sources`: how many independent sources speak of it. `contested`: they disagree about `best`.
    `claims`: the claims that made it, as report id#index.
    """

    measure: Measure
    party: Party
    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    approximate: bool = False
    sources: int = 0
    contested: bool = False
    claims: tuple[str, ...] = ()


class TrailPoint(Value):
    """One figure of the trail: what the victims' toll of an incident was said to be, when and by whom."""

    at: Moment
    measure: Measure = "killed"
    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    standing: Standing = "current"
    report_id: str
    source: str

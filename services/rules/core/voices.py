"""Voices: which claims of an incident's reports count now, and who stands behind each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from events.report import Grade, ReportReceived
from events.toll import Measure, Party, SaidBy, TollClaim

VICTIMS: Final[frozenset[Party]] = frozenset(
    {"civilians", "aid_workers", "state_force", "foreign_force", "peacekeepers", "unknown"}
)
"""The parties whose dead are an incident's victims. Armed groups and attackers count apart; `all` is everybody."""
_ALL_VICTIMS: Final = tuple(sorted(VICTIMS))
_GRADES: Final = "ABCDEF"
_UNGRADED: Final = 3
"""A source without a grade ranks with D: it has to earn more."""
_LIFT: Final[dict[SaidBy | None, int]] = {"official": 1, "medical": 1, "ngo": 1, "army": -1, "armed_group": -1}
"""Those who count the dead rank above their source's grade, those who fight below it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim and who stands behind it. `at`: when it was published, UTC."""

    report_id: str
    index: int
    owner: str
    source: str
    grade: Grade | None
    at: datetime
    claim: TollClaim

    @property
    def id(self) -> str:
        """`report id#index`."""
        return f"{self.report_id}#{self.index}"

    @property
    def counts(self) -> bool:
        """Whether it has a number: "many dead" has none, and replaces none."""
        return self.claim.low is not None or self.claim.best is not None or self.claim.high is not None

    @property
    def rank(self) -> int:
        """How good the voice is: the grade (A 6 … F 1), lifted or lowered by who said it."""
        grade = _GRADES.index(self.grade) if self.grade is not None else _UNGRADED
        return len(_GRADES) - grade + _LIFT.get(self.claim.said_by, 0)

    @property
    def fights(self) -> bool:
        """Said by a side of the fight."""
        return self.claim.said_by in {"army", "armed_group"}

    @property
    def least(self) -> int:
        """The fewest that the words allow: "up to 50" allows nobody."""
        return self.claim.low or 0

    @property
    def most(self) -> int | None:
        """The most that the words allow; None: no bound."""
        return self.claim.high

    @property
    def order(self) -> tuple[datetime, str, int]:
        """(published, report id, index)."""
        return (self.at, self.report_id, self.index)


def said(claim: TollClaim) -> dict[str, Any]:
    """What the figures of one claim are, by the names that estimates and the claims of a head have for it too."""
    return {
        "measure": claim.measure,
        "party": claim.party,
        "low": claim.low,
        "best": claim.best,
        "high": claim.high,
        "approximate": claim.approximate,
    }


def voices(events: Iterable[ReportReceived]) -> list[Voice]:
    """All claims of all reports that speak of the incident alone, in the order of publication."""
    return sorted((v for event in events for v in _of(event)), key=lambda v: v.order)


def _of(event: ReportReceived) -> Iterator[Voice]:
    source = event.report.source
    published = event.report.published_at or event.available_at
    for index, claim in enumerate(event.report.tolls):
        if claim.scope == "incident":
            at = claim.published_at or published
            yield Voice(event.report_id, index, source.owner or source.name, source.name, source.grade, at, claim)


def standing(spoken: Iterable[Voice]) -> list[Voice]:
    """The current claims of each independent source, without those that a newer report of the same source replaces.

    A new figure replaces the older one for its party. "People" (`unknown`) stands for all victims: it replaces every
    party of theirs and is replaced by any, so that "44 civilians" takes the place of "60 people", and "two soldiers"
    comes beside "12 civilians". `spoken` in the order of publication; claims in words alone are left out. Wire copies
    stand under their agency, so they are one source.
    """
    current = [v for v in spoken if v.claim.standing == "current" and v.counts]
    if len(current) < 2:  # noqa: PLR2004  nothing to be replaced by
        return current
    held: dict[tuple[str, Measure], dict[Party, str]] = {}
    for v in current:
        book = held.setdefault((v.owner, v.claim.measure), {})
        for party in _replaced(v.claim):
            if book.get(party, v.report_id) != v.report_id:
                del book[party]
        book[v.claim.party] = v.report_id
    return [v for v in current if held[v.owner, v.claim.measure].get(v.claim.party) == v.report_id]


def _replaced(claim: TollClaim) -> tuple[Party, ...]:
    """The parties whose older figures a claim replaces; a part replaces none but its own."""
    if claim.part_of is not None or claim.party not in VICTIMS:
        return (claim.party,)
    return _ALL_VICTIMS if claim.party == "unknown" else ("unknown", claim.party)


def wordings(spoken: Iterable[Voice]) -> list[Voice]:
    """Current claims in words alone ("many wounded"), where their source gives no number of that measure."""
    current = [v for v in spoken if v.claim.standing == "current"]
    if all(v.counts for v in current):
        return []
    numbered = {(v.owner, v.claim.measure) for v in current if v.counts}
    return [v for v in current if not v.counts and (v.owner, v.claim.measure) not in numbered]

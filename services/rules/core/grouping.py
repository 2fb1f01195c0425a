"""Grouping: the reports of one neighbourhood into incidents. A pure function of its set; no order of arrival shows.

Average linkage: the two groups whose members are linked most strongly on average become one, until no two reach the
threshold. Reports are compared with members one by one, never with the union of their words. A pair without a link
counts APART, so a chain of half likenesses does not make one incident.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Final

from services.rules.core import weights
from services.rules.core.facts import Facts
from services.rules.core.similarity import Link, link

NEIGHBOURHOOD_MAX: Final = 500
"""Reports; a larger neighbourhood is cut by day."""


@dataclass(frozen=True, slots=True)
class Member:
    """One report of a neighbourhood: its place in the order, and what bars it from a group.

    `start`: days since 1970. `document`: two reports of one document are two incidents. `groups`: named attackers.
    `among_groups`: groups fight each other. `exact`: it knows the day.
    """

    start: float
    report_id: str
    document: str | None
    groups: frozenset[str]
    among_groups: bool
    exact: bool

    @property
    def day(self) -> int:
        """The day it is cut by."""
        return int(self.start // 1)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The incidents of a neighbourhood, each in the order (occurred, report id), and the pairs of them in doubt.

    `doubtful`: positions in `groups`, the smaller first.
    """

    groups: tuple[tuple[str, ...], ...]
    doubtful: tuple[tuple[int, int], ...] = ()


def member_of(facts: Facts) -> Member:
    """What grouping needs of a report."""
    exact = facts.precision in {"hour", "day"}
    return Member(facts.start, facts.report_id, facts.document, facts.groups, facts.form == "non_state", exact)


def order(member: Member) -> tuple[float, str]:
    """(occurred, report id)."""
    return (member.start, member.report_id)


def group(facts: Collection[Facts], limit: int = NEIGHBOURHOOD_MAX) -> tuple[tuple[str, ...], ...]:
    """All incidents of a set of reports, from nothing: the definition that the running engine has to meet."""
    members = sorted((member_of(f) for f in facts), key=order)
    ordered = sorted(facts, key=lambda f: f.order)
    links = [found for a, b in combinations(ordered, 2) if (found := link(a, b)) is not None]
    groups = [g for part, inner in neighbourhoods(members, links, limit) for g in partition(part, inner).groups]
    rank = {m.report_id: n for n, m in enumerate(members)}
    return tuple(sorted(groups, key=lambda g: rank[g[0]]))


def neighbourhoods(
    members: Sequence[Member], links: Sequence[Link], limit: int
) -> list[tuple[list[Member], list[Link]]]:
    """The sets of linked reports with their links; one of more than `limit` is cut: only links within a day hold."""
    days = {m.report_id: m.day for m in members}
    out = []
    for part, inner in components(members, links):
        if len(part) <= limit:
            out.append((part, inner))
        else:
            out.extend(components(part, [k for k in inner if days[k.a] == days[k.b]]))
    return out


def components(members: Sequence[Member], links: Iterable[Link]) -> list[tuple[list[Member], list[Link]]]:
    """The connected sets of reports in the order of their members, each with its links."""
    near: dict[str, list[Link]] = defaultdict(list)
    for k in links:
        near[k.a].append(k)
        near[k.b].append(k)
    seen: set[str] = set()
    known = {m.report_id: m for m in members}
    out = []
    for m in members:
        if m.report_id not in seen:
            ids = _reached(m.report_id, near, seen)
            inner = [k for i in ids for k in near.get(i, ()) if k.a == i]
            out.append((sorted((known[i] for i in ids), key=order), inner))
    return out


def _reached(start: str, near: dict[str, list[Link]], seen: set[str]) -> list[str]:
    seen.add(start)
    ids = [start]
    for report_id in ids:  # grows while it is walked
        for k in near.get(report_id, ()):
            other = k.other(report_id)
            if other not in seen:
                seen.add(other)
                ids.append(other)
    return ids


def threshold(reports: int) -> int:
    """The least average link of one incident, in thousandths of a logit; it rises where reports are dense."""
    return weights.THRESHOLD + round(weights.RISE * log(max(1.0, reports / weights.CROWD)))


def partition(members: Sequence[Member], links: Sequence[Link]) -> Grouping:
    """Groups one neighbourhood; `members` in their order."""
    if len(members) == 1:
        return Grouping(((members[0].report_id,),))
    least = threshold(len(members))
    if len(members) == 2:  # noqa: PLR2004  two of three neighbourhoods are a pair
        return _pair(members, links, least)
    clusters = _Clusters(members, _in_a_row(members, links))
    while (best := clusters.closest()) is not None and best[0] >= least:
        clusters.join(best[1], best[2])
    return clusters.grouping(least - weights.REVIEW_BAND)


def _in_a_row(members: Sequence[Member], links: Sequence[Link]) -> Sequence[Link]:
    """The links as they count where incidents follow each other day after day: a siege, a battle, a wave of attacks.

    A day's difference is a source's mistake as a rule; in a neighbourhood of a week it is more often the next attack.
    """
    day = {m.report_id: m.day for m in members if m.exact}
    longer = max(day.values(), default=0) - min(day.values(), default=0) + 1 - weights.EPISODE_DAYS
    if longer <= 0:
        return links
    step = longer * weights.EPISODE_STEP
    return [
        Link(k.a, k.b, k.score - step * abs(day[k.a] - day[k.b])) if k.a in day and k.b in day else k for k in links
    ]


def _pair(members: Sequence[Member], links: Sequence[Link], least: int) -> Grouping:
    a, b = members
    score = links[0].score if links else weights.APART
    if score >= least:
        return Grouping(((a.report_id, b.report_id),))
    doubtful = ((0, 1),) if score >= least - weights.REVIEW_BAND else ()
    return Grouping(((a.report_id,), (b.report_id,)), doubtful)


class _Clusters:
    """The groups while they grow, each named by the position of its first member.

    `_excess`: for each pair of groups with any link, the sum over its links of (score - APART). Whole numbers.
    """

    def __init__(self, members: Sequence[Member], links: Sequence[Link]) -> None:
        self._members = members
        self._groups = {n: [n] for n in range(len(members))}
        self._excess: dict[int, dict[int, int]] = {n: {} for n in range(len(members))}
        at = {m.report_id: n for n, m in enumerate(members)}
        for k in links:
            a, b = at[k.a], at[k.b]
            self._excess[a][b] = self._excess[b][a] = k.score - weights.APART

    def _average(self, a: int, b: int) -> float:
        return weights.APART + self._excess[a][b] / (len(self._groups[a]) * len(self._groups[b]))

    def closest(self) -> tuple[float, int, int] | None:
        """The two groups with the highest average link, of equals the first in the order of reports."""
        best: tuple[float, int, int] | None = None
        for a, others in self._excess.items():
            for b in others:
                if a < b and (best is None or self._before(a, b, best)):
                    best = (self._average(a, b), a, b)
        return best

    def _before(self, a: int, b: int, best: tuple[float, int, int]) -> bool:
        average = self._average(a, b)
        return average > best[0] or (average == best[0] and (a, b) < best[1:])

    def join(self, a: int, b: int) -> None:
        """Makes one group of two, or bars them from each other where two members exclude each other."""
        if any(_barred(self._members[i], self._members[j]) for i in self._groups[a] for j in self._groups[b]):
            del self._excess[a][b], self._excess[b][a]
            return
        self._groups[a] += self._groups.pop(b)
        for other, excess in self._excess.pop(b).items():
            del self._excess[other][b]
            if other != a:
                self._excess[a][other] = self._excess[other][a] = self._excess[a].get(other, 0) + excess

    def grouping(self, doubtful_from: float) -> Grouping:
        """The groups as they stand, and the pairs of them that are linked by at least `doubtful_from`."""
        firsts = sorted(self._groups)
        rank = {first: n for n, first in enumerate(firsts)}
        doubtful = sorted(
            (rank[a], rank[b])
            for a, others in self._excess.items()
            for b in others
            if a < b and self._average(a, b) >= doubtful_from
        )
        return Grouping(tuple(self._ids(first) for first in firsts), tuple(doubtful))

    def _ids(self, first: int) -> tuple[str, ...]:
        return tuple(self._members[n].report_id for n in sorted(self._groups[first]))


def _barred(a: Member, b: Member) -> bool:
    """What no likeness of others may overcome: one document tells of two incidents; two other attackers are named."""
    if a.document is not None and a.document == b.document:
        return True
    if not (a.groups and b.groups) or a.groups <= b.groups or b.groups <= a.groups:
        return False
    return not (a.among_groups and b.among_groups and len(a.groups) == len(b.groups) == 1)

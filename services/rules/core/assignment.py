"""Assignment: which incident each group of reports is, after the groups changed.

An incident stays with the report that opened it; without that report, with most of its others. Where two claim one
group, the one opened earlier survives. A group that nobody claims is a new incident, or an old one brought back.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from events.ids import derive
from services.rules.core.state import ASSIGNED, COUNT, KEPT, STANDING, Standing, State


@dataclass(frozen=True, slots=True)
class Group:
    """Reports that are one incident now, in their order, and the names of its possible duplicates."""

    ids: tuple[str, ...]
    doubles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The smallest report id."""
        return min(self.ids)


@dataclass(slots=True)
class Assigned:
    """The verdict. `owners`: for each group its incident as it stood (None: never before); `ids`: for each its id.

    `before`: report → its incident until now; `merged`: incidents that ended, with the one each is part of now;
    `ended`: those without a report.
    """

    groups: Sequence[Group]
    before: dict[str, str]
    owners: list[Standing | None]
    ids: list[str]
    merged: list[tuple[Standing, str]] = field(default_factory=list)
    ended: list[Standing] = field(default_factory=list)


def assign(groups: Sequence[Group], gone: Iterable[str], state: State) -> Assigned:
    """Finds the incident of each group; reads only. `gone`: reports that were taken out."""
    before = _before([i for g in groups for i in g.ids] + list(gone), state)
    old = [s for i in dict.fromkeys(before.values()) if (s := state.get(STANDING, i)) is not None]
    old.sort(key=lambda s: (s.opened, s.incident_id))
    owners: list[Standing | None] = [None] * len(groups)
    where = {i: n for n, g in enumerate(groups) for i in g.ids}
    out = Assigned(groups, before, owners, [])
    lost: list[tuple[Standing, int]] = []
    for s in old:
        n = _claimed(s, where)
        if n is None:
            out.ended.append(s)
        elif owners[n] is None:
            owners[n] = s
        else:
            lost.append((s, n))
    _name(out, state)
    out.merged.extend((s, out.ids[n]) for s, n in lost)
    return out


def _before(report_ids: Iterable[str], state: State) -> dict[str, str]:
    told = ((i, state.get(ASSIGNED, i)) for i in report_ids)
    return {i: incident for i, incident in told if incident is not None}


def _claimed(s: Standing, where: dict[str, int]) -> int | None:
    """The group that an incident claims: its opener's, else the one with most of its reports (of equals the first)."""
    if s.opener in where:
        return where[s.opener]
    votes = Counter(where[i] for i in s.members if i in where)
    return min(votes, key=lambda n: (-votes[n], n)) if votes else None


def _name(out: Assigned, state: State) -> None:
    """Gives every group its incident id; an unclaimed group gets an ended one of its openers back, or a new one."""
    taken = {s.incident_id for s in out.owners if s is not None}
    for n, group in enumerate(out.groups):
        owner = out.owners[n]
        if owner is not None:
            out.ids.append(owner.incident_id)
            continue
        incident_id, out.owners[n] = _unclaimed(group, taken, out.ended, state)
        taken.add(incident_id)
        out.ids.append(incident_id)
    out.ended = [s for s in out.ended if s.incident_id not in taken]


def _unclaimed(group: Group, taken: set[str], ending: Sequence[Standing], state: State) -> tuple[str, Standing | None]:
    """An id for a group nobody claims, with how it stood when it ended, if it is an old one."""
    free: list[str] = []
    back: list[Standing] = []
    for opener in by_arrival(group.ids, state):
        incident_id = derive("incident", opener)
        s = state.get(STANDING, incident_id)
        if incident_id in taken or (s is not None and s.members and s not in ending):
            continue
        if s is not None:
            back.append(s)
        free.append(incident_id)
    if back:
        first = min(back, key=lambda s: (s.opened, s.incident_id))
        return first.incident_id, first
    return (free[0], None) if free else (_again(group, state), None)


def _again(group: Group, state: State) -> str:
    """Every report of the group has opened an incident that lives on elsewhere: an id of its own."""
    opener = by_arrival(group.ids, state)[0]
    n = 2
    while state.get(STANDING, derive("incident", opener, str(n))) is not None:
        n += 1
    return derive("incident", opener, str(n))


def by_arrival(report_ids: Sequence[str], state: State) -> list[str]:
    """Reports in the order in which they first came."""
    if len(report_ids) == 1:
        return list(report_ids)
    kept = {i: state.get(KEPT, i) for i in report_ids}
    return sorted(report_ids, key=lambda i: (k.arrived if (k := kept[i]) is not None else 0, i))


def reports_seen(state: State) -> int:
    """How many reports have come so far."""
    return state.get(COUNT, "reports") or 0

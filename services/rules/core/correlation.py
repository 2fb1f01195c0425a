"""Correlation: one report event in, what changes among the incidents out (DESIGN §4).

State is rows; the work for a report depends on its neighbourhood alone, never on how many reports there are. What
stands afterwards depends on the set of reports alone: `grouping.group` of that set.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from events.ids import derive
from events.incident import CauseKind
from events.report import ReportReceived, ReportRetracted
from services.rules.core import index, neighbourhood
from services.rules.core.assignment import Assigned, Group, assign, by_arrival, reports_seen
from services.rules.core.change import Change, Merged, Moved, Retracted, Stands
from services.rules.core.facts import Facts, facts_of
from services.rules.core.grouping import NEIGHBOURHOOD_MAX, partition
from services.rules.core.similarity import Link, link
from services.rules.core.state import ASSIGNED, COUNT, KEPT, STANDING, Area, Kept, Standing, State
from services.rules.core.telling import Outcome, tell

DOUBLES_MAX: Final = 10


def correlate(
    event: ReportReceived | ReportRetracted, event_id: str, state: State, limit: int = NEIGHBOURHOOD_MAX
) -> list[Outcome]:
    """What a report event changes, in the order in which it is to be told; nothing for an equal version.

    `event_id`: the id of the event, kept as evidence. `limit`: reports of a neighbourhood before it is cut by day.
    """
    return tell(decide(event, event_id, state, limit), state)


def decide(
    event: ReportReceived | ReportRetracted, event_id: str, state: State, limit: int = NEIGHBOURHOOD_MAX
) -> list[Change]:
    """As `correlate`, but the changes as plain values, without the heads of the incidents."""
    kept = state.get(KEPT, event.report_id)
    if isinstance(event, ReportRetracted):
        return _out(kept, "report_retracted", state, limit) if kept is not None else []
    if kept is not None and kept.event.content_hash == event.content_hash:
        return []
    if kept is not None:
        return _revised(kept, event, event_id, state, limit)
    facts = facts_of(event)
    if facts is None:
        return []
    seen = reports_seen(state) + 1
    state.put(COUNT, "reports", seen)
    state.put(KEPT, event.report_id, Kept(event, event_id, seen, facts))
    areas = _into(facts, state, limit)
    return _alone(facts, areas, seen, state) or _settle(areas, event.report_id, (), "new_report", state)


def _alone(facts: Facts, areas: Sequence[Area], seen: int, state: State) -> list[Change]:
    """The short way for a report that is near no other, as most are; nothing where its incident was there before."""
    incident_id = derive("incident", facts.report_id)
    if len(areas) != 1 or len(areas[0].members) != 1 or state.get(STANDING, incident_id) is not None:
        return []
    ids = (facts.report_id,)
    state.put(STANDING, incident_id, Standing(incident_id, 1, seen, facts.report_id, ids, (), facts.country))
    state.put(ASSIGNED, facts.report_id, incident_id)
    opened = Stands(
        incident_id=incident_id,
        revision=1,
        report_ids=ids,
        doubles=(),
        opened=True,
        out_of=None,
        nearest=((facts.report_id, None),),
        left=(),
        cause_kind="new_report",
    )
    return [opened]


def _into(facts: Facts, state: State, limit: int) -> list[Area]:
    links = [found for other in index.near(facts, state) if (found := link(facts, other)) is not None]
    index.put(facts, state)
    return neighbourhood.add(facts, links, state, limit)


def _out(kept: Kept, cause: CauseKind, state: State, limit: int) -> list[Change]:
    report_id = kept.event.report_id
    areas = neighbourhood.remove(report_id, state, limit)
    index.drop(kept.facts, state)
    state.delete(KEPT, report_id)
    changes = _settle(areas, None, (report_id,), cause, state)
    state.delete(ASSIGNED, report_id)
    return changes


def _revised(kept: Kept, event: ReportReceived, event_id: str, state: State, limit: int) -> list[Change]:
    """Another version of a report takes the place of the older one."""
    facts = facts_of(event)
    if facts is None:
        return _out(kept, "source_revised", state, limit)
    state.put(KEPT, event.report_id, Kept(event, event_id, kept.arrived, facts))
    if facts == kept.facts:
        return _settle([neighbourhood.area_of(event.report_id, state)], event.report_id, (), "source_revised", state)
    left = neighbourhood.remove(event.report_id, state, limit)
    index.drop(kept.facts, state)
    joined = _into(facts, state, limit)
    ids = {m.report_id for area in (*left, *joined) for m in area.members}
    areas = {a.key: a for a in (neighbourhood.area_of(i, state) for i in sorted(ids))}
    return _settle(list(areas.values()), event.report_id, (), "source_revised", state)


def _settle(
    areas: Iterable[Area], changed: str | None, gone: Sequence[str], cause: CauseKind, state: State
) -> list[Change]:
    """Groups the areas that are different, finds their incidents, and writes down what is different.

    Ends come first, then what stands, then the reports that moved for neither reason.
    """
    links: list[Link] = []
    groups: list[Group] = []
    for area in areas:
        links.extend(area.links)
        groups.extend(_groups(area))
    verdict = assign(groups, gone, state)
    changes: list[Change] = [Merged(_ended(s, state), s.revision + 1, into) for s, into in verdict.merged]
    changes += [Retracted(_ended(s, state), s.revision + 1, s.country, cause) for s in verdict.ended]
    for n in range(len(groups)):
        stands = _stands(verdict, n, links, changed, gone, cause)
        if stands is not None:
            _write(verdict, n, stands, state)
            changes.append(stands)
    return changes + _moved(verdict, links, cause)


def _groups(area: Area) -> list[Group]:
    found = partition(area.members, area.links)
    names = [min(g) for g in found.groups]
    doubles: list[list[str]] = [[] for _ in names]
    for a, b in found.doubtful:
        doubles[a].append(names[b])
        doubles[b].append(names[a])
    return [Group(g, tuple(sorted(d)[:DOUBLES_MAX])) for g, d in zip(found.groups, doubles, strict=True)]


def _ended(s: Standing, state: State) -> str:
    state.put(STANDING, s.incident_id, Standing(s.incident_id, s.revision + 1, s.opened, s.opener, (), (), s.country))
    return s.incident_id


def _stands(
    verdict: Assigned, n: int, links: Sequence[Link], changed: str | None, gone: Sequence[str], cause: CauseKind
) -> Stands | None:
    """How a group's incident stands now; None where nothing of it is different."""
    group, s, incident_id = verdict.groups[n], verdict.owners[n], verdict.ids[n]
    if s is not None and s.members == group.ids and s.doubles == group.doubles and changed not in group.ids:
        return None
    lived = s is not None and bool(s.members)
    left = tuple(i for i in s.members if i not in group.ids) if s is not None else ()
    out_of = None if lived else next((verdict.before[i] for i in group.ids if i in verdict.before), None)
    if out_of is not None:
        cause = "split"
    elif any(into == incident_id for _, into in verdict.merged):
        cause = "merged"
    elif any(i not in gone for i in left):
        cause = "split"
    new = [i for i in group.ids if i == changed or verdict.before.get(i) != incident_id]
    return Stands(
        incident_id=incident_id,
        revision=s.revision + 1 if s is not None else 1,
        report_ids=group.ids,
        doubles=group.doubles,
        opened=not lived,
        out_of=out_of,
        nearest=tuple((i, _nearest(i, group, links)) for i in new),
        left=left,
        cause_kind=cause,
    )


def _nearest(report_id: str, group: Group, links: Sequence[Link]) -> Link | None:
    """The strongest link of a report to another of its group."""
    own = [k for k in links if report_id in (k.a, k.b) and k.other(report_id) in group.ids]
    return max(own, key=lambda k: (k.score, k.a, k.b), default=None)


def _write(verdict: Assigned, n: int, stands: Stands, state: State) -> None:
    s, ids = verdict.owners[n], stands.report_ids
    opened = s.opened if s is not None else reports_seen(state)
    opener = s.opener if s is not None else by_arrival(ids, state)[0]
    row = Standing(stands.incident_id, stands.revision, opened, opener, ids, stands.doubles, _country(ids, state))
    state.put(STANDING, stands.incident_id, row)
    for report_id in ids:
        if verdict.before.get(report_id) != stands.incident_id:
            state.put(ASSIGNED, report_id, stands.incident_id)


def _country(report_ids: Iterable[str], state: State) -> str | None:
    """The country of the most exact place, for the day when no report is left to ask."""
    facts = (k.facts for i in report_ids if (k := state.get(KEPT, i)) is not None)
    told = [(f.radius_km, f.report_id, f.country) for f in facts if f.country is not None]
    return min(told)[2] if told else None


def _moved(verdict: Assigned, links: Sequence[Link], cause: CauseKind) -> list[Change]:
    merged = {s.incident_id for s, _ in verdict.merged}
    out: list[Change] = []
    for group, s, after in zip(verdict.groups, verdict.owners, verdict.ids, strict=True):
        for i in group.ids:
            before = verdict.before.get(i)
            if before is not None and before not in {after, *merged} and s is not None and s.members:
                out.append(Moved(i, before, after, _nearest(i, group, links), cause))
    return out

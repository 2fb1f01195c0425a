"""Neighbourhoods as they are kept: reports that come, change or go, and the areas that are different afterwards.

An area is a neighbourhood, or one day of a neighbourhood with more reports than the limit; its key is its smallest
report id, which therefore needs no row that says where it is. A report without links is an area without a row. Areas
are functions of the set of reports; only the touched ones are loaded, and whether a neighbourhood is too large is never
found out by walking more than the limit.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from services.rules.core.facts import Facts
from services.rules.core.grouping import Member, components, member_of, order
from services.rules.core.similarity import Link
from services.rules.core.state import AREA, HOME, KEPT, Area, State

_NO_LINKS: Final[tuple[Link, ...]] = ()


def area_of(report_id: str, state: State) -> Area:
    """The area of a report that is kept."""
    area = state.get(AREA, state.get(HOME, report_id) or report_id)
    if area is not None:
        return area
    kept = state.get(KEPT, report_id)
    if kept is None:
        raise ValueError(f"{report_id} has links but is not kept")
    return Area((member_of(kept.facts),))


def add(facts: Facts, links: Sequence[Link], state: State, limit: int) -> list[Area]:
    """Adds a report with its links to reports that are kept; gives the areas that are new or different."""
    member = member_of(facts)
    if not links:
        return [Area((member,))]
    old = _areas(sorted(k.other(facts.report_id) for k in links), state)
    if not any(a.crowded for a in old) and sum(len(a.members) for a in old) < limit:
        members = sorted((member, *(m for a in old for m in a.members)), key=order)
        inner = (*(k for a in old for k in a.links), *links)
        return _replace(old, [Area(tuple(members), inner)], state)
    return _replace(old, _crowded(member, links, old), state)


def _areas(report_ids: Iterable[str], state: State) -> list[Area]:
    return list({a.key: a for a in (area_of(i, state) for i in report_ids)}.values())


def _crowded(member: Member, links: Sequence[Link], old: Sequence[Area]) -> list[Area]:
    """The areas of a neighbourhood beyond the limit that are touched by a new report: those of its days."""
    day = {m.report_id: m.day for a in old for m in a.members} | {member.report_id: member.day}
    joins = {k.other(member.report_id) for k in links if day[k.a] == day[k.b]}
    pool = [a for a in old if not a.crowded or any(m.report_id in joins for m in a.members)]
    members = [member, *(m for a in pool for m in a.members)]
    known = {k for a in pool for k in (*a.links, *a.outside)} | set(links)
    parts = _by_day(members, sorted(known, key=_ends), day)
    aside = [
        Area(a.members, a.links, (*a.outside, *(k for k in links if _touches(k, a))), crowded=True)
        for a in old
        if a not in pool
    ]
    return [*parts, *aside]


def _by_day(members: Sequence[Member], links: Sequence[Link], day: dict[str, int]) -> list[Area]:
    """Crowded areas: the members connected within a day, each with the links that lead out of it."""
    within = [k for k in links if k.a in day and k.b in day and day[k.a] == day[k.b]]
    across = [k for k in links if not (k.a in day and k.b in day and day[k.a] == day[k.b])]
    out = []
    for part, inner in components(members, within):
        ids = {m.report_id for m in part}
        outside = tuple(k for k in across if k.a in ids or k.b in ids)
        out.append(Area(tuple(part), tuple(inner), outside, crowded=True))
    return out


def _ends(link: Link) -> tuple[str, str]:
    return (link.a, link.b)


def _touches(link: Link, area: Area) -> bool:
    return any(m.report_id in (link.a, link.b) for m in area.members)


def remove(report_id: str, state: State, limit: int) -> list[Area]:
    """Takes a report out; gives the areas that are new or different: what is left of its own, and may be uncut."""
    area = area_of(report_id, state)
    if len(area.members) == 1 and not area.crowded:
        return []
    left = [m for m in area.members if m.report_id != report_id]
    inner = [k for k in area.links if report_id not in (k.a, k.b)]
    if not area.crowded:
        return _replace([area], [Area(tuple(p), tuple(ks)) for p, ks in components(left, inner)], state)
    across = [k for k in area.outside if report_id not in (k.a, k.b)]
    far = _areas(sorted(k.other(report_id) for k in area.outside if report_id in (k.a, k.b)), state)
    parts = _by_day(left, [*inner, *across], {m.report_id: m.day for m in left})
    parts += [
        Area(a.members, a.links, tuple(k for k in a.outside if report_id not in (k.a, k.b)), crowded=True) for a in far
    ]
    return _uncut(_replace([area, *far], parts, state), state, limit)


def _uncut(touched: Sequence[Area], state: State, limit: int) -> list[Area]:
    """Joins the days of a neighbourhood again where a report less has brought it down to the limit."""
    out: dict[str, Area] = {}
    done: set[str] = set()
    for area in touched:
        if area.key in done:
            continue
        whole = _whole(area, state, limit)
        if whole is None:
            out[area.key] = area
            continue
        done.update(a.key for a in whole)
        members = tuple(sorted((m for a in whole for m in a.members), key=order))
        links = {k for a in whole for k in (*a.links, *a.outside)}
        joined = Area(members, tuple(sorted(links, key=_ends)))
        out |= {a.key: a for a in _replace(whole, [joined], state)}
    return list(out.values())


def _whole(area: Area, state: State, limit: int) -> list[Area] | None:
    """All areas of the neighbourhood of one of them, None as soon as they are more than the limit."""
    found = {area.key: area}
    queue = [area]
    for one in queue:  # grows while it is walked
        if sum(len(a.members) for a in found.values()) > limit:
            return None
        ids = {m.report_id for m in one.members}
        for other in _areas(sorted({i for k in one.outside for i in (k.a, k.b)} - ids), state):
            if other.key not in found:
                found[other.key] = other
                queue.append(other)
    return queue if sum(len(a.members) for a in queue) <= limit else None


def _replace(old: Iterable[Area], new: list[Area], state: State) -> list[Area]:
    """Writes areas in the place of others; those that need no row have none."""
    before = {a.key: a for a in old}
    homes = {m.report_id: a.key for a in before.values() for m in a.members if m.report_id != a.key}
    rows = {a.key: a for a in new if len(a.members) > 1 or a.crowded}
    for key in sorted(before.keys() - rows.keys()):
        state.delete(AREA, key)
    for key, area in rows.items():
        state.put(AREA, key, area)
    now = {m.report_id: key for key, a in rows.items() for m in a.members if m.report_id != key}
    for report_id in sorted(homes.keys() - now.keys()):
        state.delete(HOME, report_id)
    for report_id, key in now.items():
        if homes.get(report_id) != key:
            state.put(HOME, report_id, key)
    return new

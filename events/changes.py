"""What is different between two states of an alert, field by field, and whether it is worth telling anybody.

Fields, in this order: `status`, `severity`, `tolls.MEASURE.best|low|high` (the victims), `grounds.RULE` (its severity,
null where it does not stand), `certainty`, `tolls.MEASURE.PARTY.best|low|high`, `actors.NAME`, `tlp`, `occurred`,
`place`; and, kept but told to nobody, `grounds.RULE.VALUE|version`, `headline`, `incidents`, `evidence`,
`description` (without its texts, where nothing else differs).
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from events.actor import Actor
from events.alert import Alert, Change, Scalar
from events.incident import CauseKind
from events.moment import Occurred
from events.place import Place
from events.toll import Estimate, Measure
from events.victims import Figure, figure, victims

CHANGES_MAX: Final = 40
KM_PER_DEGREE: Final = 111.2
QUIET: Final = frozenset({"headline", "description", "incidents", "evidence"})
"""Kept in the record, but told to nobody: more evidence of the same, or other words for it, is no news."""
Fields = Mapping[str, Scalar]


def changes_between(before: Alert | None, after: Alert) -> tuple[Change, ...]:
    """All that is different, in the order of the fields above, at most `CHANGES_MAX`.

    `before`: what the reader was told last. None: nothing yet; then only a figure that was corrected before the reader
    heard of it is a change ("10, now 32").
    """
    if before is None:
        return _corrected(after)
    pairs = list(_changed(before, after))[:CHANGES_MAX]
    if not pairs and before.description != after.description:
        pairs = [("description", None, None)]
    return tuple(_change(f, b, a, after.cause_kind) for f, b, a in pairs)


def worth_telling(changes: Iterable[Change]) -> bool:
    """Whether a reader would want to be woken for it: more evidence, or a sum that creeps, is no reason."""
    return bool(told(changes))


def told(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Those of the changes that a reader is told of."""
    return tuple(change for change in changes if _told(change.field))


def _told(field: str) -> bool:
    return field not in QUIET and not (field.startswith("grounds.") and field.count(".") > 1)


def _change(field: str, before: Scalar, after: Scalar, cause: CauseKind) -> Change:
    return Change(field=field, before=before, after=after, cause=cause)


def _corrected(after: Alert) -> tuple[Change, ...]:
    first = next((g.values["first_reported"] for g in after.grounds if "first_reported" in g.values), None)
    now = victims(after.tolls)
    if first is None or now is None or first == now.number:
        return ()
    return (_change("tolls.killed.best", first, now.number, after.cause_kind),)


def _changed(before: Alert, after: Alert) -> Iterator[tuple[str, Scalar, Scalar]]:
    old, new = _fields(before), _fields(after)
    for field in dict.fromkeys((*new, *old)):
        if old.get(field) != new.get(field):
            yield field, old.get(field), new.get(field)
    if after.scope.kind == "incident":  # elsewhere the days and places are those of the window, which moves by itself
        if _days(before.occurred) != _days(after.occurred):
            yield "occurred", _days(before.occurred), _days(after.occurred)
        if _moved(before.place, after.place):
            yield "place", _place(before.place), _place(after.place)
    yield from _quiet(before, after)


def _fields(alert: Alert) -> dict[str, Scalar]:
    grounds: dict[str, Scalar] = {f"grounds.{g.rule}": g.severity for g in alert.grounds}
    return {
        "status": "standing" if alert.status in {"raised", "amended"} else alert.status,
        "severity": alert.severity,
        **_victims(alert.tolls),
        **grounds,
        "certainty": alert.certainty,
        **_parties(alert.tolls),
        **_actors(alert.actors),
        "tlp": alert.tlp,
    }


def _victims(tolls: tuple[Estimate, ...]) -> dict[str, Scalar]:
    fields: dict[str, Scalar] = {}
    measures: set[Measure] = {e.measure for e in tolls}
    for measure in sorted(measures):
        fields |= _bounds(f"tolls.{measure}", victims(tolls, measure))
    return fields


def _parties(tolls: tuple[Estimate, ...]) -> dict[str, Scalar]:
    fields: dict[str, Scalar] = {}
    for estimate in sorted(tolls, key=lambda e: (e.measure, e.party)):
        if estimate.party != "unknown":
            fields |= _bounds(f"tolls.{estimate.measure}.{estimate.party}", figure(estimate))
    return fields


def _bounds(name: str, told: Figure | None) -> dict[str, Scalar]:
    return {} if told is None else {f"{name}.best": told.best, f"{name}.low": told.low, f"{name}.high": told.high}


def _actors(actors: tuple[Actor, ...]) -> dict[str, Scalar]:
    parts: dict[str, list[str]] = {}
    for actor in sorted(actors, key=lambda a: (a.name, a.role)):
        parts.setdefault(f"actors.{actor.name}", []).append(_part(actor))
    return {name: ", ".join(told) for name, told in parts.items()}


def _part(actor: Actor) -> str:
    claim = {True: "has claimed it", False: "has not claimed it", None: ""}[actor.claimed]
    said = "" if actor.attribution == "reported" else actor.attribution
    return " ".join(word for word in (said, actor.role, claim) if word)


def _days(occurred: Occurred | None) -> str | None:
    return None if occurred is None else f"{occurred.first.date()}/{occurred.last.date()}"


def _place(place: Place | None) -> str | None:
    return None if place is None else ", ".join(part for part in (place.name, place.admin1, place.country) if part)


def _moved(before: Place | None, after: Place | None) -> bool:
    """Another name, country or unit, or a point beyond either radius. A unit that became known is no move."""
    if before is None or after is None:
        return before != after
    unit = before.admin1 is not None and after.admin1 is not None and before.admin1 != after.admin1
    if unit or (before.name, before.country) != (after.name, after.country):
        return True
    if before.lat is None or before.lon is None or after.lat is None or after.lon is None:
        return (before.lat is None) != (after.lat is None)
    east = ((after.lon - before.lon + 180) % 360 - 180) * math.cos(math.radians(after.lat))
    km = KM_PER_DEGREE * math.hypot(after.lat - before.lat, east)
    return km > max(before.within_km or 1.0, after.within_km or 1.0)


def _quiet(before: Alert, after: Alert) -> Iterator[tuple[str, Scalar, Scalar]]:
    old, new = _values(before), _values(after)
    both = {g.rule for g in before.grounds} & {g.rule for g in after.grounds}
    for field in sorted(old.keys() | new.keys()):
        if old.get(field) != new.get(field) and field.split(".")[1] in both:
            yield field, old.get(field), new.get(field)
    if before.headline != after.headline:
        yield "headline", before.headline, after.headline
    if set(before.incident_ids) != set(after.incident_ids):
        yield "incidents", len(before.incident_ids), len(after.incident_ids)
    if (before.evidence, before.evidence_total) != (after.evidence, after.evidence_total):
        yield "evidence", before.evidence_total, after.evidence_total


def _values(alert: Alert) -> dict[str, Scalar]:
    return {
        f"grounds.{g.rule}.{name}": value
        for g in alert.grounds
        for name, value in {**g.values, "version": g.version}.items()
    }

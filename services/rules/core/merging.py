"""What reports say together: one time, place and kind, each actor once, each thing lost once. Independent of order."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, TypeVar

from events.actor import Actor, Attribution, Materiel, Target
from events.moment import Occurred, Precision
from events.place import Place
from events.report import ACTORS_MAX, Grade, IncidentKind, ReportBody
from services.rules.core.words import fold

H = TypeVar("H", bound=Hashable)
THINGS_MAX: Final = 20
UNGRADED: Final = "G"
"""After F in the order of grades."""
_FINENESS: Final[tuple[Precision, ...]] = ("hour", "day", "week", "month", "year")
_ATTRIBUTIONS: Final[tuple[Attribution, ...]] = ("claimed", "reported", "suspected", "denied")
_VAGUE: Final[dict[IncidentKind, int]] = {"other": 3, "displacement": 2, "attack": 1, "armed_clash": 1}
"""How little a kind says; all others say more than "attack"."""


def grade_order(grade: Grade | None) -> str:
    """A before F before no grade."""
    return grade or UNGRADED


def best_occurred(bodies: Sequence[ReportBody]) -> Occurred:
    """The finest precision; of those the day that most reports give, then the best grade, then the earliest."""
    if len(bodies) == 1 and bodies[0].occurred is not None:  # most incidents have one report: nothing to choose from
        return bodies[0].occurred
    told = [(b.occurred, grade_order(b.source.grade)) for b in bodies if b.occurred is not None]
    finest = min(_FINENESS.index(o.precision) for o, _ in told)
    told = [(o, g) for o, g in told if _FINENESS.index(o.precision) == finest]
    votes = Counter(o.first for o, _ in told)
    return min(told, key=lambda t: (-votes[t[0].first], t[1], t[0].first, t[0].last))[0]


def best_place(bodies: Sequence[ReportBody]) -> Place | None:
    """The smallest radius, then the best grade, then the place that most reports name; a point before none."""
    if len(bodies) == 1:
        return bodies[0].place
    told = [(b.place, grade_order(b.source.grade)) for b in bodies if b.place is not None]
    if not told:
        return None
    votes = Counter(p.name for p, _ in told)
    return min(told, key=lambda t: (_vagueness(t[0]), t[1], -votes[t[0].name], t[0].model_dump_json()))[0]


def _vagueness(place: Place) -> tuple[bool, float, bool, bool]:
    pointless = place.lat is None or place.lon is None
    return (pointless, place.within_km or 25_000.0, place.admin1 is None, place.country is None)


def best_kind(bodies: Sequence[ReportBody]) -> IncidentKind:
    """The most specific kind; of those the one most reports give."""
    if len(bodies) == 1:
        return bodies[0].kind or "other"
    votes = Counter(b.kind for b in bodies if b.kind is not None)
    if not votes:
        return "other"
    return min(votes, key=lambda kind: (_VAGUE.get(kind, 0), -votes[kind], kind))


def merged_actors(bodies: Iterable[ReportBody]) -> tuple[Actor, ...]:
    """Each actor once in each role, by id or name; the firmest attribution holds. At most ACTORS_MAX."""
    told = _grouped((a for b in bodies for a in b.actors), lambda a: (a.id or fold(a.name), a.role))
    return tuple(_one_actor(same) for _, same in told)[:ACTORS_MAX]


def _grouped(items: Iterable[H], key: Callable[[H], tuple[str, ...]]) -> list[tuple[tuple[str, ...], list[H]]]:
    groups: dict[tuple[str, ...], list[H]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return sorted(groups.items(), key=_key) if groups else []


def _key(group: tuple[tuple[str, ...], list[H]]) -> tuple[str, ...]:
    return group[0]


def _one_actor(same: Sequence[Actor]) -> Actor:
    if len(same) == 1 or all(a == same[0] for a in same[1:]):
        return same[0] if same[0].words is None else same[0].model_copy(update={"words": None})
    votes = Counter(a.name for a in same)
    kinds = Counter(a.kind for a in same)
    claims = {a.claimed for a in same}
    return Actor(
        name=min(votes, key=lambda n: (-votes[n], n)),
        id=same[0].id,
        kind=min(kinds, key=lambda k: (k == "other", -kinds[k], k)),
        role=same[0].role,
        attribution=min((a.attribution for a in same), key=_ATTRIBUTIONS.index),
        claimed=True if True in claims else False if False in claims else None,
        foreign=any(a.foreign for a in same),
        home=min((a.home for a in same if a.home is not None), default=None),
        confidence=max((a.confidence for a in same if a.confidence is not None), default=None),
    )


def merged_targets(bodies: Iterable[ReportBody]) -> tuple[Target, ...]:
    """Each target once."""
    told = _grouped((t for b in bodies for t in b.targets), lambda t: (t.what, t.name or ""))
    return tuple(same[0] for _, same in told)[:THINGS_MAX]


def merged_materiel(bodies: Iterable[ReportBody]) -> tuple[Materiel, ...]:
    """Each thing and fate once, with the greatest count."""
    told = _grouped((m for b in bodies for m in b.materiel), lambda m: (m.what, m.fate or ""))
    return tuple(max(same, key=lambda m: m.count or 0) for _, same in told)[:THINGS_MAX]

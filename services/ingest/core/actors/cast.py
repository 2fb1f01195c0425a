"""The actors of one incident: parts of all its sentences put together, forces named after their country."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from events.actor import Actor, ActorKind, Attribution, Role
from services.ingest.core.actors.parts import Part

_STRENGTH: Final[dict[Attribution, int]] = {"reported": 0, "suspected": 1, "claimed": 2, "denied": 3}
_STATE: Final = frozenset({"state_force", "foreign_state_force", "police"})
_FOREIGN: Final = frozenset({"state_force", "foreign_state_force", "private_military_company", "police"})
_VAGUE: Final[tuple[ActorKind, ...]] = ("unidentified_armed_group",)
_ARMED: Final = frozenset({"jihadist", "rebel", "militia", "gang", "self_defence_group", "unidentified_armed_group"})
_FORCE_NAMES: Final[Mapping[str, str]] = {"police": "police", "state_force": "army", "foreign_state_force": "army"}
ACTORS_MAX: Final = 40


@dataclass(slots=True)
class _Entry:
    name: str
    kind: ActorKind
    key: str
    home: str | None
    generic: bool
    roles: dict[Role, None] = field(default_factory=dict)
    attribution: Attribution = "reported"
    claimed: bool | None = None
    words: str | None = None


def cast_of(parts: Sequence[Part], country: str | None, adjectives: Mapping[str, str]) -> tuple[Actor, ...]:
    """One entry for each actor and role, in the order in which the text names them."""
    entries: dict[str, _Entry] = {}
    guarded = any(part.kind == "peacekeepers" and part.role in {"victim", "target"} for part in parts)
    for part in parts:
        if guarded and part.role == "victim" and part.generic and part.kind == "state_force" and not part.nations:
            continue  # "the soldiers" are the peacekeepers told of
        _enter(entries, part, country, adjectives)
    _absorb(entries)
    found = [_actor(entry, role, country) for entry in entries.values() for role in _roles(entry)]
    return tuple(found[:ACTORS_MAX])


def _enter(entries: dict[str, _Entry], part: Part, country: str | None, adjectives: Mapping[str, str]) -> None:
    home = part.home
    key, name = part.key, part.name
    if part.kind in _STATE and part.generic:
        home = country if not part.nations or country in part.nations else part.nations[0]
        key = f"{(home or '').lower()}-{'police' if part.kind == 'police' else 'army'}"
        name = f"{adjectives[home]} {_FORCE_NAMES[part.kind]}" if home is not None and home in adjectives else part.name
    elif part.kind == "state_force" and home is not None:
        key = f"{home.lower()}-army"
        name = next((e.name for e in entries.values() if e.key == key and not e.generic), part.name)
    entry = entries.setdefault(key, _Entry(name, part.kind, key, home, part.generic))
    if entry.generic and not part.generic:
        entry.name, entry.generic, entry.words = name, False, None
    entry.words = entry.words or part.words
    entry.roles.setdefault(part.role)
    if _STRENGTH[part.attribution] > _STRENGTH[entry.attribution]:
        entry.attribution = part.attribution
    if part.claimed is not None:
        entry.claimed = part.claimed


def _absorb(entries: dict[str, _Entry]) -> None:
    """As in "the jihadists", "the gunmen" are the named group that did it, or the better known of two generic ones."""
    attackers = [entry for entry in entries.values() if "attacker" in entry.roles and entry.kind in _ARMED]
    named = [entry for entry in attackers if not entry.generic]
    for entry in [entry for entry in entries.values() if entry.generic and entry.kind in _ARMED]:
        into = [other for other in named if other.kind == entry.kind or entry.kind in _VAGUE or len(named) == 1]
        if not into and entry.kind in _VAGUE:
            into = [other for other in attackers if other is not entry and other.kind not in _VAGUE]
        if into and ("attacker" in entry.roles or entry.roles.keys() <= {"combatant", "target", "victim"}):
            if "attacker" in entry.roles and entry.attribution == "suspected" and into[0].attribution == "reported":
                into[0].attribution = "suspected"
            del entries[entry.key]


_WEAKER: Final[Mapping[Role, frozenset[Role]]] = {
    "target": frozenset({"victim", "escort", "attacker", "combatant"}),
    "combatant": frozenset({"attacker"}),
    "victim": frozenset(),
}


def _roles(entry: _Entry) -> Iterable[Role]:
    for role in entry.roles:
        if not _WEAKER.get(role, frozenset()) & entry.roles.keys():
            yield role


def _actor(entry: _Entry, role: Role, country: str | None) -> Actor:
    abroad = entry.home is not None and country is not None and entry.home != country
    foreign = entry.kind in _FOREIGN and abroad
    kind: ActorKind = "foreign_state_force" if foreign and entry.kind in {"state_force", "police"} else entry.kind
    did = role in {"attacker", "accused", "claimant"}
    attribution: Attribution = entry.attribution if did else "reported"
    if did and entry.claimed is False and attribution == "reported":
        attribution = "suspected"
    return Actor(
        name=entry.name[:200],
        id=entry.key if not entry.key.startswith("~") else None,
        kind=kind,
        role=role,
        attribution=attribution,
        claimed=entry.claimed if did else None,
        foreign=foreign,
        home=entry.home,
        words=entry.words,
    )

"""An actor's part in a deed, as one sentence tells it."""

from dataclasses import dataclass
from typing import Final

from events.actor import ActorKind, Attribution, Role
from services.ingest.core.phrases.items import Item

CIVIL: Final[frozenset[ActorKind]] = frozenset({"civilians", "protesters", "aid_organisation"})
"""Those who suffer deeds and are not taken to do them."""


@dataclass(frozen=True, slots=True)
class Part:
    """One actor's part as one sentence tells it.

    `key`: names the actor, or for a generic noun its kind; `nations`: whose force it is, if told. `at`, `end`:
    characters of the phrase that names it; `words`: that phrase as published.
    """

    key: str
    name: str
    kind: ActorKind
    role: Role
    at: int
    home: str | None = None
    generic: bool = False
    nations: tuple[str, ...] = ()
    attribution: Attribution = "reported"
    claimed: bool | None = None
    strong: bool = False
    end: int = 0
    words: str | None = None


def actor_kind(item: Item) -> ActorKind | None:
    """What sort of actor a phrase names; None: nobody who acts or suffers."""
    if item.actor is not None and (item.noun is None or item.noun.party not in {"civilians", "aid_workers"}):
        return item.actor.kind
    noun = item.noun or item.word
    return noun.actor if noun is not None else None


_NAMELESS: Final[dict[str, str]] = {
    "civilians": "civilians",
    "protesters": "protesters",
    "peacekeepers": "peacekeepers",
    "aid_organisation": "aid workers",
}


def part_of(
    item: Item, role: Role, attribution: Attribution, *, claimed: bool | None = None, strong: bool = False
) -> Part | None:
    """The part of the actor that a phrase names, if it names any."""
    kind = actor_kind(item)
    if kind is None:
        return None
    if item.actor is not None and kind == item.actor.kind:
        actor = item.actor
        return Part(
            key=actor.id,
            name=actor.name,
            kind=kind,
            role=role,
            at=item.start,
            home=actor.home,
            nations=item.nations,
            attribution=attribution,
            claimed=claimed,
            strong=strong,
            end=item.end,
        )
    name = _NAMELESS.get(kind) or item.low
    force = kind in {"state_force", "police", "foreign_state_force"}
    key = f"~{kind}" if not force else f"~{kind}:{item.nations[0] if item.nations else ''}"
    return Part(
        key=key,
        name=name,
        kind=kind,
        role=role,
        at=item.start,
        generic=True,
        nations=item.nations,
        attribution=attribution,
        claimed=claimed,
        strong=strong,
        end=item.end,
    )

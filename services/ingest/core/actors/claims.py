"""What an armed group says of itself: "it was behind the attack", "its fighters had carried it out", "avoir tué"."""

import re
from typing import Final

from events.actor import ActorKind
from services.ingest.core.actors.parts import actor_kind
from services.ingest.core.phrases.items import Item, Row

GROUPS: Final[frozenset[ActorKind]] = frozenset(
    {"jihadist", "rebel", "militia", "gang", "self_defence_group", "unidentified_armed_group"}
)
_SPEAKS: Final = re.compile(r"^(?:,[^zVkg]{1,18},)?[^VkgEyYz]{0,4}s")
_OWN: Final = frozenset({"it", "its", "they", "their", "elle", "elles", "ils", "ses", "sa", "leur", "leurs"})
_OWN_VERB: Final = frozenset({"avoir", "être", "s'être"})
_VERB_NEAR: Final = 4
_OWN_NEAR: Final = 10  # items between "said" and "it"
_DEED_NEAR: Final = 9  # items between "it" and the deed
_DID: Final = frozenset(
    {"behind", "responsible", "responsibility", "part", "done", "did", "origine", "auteur", "auteurs"}
    | {"drove", "planted", "set", "detonated", "blew", "rammed", "fired", "targeted", "holding", "carried", "led"}
    | {"wore", "taken", "captured", "seized", "strapped", "sent"}
    | {"posé", "conduisait", "déclenché", "tiré", "visé", "mené", "conduit"}
)


def says_it_did(row: Row, i: int) -> bool:
    """Whether the group at item `i` says in this clause that the deed is its own."""
    if actor_kind(row.items[i]) not in GROUPS:
        return False
    if _claims(row, i):
        return True
    speech = _SPEAKS.match(row.tags[i + 1 :])
    if speech is None:
        return False
    first = i + 1 + speech.end()
    return any(_did(row, own) for own in _own(row, first)) or _keeps(row, first)


_FATES: Final = frozenset({"held", "released", "freed", "executed", "killed", "spared", "libéré", "libérés", "exécuté"})
_FATE_NEAR: Final = 6


def _keeps(row: Row, first: int) -> bool:
    """As in "the group said he would be held until …": whoever decides on captives took them."""
    near = row.items[first : first + _FATE_NEAR]
    would = next((j for j, item in enumerate(near) if item.tag == "M" and "not" not in item.low), None)
    return would is not None and any(item.low in _FATES for item in near[would:])


_CLAIM_VERBS: Final = frozenset({"claimed", "claims", "claiming", "claim", "revendique", "revendiqué", "revendiquent"})
_BOASTS: Final = frozenset({"boasted", "boasts", "bragged", "gloated"})
_CLAIMED: Final = re.compile(r"[x1Z_D#]{0,3}[EXk]|O")


def _claims(row: Row, i: int) -> bool:
    """As in "X claimed the blasts", "X claims to hold the town"."""
    for j in range(i + 1, min(len(row.items), i + 1 + _VERB_NEAR)):
        if row.items[j].low in _BOASTS:
            return True
        if row.items[j].low in _CLAIM_VERBS:
            return _CLAIMED.match(row.tags, j + 1) is not None
        if row.tags[j] not in "_hDe":
            return False
    return False


def _own(row: Row, first: int) -> list[int]:
    """Where the speaker speaks of itself, within the clause."""
    found: list[int] = []
    for j in range(first, min(len(row.items), first + _OWN_NEAR)):
        if row.tags[j] in "zVkgN":
            break
        item = row.items[j]
        if item.low in _OWN or item.low in _OWN_VERB or (item.tag in "Ppm" and _is_own(row, item)):
            found.append(j)
    return found


def _is_own(row: Row, item: Item) -> bool:
    """As in "its fighters", "two of its bombers"."""
    return any(token.low in _OWN for token in row.tokens if item.start <= token.start < item.end)


def _did(row: Row, own: int) -> bool:
    """Whether what follows is a deed in the active voice, or "behind", "responsible", "took part"."""
    for j in range(own + 1, min(len(row.items), own + 1 + _DEED_NEAR)):
        tag = row.tags[j]
        if tag in "zN" or (tag in "kVa" and "b" in row.tags[own + 1 : j][-2:]):
            return False
        if tag in "VkgG" or row.items[j].low in _DID:
            return True
    return False

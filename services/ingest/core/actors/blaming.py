"""Deeds laid at somebody's door over some words: "attributed by the mission to X", "claimed separately by X and Y"."""

from typing import Final

from services.ingest.core.actors.role_marks import RoleTold, listed
from services.ingest.core.phrases.items import Row

_LAID: Final = frozenset(
    {"attributed", "attributes", "attribute", "attributing", "blamed", "blames", "blame", "blaming", "pinned", "pins"}
    | {"pointed", "pointing", "points"}
    | {"ascribed", "ascribes", "attribue", "attribuent", "attribuant", "attribué", "attribuée", "attribués"}
    | {"attribuées", "impute", "imputent", "imputé", "imputée", "imputés", "imputées"}
)
_UPON: Final = frozenset({"to", "on", "at", "à", "aux", "au", "upon"})
_CLAIMED: Final = frozenset({"claimed", "revendiqué", "revendiquée", "revendiqués", "revendiquées"})
_SUSPECT: Final = frozenset({"blame", "suspect", "suspects", "suspectent", "soupçonnent", "soupçonne"})
_LIKENED: Final = frozenset({"assimilés", "assimilé", "apparentés", "affiliés", "affilié", "identifiés"})
_BELONG: Final = frozenset({"belong", "belonging", "appartenir", "appartenant"})
_THOUGHT: Final = frozenset(
    {"believed", "thought", "suspected", "said", "presumed", "soupçonnés", "présumés", "supposés"}
)
_SUSPECTED: Final[RoleTold] = ("attacker", "suspected", None, True)
_NAME: Final = 6  # items of the phrase that names the actor, before its name
_OBJECT: Final = 9  # items between the verb and "to"
_ADVERBS: Final = 3  # items between "claimed" and "by"


def laid_on(row: Row, i: int) -> RoleTold | None:
    """The part of the actor at item `i`, if the deed is laid on it or claimed by it."""
    if _shown(row, i) or _held(row, i) or _whom(row, i) or _seen_in(row, i):
        return _SUSPECTED
    head = _head(row, i)
    if head is None:
        return None
    if row.tags[head] == "B" and _verb(row, head, _CLAIMED, _ADVERBS):
        return "attacker", "claimed", True, True
    return _SUSPECTED if _lays(row, head) else None


def _lays(row: Row, head: int) -> bool:
    """Whether the words up to `head` lay a deed on what follows."""
    if row.items[head].low in _SUSPECT:
        return row.tags[head - 1 : head] not in {"x", "1"}
    if row.items[head].low not in _UPON:
        return False
    if _verb(row, head, _LIKENED, 1):
        return True
    belongs = _verb(row, head, _BELONG, 1) and _verb(row, head, _THOUGHT, _ADVERBS)
    return belongs or _verb(row, head, _LAID, _OBJECT)


_FLAGS: Final = frozenset({"flag", "flags", "banner", "banners", "insignia"})
_FLEES: Final = frozenset({"fled", "escaped", "withdrew", "retreated", "flee", "ont fui", "fui", "s'enfuir"})
_FLEES_NEAR: Final = 3


def _shown(row: Row, i: int) -> bool:
    """As in "carrying the X flag", "suspected X fighters fled"."""
    after = row.items[i + 1 : i + 1 + _FLEES_NEAR]
    if after and after[0].low in _FLAGS:
        return row.items[i].actor is not None
    return "suspected" in row.items[i].remarks and any(item.low in _FLEES for item in after)


_HOLD: Final = frozenset({"hold", "holds", "held", "holding", "tient", "tiennent", "tenait", "rend", "rendent"})
_RESPONSIBLE: Final = frozenset({"responsible", "accountable", "responsable", "responsables"})
_HOLD_NEAR: Final = 5


def _held(row: Row, i: int) -> bool:
    """As in "activists hold X responsible", "tiennent X pour responsable"."""
    if _RESPONSIBLE.isdisjoint(row.lows) or not any(item.low in _RESPONSIBLE for item in row.items[i + 1 : i + 4]):
        return False
    return any(item.low in _HOLD for item in row.items[max(0, i - _HOLD_NEAR) : i])


_RELATIVE: Final = frozenset({"whom", "which", "that", "que", "qu'"})
_ACCUSE: Final = frozenset(
    {"accuse", "accuses", "accused", "blame", "blames", "blamed", "suspect", "suspects", "accusent", "soupçonne"}
    | {"soupçonnent", "incrimine", "incriminent", "désignent", "suspectent"}
)
_RELATIVE_NEAR: Final = 6


def _whom(row: Row, i: int) -> bool:
    """As in "X, whom officials blame", "X, que plusieurs associations accusent": with nobody behind the verb."""
    if _ACCUSE.isdisjoint(row.lows):
        return False
    after = row.items[i + 1 : i + 1 + _RELATIVE_NEAR]
    starts = [j for j, item in enumerate(after[:2]) if item.low in _RELATIVE]
    verb = next((j for j, item in enumerate(after) if starts and j > starts[0] + 1 and item.low in _ACCUSE), None)
    return verb is not None and not any(tag in "Axp" for tag in row.tags[i + 2 + verb : i + 4 + verb])


_HAND: Final = frozenset({"main", "hand", "signature", "marque", "initials", "initiales", "hallmarks", "handiwork"})
_NAMED: Final = (["initials"], ["initiales"])
_SIGNED: Final = frozenset({"signed", "signé", "signés", "signée", "signées"})


def _seen_in(row: Row, i: int) -> bool:
    """As in "y voit la main de X", "messages signed by X", "signed with the initials of X"."""
    if _HAND.isdisjoint(row.lows) and _SIGNED.isdisjoint(row.lows):
        return False
    near = row.items[max(0, i - _HOLD_NEAR) : i]
    lows = [item.low for item in near]
    by = any(item.tag == "B" for item in near[-2:]) and not _SIGNED.isdisjoint(lows)
    return by or (
        any(low in _HAND and near[j + 1].tag == "o" for j, low in enumerate(lows[:-1])) or lows[-1:] in _NAMED
    )


def _head(row: Row, i: int) -> int | None:
    """The word before the phrase, or the list, that names the actor."""
    for j in range(i - 1, max(-1, i - 1 - _NAME), -1):
        low = row.items[j].low
        if low in _UPON or low in _SUSPECT or row.tags[j] == "B":
            return j if listed(row, j + 1, i) or _part_of_its_name(row, j + 1, i) else None
        if row.tags[j] not in "xZ1q_oPpAc,f":
            return None
    return None


def _part_of_its_name(row: Row, first: int, i: int) -> bool:
    """As in "éléments du groupe armé 3R": one phrase up to the name."""
    generic = all(item.actor is None for item in row.items[first:i])
    return generic and set(row.tags[first:i]) <= set("xZ1q_oPpAf")


def _verb(row: Row, head: int, verbs: frozenset[str], within: int) -> bool:
    """Whether one of the verbs stands within so many items before `head`, in the same clause."""
    for j in range(head - 1, max(-1, head - 1 - within), -1):
        if row.tags[j] == "z":
            return False
        if row.items[j].low in verbs:
            return "N" not in row.tags[max(0, j - 2) : j]
    return False

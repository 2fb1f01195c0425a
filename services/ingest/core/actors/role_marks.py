"""Parts that a phrase spells out: escorted by, claimed, denied, blamed on, backed by."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from events.actor import Attribution, Role
from services.ingest.core.actors.parts import CIVIL, actor_kind
from services.ingest.core.phrases.items import Item, Mark, Row

RoleTold = tuple[Role, Attribution, bool | None, bool]
"""Role, attribution, whether it was claimed, whether a phrase or the grammar says it outright."""
_CLAUSE: Final = 9  # items within which a phrase speaks of an actor before it
_CHAIN: Final = 8  # items of a chain of joined actors
_NEAR: Final = 4


def marked_roles(row: Row, i: int) -> Iterator[RoleTold]:
    """Parts that a phrase spells out: escorted by, claimed, denied, blamed on, backed by."""
    item = row.items[i]
    if not row.marks or actor_kind(item) in CIVIL:
        return
    before = _before(row, i)
    if before is not None:
        yield from _by_mark_before(before)
        if before.word.categories & {"escorting", "blame", "support"} or (
            "claim" in before and before.text.endswith(("by", "par"))
        ):
            return
    aside = _ASIDE.match(row.tags[i + 1 :])
    first = i + 1 + (aside.end() if aside is not None else 0)
    for mark in row.marks:
        between = [other for other in row.items[first:] if other.start < mark.start]
        if (
            mark.start <= item.end
            or len(between) > _CLAUSE
            or any(o.tag in "Az" and o.actor is not None for o in between)
        ):
            continue
        negated = any(other.tag == "N" for other in between)
        if "claim" in mark and not mark.text.endswith(("by", "par")):
            yield ("attacker", "suspected", False, True) if negated else ("attacker", "claimed", True, True)
            return
        if _held_to_be(mark, between) and not negated:
            yield "attacker", "suspected", None, True
            return
        if "deny" in mark or ("disowns" in mark and _of_its_own(row, mark)):
            yield "accused", "denied", False, True
            return
        if "escorts" in mark and len(between) <= _NEAR:
            yield "escort", "reported", None, True
            return


_DENIED: Final = frozenset(
    {
        "involved",
        "involvement",
        "responsible",
        "responsibility",
        "behind",
        "role",
        "part",
        "hand",
        "accusation",
        "charge",
    }
    | {"accusations", "charges", "claims", "implication", "impliqué", "impliqués", "responsabilité", "rôle", "auteurs"}
)
_DENIED_NEAR: Final = 10


def _of_its_own(row: Row, mark: Mark) -> bool:
    """As in "denied that its men were involved"; not "denied that the base was overrun"."""
    after = [item.low for item in row.items if item.start >= mark.end][:_DENIED_NEAR]
    return not _DENIED.isdisjoint(after)


_AS: Final = frozenset({"as", "comme"})
_COPULA_NEAR: Final = 3


def _held_to_be(mark: Mark, between: Sequence[Item]) -> bool:
    """As in "X is suspected", "X are the main suspects", "named X as the perpetrators"."""
    if not between:
        return False
    if "blame" in mark:
        return between[-1].tag == "b"
    near = between[-_COPULA_NEAR:]
    return "culprit" in mark and any(item.tag == "b" or item.low in _AS for item in near)


_ASIDE: Final = re.compile(r"^,[1x#w_][^,z]{1,12},")
_WITHIN_ASIDE: Final = re.compile(r"[APp],[1x#][_Z]{0,3}[Ap]?[^,zAPp]{1,8}[oeBO][_x1Z]{0,6}$")
_APPOSED: Final = re.compile(r"[APp],[1x#][_Z]{0,3}$")
_BOUND_TO: Final = re.compile(r"[APp],[^,zAPp]{1,8}$")
_BOUND: Final = frozenset(
    {
        "affiliated",
        "allied",
        "linked",
        "aligned",
        "loyal",
        "close",
        "affilié",
        "affiliée",
        "affiliés",
        "lié",
        "liée",
        "liés",
    }
    | {"allié", "alliée", "alliés", "proche", "proches", "rattaché", "rattachée"}
)


def in_aside(row: Row, i: int) -> bool:
    """As in "A, an offshoot of B, …", "A, a rebel group, …": what stands between the commas says who A is."""
    if row.items[i].actor is None and _APPOSED.search(row.tags[:i]) is not None:
        return "," in row.tags[i + 1 : i + 1 + _CLAUSE]
    if row.tags[i + 1 : i + 2] != ",":
        return False
    if _WITHIN_ASIDE.search(row.tags[:i]) is not None:
        return True
    bound = _BOUND_TO.search(row.tags[:i])
    return bound is not None and any(item.low in _BOUND for item in row.items[bound.start() + 2 : i])


def _by_mark_before(mark: Mark) -> Iterator[RoleTold]:
    if "escorting" in mark:
        yield "escort", "reported", None, True
    elif "claim" in mark and mark.text.endswith(("by", "par")):
        yield "attacker", "claimed", True, True
    elif "blame" in mark:
        yield "attacker", "suspected", None, True
    elif "support" in mark:
        yield "supporter", "reported", None, True


_SPOKEN: Final = re.compile(r",[_x1Z]{0,3}$")
_LIST: Final = re.compile(r"[^,cAPp]*(?:[APp][_Z]{0,3}(?P<join>,|c|,c)[_x1qZ+o]*)*")
_ON: Final = re.compile(r"[_Z]{0,2}(?:,[_x1Z]{0,3}[APp][_Z]{0,2})*,?c")


def listed(row: Row, first: int, i: int) -> bool:
    """Whether item `i` is the first actor behind a phrase, or in a list with it: not "accused A of telling B"."""
    found = _LIST.fullmatch(row.tags[first:i])
    if found is None:
        return _apposed_to(row, i)
    return found["join"] != "," or joins_list(row, i) or _apposed_to(row, i)


_GENERIC: Final = frozenset(
    {"group", "groupe", "organisation", "organization", "outfit", "network", "réseau", "faction"}
)


def _apposed_to(row: Row, i: int) -> bool:
    """As in "blamed a little-known local group, X"."""
    j = i - 1 if row.tags[i - 1 : i] != "x" else i - 2
    return j > 0 and row.tags[j] == "," and row.items[j - 1].low in _GENERIC


def joins_list(row: Row, i: int) -> bool:
    """Whether a comma before item `i` goes on with a list: "A, B and C", not "blamed on A, the army said"."""
    return _SPOKEN.search(row.tags[:i]) is None or _ON.match(row.tags[i + 1 :]) is not None


def _before(row: Row, i: int) -> Mark | None:
    """The mark that governs item `i`: right before it, or before actors joined to it."""
    j = i - 1
    hops = 0
    while j >= 0 and hops < _CHAIN:
        for mark in row.marks:
            governs = mark.word.categories & {"escorting", "blame", "support", "claim"}
            if governs and mark.first <= row.items[j].token <= mark.last:
                return mark if governs == {"escorting"} or listed(row, j + 1, i) else None
        if row.tags[j] not in "_x1qZc,APpo+e" and row.items[j].low not in _GENERIC:
            return None
        j -= 1
        hops += 1
    return None

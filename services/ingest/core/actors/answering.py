"""Doers told by what others did: those whom somebody repelled, whoever gave the order, who is countercharged."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.actors.parts import Part, actor_kind
from services.ingest.core.phrases.items import Row

_REPEL: Final = frozenset(
    {"repel", "repelled", "repelling", "repulse", "repulsed", "resist", "resisted", "resisting", "fend", "fended"}
    | {"fought off", "fight off", "beat back", "beaten back", "drove off", "fend off", "fended off", "confront"}
    | {"repousser", "repoussé", "repoussant", "résisté", "résister", "chasser", "affronter", "opposés", "opposer"}
)
_ARMED: Final = frozenset({"jihadist", "rebel", "militia", "gang", "unidentified_armed_group"})
_SKIPPED: Final = "_x1qOeo"
_NEAR: Final = 4


def repelled(row: Row, i: int) -> bool:
    """As in "a man who tried to repel the bandits was shot": theirs was the attack."""
    if _REPEL.isdisjoint(row.lows) or actor_kind(row.items[i]) not in _ARMED:
        return False
    for j in range(i - 1, max(-1, i - 1 - _NEAR), -1):
        if row.items[j].low in _REPEL:
            return True
        if row.tags[j] not in _SKIPPED:
            break
    after = row.items[i + 1 : i + 3]
    return len(after) > 1 and after[0].low in _REPEL and after[1].tag == "B"


_ORDERS: Final = frozenset(
    {"ordered", "ordonné", "commandité", "masterminded", "orchestrated", "orchestré", "directed", "organised"}
    | {"organized", "organisé", "planned", "planifié", "commanded", "led", "dirigé"}
)
_KILL: Final = re.compile(r"^(?:tuer|abattre|exécuter|massacrer|attaquer|enlever|kill|attack|execute|massacre|abduct)$")
_DEED_NEAR: Final = 6


def ordered(row: Row, i: int) -> bool:
    """As in "the warlord ordered the killing", "aurait ordonné de tuer"."""
    if _ORDERS.isdisjoint(row.lows):
        return False
    for j in range(i + 1, min(len(row.items), i + 1 + _NEAR)):
        if row.items[j].low in _ORDERS:
            after = row.items[j + 1 : j + 1 + _DEED_NEAR]
            return any(item.tag in "EXYy" or _KILL.match(item.low) for item in after)
        if row.tags[j] not in "_hDx,":
            return False
    return False


def countercharged(row: Row, found: Sequence[Part]) -> Iterable[Part]:
    """As in "the mayor suspects A; A denies it and accuses B": each is accused, neither is told to have done it."""
    if not (row.has("deny") or row.has("disowns")):
        return found
    blamed = {part.key for part in found if part.role == "attacker" and part.attribution == "suspected"}
    if len(blamed) < 2:  # noqa: PLR2004 (one against another)
        return found
    return [replace(part, role="accused") if part.key in blamed and part.role == "attacker" else part for part in found]


_MEMBERS: Final = frozenset({"member", "members", "fighter", "fighters", "membres", "membre", "criminals"})
_DEAD: Final = frozenset(
    {"dead", "all", "they", "victims", "killed", "those", "others", "tués", "morts", "tous", "ils"}
)
_LINKED: Final = re.compile(r"b[_x1q,]{0,3}(?:[pPo_][_xo]{0,3})?$")
_DEAD_NEAR: Final = 8


def is_theirs(row: Row, i: int) -> bool:
    """As in "the police said all the dead were members of X"."""
    if "b" not in row.tags[:i] or row.items[i].actor is None or _DEAD.isdisjoint(row.lows):
        return False
    linked = _LINKED.search(row.tags[:i])
    if linked is None:
        return False
    words = {token.low for token in row.tokens if row.items[linked.start()].end <= token.start < row.items[i].end}
    near = {item.low for item in row.items[max(0, linked.start() - _DEAD_NEAR) : linked.start()]}
    return not _MEMBERS.isdisjoint(words) and not _DEAD.isdisjoint(near)


_AGAINST: Final = frozenset({"contre", "against"})
_OPERATIONS: Final = frozenset(
    {"opération", "opérations", "operation", "operations", "offensive", "assault", "raid", "assaut"}
)
_OPERATION_NEAR: Final = 9


def opposed(row: Row, i: int) -> bool:
    """As in "a joint operation with the army against X": those at whom it was aimed."""
    if _AGAINST.isdisjoint(row.lows) or _OPERATIONS.isdisjoint(row.lows):
        return False
    j = i - 1
    while j >= 0 and row.tags[j] in "x1qoZp_" and i - j <= _NEAR and row.items[j].low not in _AGAINST:
        j -= 1
    if j < 0 or row.items[j].low not in _AGAINST:
        return False
    return any(item.low in _OPERATIONS for item in row.items[max(0, j - _OPERATION_NEAR) : j])

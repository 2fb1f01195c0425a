"""Who takes ground, and who held it before."""

from typing import Final

from services.ingest.core.deeds.triggers import TAKES
from services.ingest.core.phrases.items import Row

_TAKES_NEAR: Final = 4


def takes(row: Row, first: int) -> bool:
    """As in "ont pris Bria", "took the town": what is taken follows, a name or a place."""
    for j in range(first, min(len(row.items) - 1, first + _TAKES_NEAR)):
        if row.items[j].low in TAKES:
            return row.items[j + 1].raw[:1].isupper() or row.tags[j + 1] in "xT"
        if row.tags[j] not in "_hxHD,":
            return False
    return False


_HOLDS: Final = frozenset(
    {"held", "controlled", "occupied", "seized", "tenait", "tenaient", "contrôlait", "contrôlaient", "occupait"}
    | {"occupaient", "tenu", "tenue", "occupé", "occupée", "contrôlé", "contrôlée"}
)
GAINS: Final = TAKES | {
    "entered",
    "recaptured",
    "retook",
    "control",
    "regained",
    "contrôle",
    "reprise",
    "entrés",
    "entrées",
}


def held_before(row: Row, i: int) -> bool:
    """As in "took the town, which X had held", "captured the town from X"."""
    if GAINS.isdisjoint(row.lows) or not any(item.low in GAINS for item in row.items[:i]):
        return False
    if row.tags[i - 1 : i] == "f" or (row.tags[i - 2 : i - 1] == "f" and row.tags[i - 1] in "x_"):
        return True
    relative = any(item.low in {"which", "that", "que", "qu'"} for item in row.items[max(0, i - 4) : i])
    return relative and any(item.low in _HOLDS for item in row.items[i + 1 : i + 4])

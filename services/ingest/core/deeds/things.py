"""What was aimed at, and what was destroyed, damaged or taken."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from events.actor import Materiel, Target, TargetKind
from services.ingest.core.phrases.items import Item, Row

_AIMED: Final = re.compile(r"(?P<deed>[VEGYF]|k)[^sVEz]{0,7}?(?P<target>T|m)")
_PASSIVE: Final = re.compile(r"(?P<target>T|m)[^sVEzk]{0,14}?b_{0,2}(?P<deed>[VFk])")
_RODE: Final = re.compile(r"(?P<target>T|m)[^sVEz]{0,6}?(?P<deed>V)")
_LOST: Final = re.compile(r"(?P<list>m(?:[,c]{1,2}m)*)[_oepA,]{0,4}?(?:h_?)?(?:b[_]{0,2})(?P<fate>[FkV])")
_LOST_REDUCED: Final = re.compile(r"(?P<list>m)(?P<fate>F)")
_DESTROYED: Final = re.compile(r"(?P<fate>[FVG])[_xeqoc]{0,3}(?P<list>m(?:[,c]{1,2}_?m)*)")
_NOT_MATERIEL: Final = frozenset({"village", "other", "weapons"})
_THINGS_MAX: Final = 20


def find_targets(rows: Iterable[Row]) -> tuple[Target, ...]:
    """What the deeds of these sentences were aimed at, the more particular first."""
    return tuple(Target(what=kind) for kind in targets_of(rows))


def targets_of(rows: Iterable[Row]) -> tuple[TargetKind, ...]:
    """The kinds of what the deeds of these sentences were aimed at, the more particular first."""
    found: dict[TargetKind, None] = {}
    for row in rows:
        if "T" not in row.tags and "m" not in row.tags:
            continue
        for pattern in (_AIMED, _PASSIVE, _RODE):
            for match in pattern.finditer(row.tags):
                kind = _target(row, match.start("target"))
                if kind is not None and _deed(row.items[match.start("deed")]):
                    found.setdefault(kind)
    particular = [kind for kind in found if kind not in {"other", "village", "road", "home"}]
    kinds = sorted(found, key=lambda kind: (kind not in particular, list(found).index(kind)))
    return tuple(kinds[:_THINGS_MAX])


def _target(row: Row, i: int) -> TargetKind | None:
    word = row.items[i].word
    stands = i + 1 < len(row.items) and row.items[i + 1].low in _STOPS
    return word.target if word is not None and not stands else None


_STOPS: Final = frozenset({"stop", "stops", "station", "stations", "terminal", "depot", "park"})  # "at a bus stop"


def _deed(item: Item) -> bool:
    word = item.word
    return word is not None and (word.trigger is not None or word.fate is not None)


def find_materiel(rows: Sequence[Row]) -> tuple[Materiel, ...]:
    """Things lost, with their number where it is told: five trucks destroyed."""
    found: dict[tuple[str, str | None], Materiel] = {}
    for row in rows:
        if "m" not in row.tags:
            continue
        for pattern in (_LOST, _DESTROYED, _LOST_REDUCED):
            for match in pattern.finditer(row.tags):
                fate = row.items[match.start("fate")].word
                if fate is None or fate.fate is None:
                    continue
                for i in range(match.start("list"), match.end("list")):
                    _add(found, row.items[i], fate.fate)
    return tuple(found.values())[:_THINGS_MAX]


def _add(found: dict[tuple[str, str | None], Materiel], item: Item, fate: str) -> None:
    word = item.word
    if item.tag != "m" or word is None or word.thing is None or word.thing in _NOT_MATERIEL:
        return
    if item.quantity is None and not word.plural:
        return
    count = item.quantity.told if item.quantity is not None else None
    known = found.get((word.thing, fate))
    if known is None or known.count is None:
        found[word.thing, fate] = Materiel.model_validate({"what": word.thing, "count": count, "fate": fate})

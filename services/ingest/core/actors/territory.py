"""Who takes ground, and who held it before."""

import re
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


_FALLS: Final = re.compile(
    r"\b(?:(?:fell|falls|fallen|fall|lost|surrendered)(?: \w+){0,3}? (?:in)?to(?: the (?:hands|control) of)?"
    r"|(?:passed|gone|went|came|come|brought|slipped)(?: \w+){0,3}? (?:into the hands|under (?:the )?control) of"
    r"|(?:tombée?s?|passée?s?|passe|tombe|basculé)(?: [\w']+){0,4}? (?:aux mains|sous (?:le )?contr[ôo]le)"
    r" d(?:e|es|u|'))(?: (?:the|la|le|les|l'|\w+ rebels|groupe|rebelles|rebelles d[ue]))*$"
)
_FALLING: Final = frozenset(
    {"fell to", "fell", "falls", "fallen", "fall", "lost", "surrendered", "passed", "gone", "went", "came", "come"}
    | {"brought", "slipped", "tombée", "tombé", "passée", "passé", "passe", "tombe", "basculé", "est tombée", "mains"}
    | {"contrôle", "hands", "control", "to"}
)
_FALLS_NEAR: Final = 9


def falls_to(row: Row, i: int) -> bool:
    """As in "the town fell to X", "passed into the hands of X", "est tombée aux mains de X"."""
    if row.items[i].low in TAKES:
        return False
    if _FALLING.isdisjoint(row.lows):
        return False
    lows = " ".join(item.low for item in row.items[max(0, i - _FALLS_NEAR) : i])
    return _FALLS.search(lows) is not None


_ENTERS: Final = frozenset({"entered", "enters", "investi", "pénétré", "entrés", "entrées", "stormed into", "marched"})


def enters(row: Row, first: int) -> bool:
    """As in "insurgents entered Macomia", "sont entrés dans la ville"."""
    for j in range(first, min(len(row.items) - 1, first + _TAKES_NEAR)):
        if row.items[j].low in _ENTERS:
            return any(item.raw[:1].isupper() or item.tag in "mT" for item in row.items[j + 1 : j + 4])
        if row.tags[j] not in "_hxHDb":
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


_RULE: Final = frozenset({"rule", "control", "occupation", "hands", "domination"})
_IT: Final = frozenset({"it", "s'en", "l'"})


def held_before(row: Row, i: int) -> bool:
    """As in "took the town, which X had held", "captured it from X", "ending years of X rule", "after X took it"."""
    if GAINS.isdisjoint(row.lows) or not any(item.low in GAINS for item in row.items[:i]):
        return False
    if row.tags[i - 1 : i] == "f" or (row.tags[i - 2 : i - 1] == "f" and row.tags[i - 1] in "x_"):
        return True
    if any(item.low in _RULE for item in row.items[i + 1 : i + 3]):
        return True
    took = [item.low for item in row.items[i + 1 : i + 4]]
    if any(low in TAKES or low in _HOLDS for low in took) and not _IT.isdisjoint(took):
        return True
    relative = any(item.low in {"which", "that", "que", "qu'"} for item in row.items[max(0, i - 4) : i])
    return relative and any(item.low in _HOLDS for item in row.items[i + 1 : i + 4])


_ARRIVES: Final = frozenset({"came", "arrived", "descended", "swooped", "burst", "appeared", "surgi", "débarqué"})
_WHEN: Final = frozenset({"when", "after", "as", "lorsque", "quand", "où"})
_HARM: Final = frozenset("kdX")


def arrives(row: Row, i: int) -> bool:
    """As in "six people died when X militants came at 3 a.m."."""
    if _ARRIVES.isdisjoint(row.lows) or _WHEN.isdisjoint(row.lows) or _HARM.isdisjoint(row.tags[:i]):
        return False
    began = any(item.low in _WHEN for item in row.items[max(0, i - 2) : i])
    return began and any(item.low in _ARRIVES for item in row.items[i + 1 : i + 3])

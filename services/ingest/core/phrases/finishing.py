"""What is known of phrases of people once all are read: disguises, names in brackets, who is only suspected. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.phrases.items import Item, Mark
from services.ingest.core.words.lexicon import OTHER, Word


def finished(joined: list[Item], marks: Sequence[Mark]) -> list[Item]:
    """The items of a sentence with what stands around its people taken in."""
    tags = "".join([item.tag for item in joined])
    if "PoQ" in tags:
        joined = _with_ages(joined, tags)
    if "Qk" in tags:
        joined = _with_sufferers(joined, tags)
    if "z" in tags:
        joined = _with_acronyms(joined)
    if not _GUISE.isdisjoint([item.low for item in joined]):
        joined = [replace(item, tag=OTHER) if _disguise(joined, i) else item for i, item in enumerate(joined)]
    if "est" in [item.low for item in joined]:
        joined = [replace(item, tag=OTHER) if _east(joined, i) else item for i, item in enumerate(joined)]
    suspects = [mark for mark in marks if "suspect" in mark.word.categories]
    return [_suspected(item, suspects) for item in joined] if suspects else joined


_GUISE: Final = frozenset(
    {"disguised", "dressed", "posing", "masquerading", "uniform", "uniforms", "fatigues", "outfits"}
    | {"déguisés", "déguisé", "habillés", "vêtus", "passer", "uniforme", "uniformes", "tenue", "tenues", "treillis"}
)
_CLOTHES: Final = frozenset({"uniform", "uniforms", "fatigues", "outfits"})
_GUISE_BEFORE: Final = 4


def _east(items: Sequence[Item], i: int) -> bool:
    """As in "dans l'est du pays": a point of the compass, no verb."""
    return items[i].low == "est" and i > 0 and items[i - 1].low in {"l'", "nord", "sud", "extrême", "grand"}


def _disguise(items: Sequence[Item], i: int) -> bool:
    """As in "gunmen disguised as police", "men in army uniforms": what somebody is dressed as was not there."""
    if items[i].tag not in "APp":
        return False
    if i + 1 < len(items) and items[i + 1].low in _CLOTHES:
        return True
    before = i - 1
    while before >= max(0, i - _GUISE_BEFORE) and items[before].tag in "_x1eoZ":
        if items[before].low in _GUISE:
            return True
        before -= 1
    return False


_AGED: Final = re.compile(r"(?<=Po)Q")


def _with_ages(items: list[Item], tags: str) -> list[Item]:
    """As in "a nun of 84", "un homme de 52 ans": the age of one person counts nobody."""
    for match in _AGED.finditer(tags):
        i = match.start()
        one = items[i - 2].quantity
        if one is not None and one.told == 1:
            items[i] = replace(items[i], tag="#", quantity=None)
    return items


_DISPLACED: Final = Word(tag="n", categories=frozenset({"person"}), party="civilians", actor="civilians", plural=True)
_STRICKEN: Final = re.compile(r"[kgy][_x]?(?P<who>Q)k|(?P<hit>Q)k(?=(?:h_?)?b_?k)")
_SUFFERERS: Final = frozenset(
    {"déplacés", "déplacées", "blessés", "blessées", "détenus", "détenues", "displaced", "wounded", "abducted"}
)


def _with_sufferers(items: list[Item], tags: str) -> list[Item]:
    """As in "ont tué soixante déplacés": whom an earlier deed had made that are people, of this deed."""
    for match in _STRICKEN.finditer(tags):
        i = match.start("who" if match["who"] else "hit")
        if items[i + 1].low in _SUFFERERS:
            noun = _DISPLACED if items[i + 1].low in {"déplacés", "déplacées", "displaced"} else None
            whole = replace(items[i], tag="P", end=items[i + 1].end, noun=noun)
            items[i : i + 2] = [whole, replace(items[i + 1], tag=OTHER)]
    return items


def _with_acronyms(items: list[Item]) -> list[Item]:
    """As in "the National Liberation Army (ELN)": the name in brackets is the same actor's."""
    out: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        bracketed = item.tag in "APp" and [other.tag for other in items[i + 1 : i + 4]] in (
            ["z", "A", "z"],
            ["z", "_", "z"],
        )
        if bracketed and items[i + 1].raw in "([":
            item = replace(item, actor=item.actor or items[i + 2].actor)
            i += 3
        out.append(item)
        i += 1
    return out


def _suspected(item: Item, suspects: Sequence[Mark]) -> Item:
    if item.tag not in "PpA":
        return item
    near = any(item.start - 2 <= mark.end <= item.end + 12 and mark.start <= item.end + 2 for mark in suspects)
    return replace(item, remarks=item.remarks | {"suspected"}) if near else item

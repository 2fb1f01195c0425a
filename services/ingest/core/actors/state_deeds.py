"""Deeds told of a state or by the weapon used: "a Russian missile strike", "shelled by Israel", "an army drone"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.actors.parts import Part
from services.ingest.core.phrases.items import Item, Row
from services.ingest.core.places.port import PlaceMention

_STATE_ACTS: Final = re.compile(r"^(?:s_?h?_?)?h?_?[VGg]|^k_?[PpQ]|^s__?h?_?k")
_BY_STATE: Final = re.compile(r"[kVFEG][^sz]{0,8}B_?$")


def deeds_of_countries(row: Row, mentions: Sequence[PlaceMention]) -> Iterator[Part]:
    """A country that acts: "Israel said it had targeted", "shelled by Russia"."""
    for mention in mentions:
        if mention.kind != "country" or mention.relation not in {"none", "in", "from"}:
            continue
        i = next((i for i, item in enumerate(row.items) if item.start >= mention.start), None)
        after = next((i for i, item in enumerate(row.items) if item.start >= mention.end), len(row.items))
        if i is None:
            continue
        said = _marks_before(row, i)
        if "blame" in said:
            yield replace(_state(row, i, mention), role="accused", attribution="suspected")
            continue
        if mention.relation == "from":
            if _launched(row, i):
                yield replace(_state(row, i, mention), role="accused", attribution="suspected")
            continue
        if "support" in said and not _owns(row, after):
            yield _sponsor(mention)
            continue
        acts = (
            mention.relation == "none"
            and not _AFTER_BY.search(row.tags[:i])
            and _STATE_ACTS.match(row.tags[(verb := _past_joined(row, after, mentions)) :])
            and _harms_soon(row, verb)
        )
        acts = acts or (mention.relation in {"none", "in"} and _its_weapon(row, after))
        by = _BY_STATE.search(row.tags[:i]) and not _supplied(row, i) and not _owns(row, after)
        if acts or by:
            yield _state(row, i, mention)


def _state(row: Row, i: int, mention: PlaceMention) -> Part:
    """The force of the state that a mention names, which begins at item `i`."""
    return replace(_force(row.items[i], mention.countries), at=mention.end - len(mention.text), end=mention.end)


def _launched(row: Row, i: int) -> bool:
    """As in "missiles fired from Armenia"."""
    return any(
        item.low in {"fired", "launched", "tiré", "tirés", "tirée", "tirées", "lancés"}
        for item in row.items[max(0, i - 3) : i]
    )


def _sponsor(mention: PlaceMention) -> Part:
    """A state said to be behind a group: no force of its own takes part."""
    home = mention.countries[0]
    return Part(f"~government:{home}", mention.text, "government", "supporter", mention.start, home, strong=True)


def _marks_before(row: Row, i: int) -> frozenset[str]:
    """What a phrase right before item `i` says of it, a determiner apart: "blamed on", "backed by"."""
    j = i - 1 if i and row.tags[i - 1] != "x" else i - 2
    if j < 0:
        return frozenset()
    at = row.items[j].token
    return frozenset(
        category for mark in row.marks if mark.first <= at <= mark.last for category in mark.word.categories
    )


def _its_weapon(row: Row, i: int) -> bool:
    """As in "Russia's missiles hit", "the United States air raid"."""
    if i < len(row.items) and row.tags[i] == "E" and row.items[i].start - row.items[i - 1].end == 1:
        return _ARMS.search(row.items[i].low) is not None
    if i + 1 >= len(row.items) or row.items[i].low not in {"'s", "'"} or row.tags[i + 1] != "E":
        return False
    return WEAPON.search(row.items[i + 1].low) is not None and _fired(row, i + 2)


def _owns(row: Row, i: int) -> bool:
    """As in "by Yemen's rebels": not the state."""
    return i < len(row.items) and row.items[i].low in {"'s", "'"}


_AFTER_BY: Final = re.compile(r"B[_x]?$")


def _supplied(row: Row, i: int) -> bool:
    """As in "supplied by the United States", "built by Russia": the weapon is theirs, not the deed."""
    near = row.items[max(0, i - 4) : i]
    return bool(near) and row.marked("equipment", near[0].start, row.items[i].start)


_AND: Final = re.compile(r"c[_x]?$")


def _past_joined(row: Row, after: int, mentions: Sequence[PlaceMention]) -> int:
    """As in "Britain and the United States bombed": the item behind the last state of the list."""
    for mention in mentions:
        start = next((j for j in range(after, len(row.items)) if row.items[j].start >= mention.start), None)
        joined = mention.kind == "country" and start is not None and _AND.fullmatch(row.tags[after:start])
        if joined:
            return next((j for j in range(after, len(row.items)) if row.items[j].start >= mention.end), after)
    return after


def _harms_soon(row: Row, after: int) -> bool:
    deeds = [item.word for item in row.items[after : after + 5] if item.tag in "VGgk"]
    return any(word is not None and word.trigger in _STATE_DEEDS for word in deeds)


_STATE_DEEDS: Final = frozenset({"attack", "air_drone_strike", "shelling_artillery_missile_attack", "ambush"})


_NOUNS: Final = frozenset({"shelling", "bombing", "pounding", "bombardment"})
"""Deeds that look like verbs: "the Azerbaijani shelling of the town"."""


def deeds_of_forces(row: Row) -> list[Part]:
    """As in "a Russian missile strike", "an army drone", "un drone de l'armée": not "a Turkish-made drone"."""
    found: list[Part] = []
    if "E" not in row.tags and "Z" not in row.tags:
        return found
    for i, item in enumerate(row.items[:-1]):
        following = row.items[i + 1]
        word = following.word
        if item.tag == "Z" and following.tag in "Em" and "support" in _marks_before(row, i):
            found.append(replace(_force(item, item.nations), role="supporter"))
        elif (
            item.tag == "Z"
            and following.tag in "Em"
            and ((word is not None and word.trigger in _STATE_ARMS) or following.tag == "m")
            and (
                _ARMS.search(following.low)
                or (WEAPON.search(following.low) and (_fired(row, i + 2) or _struck_by(row, i)))
            )
        ):
            found.append(_force(item, item.nations))
            if row.tags[max(0, i - 2) : i] == "Zc":  # "Russian and Syrian warplanes"
                found.append(_force(row.items[i - 2], row.items[i - 2].nations))
        elif item.tag == "Z" and following.low in _NOUNS and row.tags[max(0, i - 1) : i] in {"x", "1", "f", "e", "B"}:
            found.append(_force(item, item.nations))
        elif item.tag == "E" and following.tag == "Z" and following.raw[:1].islower() and _FRENCH_ARMS.search(item.low):
            found.append(_force(following, following.nations))
        if item.tag == "E" and item.low.startswith(("army ", "military ")):
            before = row.items[i - 1].nations if i and row.tags[i - 1] == "Z" else ()
            found.append(_force(item, before))
        if item.tag == "E" and item.low.endswith("armée"):
            found.append(_force(item, following.nations))
    return found


_LANDS: Final = frozenset(
    {"slammed", "landed", "fell", "crashed", "smashed", "tore", "ripped", "plunged", "rained", "ploughed", "plowed"}
    | {"tombé", "tombés", "tombée", "tombées", "abattu", "abattus"}
)


def _fired(row: Row, i: int) -> bool:
    """As in "a missile struck", "a missile slammed into"."""
    return _FIRED.match(row.tags[i:]) is not None or any(item.low in _LANDS for item in row.items[i : i + 2])


_FIRED: Final = re.compile(r"Z?_{0,2}[wx]?h?_?[VGkg]")
_FRENCH_ARMS: Final = re.compile(
    r"^(?:frappes?|bombardements?|raids?|tirs?|missiles?|drones?|roquettes?|obus|offensive|opération|attaques?)\b"
)


def _struck_by(row: Row, i: int) -> bool:
    """As in "hit by a Russian missile", "killed by Israeli drones"."""
    j = i - 1 if i and row.tags[i - 1] not in "1x_" else i - 2
    return j >= 0 and (row.tags[j] == "B" or row.items[j].low.endswith((" by", " par")))


_STATE_ARMS: Final = frozenset({"air_drone_strike", "shelling_artillery_missile_attack", "attack"})


def _force(item: Item, nations: tuple[str, ...]) -> Part:
    key = f"~state_force:{nations[0] if nations else ''}"
    return Part(
        key, "army", "state_force", "attacker", item.start, generic=True, nations=nations, strong=True, end=item.end
    )


_ARMS: Final = re.compile(
    r"\b(?:strikes?|attacks?|raids?|bombardments?|shelling|fire|airstrikes?|bombings?|offensive|assault|ambush"
    r"|massacre|incursion)$"
)


WEAPON: Final = re.compile(
    r"\b(?:missiles?|drones?|rockets?|shells?|jets?|warplanes?|mortars?|helicopters?|artillery|bombs?|aircraft"
    r"|roquettes?|obus|avions?|hélicoptères?|artillerie|bombes?)$"
)
_OWNED: Final = re.compile(r"E[o_]{0,1}[_xZ1]{0,2}$")


def fires(row: Row, i: int) -> bool:
    """As in "a drone of the rebels struck", "un drone de l'armée a frappé", "un drone houthi a tué"."""
    beside = i > 0 and row.tags[i - 1] == "E" and row.items[i].raw[:1].islower() and row.items[i].actor is not None
    if beside and _FRENCH_ARMS.search(row.items[i - 1].low):
        return True
    owned = _OWNED.search(row.tags[:i]) if "E" in row.tags else None
    if owned is None or WEAPON.search(row.items[owned.start()].low) is None:
        return False
    return any(item.low in _OF for item in row.items[owned.start() + 1 : i]) and _fired(row, i + 1)


_OF: Final = frozenset({"of", "de", "des", "du", "d'"})


def strikes(row: Row, i: int) -> bool:
    """As in "a rebel attack", "Boko Haram raid", "army drone strike": the actor stands before its deed."""
    j = i + 1
    while j < len(row.items) and row.tags[j] == "_" and j <= i + 1 and row.items[j].low != "'s":
        j += 1
    if j < len(row.items) and row.items[j].low == "'s":
        j += 1
    if j >= len(row.items) or row.tags[j] != "E" or row.items[i].quantity is not None:
        return False
    word = row.items[j].word
    weapon = bool(WEAPON.search(row.items[j].low)) and re.match(r"_{0,2}[VGkg]", row.tags[j + 1 :]) is not None
    return (
        word is not None
        and (weapon or bool(_ARMS.search(row.items[j].low)))
        and word.trigger is not None
        and "vague" not in word.flags
    )

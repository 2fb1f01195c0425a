"""Who did what: actors of a sentence and their part in the deed, by grammar rather than by distance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from events.actor import ActorKind, Attribution, Role
from services.ingest.core.items import Item, Mark, Row
from services.ingest.core.places import PlaceMention

_SKIP: Final = "_x1q+ZQ#"
_BY_AGENT: Final = re.compile(r"(?P<deed>[kgVFEaXGYdm])[^kgVFEsBPA]{0,10}?B[_x1qZ+eo]{0,4}$")
_SUBJECT: Final = re.compile(
    r"^[^kgyVGYEsbhBz,.]{0,8}?(?:,[^,]{1,14},)?(?P<who>w)?(?:h_{0,2})?_{0,2}(?P<deed>[kgyVGYF])"
)
_SUBJECT_NEAR: Final = re.compile(
    r"^(?P<aside>,[^,z]{1,18},)?[^kgyVGYEsBzA]{0,10}?(?P<deed>[VGYy]|[kg](?=[_x]{0,2}[PpQA1mE])|l(?=[PQ]))"
)
_PASSIVE: Final = re.compile(r"^(?:[^kgyVsEzBAPpQMH]{0,10}?)(?:h_?)?b_{0,2}(?P<deed>[kVa])")
_OBJECT: Final = re.compile(r"(?P<deed>[kgyVGY])[_x1qo+Z]{0,3}e?[_x1q]{0,2}$")
_AIM: Final = re.compile(r"(?P<deed>[EX])[^kgVsEz,]{0,3}?[eo][_x1qZ+]{0,3}(?P<via>[Tm][_x]?[oe][_x1Z]{0,2})?$")
_BETWEEN: Final = re.compile(r"[EV][^z]{0,6}e[^z]{0,16}$")
_CLASH_WITH: Final = re.compile(r"V_{0,2}e[_x1qZ+]{0,3}$")
_PARTS: Final = {"killed", "wounded", "abducted", "missing"}
_SPEECH_NEAR: Final = re.compile(r"^[^VkgEyY,z]{0,4}s")


@dataclass(frozen=True, slots=True)
class Part:
    """One actor's part as one sentence tells it.

    `key`: names the actor, or for a generic noun its kind; `country`: whose force it is, if told. `at`: character.
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


def find_parts(
    row: Row, figures_at: frozenset[int] = frozenset(), mentions: Sequence[PlaceMention] = ()
) -> tuple[Part, ...]:
    """The actors of one sentence that have a part in its deed. `figures_at`: characters where counted victims stand."""
    found: list[Part] = []
    for i, item in enumerate(row.items):
        if item.tag not in "APp" or _kind(item) is None:
            continue
        for role, attribution, claimed, strong in _roles(row, i, figures_at):
            part = _part(item, role, attribution, claimed=claimed, strong=strong)
            if part is not None:
                found.append(part)
        if not found or found[-1].at != item.start:
            chained = _chained(row, i, found)
            part = _part(item, *chained) if chained is not None else None
            found += [part] if part is not None else []
    found += _states(row)
    found += _countries(row, mentions)
    return tuple(found)


_STATE_ACTS: Final = re.compile(r"^(?:s_?h?_?)?h?_?[VGg]|^k_?[PpQ]|^s__?h?_?k")
_BY_STATE: Final = re.compile(r"[kVFEG][^sz]{0,8}B_?$")


def _countries(row: Row, mentions: Sequence[PlaceMention]) -> Iterator[Part]:
    """A country that acts: "Israel said it had targeted", "shelled by Russia"."""
    for mention in mentions:
        if mention.kind != "country" or mention.relation not in {"none", "in"}:
            continue
        i = next((i for i, item in enumerate(row.items) if item.start >= mention.start), None)
        after = next((i for i, item in enumerate(row.items) if item.start >= mention.end), len(row.items))
        if i is None:
            continue
        blamed = row.items[i - 1] if i else None
        if blamed is not None and any("blame" in mark and mark.last == blamed.token for mark in row.marks):
            yield replace(_force(row.items[i], mention.countries), role="accused", attribution="suspected")
            continue
        acts = mention.relation == "none" and _STATE_ACTS.match(row.tags[after:]) and _harms_soon(row, after)
        if acts or _BY_STATE.search(row.tags[:i]):
            item = row.items[i]
            yield _force(item, mention.countries)


def _harms_soon(row: Row, after: int) -> bool:
    deeds = [item.word for item in row.items[after : after + 5] if item.tag in "VGgk"]
    return any(word is not None and word.trigger in _STATE_DEEDS for word in deeds)


_STATE_DEEDS: Final = frozenset({"attack", "air_drone_strike", "shelling_artillery_missile_attack", "ambush"})


def _states(row: Row) -> list[Part]:
    """ "a Russian missile strike", "an army drone": a state's force named by its weapon; not "a Turkish-made drone"."""
    found: list[Part] = []
    for i, item in enumerate(row.items[:-1]):
        following = row.items[i + 1]
        word = following.word
        if (
            item.tag == "Z"
            and following.tag == "E"
            and word is not None
            and word.trigger in _STATE_ARMS
            and _ARMS.search(following.low)
        ):
            found.append(_force(item, item.nations))
        if item.tag == "E" and item.low.startswith(("army ", "military ")):
            before = row.items[i - 1].nations if i and row.tags[i - 1] == "Z" else ()
            found.append(_force(item, before))
    return found


_STATE_ARMS: Final = frozenset({"air_drone_strike", "shelling_artillery_missile_attack", "attack"})


def _force(item: Item, nations: tuple[str, ...]) -> Part:
    key = f"~state_force:{nations[0] if nations else ''}"
    return Part(key, "army", "state_force", "attacker", item.start, None, generic=True, nations=nations, strong=True)


_JOINED: Final = re.compile(r"[APp][_xZ1]{0,2}(?:f_{1,3})?(?:c|,c?)[_xZ1q]{0,2}$")


def _chained(row: Row, i: int, found: list[Part]) -> tuple[Role, Attribution] | None:
    """An actor joined to one before it by "and" has the same part."""
    if not found or not _JOINED.search(row.tags[:i]):
        return None
    last = max(j for j in range(i) if row.tags[j] in "APp")
    earlier = next((part for part in reversed(found) if part.at == row.items[last].start), None)
    return (earlier.role, earlier.attribution) if earlier is not None and earlier.claimed is None else None


def _kind(item: Item) -> ActorKind | None:
    if item.actor is not None and (item.noun is None or item.noun.party not in {"civilians", "aid_workers"}):
        return item.actor.kind
    noun = item.noun or item.word
    return noun.actor if noun is not None else None


_CIVIL: Final = frozenset({"civilians", "protesters", "aid_organisation"})
_AMONG: Final = re.compile(r"^(?:,?[,c][_x]?[pP])*_?b?_?u")
_Role = tuple[Role, Attribution, bool | None, bool]


def _roles(row: Row, i: int, figures_at: frozenset[int]) -> Iterator[_Role]:
    item = row.items[i]
    before, after = row.tags[:i], row.tags[i + 1 :]
    marked = list(_marked(row, i))
    if marked:
        yield from marked
        return
    suspected: Attribution = "suspected" if "suspected" in item.remarks else "reported"
    if item.start in figures_at or _AMONG.match(after):
        yield "victim", "reported", None, False
        return
    civil = _kind(item) in _CIVIL
    by = _BY_AGENT.search(before)
    if by is not None and not civil and row.items[by.start("deed")].low not in {"claimed", "revendiqué"}:
        yield "attacker", suspected, None, True
        return
    if (_strikes(row, i) or _of_the_attackers(row, i)) and not civil:
        yield "attacker", suspected, None, True
        return
    role = _clash(row, i) or _as_object(row, i) or _as_subject(row, i, after)
    if role is not None and not (civil and role in {"attacker", "combatant"}):
        yield role, suspected, None, role == "attacker"


_ARMS: Final = re.compile(
    r"\b(?:strikes?|attacks?|raids?|bombardments?|shelling|fire|airstrikes?|bombings?|offensive|assault|ambush|massacre|incursion)$"
)


_WEAPON: Final = re.compile(
    r"\b(?:missiles?|drones?|rockets?|shells?|jets?|warplanes?|mortars?|helicopters?|artillery|bombs?)$"
)


def _strikes(row: Row, i: int) -> bool:
    """ "a rebel attack", "Boko Haram raid", "army drone strike": the actor stands before its deed."""
    j = i + 1
    while j < len(row.items) and row.tags[j] == "_" and j <= i + 1 and row.items[j].low not in {"'s"}:
        j += 1
    if j < len(row.items) and row.items[j].low == "'s":
        j += 1
    if j >= len(row.items) or row.tags[j] != "E" or row.items[i].quantity is not None:
        return False
    word = row.items[j].word
    weapon = bool(_WEAPON.search(row.items[j].low)) and re.match(r"_{0,2}[VGkg]", row.tags[j + 1 :]) is not None
    return (
        word is not None
        and (weapon or bool(_ARMS.search(row.items[j].low)))
        and word.trigger is not None
        and "vague" not in word.flags
    )


_OF: Final = re.compile(r"E[_D]{0,2}o[_x1Z]{0,2}$")
_ARMED: Final = frozenset({"jihadist", "rebel", "militia", "gang", "unidentified_armed_group"})


def _of_the_attackers(row: Row, i: int) -> bool:
    """French: "une attaque de Boko Haram", "un raid des jihadistes" is theirs; English "of" would name the target."""
    found = _OF.search(row.tags[:i])
    if found is None or _kind(row.items[i]) not in _ARMED:
        return False
    return any(item.low in {"de", "des", "d'", "du"} for item in row.items[found.start() : i])


def _clash(row: Row, i: int) -> Role | None:
    """ "clashes between A and B", "A clashed with B": both fought."""
    before = row.tags[:i]
    clashes = [
        j
        for j, item in enumerate(row.items)
        if item.word is not None and item.word.trigger == "armed_clash" and item.tag in "EVG"
    ]
    if not clashes or i - clashes[-1] > 16 or clashes[0] - i > 12:  # noqa: PLR2004 (within one clause)
        return None
    near = min(clashes, key=lambda j: (abs(j - i), j))
    between = row.tags[near:i]
    words = [item.low for item in row.items[near : i + 1]]
    if near < i and (
        {"between", "entre", "with", "avec", "against", "contre", "pitted", "opposing", "opposant", "opposé"}
        & set(words)
    ):
        return "combatant" if "s" not in between and "z" not in between else None
    if near > i and row.tags[near] == "V" and not re.search(r"[sVkz]", row.tags[i + 1 : near]):
        return "combatant"
    return "combatant" if near > i and _CLASH_WITH.search(before) else None


def _as_object(row: Row, i: int) -> Role | None:
    before = row.tags[:i]
    found = _OBJECT.search(before)
    if found is not None and not before[: found.start()].endswith(("b", "b_")) and _does_harm(row, found.start("deed")):
        if before[found.start("deed")] in "kgV" and re.search(r"w(?:h_?)?$", before[: found.start("deed")]) is None:
            killed = _measure(row, found.start("deed")) in _PARTS
            return "victim" if killed else "target"
        return "target"
    aimed = _AIM.search(before)
    if aimed is not None and _aims(row, aimed.start("deed"), i):
        return "target"
    passive = _PASSIVE.match(row.tags[i + 1 :])
    if passive is not None and _does_harm(row, i + 1 + passive.start("deed")):
        return "victim" if row.items[i + 1 + passive.start("deed")].tag in "ka" else "target"
    return None


def _does_harm(row: Row, i: int) -> bool:
    word = row.items[i].word
    return word is not None and (word.trigger is not None or word.measure in _PARTS)


def _measure(row: Row, i: int) -> str | None:
    word = row.items[i].word
    return word.measure if word is not None else None


_AIMING: Final = frozenset(
    {"on", "against", "targeting", "contre", "sur", "of", "de", "des", "du", "d'", "at", "upon", "visant"}
)


def _aims(row: Row, deed: int, i: int) -> bool:
    words = {item.low for item in row.items[deed + 1 : i]}
    return bool(words & _AIMING) and _does_harm(row, deed) and not words & {"by", "par"}


def _as_subject(row: Row, i: int, after: str) -> Role | None:
    if _SPEECH_NEAR.match(after) is not None:
        return _speaks_of_itself(row, i, after)
    found = _SUBJECT_NEAR.match(after)
    if found is None:
        return None
    deed = i + 1 + found.start("deed")
    gap = row.tags[i + 1 + len(found["aside"] or "") : deed]
    if "b" in gap or "M" in gap or "N" in gap or gap.endswith("O") or gap.count(",") > 2:  # noqa: PLR2004
        return None
    if "," in gap and "w" not in gap and gap.count(",") == 1 and not gap.endswith((",", ",_")):
        return None
    word = row.items[deed].word
    if word is not None and "lost" in word.categories:
        return "victim"
    return "attacker" if _does_harm(row, deed) else None


_ITSELF: Final = re.compile(r"^[^VkgEyY,z]{0,4}s[_xeDH]{0,4}(?:p|A|_)?[_H]?(?:h_?)?(?P<deed>[kVGgy])")


def _speaks_of_itself(row: Row, i: int, after: str) -> Role | None:
    """ "The army said it had killed", "its troops killed": the speaker did it."""
    found = _ITSELF.match(after)
    if found is None:
        return None
    words = {item.low for item in row.items[i + 1 : i + 1 + found.start("deed")]}
    return "attacker" if words & {"it", "they", "its", "their", "he", "elle", "ils", "ses", "avoir"} else None


def _marked(row: Row, i: int) -> Iterator[_Role]:
    """Parts that a phrase spells out: escorted by, claimed, denied, blamed on, backed by."""
    item = row.items[i]
    before = _before(row, i)
    if before is not None:
        yield from _by_mark_before(before)
        if before.word.categories & {"escorting", "blame", "support"} or (
            "claim" in before and before.text.endswith(("by", "par"))
        ):
            return
    for mark in row.marks:
        between = [other for other in row.items[i + 1 :] if other.start < mark.start]
        if mark.start <= item.end or len(between) > 9 or any(o.tag in "Az" and o.actor is not None for o in between):  # noqa: PLR2004
            continue
        negated = any(other.tag == "N" for other in between)
        if "claim" in mark and not mark.text.endswith(("by", "par")):
            yield ("attacker", "suspected", False, True) if negated else ("attacker", "claimed", True, True)
            return
        if "deny" in mark:
            yield "accused", "denied", False, True
            return
        if "escorts" in mark and len(between) <= 4:  # noqa: PLR2004
            yield "escort", "reported", None, True
            return


def _by_mark_before(mark: Mark) -> Iterator[_Role]:
    if "escorting" in mark:
        yield "escort", "reported", None, True
    elif "claim" in mark and mark.text.endswith(("by", "par")):
        yield "attacker", "claimed", True, True
    elif "blame" in mark:
        yield "attacker", "suspected", None, True
    elif "support" in mark:
        yield "supporter", "reported", None, True


def _before(row: Row, i: int) -> Mark | None:
    """The mark that governs item `i`: right before it, or before actors joined to it."""
    j = i - 1
    hops = 0
    while j >= 0 and hops < 8:  # noqa: PLR2004 (a chain of joined actors)
        for mark in row.marks:
            governs = mark.word.categories & {"escorting", "blame", "support", "claim"}
            if governs and mark.first <= row.items[j].token <= mark.last:
                return mark
        if row.tags[j] not in "_x1qZc,APpo+e":
            return None
        j -= 1
        hops += 1
    return None


_NAMELESS: Final[dict[str, str]] = {
    "civilians": "civilians",
    "protesters": "protesters",
    "peacekeepers": "peacekeepers",
    "aid_organisation": "aid workers",
}


def _part(
    item: Item, role: Role, attribution: Attribution, *, claimed: bool | None = None, strong: bool = False
) -> Part | None:
    kind = _kind(item)
    if kind is None:
        return None
    if item.actor is not None and kind == item.actor.kind:
        actor = item.actor
        return Part(
            actor.id, actor.name, kind, role, item.start, actor.home, False, item.nations, attribution, claimed, strong
        )
    name = _NAMELESS.get(kind) or item.low
    force = kind in {"state_force", "police", "foreign_state_force"}
    key = f"~{kind}" if not force else f"~{kind}:{item.nations[0] if item.nations else ''}"
    return Part(key, name, kind, role, item.start, None, True, item.nations, attribution, claimed, strong)

"""Deeds that no single word tells: several ideas in order, as "threw … grenade", "police … tear gas … protesters"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from events.report import IncidentKind
from services.ingest.core.deeds.kinds import ARMED_KINDS, STATE_KINDS, VIOLENT
from services.ingest.core.deeds.scene_rules import RULES
from services.ingest.core.deeds.triggers import of_a_month
from services.ingest.core.deeds.unreal import identifies, is_figurative, is_target
from services.ingest.core.phrases.items import NATION_TAG, Item, Row
from services.ingest.core.places.lexicon import words_of
from services.ingest.core.words.cues import Cues

_UNREAL_BEFORE: Final = 4  # words between "threatened to" and what was threatened
_CAUSE_BEFORE: Final = 3  # words between "protested against the" and the deed that was the cause
_NAME_SIGNS: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One idea of a scene: any of `ideas`, at most `within` words after the step before."""

    ideas: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One rule. `deed`: which step tells the deed, so that "threatened to" before it counts; -1: none does.

    `unless`: ideas whose presence in the sentence speaks against it.
    """

    rule: str
    kind: IncidentKind
    weight: int
    steps: tuple[Step, ...]
    deed: int
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A scene found in a sentence. `at`: character of its deed."""

    rule: str
    kind: IncidentKind
    weight: int
    at: int


def _scene(line: str, kind: IncidentKind) -> Scene:
    """As in "8 burning homes: !burn 4 property - protest crowd"."""
    head, _, pattern = line.partition(":")
    weight, _, rule = head.strip().partition(" ")
    told, _, unless = pattern.partition(" - ")
    steps: list[Step] = []
    deed, within = -1, 0
    for word in told.split():
        if word.isdecimal():
            within = int(word)
            continue
        deed = len(steps) if word.startswith("!") else deed
        steps.append(Step(tuple(word.lstrip("!").split("|")), within))
    return Scene(rule, kind, int(weight), tuple(steps), deed, tuple(unless.split()))


SCENES: Final = tuple(_scene(line, kind) for kind, lines in RULES for line in lines.splitlines() if line.strip())
_IDEAS: Final = sorted(
    {idea for scene in SCENES for ideas in (*(s.ideas for s in scene.steps), scene.unless) for idea in ideas}
)
_BITS: Final = {idea: 1 << n for n, idea in enumerate(_IDEAS)}


def _mask(ideas: Iterable[str]) -> int:
    """The ideas as one number, a bit for each: what a sentence lacks is seen in one step."""
    mask = 0
    for idea in ideas:
        mask |= _BITS.get(idea, 0)
    return mask


_Asked = tuple[Scene, int, tuple[int, ...], int]


def _by_deed(scenes: Iterable[Scene]) -> dict[str, tuple[_Asked, ...]]:
    """Scenes under each idea of their deed, with masks: all of one they need, any of several, any speaks against it."""
    found: dict[str, list[_Asked]] = {}
    for scene in scenes:
        every = _mask(step.ideas[0] for step in scene.steps if len(step.ideas) == 1)
        either = tuple(_mask(step.ideas) for step in scene.steps if len(step.ideas) > 1)
        asked = scene, every, either, _mask(scene.unless)
        for idea in scene.steps[max(scene.deed, 0)].ideas:
            found.setdefault(idea, []).append(asked)
    return {idea: tuple(rules) for idea, rules in found.items()}


_BY_DEED: Final = _by_deed(SCENES)

Positions = Mapping[str, list[int]]


def find_scenes(row: Row, cues: Cues, places_at: frozenset[int] = frozenset()) -> tuple[Seen, ...]:
    """The scenes of one sentence, in the order of the rules. `places_at`: characters where names of places begin."""
    if of_a_month(row):
        return ()
    positions = _positions(row, cues, places_at)
    told = _mask(positions)
    found: dict[str, Seen] = {}
    for idea in positions:
        for scene, every, either, unless in _BY_DEED.get(idea, ()):
            if told & every != every or unless & told or scene.rule in found or not _has(told, either):
                continue
            at = _deed_at(scene, positions)
            if at is not None:
                found[scene.rule] = Seen(scene.rule, scene.kind, scene.weight, row.tokens[at].start)
    return tuple(sorted(found.values(), key=lambda seen: (seen.kind, seen.rule)))


def _has(told: int, either: tuple[int, ...]) -> bool:
    for need in either:  # noqa: SIM110 (a generator would take three times as long)
        if not need & told:
            return False
    return True


def _positions(row: Row, cues: Cues, places_at: frozenset[int]) -> dict[str, list[int]]:
    """Where each idea stands, as indexes of words, ascending."""
    positions: dict[str, list[int]] = {}
    mute = _mute(row)
    for i, ideas in cues.find([token.low for token in row.tokens]):
        for idea in ideas if i not in mute else ():
            positions.setdefault(idea, []).append(i)
    for item in row.items:
        if item.noun is not None or item.actor is not None or item.nations:
            for idea in _sides(item):
                _insert(positions, idea, item.token)
    _name(row, positions, places_at)
    positions[_MEANT] = [i for i in range(1, len(row.tokens)) if _is_meant(row, i)]
    return positions


_MEANT: Final = "meant"
_TO: Final = frozenset({"to", "pour"})
_DONE: Final = words_of(
    "began begun begin begins started start starts continued continue continues continuing managed went had has have "
    "forced compelled obliged made agreed helped used came able ordered sent led beaten burnt burned flee fled death"
)
"""Words before "to" after which the deed was done all the same."""


def _is_meant(row: Row, i: int) -> bool:
    """As in "drones to fight the jihadists", "pour frapper": what something is for has not happened."""
    if row.tokens[i - 1].low not in _TO:
        return False
    return i == 1 or row.tokens[i - 2].low not in _DONE


def _mute(row: Row) -> frozenset[int]:
    """Words of a day, of an aircraft that suffers, of a body's name: "Allied" of the ADF, "Rights" of a watchdog."""
    spans = [(day.start, day.end, False) for day in row.days]
    spans += [(item.start, item.end, False) for i, item in enumerate(row.items) if _stands_aside(row, i)]
    spans += [(item.start, item.end, True) for item in row.items if item.actor is not None]
    spans += [(mark.start, mark.end, True) for mark in row.marks if "speaker" in mark and mark.last > mark.first]
    tokens = row.tokens if spans else ()
    return frozenset(
        [
            i
            for start, end, named in spans
            for i, token in enumerate(tokens)
            if start <= token.start < end and (not named or token.raw[:1].isupper())
        ]
    )


def _stands_aside(row: Row, i: int) -> bool:
    """Whether an item suffers the deed, only says who somebody is, or is a phrase: "s'en sont pris à" takes nothing."""
    item = row.items[i]
    if item.word is None or item.word.trigger is None:
        return False
    phrase = item.tag == "V" and item.word.trigger == "attack" and item.low.endswith((" à", " aux", " on", " upon"))
    return phrase or is_target(row, i) or identifies(row, i) or is_figurative(row, i)


def _sides(item: Item) -> Iterator[str]:
    """Which side a phrase of people, a named actor or a nationality stands for."""
    if item.tag == NATION_TAG or item.nations:
        yield "nation"
    kind = item.actor.kind if item.actor is not None else item.noun.actor if item.noun is not None else None
    if item.actor is not None:
        yield "named"
    if kind in STATE_KINDS:
        yield "state"
    elif kind in ARMED_KINDS:
        yield "armed"
    elif item.actor is not None:
        yield "org"


def _insert(positions: dict[str, list[int]], idea: str, at: int) -> None:
    known = positions.setdefault(idea, [])
    if at not in known:
        known.append(at)
        known.sort()


def _name(row: Row, positions: dict[str, list[int]], places_at: frozenset[int]) -> None:
    """Names: of places, and of what may be one (written with a capital inside the sentence)."""
    for i, token in enumerate(row.tokens):
        if token.start in places_at:
            positions.setdefault("place", []).append(i)
        if i and token.raw[:1].isupper() and len(token.raw) > _NAME_SIGNS and not token.raw.isupper():
            positions.setdefault("name", []).append(i)


def _deed_at(scene: Scene, positions: Positions) -> int | None:
    """The word that tells the deed where the scene is told as having happened."""
    for start in _starts(scene.steps[0], positions):
        matched = _follow(scene.steps, 1, start, positions)
        if matched is None:
            continue
        steps = (start, *matched)
        at = steps[max(scene.deed, 0)]
        meant = positions.get(_MEANT, ()) if scene.kind in VIOLENT else ()
        if scene.deed < 0 and not any(step in meant for step in steps) and not _to_come(steps, positions):
            return at
        if scene.deed >= 0 and at not in meant and not _unreal(at, positions):
            return at
    return None


def _to_come(steps: Sequence[int], positions: Positions) -> bool:
    """As in "residents are to meet to press for talks": a word between the first ideas says it has not happened."""
    return any(steps[0] < word < min(steps[-1], steps[0] + _UNREAL_BEFORE + 2) for word in positions.get("unreal", ()))


def _starts(step: Step, positions: Positions) -> list[int]:
    if len(step.ideas) == 1:
        return positions.get(step.ideas[0], [])
    told = [positions[idea] for idea in step.ideas if idea in positions]
    return told[0] if len(told) == 1 else sorted({at for ats in told for at in ats})


def _follow(steps: tuple[Step, ...], n: int, after: int, positions: Positions) -> tuple[int, ...] | None:
    if n == len(steps):
        return ()
    for at in _starts(steps[n], positions):
        if after < at <= after + steps[n].within:
            rest = _follow(steps, n + 1, at, positions)
            if rest is not None:
                return (at, *rest)
    return None


def _unreal(at: int, positions: Positions) -> bool:
    """Whether the deed is only wished, feared or denied, or a cause of another: such a word stands before it."""
    for idea, before in (("unreal", _UNREAL_BEFORE), ("cause", _CAUSE_BEFORE)):
        if idea in positions and any(0 < at - word <= before for word in positions[idea]):
            return True
    return False

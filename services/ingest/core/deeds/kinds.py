"""Which kind of incident: the triggers' weights, then what the rest of the text says about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from events.actor import ActorKind, TargetKind
from events.report import IncidentKind

STATE_KINDS: Final[frozenset[ActorKind]] = frozenset(
    {"state_force", "foreign_state_force", "police", "peacekeepers", "private_military_company"}
)
ARMED_KINDS: Final[frozenset[ActorKind]] = frozenset(
    {"jihadist", "rebel", "militia", "gang", "self_defence_group", "unidentified_armed_group"}
)
VIOLENT: Final[frozenset[IncidentKind]] = frozenset(
    {
        "armed_clash",
        "attack",
        "ambush",
        "suicide_bomb",
        "air_drone_strike",
        "shelling_artillery_missile_attack",
        "remote_explosive_landmine_ied",
        "grenade",
        "chemical_weapon",
        "sexual_violence",
        "abduction_forced_disappearance",
        "mob_violence",
        "excessive_force_against_protesters",
        "violent_demonstration",
        "looting_property_destruction",
        "government_regains_territory",
        "non_state_actor_overtakes_territory",
    }
)
_PROTEST_ORDER: Final[tuple[IncidentKind, ...]] = (
    "peaceful_protest",
    "protest_with_intervention",
    "violent_demonstration",
)
_WEAPON_ORDER: Final[tuple[IncidentKind, ...]] = (
    "suicide_bomb",
    "air_drone_strike",
    "shelling_artillery_missile_attack",
    "remote_explosive_landmine_ied",
    "grenade",
)
_WEAPONS: Final = frozenset(_WEAPON_ORDER)
# Of two kinds with equal weight the first here: the more particular before the more general.
_ORDER: Final[tuple[IncidentKind, ...]] = (
    "chemical_weapon",
    "suicide_bomb",
    "excessive_force_against_protesters",
    "coup_attempt",
    "coup",
    "air_drone_strike",
    "grenade",
    "shelling_artillery_missile_attack",
    "remote_explosive_landmine_ied",
    "sexual_violence",
    "abduction_forced_disappearance",
    "protest_with_intervention",
    "violent_demonstration",
    "ambush",
    "mob_violence",
    "disrupted_weapons_use",
    "government_regains_territory",
    "non_state_actor_overtakes_territory",
    "armed_clash",
    "attack",
    "headquarters_or_base_established",
    "non_violent_transfer_of_territory",
    "agreement",
    "looting_property_destruction",
    "arrests",
    "peaceful_protest",
    "change_to_group_activity",
    "displacement",
    "other",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What else the incident's sentences say.

    `dead_at_once`: those killed are told of with the deed. `killing`: a word says that people killed them.
    `unarmed_dead`: none of the dead is told to have been a fighter or a soldier. `clash_told`: a word says that both
    sides fought. `state_attacks`: state forces did it, nobody else. `protested`: a protest is told, not only a cause;
    `protesters_dead`: protesters were killed. `armed_attack`: an armed group attacked.
    `mostly_abducted`: many more were taken than killed.
    """

    dead: bool = False
    dead_at_once: bool = False
    killing: bool = False
    unarmed_dead: bool = False
    hurt: bool = False
    abducted: bool = False
    mostly_abducted: bool = False
    protesters: bool = False
    protested: bool = False
    protesters_dead: bool = False
    armed_attack: bool = False
    state_attacks: bool = False
    clash_told: bool = False
    targets: tuple[TargetKind, ...] = ()
    lead: IncidentKind | None = None


def kind_of(weights: Mapping[IncidentKind, float], facts: Facts) -> IncidentKind:
    """The kind with most weight after what the facts add and exclude."""
    scores = dict(weights)
    _prefer_deed(scores, facts)
    _prefer_particular(scores)
    _prefer_protest(scores, facts)
    if not scores:
        return "attack" if facts.dead or facts.hurt else "abduction_forced_disappearance" if facts.abducted else "other"
    best = min(scores, key=lambda kind: (-scores[kind], _ORDER.index(kind)))
    if best == "non_state_actor_overtakes_territory" and facts.state_attacks:
        return "government_regains_territory"
    moving = {"convoy", "aid_convoy"} & set(facts.targets)
    one_sided = best == "attack" or (best == "armed_clash" and not facts.clash_told)
    if one_sided and moving and not facts.state_attacks:
        return "ambush"
    return best


def _prefer_deed(scores: dict[IncidentKind, float], facts: Facts) -> None:
    """Where people were killed, the deed names the kind, not the arrests, robberies or flights that came with it."""
    _weigh_killing(scores, facts)
    violent = max((score for kind, score in scores.items() if kind in _HARMS), default=0.0)
    if facts.dead and violent:
        _put_beside(scores, violent, facts)
    if "disrupted_weapons_use" in scores and not (facts.dead or facts.hurt):
        for kind in _WEAPON_ORDER:
            _halve(scores, kind)
    if "suicide_bomb" in scores:
        for kind in _BESIDE_SUICIDE:
            _halve(scores, kind)
    _prefer_weapon(scores)
    if facts.mostly_abducted:
        _raise(scores, "abduction_forced_disappearance", violent)
    elif facts.dead_at_once or (facts.dead and scores.get("abduction_forced_disappearance", 0.0) < _SURE):
        _halve(scores, "abduction_forced_disappearance")
    if "coup_attempt" in scores:
        scores.pop("coup", None)


def _weigh_killing(scores: dict[IncidentKind, float], facts: Facts) -> None:
    """Killing is an attack where nothing else is named; who died or who attacked speaks against other kinds."""
    died = facts.dead_at_once and "other" not in scores
    if (facts.killing or died or (facts.dead and _HARMS & scores.keys())) and not _WEAPONS & scores.keys():
        scores["attack"] = max(scores.get("attack", 0.0), _NAMED)
    if facts.unarmed_dead and not facts.clash_told:
        _halve(scores, "armed_clash")
    if not facts.protested or (facts.armed_attack and not facts.state_attacks):
        scores.pop("excessive_force_against_protesters", None)


def _prefer_weapon(scores: dict[IncidentKind, float]) -> None:
    """A weapon names the kind rather than the attack; several weapons of equal weight are those of an assault."""
    used = sorted((scores[kind] for kind in _WEAPON_ORDER if kind in scores), reverse=True)
    if len(used) > 1 and used[1] > _EQUAL * used[0] and scores.get("attack", 0.0) > _EQUAL * used[0]:
        scores["attack"] = max(scores["attack"], used[0] + _OVER)
    elif used:
        _halve(scores, "attack")


def _prefer_particular(scores: dict[IncidentKind, float]) -> None:
    """Gas names the kind, not what carried it; ground that changed hands, not the fight for it."""
    if scores.get("chemical_weapon", 0.0) >= _SURE:
        for kind in (*_WEAPON_ORDER, "attack"):
            _halve(scores, kind)
    taken = max((scores.get(kind, 0.0) for kind in _TERRITORY), default=0.0)
    if taken >= _NAMED:
        _halve(scores, "change_to_group_activity")
    if taken >= _SURE:
        for kind in _FOUGHT:
            _halve(scores, kind)
    if max(scores.get("violent_demonstration", 0.0), scores.get("mob_violence", 0.0)) >= _SURE:
        for kind in (_LOOTING, "attack"):
            _halve(scores, kind)
    if scores.get("non_violent_transfer_of_territory", 0.0) > max(taken, _SURE):
        for kind in (*_TERRITORY, "agreement"):
            _halve(scores, kind)


_SURE: Final = 9.0
_NAMED: Final = 3.0
_EQUAL: Final = 0.8


def _put_beside(scores: dict[IncidentKind, float], violent: float, facts: Facts) -> None:
    for kind in _BESIDE_DEATHS:
        _halve(scores, kind)
    if _LOOTING in scores and not facts.protesters:
        scores[_LOOTING] = min(scores[_LOOTING], violent * _ASIDE)
    _halve(scores, "disrupted_weapons_use")
    if violent >= _NAMED:
        for kind in _STRATEGIC:
            if kind in scores:
                scores[kind] = min(scores[kind], violent * _ASIDE)


_LOOTING: Final[IncidentKind] = "looting_property_destruction"
_HARMS: Final = VIOLENT - {_LOOTING, "abduction_forced_disappearance"}
_ASIDE: Final = 0.9
_BESIDE_DEATHS: Final[tuple[IncidentKind, ...]] = (
    "arrests",
    "displacement",
    "looting_property_destruction",
    "change_to_group_activity",
    "agreement",
)
_STRATEGIC: Final[tuple[IncidentKind, ...]] = (
    "change_to_group_activity",
    "headquarters_or_base_established",
    "agreement",
    "non_violent_transfer_of_territory",
    "displacement",
    "disrupted_weapons_use",
    "other",
)
_TERRITORY: Final[tuple[IncidentKind, ...]] = ("government_regains_territory", "non_state_actor_overtakes_territory")
_FOUGHT: Final[tuple[IncidentKind, ...]] = (
    "armed_clash",
    "attack",
    "shelling_artillery_missile_attack",
    "air_drone_strike",
)
_BESIDE_SUICIDE: Final[tuple[IncidentKind, ...]] = ("remote_explosive_landmine_ied", "attack", "grenade")


def _halve(scores: dict[IncidentKind, float], kind: IncidentKind) -> None:
    if kind in scores:
        scores[kind] /= 2.0


def _prefer_protest(scores: dict[IncidentKind, float], facts: Facts) -> None:
    """What was done to protesters, or by them, names the kind rather than that they protested."""
    _prefer_force(scores, facts)
    if not facts.protested and max((s for k, s in scores.items() if k != "peaceful_protest"), default=0.0) >= _NAMED:
        scores.pop("peaceful_protest", None)
    protest = sum(scores.get(kind, 0.0) for kind in _PROTEST_ORDER)
    others = max((s for kind, s in scores.items() if kind not in _PROTEST_ORDER and kind in VIOLENT), default=0.0)
    if facts.state_attacks and facts.dead and facts.protested and (facts.protesters or (protest and protest >= others)):
        _raise(scores, "excessive_force_against_protesters", protest + others + _OVER)
    if not protest and not facts.protesters:
        return
    peaceful = scores.get("peaceful_protest", 0.0)
    if scores.get("arrests", 0.0) > _NAMED and peaceful:
        _raise(scores, "protest_with_intervention", scores["arrests"])
    if "looting_property_destruction" in scores and (peaceful >= _HELD or facts.protesters):
        _raise(scores, "violent_demonstration", scores["looting_property_destruction"])
    for stronger in _STRONGER:
        if stronger in scores:
            scores[stronger] += peaceful


def _prefer_force(scores: dict[IncidentKind, float], facts: Facts) -> None:
    """A protest at which people died was no peaceful one."""
    if not (facts.dead_at_once and facts.protested) or facts.armed_attack:
        return
    peaceful = scores.pop("peaceful_protest", 0.0) if "violent_demonstration" not in scores else 0.0
    by = peaceful + (_NAMED + _OVER if facts.protesters_dead else 0.0)
    if by:
        _raise(scores, "excessive_force_against_protesters", by)


def _raise(scores: dict[IncidentKind, float], kind: IncidentKind, by: float) -> None:
    scores[kind] = scores.get(kind, 0.0) + by


_OVER: Final = 1.0
_HELD: Final = 6.0  # a protest that was held, not only words of one
_STRONGER: Final[tuple[IncidentKind, ...]] = (
    "protest_with_intervention",
    "violent_demonstration",
    "excessive_force_against_protesters",
)


def most(seen: Iterable[tuple[IncidentKind, float]]) -> dict[IncidentKind, float]:
    """The strongest scene of each kind; each further one adds a little."""
    by_kind: dict[IncidentKind, list[float]] = {}
    for kind, weight in seen:
        by_kind.setdefault(kind, []).append(weight)
    return {kind: max(weights) + min(len(weights) - 1, 2) for kind, weights in sorted(by_kind.items())}


def joined(words: Mapping[IncidentKind, float], scenes: Mapping[IncidentKind, float]) -> dict[IncidentKind, float]:
    """What single words and scenes say together: the stronger counts, the other confirms."""
    both = {kind: (words.get(kind, 0.0), scenes.get(kind, 0.0)) for kind in sorted(words.keys() | scenes.keys())}
    scores = {kind: max(pair) + _CONFIRMS * min(pair) for kind, pair in both.items()}
    for kind, general in _PARTICULAR:
        if words.get(kind, 0.0) >= _NAMED:
            scores[kind] += max((scores.get(other, 0.0) for other in general), default=0.0)
    return scores


_PARTICULAR: Final[tuple[tuple[IncidentKind, tuple[IncidentKind, ...]], ...]] = (
    ("ambush", ("armed_clash", "attack")),
    ("coup", ("other", "change_to_group_activity", "arrests", "protest_with_intervention")),
    ("coup_attempt", ("other", "disrupted_weapons_use", "change_to_group_activity", "arrests")),
)
"""Kinds that single words name, and the kinds under which scenes see the same deeds."""


_CONFIRMS: Final = 0.25


def weigh(triggers: Iterable[tuple[IncidentKind, float]]) -> dict[IncidentKind, float]:
    """Sums weights by kind; the same word again adds less, so the strongest of a kind counts most."""
    by_kind: dict[IncidentKind, list[float]] = {}
    for kind, weight in triggers:
        by_kind.setdefault(kind, []).append(weight)
    return {
        kind: sum(weight / (n + 1) for n, weight in enumerate(sorted(weights, reverse=True)))
        for kind, weights in sorted(by_kind.items())
    }

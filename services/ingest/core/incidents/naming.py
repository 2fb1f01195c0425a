"""Which kind of incident a group of units tells of: what its words and scenes weigh, and what else is told."""

from collections.abc import Sequence
from typing import Final

from events.report import IncidentKind
from events.toll import Measure, TollClaim
from services.ingest.core.actors.parts import Part
from services.ingest.core.deeds.kinds import ARMED_KINDS, STATE_KINDS, VIOLENT, Facts, joined, kind_of, most, weigh
from services.ingest.core.deeds.things import targets_of
from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.units import Unit
from services.ingest.core.phrases.items import Row


def named(one: Group, parts: Sequence[Part], tolls: Sequence[TollClaim], rows: Sequence[Row]) -> IncidentKind:
    """The kind that its words, its scenes and its facts name together. `rows`: its sentences."""
    weighted = [
        (trigger.kind, trigger.weight * (1.0 if unit is one.units[0] else 0.6) * (1.0 if trigger.specific else 0.5))
        for unit in one.units
        for trigger in unit.triggers
        if not trigger.vague
    ]
    share = _share_of_scenes(one, tolls)
    seen = [
        (scene.kind, scene.weight * (1.0 if unit is one.units[0] else 0.6) * share)
        for unit in one.units[:_SCENES_OF]
        for scene in unit.scenes
        if scene.weight and not (scene.kind in _GROUND and _killed_elsewhere(one, unit))
    ]
    attackers = {part.kind for part in parts if part.role == "attacker"}
    protesters = any(item.noun is not None and item.noun.actor == "protesters" for row in rows for item in row.items)
    facts = Facts(
        dead=any(toll.measure == "killed" for toll in tolls),
        dead_at_once=any(figure.measure == "killed" for figure in one.units[0].tolls),
        killing=_killing(one),
        unarmed_dead=_unarmed_dead(tolls),
        hurt=any(toll.measure == "wounded" for toll in tolls),
        abducted=any(toll.measure == "abducted" for toll in tolls),
        mostly_abducted=_most(tolls, "abducted") > _TAKEN_TO_KILLED * max(1, _most(tolls, "killed")),
        protesters=protesters,
        protested=protesters or _protested(one),
        protesters_dead=any(part.role == "victim" and part.kind == "protesters" for part in parts),
        armed_attack=bool(attackers & ARMED_KINDS),
        state_attacks=bool(attackers & STATE_KINDS) and not attackers & ARMED_KINDS,
        clash_told=any(kind == "armed_clash" for kind, _ in weighted),
        targets=targets_of(rows[:1]),
    )
    return kind_of(joined(weigh(weighted), most(seen)), facts)


_GROUND: Final[frozenset[IncidentKind]] = frozenset(
    {"government_regains_territory", "non_state_actor_overtakes_territory", "non_violent_transfer_of_territory"}
)


def _killed_elsewhere(one: Group, unit: Unit) -> bool:
    """As in "Troops moved into Bunia. A raid killed 35 at Djugu": the dead are told by words that name their deed."""
    return not unit.tolls and any(
        other.row is not unit.row
        and any(figure.measure == "killed" for figure in other.tolls)
        and any(t.kind in VIOLENT and t.weight >= _NAMING_WORD for t in other.deeds)
        for other in one.units
    )


def _killing(one: Group) -> bool:
    """Whether people killed them: a verb of murder says so, or the killed are told beside those who attacked."""
    said = [
        trigger for unit in one.units for trigger in unit.triggers if trigger.tag in "kg" and trigger.kind == "attack"
    ]
    if any(trigger.weight >= _BY_PEOPLE and trigger.specific for trigger in said):
        return True
    killed = any(figure.measure == "killed" for unit in one.units for figure in unit.tolls)
    if not killed:
        return False
    return any(unit.armed or any(part.role == "attacker" for part in unit.parts) for unit in one.units)


def _unarmed_dead(tolls: Sequence[TollClaim]) -> bool:
    """Whether civilians were killed, and nobody who bore arms."""
    dead = {toll.party for toll in tolls if toll.measure == "killed"}
    return "civilians" in dead and dead <= {"civilians", "aid_workers", "unknown"}


def _protested(one: Group) -> bool:
    """Whether a protest or a crowd is told, not only a cause that people may have."""
    if any(trigger.kind in _PROTESTS for unit in one.units for trigger in unit.triggers):
        return True
    return any(cue in scene.rule for unit in one.units for scene in unit.scenes for cue in _CROWDS)


def _share_of_scenes(one: Group, tolls: Sequence[TollClaim]) -> float:
    """What scenes weigh beside words: less where an article names its deed, or where people died of it."""
    if not one.units[0].core:
        return 1.0
    if not one.brief and any(trigger.weight >= _NAMING_WORD for trigger in one.units[0].deeds):
        return _IN_ARTICLES
    return _WITH_DEAD if any(toll.measure == "killed" for toll in tolls) else 1.0


_BY_PEOPLE: Final = 2
_NAMING_WORD: Final = 3
_PROTESTS: Final = frozenset({"peaceful_protest", "protest_with_intervention", "violent_demonstration"})
_CROWDS: Final = ("protest told", "gather", "people protest", "crowd", "signs")
_TAKEN_TO_KILLED: Final = 10
_IN_ARTICLES: Final = 0.3  # an article names its deed outright; what else its sentences stage is mostly about it
_WITH_DEAD: Final = 0.7
_SCENES_OF: Final = 2  # units of an incident whose scenes count: what follows tells of causes and answers


def _most(tolls: Sequence[TollClaim], measure: Measure) -> int:
    return max((toll.best or toll.low or 0 for toll in tolls if toll.measure == measure), default=0)

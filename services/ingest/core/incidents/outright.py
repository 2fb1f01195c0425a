"""Whether a text tells a deed outright: what is soft, only wished, denied or politics opens no incident by itself."""

import re
from collections.abc import Sequence
from typing import Final

from events.report import IncidentKind
from events.toll import TollClaim
from services.ingest.core.deeds.kinds import VIOLENT
from services.ingest.core.deeds.triggers import Trigger
from services.ingest.core.incidents.aside import recalls, words
from services.ingest.core.incidents.units import Unit
from services.ingest.core.phrases.items import Row
from services.ingest.core.places.lexicon import words_of
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness

_PART: Final = 2
_LEAD: Final = 2
_STRONG: Final = 3
_SCENE: Final = 5
_TOLD: Final = 9  # the weight of a scene that tells its deed
_REACH: Final = 14  # words before a deed that can make it unreal
_NEAR: Final = 4
_HARM: Final = frozenset({"killed", "wounded", "abducted", "detained", "displaced", "missing"})
_SOFT: Final[frozenset[IncidentKind]] = frozenset(
    {
        "agreement",
        "peaceful_protest",
        "change_to_group_activity",
        "headquarters_or_base_established",
        "arrests",
        "displacement",
        "other",
        "non_violent_transfer_of_territory",
        "disrupted_weapons_use",
    }
)
_PEACEFUL: Final[frozenset[IncidentKind]] = frozenset(
    {"agreement", "change_to_group_activity", "other", "displacement"}
)
_POWER: Final[frozenset[IncidentKind]] = frozenset({"coup", "coup_attempt"})
_BY_FORCES: Final[frozenset[IncidentKind]] = frozenset(
    {
        "change_to_group_activity",
        "headquarters_or_base_established",
        "non_violent_transfer_of_territory",
        "government_regains_territory",
        "non_state_actor_overtakes_territory",
        "other",
    }
)
_UNREAL: Final = re.compile(
    r"\b(?:(?:is|are|was|were) to|devai(?:t|ent)|will|would|could|may|might|should|shall|if|unless|whether|"
    r"plan to|plans to|planned to|planning to|due to|"
    r"set to|expected to|to be|vow|vowed|vows|threat|threats|threatened|threatens|threatening|pledged to|promised to|"
    r"called for|calls for|called on|calling for|calls? on|urge|urges|urged|urging|wants?|"
    r"hopes?|hoped|prepar\w+ (?:to|for)|"
    r"warn|warned|warns|warning|fear|fears|feared|den(?:y|ies|ied|ying)|reject|rejects|rejected|dismissed|called off|"
    r"postponed|ready to|consider|considers|considering|discuss\w*|talks|propos\w+|possib\w+|likely|about to|ahead of|"
    r"appeal|appeals|appealed|appealing|fabricated|allow|authori[sz]ed?|agreed to sell|"
    r"sera|seront|serait|seraient|pourra|pourrait|pourraient|devra|devrait|devraient|doit|"
    r"doivent|si|menac\w+|promet\w*|"
    r"promis|appel\w* \w* ?à|exige\w*|crainte?s?|craignent|éviter|recommand\w+|"
    r"advis\w+|re-?enact\w*|reconstitu\w+|redout\w+|met en garde|dément\w*|"
    r"démenti\w*|rejett?e\w*|projet\w*|"
    r"envisag\w+|prévoi\w+|prévue?s?|veut|veulent|souhait\w+|éventuel\w*|avant de|refus\w+|plaider|"
    r"rebuil\w+|repair\w*|reconstr\w+|réhabilit\w+|indemnis\w+|compensat\w+|"
    r"(?:told|tells|recall\w*|recount\w*|describ\w+) (?:\w+ ){0,5}how|racont\w+|"
    r"(?:every|each|chaque) (?:year|month|week|day|june|july|année|mois|semaine|jour)|"
    r"discut\w+|négoci\w+|pourparlers|s' ?il|demande\w*)\b"
)
_NOT: Final = words_of("no not never without nor cannot to aucun aucune jamais pas sans ni")
_DEMANDS: Final = frozenset({"demand", "demanded", "demanding"})
_POLITICS: Final = words_of(
    "visit visits visited visiting talks summit conference mandate sanctions resolution election elections vote ballot "
    "polling ambassador envoy delegation speech shares orders budget donors contract sell exports imports cooperation "
    "voting voters electoral poll polls electorale électorale électoral électorales campagne électeurs "
    "parliament lawmakers exercise exercises drill drills council minister festival marathon "
    "visite pourparlers entretien entretenir entretenu s'entretenir ambassadeur ambassadrice sommet conférence mandat "
    "résolution élection élections scrutin présidentielle législatives bureaux discours délégation bailleurs commandes "
    "budget coopération exercice exercices ministre audience festival congrès"
)
_MADE: Final = words_of(
    "signed sign signs reached agreed concluded brokered declared announced swapped exchanged "
    "signé signée signés signent "
    "conclu conclue parvenus annoncé échangé échangés"
)


def doubts(
    units: Sequence[Unit],
    kind: IncidentKind,
    tolls: Sequence[TollClaim],
    place: ResolvedPlace | None,
    *,
    main: bool,
    note: bool,
    fresh: bool,
) -> list[str]:
    """Why the units may tell of no incident, though the words of one stand in them.

    `main`: it is what the text tells first; `note`: the text is no longer than two sentences; `fresh`: it was within
    days of publication, on a day and at a place of its own.
    """
    harmed = any(toll.measure in _HARM and toll.low is not None for toll in tolls)
    reasons: list[str] = []
    telling = [unit for unit in units if unit.tolls or unit.deeds or unit.scenes]
    recalled = [unit for unit in telling if unit.tolls or unit is units[0]]
    if recalled and all(recalls(unit) for unit in recalled) and not (harmed and (main or fresh)):
        reasons.append("recalled beside another deed")
    if harmed:
        return reasons
    if telling and not any(_real(unit, kind) for unit in telling):
        reasons.append("not told as having happened")
    if kind == "armed_clash" and not any(t.weight >= _STRONG for unit in units for t in unit.triggers):
        reasons.append("fighting is only hinted at")
    if kind in VIOLENT and not _staged(units, kind):
        reasons += _naming_doubts(units, place)
    if kind in _SOFT or not (kind in _POWER or _named(units) or _staged(units, kind)):
        reasons += _soft_doubts(units, kind, place, note=note)
    return reasons


def _named(units: Sequence[Unit]) -> bool:
    """Whether a single word names a violent deed outright."""
    return any(t.kind in VIOLENT and t.weight >= _STRONG and t.tag in "VkY" for unit in units for t in unit.deeds)


def _done(units: Sequence[Unit]) -> bool:
    """Whether a verb tells a violent deed, where others only name it: "arms for air strikes", "accused of attacks"."""
    return any(
        t.kind in VIOLENT and t.tag in "VGk" and not _unreal(unit.row, t.at) for unit in units for t in unit.deeds
    )


def _staged(units: Sequence[Unit], kind: IncidentKind) -> bool:
    """Whether several words together tell a deed of that kind; of deeds that one noun names they may only name it."""
    return kind not in _NOUNS and any(
        seen.kind == kind and seen.weight >= _TOLD for unit in units for seen in unit.scenes
    )


_NOUNS: Final[frozenset[IncidentKind]] = frozenset(
    {
        "armed_clash",
        "air_drone_strike",
        "shelling_artillery_missile_attack",
        "remote_explosive_landmine_ied",
        "suicide_bomb",
        "attack",
        "sexual_violence",
    }
)


def _naming_doubts(units: Sequence[Unit], place: ResolvedPlace | None) -> list[str]:
    """What a deed lacks that is named and not told."""
    reasons = []
    if exactness(place) < _PART and not _done(units):
        reasons.append("a deed named, not told, and no place in the country")
    if _only_named(units):
        reasons.append("a deed named, not told, and no day beside it")
    return reasons


def _only_named(units: Sequence[Unit]) -> bool:
    """As in "rations for families cut off by fighting": nothing says that it happened, and no day is its own."""
    if any(t.tag not in "EX" for unit in units for t in unit.deeds) or not any(unit.deeds for unit in units):
        return False
    return not any(_happened(unit.row, t.at) for unit in units for t in unit.deeds if t.kind in VIOLENT)


def _happened(row: Row, at: int) -> bool:
    i = next((n for n, item in enumerate(row.items) if item.start >= at), len(row.items))
    near = row.items[max(0, i - _NEAR) : i + _NEAR + 1]
    return any(item.tag == "D" or item.low in _HAPPENED for item in near)


_HAPPENED: Final = words_of(
    "erupted erupts broke breaks flared raged raging resumed occurred happened took hit hits struck rocked shook "
    "landed triggered "
    "pounded targeted destroyed continued intensified spread left forced drove damaged swept underway opposed pitted "
    "between éclaté éclatent opposé opposent repris frappé frappe touché visé secoué détruit endommagé lieu rage "
    "poursuivent poursuivi poursuivaient intensifié signalés signalé entre provoqué contraint"
)


def _soft_doubts(units: Sequence[Unit], kind: IncidentKind, place: ResolvedPlace | None, *, note: bool) -> list[str]:
    """`note`: a text of one or two sentences has no room for more than the deed; of a longer one more is asked."""
    first = units[0]
    note = note and not first.row.index
    reasons: list[str] = []
    if exactness(place) < _PART and (kind in _EVERYDAY or not note):
        reasons.append("a soft deed without a place")
    if first.row.index >= _LEAD:
        reasons.append("a soft deed told in passing")
    if first.day is None and first.told_on is None and not note:
        reasons.append("a soft deed without a day")
    if kind in _BY_FORCES and not any(_has_forces(unit.row) for unit in units):
        reasons.append("no armed force is told of")
    if kind == "arrests" and all(_seizes_things(unit) for unit in units):
        reasons.append("things were seized, nobody")
    if kind in _PEACEFUL and _is_politics(first.row):
        reasons.append("politics")
    return reasons


_EVERYDAY: Final[frozenset[IncidentKind]] = frozenset({"arrests", "other"})
"""Deeds that peace knows, too: a country alone does not tell them from police news and warnings."""


def _seizes_things(unit: Unit) -> bool:
    """As in "seized two tonnes of ivory"."""
    behind = [i for i, item in enumerate(unit.row.items) if item.low in _SEIZED]
    named = any(trigger.kind == "arrests" for trigger in unit.deeds)
    return bool(behind) and not named and all("P" not in unit.row.tags[i + 1 : i + _NEAR] for i in behind)


_SEIZED: Final = words_of("seized seize seizing saisi saisis saisie saisies")


def _is_politics(row: Row) -> bool:
    lows = {token.low for token in row.tokens}
    return not lows.isdisjoint(_POLITICS) and lows.isdisjoint(_MADE)


_UNARMED: Final = frozenset({None, "civilians", "protesters", "aid_organisation", "other"})


def _has_forces(row: Row) -> bool:
    """Whether soldiers, fighters or an armed group by its name stand in the sentence."""
    return any(
        (item.actor.kind if item.actor is not None else item.noun.actor if item.noun is not None else None)
        not in _UNARMED
        for item in row.items
    )


def _real(unit: Unit, kind: IncidentKind) -> bool:
    """Whether any deed in it is told as having happened; a scene counts where it is of the incident's kind."""
    ats = {
        trigger.at: trigger.tag in "EX"
        for trigger in unit.deeds
        if trigger.weight >= _STRONG and not (trigger.plural and _spoken_of(unit.row, trigger))
    }
    unreal = {t.kind for t in unit.deeds if t.weight >= _STRONG and t.at not in ats}
    unreal |= {t.kind for t in unit.deeds if t.weight >= _STRONG and _unreal(unit.row, t.at)}
    for seen in unit.scenes:
        if seen.weight >= _SCENE and seen.kind not in unreal and (seen.kind == kind or not unreal):
            ats.setdefault(seen.at, False)
    if not ats:
        return not unit.deeds or (not unreal and unit.staged(1))
    return any(not _unreal(unit.row, at) for at in sorted(ats))


def _spoken_of(row: Row, trigger: Trigger) -> bool:
    """As in "denounced the attacks on civilians", "until the strikes stop": who speaks of several tells none.

    Told are those that have a number or a day, were carried out, or struck.
    """
    said = words(row, row.start, trigger.at)
    if _SPEAKING.search(said):
        return True
    before, after = row.tags[max(0, trigger.item - _NEAR) : trigger.item], row.tags[trigger.item + 1 :][:_FAR]
    told = any(tag in "D#QVGl" for tag in before) or any(tag in "DVGkgbF" for tag in after)
    return not (told or row.title or _CARRIED.search(" ".join(said.split()[-_NEAR:])))


_FAR: Final = 9
_CARRIED: Final = re.compile(
    r"\b(?:carried|launched|conducted|staged|mounted|unleashed|series|wave|string|several|multiple|twin|mené|lancé|"
    r"série|vague|plusieurs|nouvelles?|éclaté|erupted|broke|amid|killed|tué|dans|in|lors)\b"
)
_SPEAKING: Final = re.compile(r"\b(?:condemn|denounc|deplor|criticis|dénonc|condamn|déplor|critiqu|évoqu)\w*")


def _unreal(row: Row, at: int) -> bool:
    before = words(row, row.start, at).rsplit(";", 1)[-1].split()[-_REACH:]
    if _NOT.intersection(before[-_NEAR:][-2:]):
        return True
    return bool(_UNREAL.search(" ".join(before))) or bool(_DEMANDS.intersection(before[-_NEAR:]))


__all__ = ["doubts"]

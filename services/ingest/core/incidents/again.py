"""Groups that tell the incident before them again: "the attack took place near …", the wounded in another town."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.incidents.aside import words
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness

_STRONG: Final = 3
_OPENING: Final = 6  # words from which a sentence shows that it goes on about a deed told before
_COUNTRY: Final = 1
_TOWN: Final = 4
_FIGHTERS: Final = frozenset({"militants", "attackers", "non_state"})
_SAID_AGAIN: Final = re.compile(
    r"^(?:the|this|that|these|those|both|all|les|l'|le|la|ces|cette|cet|ce)\s?"
    r"(?:\w+\s){0,2}(?:attacks?|shelling|strikes?|raids?|bombings?|blasts?|explosions?|shootings?|killings?|massacre|"
    r"assault|ambush|clash(?:es)?|fighting|barrage|attackers|assailants|gunmen|raiders|bombers?|"
    r"jihadists|militants|rebels|insurgents|bandits|jihadistes|rebelles|insurgés|"
    r"attaques?|frappes?|bombardements?|attentats?|explosions?|tirs|tueries?|massacres?|assauts?|combats|"
    r"assaillants|affrontements|kamikazes|tireurs)\b"
)
_ELSE: Final = re.compile(r"\b(?:earlier|later|also|plus tôt|plus tard|auparavant|aussi|également|meanwhile)\b")
_ANSWERS: Final = ("retaliat", "reprisal", "riposte", "représaille")
_MANY: Final = re.compile(
    r"\b(?:twin|double|triple|two|three|four|five|six|several|series of|wave of|multiple|coordinated|simultaneous|deux|"
    r"trois|quatre|plusieurs|série d'|vague d')\s?(?:\w+\s){0,2}"
    r"(?:attacks|strikes|raids|bombings|blasts|explosions|shootings|bombs|bombers|assaults|incursions|"
    r"attaques|frappes|attentats?|explosions|raids|kamikazes|bombes|attaque)\b"
)


def again(
    units: Sequence[Unit], main: Sequence[Unit], place: ResolvedPlace | None, main_place: ResolvedPlace | None
) -> bool:
    """Whether units tell once more what `main` told. Their day is known not to speak against it."""
    first = units[0]
    opening = " ".join(words(first.row, first.start, first.end).split()[:_OPENING])
    many = bool(_MANY.search(words(main[0].row, main[0].row.start, main[0].row.end)))
    if first.marked("new_event") and many and not first.tolls:
        return True
    if not _has_victims(main) or _has_victims(units) or _ELSE.search(opening) or _answers(first):
        return False
    if first.marked("new_event"):
        return place is None and first.day is None and bool(first.tolls)
    if _SAID_AGAIN.match(opening) or first.row is main[-1].row:
        return exactness(main_place) <= _COUNTRY or _same_country(place, main_place)
    if not _same_country(place, main_place) or _elsewhere(units, place):
        return False
    told = any(t.tag in "VkdG" and t.weight >= _STRONG for unit in units for t in unit.deeds)
    return many or not told or _no_place(place)


def _elsewhere(units: Sequence[Unit], place: ResolvedPlace | None) -> bool:
    """As in "In Tumaco, a grenade the same night left six wounded": a deed, people and a town of its own."""
    return exactness(place) >= _TOWN and any(
        any(t.weight >= _STRONG and not t.vague for t in unit.deeds)
        and any(figure.party not in _FIGHTERS for figure in unit.tolls)
        for unit in units
    )


def _answers(unit: Unit) -> bool:
    """As in "the army bombed camps in retaliation": another deed."""
    return any(token.low.startswith(_ANSWERS) for token in unit.row.tokens)


def _same_country(place: ResolvedPlace | None, other: ResolvedPlace | None) -> bool:
    return place is None or other is None or place.country == other.country


def _no_place(place: ResolvedPlace | None) -> bool:
    return exactness(place) <= _COUNTRY


def _has_victims(units: Sequence[Unit]) -> bool:
    """Whether people other than fighters are told killed."""
    return any(figure.measure == "killed" and figure.party not in _FIGHTERS for unit in units for figure in unit.tolls)


def placeless(unit: Unit) -> Unit:
    """The unit without its place, which is a hospital's or a speaker's or too far off."""
    return replace(unit, place=None, mentions=())


__all__ = ["again", "placeless"]

"""What a sentence tells in passing: another deed that a comparison or an answer recalls, a whole war's figures."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from services.ingest.core.incidents.units import Unit
from services.ingest.core.phrases.items import Row
from services.ingest.core.places.lexicon import words_of

_SCENE: Final = 5
_LONG_DAYS: Final = 12  # what has gone on for longer is no one deed
_PASSING: Final = re.compile(
    r"\b(?:(?:come|comes|came|coming) [^.;]{0,40}?\b(?:after|since)"
    r"|(?:deadliest|worst|bloodiest|biggest|largest|heaviest|first|most \w+) [^.;]{0,60}?\bsince"
    r"|(?:plus (?:meurtri|sangl|grav|lourd|import)\w*|pire|premi\w+) [^.;]{0,60}?\bdepuis"
    r"|(?:response|retaliation|reprisal|reprisals|revenge|answer) (?:to|for)|retaliat\w+ (?:for|against)|to avenge"
    r"|avenging|(?:réponse|représailles|riposte) (?:à|au|aux)|pour venger|(?:à la )?suite (?:de|d'|des|du|à)"
    r"|(?:weeks|months|years|a week|a month|a year|decade|decades) (?:after|since|on from|earlier)"
    r"|(?:semaines|mois|ans|an) (?:après|depuis)"
    r"|(?:intervient|survient|survenue?|interviennent|surviennent) [^.;]{0,40}?après"
    r"|(?:similar|reminiscent|recall\w*|echo\w*|remember\w*|rappel\w*) )",
)
_PASSING_CUES: Final = words_of(
    "come comes came coming since depuis response retaliation reprisal reprisals revenge "
    "answer avenge avenging réponse "
    "représailles riposte venger suite after après earlier similar reminiscent retaliated retaliating"
)
_WARS: Final = words_of(
    "war wars fighting conflict violence insurgency unrest crisis protests rallies uprising "
    "clashes rebellion hostilities "
    "guerre conflit violences insurrection combats affrontements crise manifestations insécurité attaques attacks"
)
_PERFECT: Final = frozenset({"has", "have", "had", "a", "ont"})
_SO_FAR: Final = re.compile(r"\b(?:so far|to date|à ce jour|jusqu'ici|since|depuis|in all|en tout|by official)\b")
_PERIOD: Final = re.compile(
    r"\b(?:in|over|within|during|en|sur|durant) (?:the |les )?(?:past |last |dernier\w* )?(?:\w+ )?"
    r"(?:years|months|weeks|decade|ans|mois|semaines|années|décennie)\b"
)
_BETWEEN: Final = 9
_DASHES: Final = frozenset({"-", "–", "—", "--"})


def words(row: Row, start: int, end: int) -> str:
    """The words of a sentence between two characters, in lower case, one space between them."""
    return " ".join([token.low for token in row.tokens if start <= token.start < end])


def recalls(unit: Unit) -> bool:
    """Whether all it tells stands behind words that recall another deed: "it came ten days after 28 were killed"."""
    ats = [figure.at for figure in unit.tolls] + [trigger.at for trigger in unit.deeds if trigger.tag != "G"]
    ats = ats or [seen.at for seen in unit.scenes if seen.weight >= _SCENE]
    if not ats or not any(token.low in _PASSING_CUES for token in unit.row.tokens):
        return False
    last = max([figure.at for figure in unit.tolls], default=min(ats))
    return bool(_PASSING.search(words(unit.row, unit.row.start, last)))


def goes_on(unit: Unit) -> bool:
    """As in "more than 180 of them died in Gaza": a part of the number told before."""
    return any(_OF_THEM.match(words(unit.row, figure.at, unit.end)) for figure in unit.tolls)


_OF_THEM: Final = re.compile(r"(?:[\w,.]+ ){1,3}(?:of (?:them|these|those)|d'entre (?:eux|elles)|d' entre eux)\b")


def sifted(unit: Unit, published: date | None) -> Unit:
    """The unit without the day on which a long story began, its figures of a whole war set apart."""
    unit = _without_years(unit)
    own = _own_day(_without_beginning(_without_dateline(unit), published), published)
    return _of_the_period(_campaign(own))


def _without_years(unit: Unit) -> Unit:
    """As in "the 1994 massacre": a year before a deed counts nobody."""
    if not any(figure.rule in _COUNTED for figure in unit.figures):
        return unit
    kept = tuple(
        f for f in unit.figures if f.rule not in _COUNTED or not _FIRST_YEAR <= (f.quantity.told or 0) <= _LAST_YEAR
    )
    return replace(unit, figures=kept) if len(kept) < len(unit.figures) else unit


_COUNTED: Final = frozenset({"deaths", "count"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


def _of_the_period(unit: Unit) -> Unit:
    """As in "killed in 2018 rose to 3,804, including 927 children": the parts of a period's figure are the period's."""
    wide = [figure for figure in unit.figures if figure.scope in _WIDE]
    if not wide or unit.day is not None:
        return unit
    first = min(wide, key=lambda figure: figure.at)
    figures = tuple(
        replace(figure, scope=first.scope) if figure.scope == "incident" and figure.at > first.at else figure
        for figure in unit.figures
    )
    return replace(unit, figures=figures)


_WIDE: Final = frozenset({"campaign", "period"})


def _own_day(unit: Unit, published: date | None) -> Unit:
    """As in "the trial over the massacre of 28 September 2009 resumed on Tuesday": the day that stands by the deed."""
    if published is None or len(unit.row.days) < _TWO or not unit.deeds:
        return unit
    for day in unit.row.days:
        old = day.precision == "day" and day.first is not None and (published - day.first).days > _LONG_AGO
        if old and any(
            trigger.tag in "EX" and 0 <= day.start - trigger.at - len(trigger.text) <= _BESIDE for trigger in unit.deeds
        ):
            return replace(unit, day=day)
    return unit


_TWO: Final = 2
_LONG_AGO: Final = 60
_BESIDE: Final = 6


def _without_dateline(unit: Unit) -> Unit:
    """As in "9 May 2017 – Four peacekeepers have been killed": the day of the text, not of the deed."""
    day = unit.day
    if day is None or unit.row.index or day.start != unit.row.start:
        return unit
    behind = next((token.raw for token in unit.row.tokens if token.start >= day.end), "")
    return replace(unit, day=None, told_on=unit.told_on or day) if behind in _DASHES else unit


def _without_beginning(unit: Unit, published: date | None) -> Unit:
    """As in "one of the bloodiest days since rallies began on Oct. 1": no day of this deed."""
    day = unit.day
    if day is None or day.first is None or published is None or (published - day.first).days <= _LONG_DAYS:
        return unit
    before = words(unit.row, unit.start, day.start).split()[-_BETWEEN:]
    return replace(unit, day=None) if {"since", "depuis"} & set(before) else unit


def _campaign(unit: Unit) -> Unit:
    """As in "the protests have claimed over 400 lives so far"."""
    if not unit.tolls or unit.day is not None:
        return unit
    if not any(token.low in _WARS for token in unit.row.tokens):
        return unit
    figures = tuple(
        replace(figure, scope="campaign") if figure.scope == "incident" and _of_a_war(unit, figure.at) else figure
        for figure in unit.figures
    )
    return replace(unit, figures=figures)


def _of_a_war(unit: Unit, at: int) -> bool:
    """Whether a war or the like "has" done it, with a word of lasting."""
    before = words(unit.row, unit.start, at).split()
    wars = [i for i, word in enumerate(before) if word in _WARS and before[max(0, i - 1)] not in {"in", "of", "dans"}]
    wars += [i for i, word in enumerate(before) if word in {"war", "fighting", "conflict", "guerre", "conflit"}]
    if wars and _PERIOD.search(words(unit.row, at, unit.end)):
        return True
    perfect = any(word in _PERFECT for i in wars for word in before[i + 1 : i + 1 + _BETWEEN])
    return perfect and bool(_SO_FAR.search(words(unit.row, unit.start, unit.end)))


__all__ = ["goes_on", "recalls", "sifted", "words"]

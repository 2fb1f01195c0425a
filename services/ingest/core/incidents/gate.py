"""Whether a group of units opens an incident, or why it wants a look: no day, no deed, an accident, a trial, a game."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from events.moment import Occurred
from events.report import IncidentKind
from events.toll import TollClaim
from services.ingest.core.deeds.kinds import ARMED_KINDS, VIOLENT
from services.ingest.core.incidents.aside import words
from services.ingest.core.incidents.frame import Frame
from services.ingest.core.incidents.genre import YEARS_AFTER, Genre
from services.ingest.core.incidents.grouping import is_background
from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.outright import doubts
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness

_HARM: Final = frozenset({"killed", "wounded", "abducted"})
_NAMED_PLACE: Final = 3  # a province or nearer


def review(
    one: Group,
    frame: Frame,
    occurred: Occurred | None,
    place: ResolvedPlace | None,
    kind: IncidentKind,
    tolls: Sequence[TollClaim],
) -> tuple[str, ...]:
    """Why the report wants a look before it opens an incident; nothing where it opens one."""
    reasons: list[str] = []
    if place is None:
        reasons.append("no country is told")
    if occurred is None:
        relative = frame.published is None and any(unit.day is not None for unit in one.units)
        reasons.append("the day is relative and the date of publication unknown" if relative else "no day is told")
    elif occurred.precision in {"month", "year"}:
        reasons.append("no day is told, only a month or a year")
    if not ((one is frame.main and _tells_scene(one)) or _tells_deed(one, kind, tolls)):
        reasons.append("neither a toll nor a deed is told")
    if is_background(one, frame.main, frame.published):
        reasons.append("told as background to another incident")
    outright = _outright(one, frame.published, tolls)
    reasons += _doubts(one, kind, sport=frame.sport and not outright, outright=outright)
    reasons += _out_of_genre(one, frame, tolls)
    fresh = _age(one, frame) <= _FRESH_RECALL and exactness(one.place) >= _TOWN
    reasons += doubts(one.units, kind, tolls, place, main=one is frame.main, note=frame.note, fresh=fresh)
    return tuple(reasons)


def _tells_scene(one: Group) -> bool:
    """Whether several words together tell the deed: what opens a text may need no word that names one."""
    return any(unit.clear for unit in one.units)


def _tells_deed(one: Group, kind: IncidentKind, tolls: Sequence[TollClaim]) -> bool:
    deeds = [trigger for unit in one.units for trigger in unit.deeds if trigger.weight >= 3]  # noqa: PLR2004 (names a kind)
    if kind in VIOLENT:
        return (
            bool(deeds)
            or _murdered(one)
            or ((_violent(one) or _plainly_killed(one)) and any(toll.measure in _HARM for toll in tolls))
        )
    return bool(deeds)


def _murdered(one: Group) -> bool:
    """As in "the mayor was assassinated on Tuesday in Gao": one person, whom no number counts."""
    exact = one.day is not None and one.day.precision == "day" and not one.borrowed
    if not exact or exactness(one.place) < _NAMED_PLACE:
        return False
    return any(
        trigger.tag == "k" and trigger.weight > 1 and trigger.specific and trigger.kind == "attack"
        for unit in one.units
        if any(part.role == "victim" for part in unit.parts)
        for trigger in unit.triggers
    )


_KILLING: Final = frozenset({"passive", "active", "reduced", "they", "single"})


def _plainly_killed(one: Group) -> bool:
    """As in "sixty civilians were killed on Thursday in Karma": a day, a place, a number and the verb of killing."""
    exact = one.day is not None and one.day.precision == "day" and not one.borrowed
    if not exact or exactness(one.place) < _NAMED_PLACE:
        return False
    return any(
        figure.measure == "killed"
        and (figure.rule in _KILLING or figure.party in _TROOPS)
        and figure.standing == "current"
        for unit in one.units
        if not _caused(unit)
        for figure in unit.tolls
    )


_TROOPS: Final = frozenset({"state_force", "foreign_force", "peacekeepers"})
"""As in "seventeen soldiers died there on Tuesday": of soldiers that is said where they fell."""


_CAUSES: Final = frozenset({"when", "after", "as", "because", "due", "lorsque", "lorsqu'", "quand", "après", "suite"})
_SOMETHING: Final = re.compile(r"e1_|B(?![x1o#_Z]{0,3}[pPAQ])")


def _caused(unit: Unit) -> bool:
    """Whether the sentence goes on to say of what they died: "when a bus rolled off the road", "in a fire"."""
    items = unit.row.items
    return any(item.low in _CAUSES for item in items) or bool(_SOMETHING.search(unit.row.tags))


_TOLL_OF: Final = re.compile(r"atta|attentat|massacre|embuscade|bomb|strike|raid|frappe|assa|ambush|shelling|shooting")
"""As in "le bilan de l'attaque", where the deed stands inside the words for its toll."""


def _violent(one: Group) -> bool:
    """Whether people did it: "killed" alone may have been an accident."""
    triggers = [trigger for unit in one.units for trigger in unit.triggers if trigger.kind in VIOLENT]
    if any(trigger.weight > 1 or trigger.vague for trigger in triggers):
        return True
    if any(item.tag == "t" and _TOLL_OF.search(item.low) for unit in one.units for item in unit.row.items):
        return True
    if any(_WOUNDS.search(words(unit.row, unit.start, unit.end)) for unit in one.units if unit.figures):
        return True
    parts = [part for unit in one.units for part in unit.parts]
    if any(part.role in {"attacker", "combatant", "accused"} or part.kind in _SLAIN for part in parts):
        return True
    return any(unit.armed for unit in one.units)


_WOUNDS: Final = re.compile(
    r"\b(?:riddled with|bullets?|gunfire|gunshots?|throats? (?:slit|cut)|slit throats?|hands (?:tied|bound)|machetes?|"
    r"criblée?s?|par balles?|tirs|mains liées|gorge tranchée|machette|armes? à feu|coups de feu)\b"
)
_SLAIN: Final = ARMED_KINDS | {"protesters"}  # fighters and protesters that die are killed


_FRESH_DAYS: Final = 14


def _outright(one: Group, published: date | None, tolls: Sequence[TollClaim]) -> bool:
    """Whether people died in these weeks, on a day and at a place that are named: no word beside it makes that play."""
    if published is None or one.first is None or one.borrowed or one.day is None or one.day.precision != "day":
        return False
    told = any(toll.measure == "killed" and toll.standing == "current" and (toll.low or 0) > 0 for toll in tolls)
    return told and 0 <= (published - one.first).days <= _FRESH_DAYS and exactness(one.place) >= _NAMED_PLACE


def _doubts(one: Group, kind: IncidentKind, *, sport: bool, outright: bool) -> list[str]:
    """Accidents, trials and anniversaries tell of dead people too."""
    first = one.units[0]
    strong = any(t.kind in VIOLENT and t.weight >= 3 and not t.vague for unit in one.units for t in unit.triggers)  # noqa: PLR2004
    armed = any(part.role in {"attacker", "combatant"} for unit in one.units for part in unit.parts)
    fates = {figure.measure for unit in one.units for figure in unit.tolls}
    reasons = []
    if any(_by_accident(unit) for unit in one.units) and not (armed and (strong or "abducted" in fates)):
        reasons.append("an accident or a disaster")
    if (
        any(unit.marked("legal") for unit in one.units[:2])
        and (kind != "arrests" or "killed" in fates)
        and not (outright and (strong or armed))
    ):
        reasons.append("a trial")
    if sport:
        reasons.append("sport or entertainment")
    if one.hazy:
        reasons.append("told beside words of history")
    elif first.marked("past") and (first.day is None or first.day.precision in {"month", "year"}):
        reasons.append("told as history")
    return reasons


def _by_accident(unit: Unit) -> bool:
    """Whether a word of accidents stands in it, of which no shell or bomb is the subject: "shells crashed into"."""
    for mark in unit.row.marks:
        if "accident" not in mark or not unit.start <= unit.row.tokens[mark.first].start < unit.end:
            continue
        before = [trigger for trigger in unit.triggers if trigger.item == _item_before(unit, mark.first)]
        if not any(trigger.kind in _PROJECTED or trigger.text.startswith("drone") for trigger in before):
            return True
    return False


def _item_before(unit: Unit, token: int) -> int:
    return max((i for i, item in enumerate(unit.row.items) if item.token < token), default=-1)


_PROJECTED: Final = frozenset({"shelling_artillery_missile_attack", "remote_explosive_landmine_ied"})


def _by_people(one: Group) -> bool:
    """Whether people did it by the text: somebody attacked, or a word names a deed."""
    if any(part.role in {"attacker", "combatant", "accused"} for unit in one.units for part in unit.parts):
        return True
    return any(t.kind in VIOLENT and t.weight >= _NAMING and not t.vague for unit in one.units for t in unit.deeds)


_NAMING: Final = 4


_TOWN: Final = 4
_FRESH_RECALL: Final = 4  # days within which a deed that another recalls is news of its own
_FAR: Final = 10_000
_REMEMBERED: Final = 60


def _age(one: Group, frame: Frame) -> int:
    """Days from the deed to publication; many where either is not told to the day."""
    exact = one.day is not None and one.day.precision == "day" and not one.borrowed
    if not exact or one.first is None or frame.published is None:
        return _FAR
    return (frame.published - one.first).days


def _out_of_genre(one: Group, frame: Frame, tolls: Sequence[TollClaim]) -> list[str]:
    """Why a text of that kind tells of no incident here: staged or made up, a game's words, a period's figures."""
    dated = one.day is not None and one.day.precision == "day" and not one.borrowed
    held = {
        "game": any(toll.measure == "killed" for toll in tolls),
        "blaze": _by_people(one),
        "drill": bool(tolls),
        "memory": _age(one, frame) <= _REMEMBERED or not one.units[0].figures,
        "survey": dated,
        "anniversary": dated and not _is_remembered(one),
    }
    return [reason for genre, reason in _GENRES if genre in frame.about and not held.get(genre, False)]


def _is_remembered(one: Group) -> bool:
    """As in "two years to the day after the blast that killed 220, mourners gathered on Thursday"."""
    first = one.units[0]
    ats = [figure.at for figure in first.tolls]
    return bool(ats) and bool(YEARS_AFTER.search(words(first.row, first.start, min(ats))))


_GENRES: Final[tuple[tuple[Genre, str], ...]] = (
    ("exercise", "an exercise"),
    ("drill", "an exercise"),
    ("fiction", "a work of fiction or art"),
    ("game", "a game"),
    ("match", "a match"),
    ("essay", "an essay"),
    ("quarrel", "a quarrel of private people"),
    ("blaze", "a fire or another disaster"),
    ("beast", "animals"),
    ("memory", "its dead are remembered"),
    ("survey", "figures of a period"),
    ("anniversary", "an anniversary"),
)

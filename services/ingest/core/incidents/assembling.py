"""One group of units made one report: when, where, what, who, how many, and how sure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from events.actor import ACTOR_WORDS_MAX
from events.moment import Occurred, Precision
from events.place import Place
from events.report import IncidentKind, ReportBody
from events.toll import WORDS_MAX, Measure, Party, TollClaim
from services.ingest.core.actors.cast import cast_of
from services.ingest.core.actors.parts import Part
from services.ingest.core.deeds.kinds import VIOLENT, Facts, joined, kind_of, most, weigh
from services.ingest.core.deeds.things import find_materiel, find_targets
from services.ingest.core.incidents.genre import Genre
from services.ingest.core.incidents.grouping import Group, is_background
from services.ingest.core.incidents.headline import headline
from services.ingest.core.incidents.outright import doubts
from services.ingest.core.incidents.units import Unit
from services.ingest.core.phrases.items import Row
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness
from services.ingest.core.tolls.figures import Setting, Settled, settle
from services.ingest.core.words.lexicon import MILITANTS
from services.ingest.core.words.normalise import EvenText

_STATE_KINDS: Final = frozenset(
    {"state_force", "foreign_state_force", "police", "private_military_company", "peacekeepers"}
)
_ARMED_KINDS: Final = frozenset(
    {"jihadist", "rebel", "militia", "gang", "self_defence_group", "unidentified_armed_group"}
)
_CLAIMS_MAX: Final = 60
_HARM: Final = frozenset({"killed", "wounded", "abducted"})
_LEAD: Final = 2
_NAMED_PLACE: Final = 3  # a province or nearer


@dataclass(frozen=True, slots=True)
class Frame:
    """What the whole document says: its text, when it was published, its likeliest place, the main incident."""

    text: EvenText
    published: date | None
    fallback: ResolvedPlace | None
    main: Group
    adjectives: Mapping[str, str]
    title: EvenText | None = None
    sport: bool = False
    about: frozenset[Genre] = frozenset()
    note: bool = False


def assemble(one: Group, frame: Frame, base: ReportBody) -> ReportBody:
    """The report of one incident; `base` has what the document says about itself."""
    place = one.place or frame.fallback
    country = place.country if place is not None else None
    parts = tuple(
        _worded(part, unit.row.title, frame) for unit in one.units for part in unit.parts if not _unarmed_escort(part)
    )
    tolls = _tolls(one, parts, country, frame)
    rows = list({id(unit.row): unit.row for unit in one.units}.values())
    kind = _kind(one, parts, tolls, rows)
    occurred, guessed = _occurred(one, frame)
    where = _place(place)
    return base.model_copy(
        update={
            "occurred": occurred,
            "kind": kind,
            "place": where,
            "tolls": tolls,
            "actors": cast_of(parts, country, frame.adjectives),
            "targets": find_targets(rows),
            "materiel": find_materiel(rows),
            "headline": headline(kind, where, tolls),
            "confidence": _confidence(one, place, guessed=guessed),
            "review": _review(one, frame, occurred, place, kind, tolls),
        }
    )


def _worded(part: Part, titled: bool, frame: Frame) -> Part:  # noqa: FBT001 - whether its sentence is the title
    text = (frame.title if titled else None) or frame.text
    return replace(part, words=text.words(part.at, part.end)[:ACTOR_WORDS_MAX]) if part.end > part.at else part


def _unarmed_escort(part: Part) -> bool:
    """As in "escorted by soldiers, and many of its passengers were civilians": those who travel escort nobody."""
    return part.role == "escort" and part.kind in {"civilians", "protesters"}


def _tolls(one: Group, parts: Sequence[Part], country: str | None, frame: Frame) -> tuple[TollClaim, ...]:
    figures = [
        figure for unit in one.units for figure in unit.figures if figure.scope in {"incident", "several", "day"}
    ]
    settled = settle(figures, Setting(country, _militants(parts)))
    return tuple(_claim(one_figure, frame) for one_figure in settled)[:_CLAIMS_MAX]


def _militants(parts: Sequence[Part]) -> Party:
    """Militant dead are attackers where the text first tells of militants attacking, else simply not of a state."""
    first = next((part for part in parts if part.role == "attacker"), None)
    return "attackers" if first is not None and first.kind in _ARMED_KINDS else "non_state"


def _claim(settled: Settled, frame: Frame) -> TollClaim:
    figure = settled.figure
    quantity = figure.quantity
    text = frame.text if figure.row >= 0 else frame.title or frame.text
    words = text.words(figure.start, figure.end)[:WORDS_MAX]
    first = text.span(figure.start, figure.end)[0]
    return TollClaim(
        measure=figure.measure,
        party=settled.party,
        low=quantity.low,
        best=quantity.best,
        high=quantity.high,
        approximate=quantity.approximate,
        scope=figure.scope,
        part_of=settled.part_of,
        standing=figure.standing,
        said_by=figure.said,
        words=words,
        confidence=_CONFIDENCE.get(figure.rule, 0.8),
        span=(first, first + len(words)) if figure.row >= 0 else None,
    )


_CONFIDENCE: Final = {
    "single": 0.6,
    "gapped": 0.6,
    "count": 0.75,
    "lost": 0.7,
    "aside": 0.7,
    "deaths": 0.85,
    "passive": 0.9,
    "active": 0.9,
}


def _kind(one: Group, parts: Sequence[Part], tolls: Sequence[TollClaim], rows: Sequence[Row]) -> IncidentKind:
    weighted = [
        (trigger.kind, trigger.weight * (1.0 if unit is one.units[0] else 0.6) * (1.0 if trigger.specific else 0.5))
        for unit in one.units
        for trigger in unit.triggers
        if not trigger.vague
    ]
    seen = [
        (
            scene.kind,
            scene.weight
            * (1.0 if unit is one.units[0] else 0.6)
            * (1.0 if one.brief or not one.units[0].core else _IN_ARTICLES),
        )
        for unit in one.units[:_SCENES_OF]
        for scene in unit.scenes
        if scene.weight
    ]
    attackers = {part.kind for part in parts if part.role == "attacker"}
    facts = Facts(
        dead=any(toll.measure == "killed" for toll in tolls),
        dead_at_once=any(figure.measure == "killed" for figure in one.units[0].tolls),
        hurt=any(toll.measure == "wounded" for toll in tolls),
        abducted=any(toll.measure == "abducted" for toll in tolls),
        mostly_abducted=_most(tolls, "abducted") > _TAKEN_TO_KILLED * max(1, _most(tolls, "killed")),
        protesters=any(item.noun is not None and item.noun.actor == "protesters" for row in rows for item in row.items),
        state_attacks=bool(attackers & _STATE_KINDS) and not attackers & _ARMED_KINDS,
        clash_told=any(kind == "armed_clash" for kind, _ in weighted),
        targets=tuple(target.what for target in find_targets(rows[:1])),
    )
    return kind_of(joined(weigh(weighted), most(seen)), facts)


_TAKEN_TO_KILLED: Final = 10
_IN_ARTICLES: Final = 0.3  # an article names its deed outright; what else its sentences stage is mostly about it
_SCENES_OF: Final = 2  # units of an incident whose scenes count: what follows tells of causes and answers


def _most(tolls: Sequence[TollClaim], measure: Measure) -> int:
    return max((toll.best or toll.low or 0 for toll in tolls if toll.measure == measure), default=0)


def _occurred(one: Group, frame: Frame) -> tuple[Occurred | None, bool]:
    """When, and whether that is only inferred from the day on which it was told."""
    if one.first is not None and one.day is not None:
        last = one.last or one.first
        end = last + timedelta(days=1) if last > one.first else None
        precision: Precision = one.day.precision
        return Occurred(start=one.first, end=end, precision=precision), one.borrowed
    told = next(
        (unit.told_on for unit in one.units if unit.told_on is not None and unit.told_on.first is not None), None
    )
    if told is not None and told.first is not None:
        return Occurred(start=told.first, precision="day"), True
    if (
        frame.published is not None
        and one is frame.main
        and one.index < _LEAD
        and (one.units[0].core or one.units[0].scenes)
    ):
        return Occurred(start=frame.published, precision="day"), True
    return None, True


def _place(place: ResolvedPlace | None) -> Place | None:
    if place is None:
        return None
    return Place(
        name=place.name,
        country=place.country,
        admin1=place.admin1,
        lat=place.lat,
        lon=place.lon,
        within_km=place.within_km,
    )


def _confidence(one: Group, place: ResolvedPlace | None, *, guessed: bool) -> float:
    sure = 0.5 + 0.3 * (place.confidence if place is not None and one.place is not None else 0.3)
    sure += 0.0 if guessed else 0.15
    sure -= 0.1 if exactness(place) <= 1 else 0.0
    return round(max(0.05, min(0.99, sure)), 2)


def _review(
    one: Group,
    frame: Frame,
    occurred: Occurred | None,
    place: ResolvedPlace | None,
    kind: IncidentKind,
    tolls: Sequence[TollClaim],
) -> tuple[str, ...]:
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
        return bool(deeds) or ((_violent(one) or _plainly_killed(one)) and any(toll.measure in _HARM for toll in tolls))
    return bool(deeds)


_KILLING: Final = frozenset({"passive", "active", "reduced", "they", "single"})


def _plainly_killed(one: Group) -> bool:
    """As in "sixty civilians were killed on Thursday in Karma": a day, a place, a number and the verb of killing."""
    exact = one.day is not None and one.day.precision == "day" and not one.borrowed
    if not exact or exactness(one.place) < _NAMED_PLACE:
        return False
    return any(
        figure.measure == "killed" and figure.rule in _KILLING and figure.standing == "current"
        for unit in one.units
        if not _caused(unit)
        for figure in unit.tolls
    )


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
    parts = [part for unit in one.units for part in unit.parts]
    return any(part.role in {"attacker", "combatant", "accused"} or part.kind in _ARMED_KINDS for part in parts)


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
    reasons = []
    if any(unit.marked("accident") for unit in one.units) and not (strong and armed):
        reasons.append("an accident or a disaster")
    if any(unit.marked("legal") for unit in one.units[:2]) and kind != "arrests" and not (outright and strong):
        reasons.append("a trial")
    if sport:
        reasons.append("sport or entertainment")
    if one.hazy:
        reasons.append("told beside words of history")
    elif first.marked("past") and (first.day is None or first.day.precision in {"month", "year"}):
        reasons.append("told as history")
    return reasons


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
    held = {
        "game": any(toll.measure == "killed" for toll in tolls),
        "blaze": _by_people(one),
        "memory": _age(one, frame) <= _REMEMBERED or not one.units[0].figures,
        **dict.fromkeys(_UNDATED, one.day is not None and one.day.precision == "day" and not one.borrowed),
    }
    return [reason for genre, reason in _GENRES if genre in frame.about and not held.get(genre, False)]


_UNDATED: Final[tuple[Genre, ...]] = ("survey", "anniversary")
_GENRES: Final[tuple[tuple[Genre, str], ...]] = (
    ("exercise", "an exercise"),
    ("fiction", "a work of fiction or art"),
    ("game", "a game"),
    ("match", "a match"),
    ("essay", "an essay"),
    ("quarrel", "a quarrel of private people"),
    ("blaze", "a fire or another disaster"),
    ("memory", "its dead are remembered"),
    ("survey", "figures of a period"),
    ("anniversary", "an anniversary"),
)


__all__ = ["MILITANTS", "Frame", "Unit", "assemble"]

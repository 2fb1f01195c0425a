"""One group of units made one report: when, where, what, who, how many, and how sure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from events.actor import ACTOR_WORDS_MAX
from events.moment import Occurred, Precision
from events.place import Place
from events.report import ReportBody
from events.toll import WORDS_MAX, Party, TollClaim
from services.ingest.core.actors.cast import cast_of
from services.ingest.core.actors.parts import Part
from services.ingest.core.deeds.kinds import ARMED_KINDS
from services.ingest.core.deeds.things import find_materiel, find_targets
from services.ingest.core.incidents.frame import Frame
from services.ingest.core.incidents.gate import review
from services.ingest.core.incidents.groups import Group
from services.ingest.core.incidents.headline import headline
from services.ingest.core.incidents.naming import named
from services.ingest.core.incidents.units import Unit
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.places.whereabouts import exactness
from services.ingest.core.tolls.figures import Setting, settle
from services.ingest.core.tolls.sums import Settled
from services.ingest.core.words.lexicon import MILITANTS

_CLAIMS_MAX: Final = 60
_LEAD: Final = 2


def assemble(one: Group, frame: Frame, base: ReportBody) -> ReportBody:
    """The report of one incident; `base` has what the document says about itself."""
    place = one.place or frame.fallback
    country = place.country if place is not None else None
    parts = tuple(
        _worded(part, unit.row.title, frame) for unit in one.units for part in unit.parts if not _unarmed_escort(part)
    )
    tolls = _tolls(one, parts, country, frame)
    rows = list({id(unit.row): unit.row for unit in one.units}.values())
    kind = named(one, parts, tolls, rows)
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
            "review": review(one, frame, occurred, place, kind, tolls),
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
    return "attackers" if first is not None and first.kind in ARMED_KINDS else "non_state"


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


def _occurred(one: Group, frame: Frame) -> tuple[Occurred | None, bool]:
    """When, and whether that is only inferred from the day on which it was told."""
    if one.first is not None and one.day is not None:
        last = one.last or one.first
        end = last + timedelta(days=1) if last > one.first else None
        precision: Precision = one.day.precision
        return Occurred(start=one.first, end=end, precision=precision), one.borrowed
    if one.first_told is not None:
        return Occurred(start=one.first_told, precision="day"), True
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


__all__ = ["MILITANTS", "Frame", "Unit", "assemble"]

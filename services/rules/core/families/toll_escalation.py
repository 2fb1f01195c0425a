"""Toll escalation: an incident's victims are many, or became many more within days. Source: DESIGN §6, after UCDP.

It stands from `watch_from_killed` on, or while the figure that holds is a rise over an earlier one. A rise lifts the
severity by a step; when the figure falls back, the rise and its step are gone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field

from events.alert import Scalar
from events.incident import Incident
from events.render.headline import counted, first_reported, trail_order
from events.toll import TrailPoint
from events.victims import Figure, victims
from services.rules.core.family import Family, Finding, Parameters, Way


class TollEscalation(Parameters):
    """Persons killed among the victims; a rise counts only when it is both so great and so steep."""

    watch_from_killed: Annotated[int, Field(ge=1)] = 10
    rise_at_least_killed: Annotated[int, Field(ge=1)] = 10
    rise_ratio_at_least: Annotated[float, Field(gt=1)] = 1.5
    rise_within_hours: Annotated[float, Field(gt=0)] = 72


@dataclass(frozen=True, slots=True)
class Rise:
    """From a figure of the trail to the one that holds now, in so many hours."""

    start: int
    hours: float


def judge(incident: Incident, now: datetime, parameters: TollEscalation) -> tuple[Finding, ...]:
    """Stands on the figure that holds now; the trail says whether it is a rise. Time alone changes nothing."""
    del now
    figure = victims(incident.tolls)
    if figure is None:
        return ()
    rise = rise_to(figure.number, incident.trail, parameters)
    if figure.number < parameters.watch_from_killed and rise is None:
        return ()
    return (
        Finding(
            because=_because(figure, rise),
            measured=figure.number,
            lift=0 if rise is None else 1,
            values=_values(figure, incident.trail, rise),
            evidence=incident.evidence,
        ),
    )


def rise_to(now: int, trail: Sequence[TrailPoint], parameters: TollEscalation) -> Rise | None:
    """The greatest rise from an earlier figure to this one, since it was first told; None where there is none.

    The figure is reached with the first point of the trail that tells as many; what was published after it, or is
    lower elsewhere, is no start of a rise. Inside one article the superseded figure comes first.
    """
    if len(trail) < 2:  # noqa: PLR2004  a rise needs a start and an end
        return None
    points = [(p.at, n) for p in sorted(trail, key=trail_order) for n in _number(p)]
    reached = next((i for i, (_, n) in enumerate(points) if n >= now), len(points) - 1)
    within = timedelta(hours=parameters.rise_within_hours)
    starts = [(n, points[reached][0] - at) for at, n in points[: max(reached, 0)] if points[reached][0] - at <= within]
    found = [
        Rise(n, took / timedelta(hours=1))
        for n, took in starts
        if now - n >= parameters.rise_at_least_killed and now >= n * parameters.rise_ratio_at_least
    ]
    return min(found, key=lambda r: (r.start, -r.hours), default=None)


def _number(point: TrailPoint) -> Iterator[int]:
    number = point.best if point.best is not None else point.low
    if point.measure == "killed" and point.standing != "denied" and number is not None:
        yield number


def _because(figure: Figure, rise: Rise | None) -> str:
    told = f"{counted(figure)} killed".capitalize()
    if rise is None:
        return f"{told}."
    span = f"within {rise.hours:.0f} h" if rise.hours >= 1 else "in the same report or hour"
    return f"{told}, up from {rise.start:,} {span}."


def _values(figure: Figure, trail: Sequence[TrailPoint], rise: Rise | None) -> dict[str, Scalar]:
    values: dict[str, Scalar] = {"killed": figure.number}
    first = first_reported(trail, figure)
    if first is not None:
        values["first_reported"] = first
    if rise is not None:
        values |= {"rise_from": rise.start, "rise_hours": round(rise.hours, 1)}
    return values


FAMILY: Final = Family("toll_escalation", {"incident": Way(TollEscalation, judge)})

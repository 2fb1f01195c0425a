"""Threshold: a figure reaches a number. On an incident: its victims of one measure. On a country: those of a window.

A window's figure is the sum over the incidents that occurred in the last days, whenever they became known. How sure it
is: counting the surest incidents first, the certainty at which the number is reached.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Final

from pydantic import Field

from events.alert import Certainty
from events.incident import EVIDENCE_MAX, Incident
from events.render.headline import counted
from events.toll import Measure
from events.victims import victims
from services.rules.core.family import Family, Finding, Parameters, Way
from services.rules.core.grading import CERTAINTIES
from services.rules.core.window import Tally, Window


class IncidentThreshold(Parameters):
    """Persons: so many victims of one measure in one incident."""

    measure: Measure = "killed"
    at_least_persons: Annotated[int, Field(ge=1)]


class WindowThreshold(Parameters):
    """Persons killed among the victims, in all incidents of the last days (UTC, today included)."""

    at_least_killed: Annotated[int, Field(ge=1)]
    within_days: Annotated[int, Field(ge=1, le=366)]


def judge_incident(incident: Incident, now: datetime, parameters: IncidentThreshold) -> tuple[Finding, ...]:
    """Stands while the victims' figure is at or above the number. Time alone changes nothing."""
    del now
    figure = victims(incident.tolls, parameters.measure)
    if figure is None or figure.number < parameters.at_least_persons:
        return ()
    return (
        Finding(
            because=f"{counted(figure)} {parameters.measure}; the mark is {parameters.at_least_persons:,}".capitalize()
            + ".",
            measured=figure.number,
            values={parameters.measure: figure.number},
            evidence=incident.evidence,
        ),
    )


def judge_window(window: Window, now: datetime, parameters: WindowThreshold) -> tuple[Finding, ...]:
    """Stands while the sum of the window is at or above the number; days leave it at midnight."""
    buckets = window.within(parameters.within_days, now)
    killed = sum(bucket.killed for bucket in buckets)
    if killed < parameters.at_least_killed:
        return ()
    fatal = tuple(bucket.fatal for bucket in reversed(buckets))
    number = sum(len(day.shares) for day in fatal)
    until = f"{now.astimezone(UTC).day} {now.astimezone(UTC):%B %Y}"
    incidents = f"{number} incident{'s' if number > 1 else ''}"
    return (
        Finding(
            because=f"{killed:,} killed in {incidents} in the {parameters.within_days} days to {until}.",
            measured=killed,
            values={"killed": killed, "incidents": number, "within_days": parameters.within_days},
            evidence=tuple(islice((e for day in fatal for share in day.shares for e in share.evidence), EVIDENCE_MAX)),
            days=fatal,
            certainty=_surest(fatal, parameters.at_least_killed),
        ),
    )


def _surest(days: Sequence[Tally], at_least: int) -> Certainty:
    """The highest certainty at which the incidents at least so sure reach the number together."""
    total = 0
    for level in reversed(CERTAINTIES):
        total += sum(day.killed.get(level, 0) for day in days)
        if total >= at_least:
            return level
    return CERTAINTIES[0]


FAMILY: Final = Family(
    "threshold",
    {
        "incident": Way(IncidentThreshold, judge_incident),
        "country": Way(WindowThreshold, judge_window, lambda parameters: parameters.within_days),
    },
)

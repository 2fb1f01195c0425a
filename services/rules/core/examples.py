"""The examples in a rule file: small incidents in time, as data, and whether the rule stood. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from events.actor import Actor
from events.alert import Severity
from events.incident import Incident, SourceSeen
from events.moment import Moment, Occurred
from events.place import CountryCode, Place
from events.report import Grade, IncidentKind
from events.signal import Contribution
from events.toll import Estimate, Measure, Party, TrailPoint
from events.value import Value
from services.rules.core.family import latest
from services.rules.core.judging import State, judge
from services.rules.core.ruleset import Rule
from services.rules.core.window import Bucket, Window, day_of, evolve

Persons = Annotated[int, Field(ge=0)]
MEASURES: Final[tuple[Measure, ...]] = ("killed", "abducted", "displaced")


class ExampleIncident(Value):
    """An incident as it is known at one step. Figures are persons: a number (side not told), or numbers by party.

    `superseded`: figures of the killed that the same report says are out of date, the oldest first.
    """

    name: str = "a"
    occurred: date
    kind: IncidentKind = "attack"
    country: CountryCode = "ML"
    place: str | None = None
    killed: Persons | dict[Party, Persons] | None = None
    abducted: Persons | dict[Party, Persons] | None = None
    displaced: Persons | dict[Party, Persons] | None = None
    superseded: tuple[Persons, ...] = ()
    actors: tuple[Actor, ...] = ()
    grade: Grade = "B"


class Step(Value):
    """What becomes known at a time: an incident as it stands then, a retraction, or (neither) that time has passed.

    `stands`, `severity`: what the rule is to say after it; left out where it does not matter.
    """

    at: Moment
    incident: ExampleIncident | None = None
    retract: str | None = None
    stands: bool | None = None
    severity: Severity | None = None


class Example(Value):
    """One story. `fires`: whether the rule stands at any step of it."""

    name: Annotated[str, Field(min_length=8)]
    fires: bool
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = [step.at for step in self.steps]
        if times != sorted(times):
            message = "steps must be in the order of their times"
            raise ValueError(message)
        return self


def play(rule: Rule, example: Example) -> tuple[str, ...]:
    """What went otherwise than the example says; empty where it holds."""
    known: dict[str, Incident] = {}
    wrong, fired, now, name = [], False, example.steps[0].at, ""
    for number, step in enumerate(example.steps):
        now = max(now, step.at)
        name = step.incident.name if step.incident is not None else step.retract or name
        _take(known, step, number)
        judged = judge([rule], _state(rule, known, name), now)
        wrong += [f"step {number + 1}: {broken.error}" for broken in judged.broken]
        severity = judged.grounds[0].severity if judged.grounds else None
        fired = fired or severity is not None
        wrong += [f"step {number + 1}: {text}" for text in _differences(step, severity)]
    if fired != example.fires:
        wrong.append("it fired and must not" if fired else "it did not fire and must")
    return tuple(wrong)


def _take(known: dict[str, Incident], step: Step, number: int) -> None:
    if step.incident is not None:
        known[step.incident.name] = _incident(step.incident, step.at, number, known.get(step.incident.name))
    elif step.retract is not None:
        known.pop(step.retract, None)


def _state(rule: Rule, known: Mapping[str, Incident], name: str) -> State | None:
    """The state as the live path folds it: the incident's head, or day buckets."""
    if rule.key == "incident":
        return latest(None, Contribution(incident_id=name, revision=1, incident=known.get(name)))
    buckets: dict[date, Bucket] = {}
    for incident in known.values():
        day = day_of(incident)
        share = Contribution(incident_id=incident.incident_id, revision=incident.revision, incident=incident)
        buckets[day] = evolve(buckets.get(day, Bucket(day)), share)
    return Window(tuple(buckets[day] for day in sorted(buckets)))


def _differences(step: Step, severity: Severity | None) -> Iterator[str]:
    if step.stands is not None and step.stands != (severity is not None):
        yield f"it {'does not stand and ought to' if step.stands else 'stands and ought not to'}"
    if step.severity is not None and step.severity != severity:
        yield f"its severity is {severity}, not {step.severity}"


def _incident(told: ExampleIncident, at: datetime, number: int, before: Incident | None) -> Incident:
    return Incident(
        incident_id=told.name,
        name=told.name,
        revision=1 if before is None else before.revision + 1,
        occurred=Occurred(start=told.occurred),
        place=Place(name=told.place, country=told.country),
        kind=told.kind,
        actors=told.actors,
        tolls=tuple(_tolls(told)),
        trail=(*(() if before is None else before.trail), *_trail(told, at, number)),
        sources=(SourceSeen(owner="example", grade=told.grade),),
        evidence=(f"example-{number}",),
        evidence_total=1,
        first_published_at=at,
        last_published_at=at,
        available_at=at,
    )


def _tolls(told: ExampleIncident) -> Iterator[Estimate]:
    for measure in MEASURES:
        figure = getattr(told, measure)
        parties = figure if isinstance(figure, dict) else {} if figure is None else {"unknown": figure}
        for party, n in parties.items():
            yield Estimate(measure=measure, party=party, low=n, best=n, high=n, sources=1)


def _trail(told: ExampleIncident, at: datetime, number: int) -> Iterator[TrailPoint]:
    report = f"example-{number}"
    for n in told.superseded:
        yield TrailPoint(at=at, low=n, best=n, high=n, standing="superseded", report_id=report, source="example")
    figure = told.killed if isinstance(told.killed, int) else None
    if figure is not None:
        yield TrailPoint(at=at, low=figure, best=figure, high=figure, report_id=report, source="example")

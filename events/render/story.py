"""The description of an alert: a few plain sentences for a person who has not seen the headline's facts. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Final

from events.actor import Actor, Materiel
from events.alert import Ground
from events.incident import Incident
from events.moment import Occurred
from events.render.countries import country_name
from events.render.headline import counted, joined
from events.toll import Estimate
from events.victims import figure

STORY_CHARACTERS_MAX: Final = 2_000
PARTY_WORDS: Final = {
    "civilians": "civilians",
    "aid_workers": "aid workers",
    "state_force": "state forces",
    "foreign_force": "foreign forces",
    "peacekeepers": "peacekeepers",
    "non_state": "armed groups",
    "attackers": "attackers",
    "unknown": "victims, side not told",
    "all": "all sides together",
}


def incident_story(incident: Incident, grounds: Sequence[Ground]) -> str:
    """When, who was harmed, who took part, what was aimed at, how many sources, and why it is an alert."""
    sources = f"{len(incident.sources)} independent source{'' if len(incident.sources) == 1 else 's'}"
    sentences = (
        f"Occurred {_when(incident.occurred)}.",
        *_tolls(incident.tolls),
        *_list("Involved", [_actor(a) for a in incident.actors]),
        *_list("Target", [t.name or t.what.replace("_", " ") for t in incident.targets]),
        *_list("Lost", [_materiel(m) for m in incident.materiel]),
        f"Known from {sources}." if incident.sources else "",
        *(f"{_title(g)}: {g.because}" for g in grounds),
    )
    return " ".join(s for s in sentences if s)[:STORY_CHARACTERS_MAX]


def window_story(grounds: Iterable[Ground]) -> str:
    """Why it is an alert."""
    return " ".join(f"{_title(g)}: {g.because}" for g in grounds)[:STORY_CHARACTERS_MAX]


def _title(ground: Ground) -> str:
    return ground.rule.replace("_", " ").capitalize()


def _when(occurred: Occurred) -> str:
    day = f"{occurred.first.day} {occurred.first:%B %Y}"
    if occurred.precision in {"hour", "day"} and occurred.end is None:
        return day
    if occurred.precision in {"month", "year"} and occurred.end is None:
        return f"{occurred.first:%B %Y}" if occurred.precision == "month" else f"{occurred.first:%Y}"
    last = occurred.last - timedelta(microseconds=1)
    return f"between {day} and {last.day} {last:%B %Y}"


def _tolls(tolls: Sequence[Estimate]) -> Iterator[str]:
    for measure, estimates in groupby(sorted(tolls, key=lambda e: e.measure), key=lambda e: e.measure):
        counts = [(e, counted(figure(e))) for e in estimates]
        told = [f"{count} ({PARTY_WORDS[e.party]}{_doubt(e)})" for e, count in counts if count]
        yield from _list(measure.capitalize(), told)


def _doubt(estimate: Estimate) -> str:
    return ", sources disagree" if estimate.contested else ""


def _list(what: str, told: Sequence[str]) -> Iterator[str]:
    if told:
        yield f"{what}: {joined(list(dict.fromkeys(told)))}."


def _actor(actor: Actor) -> str:
    said = "" if actor.attribution == "reported" else f"{actor.attribution} "
    claim = {True: ", has claimed it", False: ", has not claimed it", None: ""}[actor.claimed]
    home = f", {country_name(actor.home)}" if actor.home else ""
    return f"{actor.name} ({said}{actor.role.replace('_', ' ')}{home}{claim})"


def _materiel(thing: Materiel) -> str:
    what = f"{thing.what}s" if thing.count not in (None, 1) and not thing.what.endswith("s") else thing.what
    return " ".join(str(part) for part in (thing.count, what, thing.fate) if part is not None)

"""The features of one report that correlation compares: where, when, who, how many, in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from events.actor import Actor
from events.moment import LENGTH, Occurred, Precision, to_ms
from events.place import Place
from events.report import IncidentKind, ReportBody, ReportReceived
from events.toll import TollClaim
from services.rules.core import words
from services.rules.core.words import Words

DAY: Final = timedelta(days=1)
DAY_MS: Final = 86_400_000
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
RADIUS_KM_MIN: Final = 3.0
RADIUS_KM_MAX: Final = 500.0
RADIUS_KM_UNSAID: Final = 25.0
"""For a point whose report does not say how exact it is: a district, as UCDP's second precision means it."""
CODED_ONCE: Final = frozenset({"UCDP", "ACLED"})
"""Data sets that code every incident once: two of their rows are two incidents, like two reports of one article."""

Family = Literal["armed", "protest", "open"]
Form = Literal["state_based", "non_state", "one_sided", ""]

_PROTEST: Final = frozenset({"peaceful_protest", "protest_with_intervention", "violent_demonstration"})
_OPEN: Final = frozenset(
    {"other", "arrests", "agreement", "displacement", "change_to_group_activity", "looting_property_destruction",
     "excessive_force_against_protesters", "mob_violence", "headquarters_or_base_established", "coup", "coup_attempt"}
)  # fmt: skip
_CLASHES: Final = frozenset({"armed_clash", "government_regains_territory", "non_state_actor_overtakes_territory"})
_STATE: Final = frozenset({"state_force", "foreign_state_force", "police", "peacekeepers", "private_military_company"})
_GROUP: Final = frozenset({"jihadist", "rebel", "militia", "self_defence_group", "gang"})
_FIGHTING: Final = frozenset({"attacker", "defender", "combatant", "escort", "air_support", "claimant"})
_STRIKING: Final = frozenset({"attacker", "combatant", "claimant", "accused"})
_STRUCK: Final = frozenset({"victim", "target"})
_UNSURE: Final = frozenset({"suspected", "denied"})
_NOT_VICTIMS: Final = frozenset({"attackers", "all", "non_state"})


@dataclass(frozen=True, slots=True)
class Facts:
    """One report, as far as it is compared.

    `start`, `length`: days since 1970 and days. `lat`, `lon`: degrees (None: no point), `radius_km` how far off.
    `groups`: named armed groups that struck or fought, `doubtful` those only suspected; `states` the home countries of
    the states that fought. `killed`: least and most victims (None: not told); `victims`: their parties, where told.
    `words`: of the headline and the name of the place. `document`: what tells of each incident once, as the article.
    `published_ms`: milliseconds since 1970.
    `coded`: a source's report as coders noted it: their precisions and kinds follow one book, and say more than others.
    """

    report_id: str
    start: float
    length: float
    precision: Precision
    lat: float | None
    lon: float | None
    radius_km: float
    country: str | None
    admin1: str | None
    kind: IncidentKind
    family: Family
    form: Form
    groups: frozenset[str]
    doubtful: frozenset[str]
    states: frozenset[str]
    killed: tuple[int, int] | None
    victims: frozenset[str]
    words: Words
    owner: str
    document: str | None
    published_ms: int
    coded: bool

    @property
    def order(self) -> tuple[float, str]:
        """The order of a neighbourhood: when it occurred, then the report id."""
        return (self.start, self.report_id)


def facts_of(event: ReportReceived) -> Facts | None:
    """What correlation compares of a report; None where it is up for review or does not say when: it opens nothing."""
    body = event.report
    if body.occurred is None or body.review:
        return None
    place = body.place or Place()
    start, length = _interval(body.occurred)
    once = body.source.name in CODED_ONCE
    groups, doubtful, states = _named(body.actors)
    return Facts(
        report_id=event.report_id,
        start=start,
        length=length,
        precision=body.occurred.precision,
        lat=place.lat if place.lon is not None else None,
        lon=place.lon if place.lat is not None else None,
        radius_km=_radius(place),
        country=place.country,
        admin1=place.admin1,
        kind=body.kind or "other",
        family=_family(body),
        form=_form(body),
        groups=groups,
        doubtful=doubtful,
        states=states,
        killed=_killed(body.tolls),
        victims=frozenset([c.party for c in body.tolls if c.party != "unknown" and _of_victims(c)]),
        words=words.read(body.headline, place.name),
        owner=body.source.owner or body.source.name,
        document=event.article_id or (body.source.name if once else None),
        published_ms=to_ms(body.published_at or event.available_at),
        coded=event.backfill and not once,
    )


def _interval(occurred: Occurred) -> tuple[float, float]:
    """Days since 1970 and their number; the common case, a day without an end, is worth its own line."""
    start, end = occurred.start, occurred.end
    if end is None and not isinstance(start, datetime):
        return start.toordinal() - EPOCH_DAY, LENGTH[occurred.precision] / DAY
    first = to_ms(occurred.first)
    return first / DAY_MS, (to_ms(occurred.last) - first) / DAY_MS


def _radius(place: Place) -> float:
    return min(max(place.within_km or RADIUS_KM_UNSAID, RADIUS_KM_MIN), RADIUS_KM_MAX)


def _family(body: ReportBody) -> Family:
    if body.kind in _PROTEST:
        return "protest"
    return "open" if body.kind is None or body.kind in _OPEN else "armed"


def _form(body: ReportBody) -> Form:
    """UCDP's forms of violence: a state fights a group, groups fight each other, armed people kill unarmed ones."""
    fighters = [a for a in body.actors if a.role in _FIGHTING]
    state = any(a.kind in _STATE for a in fighters)
    group = any(a.kind in _GROUP or a.kind == "unidentified_armed_group" for a in fighters)
    if state and group:
        return "state_based"
    if body.kind in _CLASHES:
        return "non_state" if group and not state else ""
    unarmed = any(a.kind == "civilians" and a.role in _STRUCK for a in body.actors)
    return "one_sided" if unarmed else ""


def _named(actors: Iterable[Actor]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The named groups that struck, those only suspected, and the home countries of the states that fought."""
    sure: list[str] = []
    doubtful: list[str] = []
    states: list[str] = []
    for a in actors:
        if a.kind in _GROUP and a.role in _STRIKING:
            (doubtful if a.attribution in _UNSURE else sure).extend(_name(a))
        elif a.home is not None and a.kind in _STATE and a.role in _FIGHTING:
            states.append(a.home)
    return frozenset(sure), frozenset(doubtful), frozenset(states)


def _name(actor: Actor) -> tuple[str, ...]:
    """An id, or a proper name: "gunmen" names nobody."""
    if actor.id is not None:
        return (actor.id,)
    return (words.fold(actor.name),) if actor.name[0].isupper() else ()


def _killed(tolls: Iterable[TollClaim]) -> tuple[int, int] | None:
    """The bounds of all current figures of killed victims: the least and the most that a reader could take from it."""
    told = [bounds for c in tolls if _of_victims(c) and (bounds := _bounds(c)) is not None]
    if not told:
        return None
    return min(low for low, _ in told), sum(high for _, high in told)


def _of_victims(c: TollClaim) -> bool:
    here = c.measure == "killed" and c.scope == "incident" and c.standing == "current"
    return here and c.part_of is None and c.party not in _NOT_VICTIMS


def _bounds(c: TollClaim) -> tuple[int, int] | None:
    """A claim's least and most; an open one ends at its least, so that a much higher toll still speaks against it."""
    known = [n for n in (c.low, c.best, c.high) if n is not None]
    return (min(known), max(known)) if known else None

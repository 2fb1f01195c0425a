"""Who: actors and their part in an incident; what was aimed at; what was lost."""

from typing import Annotated, Literal

from pydantic import Field

from events.place import CountryCode
from events.value import Value

ActorKind = Literal[
    "state_force",
    "foreign_state_force",
    "private_military_company",
    "jihadist",
    "rebel",
    "militia",
    "self_defence_group",
    "gang",
    "police",
    "peacekeepers",
    "protesters",
    "civilians",
    "aid_organisation",
    "government",
    "unidentified_armed_group",
    "other",
]
Role = Literal[
    "attacker",
    "defender",
    "combatant",
    "escort",
    "air_support",
    "trainer",
    "target",
    "victim",
    "claimant",
    "accused",
    "mediator",
    "supporter",
    "other",
]
Attribution = Literal["claimed", "reported", "suspected", "denied"]
TargetKind = Literal[
    "convoy",
    "aid_convoy",
    "school",
    "health_facility",
    "camp",
    "market",
    "place_of_worship",
    "military_post",
    "mine",
    "road",
    "home",
    "village",
    "other",
]
Fate = Literal["destroyed", "damaged", "seized"]
ACTOR_WORDS_MAX = 200
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Actor(Value):
    """One actor in one role. `foreign`: a state force, private military company or state-sponsored group whose home or
    sponsor is another state than the incident's. `claimed`: whether it claimed the act (None: not told). `words`: what
    one source calls it; none where sources are put together.
    """

    name: Name
    id: Annotated[str, Field(max_length=80)] | None = None
    kind: ActorKind = "other"
    role: Role = "other"
    attribution: Attribution = "reported"
    claimed: bool | None = None
    foreign: bool = False
    home: CountryCode | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    words: Annotated[str, Field(max_length=ACTOR_WORDS_MAX)] | None = None


class Target(Value):
    """What was aimed at."""

    what: TargetKind
    name: Name | None = None


class Materiel(Value):
    """Things lost: so many of them, and what became of them."""

    what: Name
    count: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    fate: Fate | None = None

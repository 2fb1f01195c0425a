"""Reports: one incident as one source tells it, and the events that carry them."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from events.actor import Actor, Materiel, Target
from events.moment import Moment, Occurred
from events.place import Place
from events.toll import TollClaim
from events.value import Event, Value

IncidentKind = Literal[
    "armed_clash",
    "attack",
    "ambush",
    "suicide_bomb",
    "air_drone_strike",
    "shelling_artillery_missile_attack",
    "remote_explosive_landmine_ied",
    "grenade",
    "chemical_weapon",
    "sexual_violence",
    "abduction_forced_disappearance",
    "mob_violence",
    "violent_demonstration",
    "peaceful_protest",
    "protest_with_intervention",
    "excessive_force_against_protesters",
    "government_regains_territory",
    "non_state_actor_overtakes_territory",
    "non_violent_transfer_of_territory",
    "looting_property_destruction",
    "arrests",
    "disrupted_weapons_use",
    "headquarters_or_base_established",
    "change_to_group_activity",
    "agreement",
    "coup",
    "coup_attempt",
    "displacement",
    "other",
]
Grade = Literal["A", "B", "C", "D", "E", "F"]
Tlp = Literal["clear", "green", "amber", "amber+strict", "red"]
TLP_ORDER: tuple[Tlp, ...] = ("clear", "green", "amber", "amber+strict", "red")
ShortText = Annotated[str, Field(min_length=1, max_length=200)]
CLAIMS_MAX = 60
ACTORS_MAX = 40


class SourceRef(Value):
    """Who published it. `id`: the source's own id of the item. `grade`: Admiralty reliability A–F.

    `owner`: who is behind it (wire copies count under their agency); without it the name itself.
    """

    name: ShortText
    id: ShortText | None = None
    grade: Grade | None = None
    owner: ShortText | None = None
    tlp: Tlp = "amber"


class ReportBody(Value):
    """What one source says of one incident; everything but the article's own words.

    `confidence` (0–1) and `review` (reasons; a report with any opens no incident) belong to what was read from text.
    """

    source: SourceRef
    published_at: Moment | None = None
    occurred: Occurred | None = None
    kind: IncidentKind | None = None
    place: Place | None = None
    tolls: Annotated[tuple[TollClaim, ...], Field(max_length=CLAIMS_MAX)] = ()
    actors: Annotated[tuple[Actor, ...], Field(max_length=ACTORS_MAX)] = ()
    targets: Annotated[tuple[Target, ...], Field(max_length=20)] = ()
    materiel: Annotated[tuple[Materiel, ...], Field(max_length=20)] = ()
    headline: Annotated[str, Field(max_length=300)] | None = None
    url: Annotated[str, Field(max_length=2_000)] | None = None
    language: Annotated[str, Field(max_length=20)] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    review: Annotated[tuple[str, ...], Field(max_length=20)] = ()


class Report(ReportBody):
    """A report as users hand it in. Required: `source.name`, `text` or `kind`, `occurred` or `published_at`.

    `available_at`: when this deployment could first know it; importers say it, otherwise it is the time of receipt.
    """

    text: Annotated[str, Field(max_length=400_000)] | None = None
    available_at: Moment | None = None
    backfill: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> "Report":
        if self.text is None and self.kind is None:
            message = "one of text and kind is required"
            raise ValueError(message)
        if self.occurred is None and self.published_at is None:
            message = "one of occurred and published_at is required"
            raise ValueError(message)
        return self


class Reader(Value):
    """What read a text: versions of code and tables. A replay never reads again, so this is for people."""

    extractor: str
    gazetteer: str


class ReportReceived(Event):
    """A report was taken. `revision` counts the versions of this report id from 1; `ordinal` its place in the document.

    `content_hash`: SHA-256 hex of the content; an equal version is a duplicate. `text_id`: where the words are kept.
    """

    report_id: str
    revision: Annotated[int, Field(ge=1)] = 1
    theatre: str = "world"
    content_hash: str
    report: ReportBody
    available_at: Moment
    backfill: bool = False
    article_id: str | None = None
    ordinal: int = 0
    text_id: str | None = None
    reader: Reader | None = None


class ReportRevised(ReportReceived):
    """The same report with other content: its claims replace the older ones."""


class ReportRetracted(Event):
    """The source, or an analyst, takes a report back. Nothing of it counts any more."""

    report_id: str
    theatre: str = "world"
    cause: Annotated[str, Field(min_length=1, max_length=80)]
    reason: Annotated[str, Field(max_length=300)] | None = None
    available_at: Moment


class TextKept(Event):
    """An article's words, kept apart from the events so that they can be forgotten."""

    text_id: str
    sha256: str
    text: str
    title: str | None = None
    language: str | None = None

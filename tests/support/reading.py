"""A reader for tests: each line of a text that says `DAY KIND COUNTRY PLACE KILLED` is an incident."""

from dataclasses import dataclass

from events.actor import Actor
from events.moment import Occurred
from events.place import Place
from events.report import Reader, ReportBody
from events.toll import TollClaim
from services.ingest.core.places.port import LearnedPlaces
from services.ingest.items import Article

FIELDS = 5


@dataclass(frozen=True, slots=True)
class Read:
    language: str | None
    reports: tuple[ReportBody, ...] = ()
    unread: str | None = None


class LineReader:
    """Counts how often it was asked; `version` stands for the code's."""

    def __init__(self, version: str = "lines 1") -> None:
        self.version = version
        self.asked = 0

    @property
    def reader(self) -> Reader:
        return Reader(extractor=self.version, gazetteer="none")

    def learn_from(self, learned: LearnedPlaces) -> None:
        self.learned = learned

    def extract(self, article: Article) -> Read:
        self.asked += 1
        if "RAISE" in article.text:
            raise ArithmeticError(article.text)
        if article.text.startswith("سلام"):
            return Read("ar", unread="no reader for ar")
        lines = [line.split() for line in article.text.splitlines()]
        return Read("en", tuple(_body(article, words) for words in lines if len(words) == FIELDS))

    def place(self, place: Place) -> Place:
        return place if place.lat is not None else place.model_copy(update={"lat": 1.0, "lon": 2.0, "within_km": 9.0})

    def actor(self, actor: Actor, country: str | None) -> Actor:
        if actor.name != "Wagner Group":
            return actor
        return actor.model_copy(update={"home": "RU", "foreign": country != "RU"})


def _body(article: Article, words: list[str]) -> ReportBody:
    day, kind, country, place, killed = words
    return ReportBody.model_validate(
        {
            "source": article.source,
            "kind": kind,
            "occurred": Occurred.model_validate({"start": day}),
            "place": Place(name=place, country=country),
            "tolls": (TollClaim(measure="killed", low=int(killed), best=int(killed), high=int(killed)),),
            "confidence": 0.9,
            "headline": f"{killed} killed in {place}",
        }
    )

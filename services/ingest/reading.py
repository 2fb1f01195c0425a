"""The reader as the rest of ingest uses it: the extractor for texts, gazetteer and table of actors for facts."""

import sys
from pathlib import Path

from events.actor import Actor
from events.place import Place
from events.report import Reader
from services.ingest.core.completing import actors_by_id, complete_actor, complete_place
from services.ingest.core.places.port import LearnedPlaces
from services.ingest.extracting import Article as Text
from services.ingest.extracting import Extraction, Extractor
from services.ingest.gazetteer import open_or_build
from services.ingest.items import Article


class TextReader:
    """Satisfies `reads.Reads`."""

    def __init__(self, extractor: Extractor, gazetteer: str) -> None:
        """`gazetteer`: the version of the compiled gazetteer."""
        self._extractor = extractor
        self._by_id = actors_by_id(extractor.actors)
        self._version = Reader(extractor=extractor.version, gazetteer=gazetteer)

    @classmethod
    def open(cls, gazetteer: Path) -> "TextReader":
        """Opens the gazetteer, compiled first where it is missing, and the tables."""
        found = open_or_build(gazetteer, _tell)
        return cls(Extractor(found), found.version)

    def learn_from(self, learned: LearnedPlaces) -> None:
        """Lets it ask for place names that structured reports taught."""
        self._extractor.learned = learned

    @property
    def reader(self) -> Reader:
        """Versions of code and tables."""
        return self._version

    def extract(self, article: Article) -> Extraction:
        """The incidents an article speaks of."""
        text = Text(
            text=article.text,
            source=article.source,
            published_at=article.published_at,
            title=article.title,
            url=article.url,
            language=article.language,
            html=False,
        )
        return self._extractor.extract(text)

    def place(self, place: Place) -> Place:
        """The place with what the gazetteer knows of it."""
        return complete_place(place, self._extractor.places, self._extractor.learned)

    def actor(self, actor: Actor, country: str | None) -> Actor:
        """The actor with what the table knows of it."""
        return complete_actor(actor, self._extractor.actors, self._by_id, country)


def _tell(step: str, share: float) -> None:
    sys.stderr.write(f"gazetteer: {step} {share:.0%}\n")

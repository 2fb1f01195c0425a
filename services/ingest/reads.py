"""What reading a text is to the rest of ingest: a port. `services.ingest.extracting` is the one that reads."""

from typing import Protocol

from events.actor import Actor
from events.place import Place
from events.report import Reader, ReportBody
from services.ingest.core.places.port import LearnedPlaces
from services.ingest.items import Article


class Extraction(Protocol):
    """What an article says. `unread`: why it could not be read; None where it was, with or without any report."""

    @property
    def language(self) -> str | None:
        """The language it is in, ISO 639-1."""

    @property
    def reports(self) -> tuple[ReportBody, ...]:
        """One for each incident it speaks of, in the order of the text."""

    @property
    def unread(self) -> str | None:
        """Why nothing was read."""


class Reads(Protocol):
    """Reads texts and fills facts from tables. Called from threads other than the event loop's."""

    @property
    def reader(self) -> Reader:
        """Versions of code and tables, kept with what was read."""

    def learn_from(self, learned: LearnedPlaces) -> None:
        """Lets it ask for place names that structured reports taught."""

    def extract(self, article: Article) -> Extraction:
        """The incidents an article speaks of."""

    def place(self, place: Place) -> Place:
        """The place with what the gazetteer knows of it; what was given stands."""

    def actor(self, actor: Actor, country: str | None) -> Actor:
        """The actor with id, kind and home from the table, and whether it is foreign in that country."""


class LateReader:
    """A reader that is opened while its service already answers. Nothing is asked of it before `becomes`."""

    def __init__(self) -> None:
        self._opened: Reads | None = None
        self._learned: LearnedPlaces | None = None

    def becomes(self, opened: Reads) -> None:
        """From here on it is this one."""
        if self._learned is not None:
            opened.learn_from(self._learned)
        self._opened = opened

    @property
    def _now(self) -> Reads:
        if self._opened is None:
            raise RuntimeError("the reader is not open yet")
        return self._opened

    @property
    def reader(self) -> Reader:
        """See `Reads`."""
        return self._now.reader

    def learn_from(self, learned: LearnedPlaces) -> None:
        """See `Reads`."""
        self._learned = learned
        if self._opened is not None:
            self._opened.learn_from(learned)

    def extract(self, article: Article) -> Extraction:
        """See `Reads`."""
        return self._now.extract(article)

    def place(self, place: Place) -> Place:
        """See `Reads`."""
        return self._now.place(place)

    def actor(self, actor: Actor, country: str | None) -> Actor:
        """See `Reads`."""
        return self._now.actor(actor, country)

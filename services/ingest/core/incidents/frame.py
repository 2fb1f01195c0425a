"""What a whole document says, for each of its incidents: its text, its day, its likeliest place, what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.ingest.core.incidents.genre import Genre
from services.ingest.core.incidents.groups import Group
from services.ingest.core.places.port import ResolvedPlace
from services.ingest.core.words.normalise import EvenText


@dataclass(frozen=True, slots=True)
class Frame:
    """What the whole document says: its text, when it was published, its likeliest place, the main incident."""

    text: EvenText
    published: date | None
    fallback: ResolvedPlace | None
    main: Group
    adjectives: Mapping[str, str]
    title: EvenText | None = None
    sport: bool = False
    about: frozenset[Genre] = frozenset()
    note: bool = False

"""Finds the phrases of a sentence that say where."""

from collections.abc import Sequence

from services.ingest.core.places import LearnedPlaces, PlaceMention, Places


def find_places(
    sentence: str,
    places: Places,
    *,
    offset: int = 0,
    taken: Sequence[tuple[int, int]] = (),
    learned: LearnedPlaces | None = None,
) -> tuple[PlaceMention, ...]:
    """The phrases of one sentence that say where, in order of their start.

    `offset` is added to every span. `taken`: spans (in the same coordinates as the answer) of actors, sources and
    other names already read, where no place may begin or end.
    """
    raise NotImplementedError

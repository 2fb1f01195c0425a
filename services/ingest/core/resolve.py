"""From place mentions to one place: homonyms by country votes, routes, distances, admin units; radius always."""

from collections.abc import Iterable, Sequence

from services.ingest.core.places import LearnedPlaces, PlaceMention, Places, ResolvedPlace

CountryVotes = dict[str, float]


def count_votes(mentions: Iterable[tuple[PlaceMention, float]], places: Places, hint: str | None = None) -> CountryVotes:
    """Evidence for each country, by ISO2, from the mentions of a document, each with a weight (1 normal, 2 lead).

    `hint`: the country that the source covers or the structured report names.
    """
    raise NotImplementedError


def resolve(
    mentions: Sequence[PlaceMention],
    votes: CountryVotes,
    places: Places,
    *,
    learned: LearnedPlaces | None = None,
    focus: int | None = None,
) -> ResolvedPlace | None:
    """The place that these mentions (of one sentence or one incident) mean; None if there is none.

    `focus`: character offset of the trigger or the toll; a mention near it is preferred among equals.
    """
    raise NotImplementedError


def resolve_name(
    name: str, country: str | None, places: Places, *, learned: LearnedPlaces | None = None
) -> ResolvedPlace | None:
    """The place of a structured report that has a name ("40 km east of Ménaka") but no point."""
    raise NotImplementedError

"""Which country a document is about: names, nationalities, and towns that only one country has."""

from collections.abc import Iterable

from services.ingest.core.places import Named, PlaceMention, Places, Relation

KNOWN_ABROAD = 100_000  # inhabitants that a place needs to be meant where nothing else speaks of its country
ASIDE: tuple[Relation, ...] = ("near", "border", "from", "dateline")
"""Relations in which a country is named without the incident being in it."""
_DWARFS = 20  # times larger than its largest namesake abroad: then a town's name alone says the country
_HINT_VOTES = 3.0
_DEMONYM_VOTE, _TOWN_VOTE = 1.0, 1.0
_VOTES: dict[Relation, float] = {
    "in": 3.0,
    "part": 3.0,
    "offset": 3.0,
    "none": 2.0,
    "dateline": 2.0,
    "route": 1.0,
    "from": 0.7,
    "near": 0.5,
    "border": 0.5,
}


def count_votes(
    mentions: Iterable[tuple[PlaceMention, float]], places: Places, hint: str | None = None
) -> dict[str, float]:
    """Evidence for each country, by ISO2, from a document's mentions, each with a weight (1 normal, 2 in the lead).

    A country named counts most, then its people, then its well-known towns. What is only named as a neighbour or as
    where people come from, and obscure names, decide where nothing else speaks. `hint`: the country that the source
    covers or the structured report names.
    """
    strong: dict[str, float] = {hint: _HINT_VOTES} if hint and places.country(hint) else {}
    weak: dict[str, float] = {}
    for mention, weight in mentions:
        side = weak if mention.relation in ASIDE else strong
        for iso2, vote in _votes_of(mention):
            side[iso2] = side.get(iso2, 0.0) + weight * vote
        for named in mention.names:
            _count_town(named, strong if mention.related else weak, strong, weight)
    if not strong:
        return dict(sorted(weak.items()))
    return dict(sorted((iso2, vote + weak.get(iso2, 0.0)) for iso2, vote in strong.items()))


def _votes_of(mention: PlaceMention) -> Iterable[tuple[str, float]]:
    """The likeliest country of an ambiguous name gets the vote, the others a fifth."""
    whole = _VOTES[mention.relation]
    if mention.kind == "demonym":
        whole = min(whole, _DEMONYM_VOTE)
    return [(iso2, whole if at == 0 else whole / 5) for at, iso2 in enumerate(mention.countries)]


def _count_town(named: Named, unique: dict[str, float], strong: dict[str, float], weight: float) -> None:
    """A large town or region speaks for its country (`strong`), and so does a name known in one country (`unique`)."""
    if not named.rows or named.doubtful:
        return
    largest = named.rows[0]
    abroad = max((row.population for row in named.rows if row.country != largest.country), default=0)
    if largest.population >= KNOWN_ABROAD + _DWARFS * abroad:
        strong[largest.country] = strong.get(largest.country, 0.0) + weight * _TOWN_VOTE
    elif all(row.country == largest.country for row in named.rows):
        unique[largest.country] = unique.get(largest.country, 0.0) + weight * _TOWN_VOTE

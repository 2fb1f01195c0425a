"""Which country a document is about: names, nationalities, and towns that only one country has."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from services.ingest.core.places.port import Named, PlaceMention, PlaceRow, Places, Relation
from services.ingest.core.words.folding import fold_word

WORLD_CITY = 1_000_000  # inhabitants of a town that is meant even where all else speaks of another country
KNOWN_ABROAD = 100_000  # inhabitants that a place needs to be meant where nothing else speaks of its country
ASIDE: tuple[Relation, ...] = ("near", "border", "from", "dateline")
"""Relations in which a country is named without the incident being in it."""
_MOST = 0.5  # of all inhabitants of a town's namesakes, the largest in each country: then its name says the country
_OTHER_NAME, _OTHER_NAME_OF_TOWN, _TOWN = 0.3, 0.02, 5_000
_CLEAR_VOTES = 6.0
_HINT_VOTES = 3.0
_NAMESAKE = 20_000  # inhabitants of a town that is meant before a capital of its name that nothing else speaks of
_SOURCE_VOTES = 1.5
_DEMONYM_VOTE = 1.0
_TOWN_VOTE, _TOWN_SAID_VOTE = 1.0, 2.0  # the second where a word such as "in", or the dateline, says it is a place
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
    mentions: Iterable[tuple[PlaceMention, float]],
    places: Places,
    hint: str | None = None,
    *,
    at_home: Iterable[str] = (),
    source: str | None = None,
) -> dict[str, float]:
    """Evidence for each country, by ISO2, from a document's mentions, each with a weight (1 normal, 2 in the lead).

    A country named counts most, then its people, then its well-known towns. What is only named as a neighbour or as
    where people come from, and obscure names, decide where nothing else speaks. `hint`: the country that the source
    covers or the structured report names. `at_home`: where the actors of the text are known to be, by ISO2; an obscure
    name alone does not lead away from there, nor from the countries that anything better known speaks for. `source`:
    the country that the paper or the station mostly tells of; it settles what the text leaves open.
    """
    strong: dict[str, float] = {hint: _HINT_VOTES} if hint and places.country(hint) else {}
    if source and places.country(source):
        strong[source] = strong.get(source, 0.0) + _SOURCE_VOTES
    weak: dict[str, float] = {}
    obscure: dict[str, float] = {}
    weighted = tuple(mentions)
    for mention, weight in weighted:
        side = weak if mention.relation in ASIDE else strong
        for iso2, vote in _votes_of(mention):
            side[iso2] = side.get(iso2, 0.0) + weight * vote
    clear = {iso2 for iso2, vote in strong.items() if vote >= _CLEAR_VOTES}.union(at_home)
    spoken = frozenset(strong)
    for mention, weight in weighted:
        said = mention.related or mention.relation == "dateline"
        for iso2, part, known in filter(None, (_told_by(named, places, clear, spoken) for named in mention.names)):
            side = strong if known else obscure if said else weak
            side[iso2] = side.get(iso2, 0.0) + weight * part * (_TOWN_SAID_VOTE if said else _TOWN_VOTE)
    people = {iso2 for mention, _ in weighted if mention.kind == "demonym" for iso2 in mention.countries}
    named = {iso2 for mention, _ in weighted if mention.kind != "demonym" for iso2 in mention.countries}
    about = {iso2 for iso2 in strong if iso2 in named or iso2 not in people or iso2 in clear}.union(at_home)
    for iso2, vote in obscure.items():
        if not about or iso2 in about or not about.isdisjoint(places.neighbours(iso2)):
            strong[iso2] = strong.get(iso2, 0.0) + vote
    if not strong:
        return dict(sorted(weak.items()))
    return dict(sorted((iso2, vote + weak.get(iso2, 0.0)) for iso2, vote in strong.items()))


def _votes_of(mention: PlaceMention) -> Iterable[tuple[str, float]]:
    """The likeliest country of an ambiguous name gets the vote, the others a fifth."""
    whole = _VOTES[mention.relation]
    if mention.kind == "demonym":
        whole = min(whole, _DEMONYM_VOTE)
    return [(iso2, whole if at == 0 else whole / 5) for at, iso2 in enumerate(mention.countries)]


def _weight(row: PlaceRow, named: Named) -> float:
    """Inhabitants; of a place that has the name only among others a part, a small one where a town is called so."""
    if fold_word(row.name) == named.folded:
        return row.population
    called = any(other.population >= _TOWN and fold_word(other.name) == named.folded for other in named.rows)
    return (_OTHER_NAME_OF_TOWN if called else _OTHER_NAME) * row.population


def _told_by(
    named: Named, places: Places, clear: Collection[str] = (), spoken: Collection[str] = ()
) -> tuple[str, float, bool] | None:
    """The country that a town's or region's name alone speaks for, with what share of a vote, and whether it is known.

    `clear`: countries that much else speaks of: of namesakes the one there, and elsewhere only a city that all know.
    `spoken`: countries that are named or whose people are. Capitals before all others that nothing speaks of; then what
    our own table has, for the news names it; then a large town by its share of the people of all its namesakes; then a
    name that one country alone has.
    """
    if named.within:
        inside = {code[:2] for code in named.within}
        named = replace(named, rows=tuple(row for row in named.rows if row.country in inside))
    if not named.rows or named.doubtful:
        return None
    for row in named.rows:
        country = places.country(row.country)
        if country and country.capital == row.id:
            other = _namesake(named, row, spoken)
            return (other.country, 1.0, True) if other else (row.country, 1.0, True)
    ours = tuple(row for row in named.rows if row.id < 0)
    if ours and len({row.country for row in ours}) == 1 and any(row.country not in clear for row in named.rows):
        return ours[0].country, 1.0, ours[0].country in clear
    at_home = tuple(row for row in named.rows if row.country in clear)
    if at_home and len({row.country for row in named.rows}) > 1:
        return at_home[0].country, 1.0, False
    weights = [_weight(row, named) for row in named.rows]
    largest: dict[str, float] = {}
    for row, weight in zip(named.rows, weights, strict=True):
        largest[row.country] = max(largest.get(row.country, 0.0), weight)
    top = named.rows[weights.index(max(weights))]
    share = max(weights) / max(1.0, sum(largest.values()))
    if top.population >= KNOWN_ABROAD and share >= _MOST:
        return top.country, share, top.population >= WORLD_CITY or not clear or top.country in clear
    unit = named.unit is not None or any(row.kind == "admin1" for row in named.rows)
    return (top.country, 1.0, unit) if len(largest) == 1 else None


def _namesake(named: Named, capital: PlaceRow, spoken: Collection[str]) -> PlaceRow | None:
    """The town of a capital's name in a country that the text speaks of, while it does not of the capital's."""
    if capital.country in spoken:
        return None
    return next((row for row in named.rows if row.country in spoken and row.population >= _NAMESAKE), None)


_WORLD = frozenset(("US", "GB", "FR", "QA"))
"""Countries whose media tell of the whole world."""
_SOURCE_WORDS = 3


def country_of_source(name: str, places: Places) -> str | None:
    """The country that a paper, station or agency mostly tells of: by our table, or by the place in its name."""
    bare, _, aside = name.partition("(")
    told = places.medium_of(_bare(bare)) or places.medium_of(_bare(name))
    if told is None:
        told = _country_in(fold_word(aside), places) or _country_in(fold_word(bare), places)
    return None if told in _WORLD else told


def _bare(name: str) -> str:
    return fold_word(name).removeprefix("the ")


def _country_in(folded: str, places: Places) -> str | None:
    words = folded.split()
    runs = [
        " ".join(words[first : first + count])
        for count in range(_SOURCE_WORDS, 0, -1)
        for first in range(len(words) + 1 - count)
    ]
    for run in runs:
        if named := [country.iso2 for country in places.countries_named(run) if country.how != "acronym"]:
            return named[0]
    known = [run for run in runs if len(run) >= _CITY_LETTERS and places.caution(run) == "none"]
    towns = (row for run in known for row in places.lookup(run)[:1])
    return next((row.country for row in towns if row.population >= _CITY), None)


_CITY_LETTERS, _CITY = 4, 300_000

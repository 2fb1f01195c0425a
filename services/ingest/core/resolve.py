"""From place mentions to one place: homonyms by country votes, routes, distances, admin units; a radius always.

Every choice has an explicit tie-break, so that the answer does not depend on the order of sets or on hash seeds.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.ingest.core.geodesy import distance_km
from services.ingest.core.place_candidates import (
    KNOWN_ABROAD,
    Candidate,
    Evidence,
    Votes,
    candidates,
    share,
    top_country,
)
from services.ingest.core.place_mentions import find_places
from services.ingest.core.place_points import ROUTE_KM_MAX, Spot, spot_at, spot_between, spot_in_country
from services.ingest.core.places import LearnedPlaces, Named, PlaceMention, PlaceRow, Places, Relation, ResolvedPlace

NAME_LENGTH_MAX = 200
_HINT_VOTES = 3.0
_VOTES: dict[Relation, float] = {
    "in": 3.0, "part": 3.0, "offset": 3.0, "near": 1.0, "route": 1.0, "none": 2.0, "from": 0.7, "border": 0.5,
}  # fmt: skip
_DEMONYM_VOTE, _TOWN_VOTE = 1.0, 1.0
# How much a phrase says about where: a route more than a town, a town more than a region, all more than a country.
_EXACTNESS: dict[Relation, float] = {
    "route": 5.0, "offset": 5.0, "in": 4.5, "near": 4.3, "part": 4.0, "none": 3.0, "from": 1.2, "border": 1.0,
}  # fmt: skip
_UNIT_LOSS, _AREA_LOSS, _FOCUS_LOSS, _FOCUS_REACH = 1.0, 0.5, 0.8, 120


def count_votes(
    mentions: Iterable[tuple[PlaceMention, float]], places: Places, hint: str | None = None
) -> dict[str, float]:
    """Evidence for each country, by ISO2, from a document's mentions, each with a weight (1 normal, 2 in the lead).

    A country named counts most, then its people, then its well-known towns. `hint`: the country that the source covers
    or the structured report names.
    """
    votes: dict[str, float] = {hint: _HINT_VOTES} if hint else {}
    for mention, weight in mentions:
        for iso2, vote in _votes_of(mention, places):
            votes[iso2] = votes.get(iso2, 0.0) + weight * vote
    return dict(sorted(votes.items()))


def _votes_of(mention: PlaceMention, places: Places) -> Iterable[tuple[str, float]]:
    """The likeliest country of an ambiguous name gets the vote, the others a fifth."""
    if mention.countries:
        whole = _DEMONYM_VOTE if mention.kind == "demonym" else _VOTES[mention.relation]
        whole = _VOTES["border"] if mention.relation == "border" else whole
        return [(iso2, whole if at == 0 else whole / 5) for at, iso2 in enumerate(mention.countries)]
    return [(named.rows[0].country, _TOWN_VOTE) for named in mention.names if _tells_country(named)]


def _tells_country(named: Named) -> bool:
    """Whether a town's or unit's name alone says which country: all its bearers are there, or the largest dwarfs them."""
    if not named.rows:
        return False
    largest = named.rows[0]
    abroad = [row.population for row in named.rows if row.country != largest.country]
    return largest.population >= 20 * max(abroad, default=0) + (KNOWN_ABROAD if abroad else 0)


def resolve(
    mentions: Sequence[PlaceMention],
    votes: Votes,
    places: Places,
    *,
    learned: LearnedPlaces | None = None,
    focus: int | None = None,
) -> ResolvedPlace | None:
    """The place that these mentions (of one sentence or one incident) mean; None if neither they nor the votes say.

    `focus`: character offset of the trigger or the toll; of equally exact phrases the one near it is taken, then the
    first. A phrase that cannot be placed is passed over. Without any, the country with most votes.
    """
    evidence = Evidence(votes, places, learned, _beside(mentions))
    ranked = sorted(mentions, key=lambda mention: (-_rank(mention, focus), mention.start))
    for mention in ranked:
        answer = _answer(mention, mentions, evidence)
        if answer:
            return answer
    return _by_votes(mentions, evidence)


def _beside(mentions: Sequence[PlaceMention]) -> frozenset[str]:
    rows = (row for mention in mentions for named in mention.names if named.unit for row in named.rows)
    return frozenset(row.admin1 for row in rows if row.kind == "admin1" and row.admin1)


def _rank(mention: PlaceMention, focus: int | None) -> float:
    rank = _EXACTNESS[mention.relation]
    rank -= _FOCUS_LOSS * min(1.0, abs(mention.start - focus) / _FOCUS_REACH) if focus is not None else 0.0
    if mention.kind in ("country", "demonym"):
        return rank - 10.0 if mention.kind == "country" else rank - 20.0
    if mention.kind == "unknown":
        return rank - 5.0
    kinds = {row.kind for named in mention.names for row in named.rows}
    if any(named.unit for named in mention.names) or kinds in ({"admin1"}, {"admin2"}, {"admin1", "admin2"}):
        return rank - _UNIT_LOSS
    return rank - _AREA_LOSS if kinds == {"area"} else rank


def _answer(mention: PlaceMention, mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    if mention.kind == "route":
        return _route(mention, evidence)
    if mention.kind == "place":
        return _place(mention, evidence)
    if mention.kind == "unknown":
        return _unknown(mention, mentions, evidence)
    return _country(mention, evidence)


def _place(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    found = candidates(mention.names[0], evidence)
    if not found:
        return None
    best = found[0]
    spot = spot_at(best.row, mention)
    how = best.row.kind if mention.relation in ("in", "none", "from") else f"{mention.relation}-{best.row.kind}"
    moved = mention.relation == "offset"
    admin1 = _admin1_at(spot, best.row.country, evidence) if moved or not best.row.admin1 else best.row.admin1
    return _resolved(mention, best.row.country, admin1, spot, _confidence(best, mention, evidence), _how(how, best))


def _how(how: str, best: Candidate) -> str:
    return f"{how}-learned" if best.learned and best.row.id == 0 else how


def _route(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    """Of all pairs of readings the likeliest, less a point for each 100 km; then the first in order."""
    firsts, seconds = (candidates(named, evidence)[:5] for named in mention.names)
    pairs = [(first, second, _gap(first.row, second.row)) for first in firsts for second in seconds]
    near = [pair for pair in pairs if pair[2] <= ROUTE_KM_MAX]
    if not near:
        ends = [
            _one_end(mention, named) for named, found in zip(mention.names, (firsts, seconds), strict=True) if found
        ]
        return _place(ends[0], evidence) if ends else None
    first, second, _ = max(near, key=lambda pair: pair[0].score + pair[1].score - pair[2] / 100.0)
    spot = spot_between(first.row, second.row)
    admin1 = (
        first.row.admin1 if first.row.admin1 == second.row.admin1 else _admin1_at(spot, first.row.country, evidence)
    )
    sure = min(_confidence(first, mention, evidence), _confidence(second, mention, evidence))
    return _resolved(mention, first.row.country, admin1, spot, sure, "route")


def _gap(row: PlaceRow, other: PlaceRow) -> float:
    return distance_km(row.lat, row.lon, other.lat, other.lon)


def _one_end(mention: PlaceMention, named: Named) -> PlaceMention:
    """A route with one end that nobody knows is near the other."""
    return replace(mention, kind="place", relation="near", names=(named,))


def _unknown(mention: PlaceMention, mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    """A name that nobody knows keeps the name, at the point of what else the sentence says."""
    others = [other for other in mentions if other.kind != "unknown"]
    wider = resolve(others, evidence.votes, evidence.places, learned=evidence.learned)
    if wider is None or wider.how == "votes":
        return None
    sure = round(wider.confidence * 0.8, 2)
    name = mention.text[:NAME_LENGTH_MAX]
    return replace(
        wider, name=name, confidence=sure, how=f"unknown-in-{wider.how}", start=mention.start, end=mention.end
    )


def _country(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    order = sorted(mention.countries, key=lambda iso2: (-evidence.votes.get(iso2, 0.0), mention.countries.index(iso2)))
    country = evidence.places.country(order[0]) if order else None
    if country is None or (mention.kind == "demonym" and top_country(evidence.votes) != country.iso2):
        return None
    part = mention.bearing if mention.relation == "part" else None
    how = "part-of-country" if part is not None else mention.kind
    name = mention.text if mention.kind == "country" else country.name
    sure = 0.5 + 0.45 * share(evidence.votes, country.iso2) - (0.2 if mention.kind == "demonym" else 0.0)
    spot = spot_in_country(country, part)
    return _resolved(replace(mention, text=name), country.iso2, None, spot, sure, how)


def _by_votes(mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    leader = top_country(evidence.votes)
    country = evidence.places.country(leader) if leader else None
    if country is None:
        return None
    start, end = (mentions[0].start, mentions[0].end) if mentions else (0, 0)
    nowhere = PlaceMention(start, end, country.name, "country", "none")
    sure = 0.6 * share(evidence.votes, country.iso2)
    return _resolved(nowhere, country.iso2, None, spot_in_country(country, None), sure, "votes")


def _admin1_at(spot: Spot, country: str, evidence: Evidence) -> str | None:
    nearest = evidence.places.nearest(round(spot[0], 2), round(spot[1], 2), country)
    return nearest.admin1 if nearest else None


def _confidence(best: Candidate, mention: PlaceMention, evidence: Evidence) -> float:
    """How sure the reading is: its country's votes, its lead over other bearers of the name, the relation word."""
    backed = 1.0 if mention.names[0].within else share(evidence.votes, best.row.country)
    lead = min(1.0, best.lead / 4.0)
    related = 0.0 if mention.relation in ("none", "from", "border") else 0.1
    return 0.35 + 0.3 * backed + 0.2 * lead + related


def _resolved(
    mention: PlaceMention, country: str, admin1: str | None, spot: Spot, sure: float, how: str
) -> ResolvedPlace:
    lat, lon, within_km = spot
    return ResolvedPlace(
        name=mention.text[:NAME_LENGTH_MAX],
        country=country,
        admin1=admin1,
        lat=round(lat, 4),
        lon=round(lon, 4),
        within_km=round(max(1.0, within_km), 1),
        confidence=round(min(0.99, max(0.05, sure)), 2),
        how=how,
        start=mention.start,
        end=mention.end,
    )


def resolve_name(
    name: str, country: str | None, places: Places, *, learned: LearnedPlaces | None = None
) -> ResolvedPlace | None:
    """The place of a structured report that has a name ("40 km east of Ménaka") but no point."""
    mentions = find_places(f"in {name}", places, learned=learned)
    votes = count_votes(((mention, 1.0) for mention in mentions), places)
    if country:
        votes = {country: 10.0}
    found = resolve(mentions, votes, places, learned=learned)
    return replace(found, name=name[:NAME_LENGTH_MAX], start=0, end=len(name)) if found else None

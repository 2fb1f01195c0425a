"""From place mentions to one place: homonyms by country votes, routes, distances, admin units; a radius always.

Every choice has an explicit tie-break, so that the answer does not depend on the order of sets or on hash seeds.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from services.ingest.core.places.anchors import Anchor
from services.ingest.core.places.candidates import Candidate, Evidence, candidates
from services.ingest.core.places.country_votes import count_votes
from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.points import ROUTE_KM_MAX, Spot, spot_at, spot_between, spot_in_country
from services.ingest.core.places.port import LearnedPlaces, Named, PlaceMention, PlaceRow, Places, ResolvedPlace
from services.ingest.core.places.ranking import is_place_surely, rank
from services.ingest.core.places.voting import Votes, share, top_country

__all__ = ("count_votes", "resolve", "resolve_dateline", "resolve_name", "resolve_quarter")

NAME_LENGTH_MAX = 200
_OUTER_LOSS, _COMMA = 2.0, 2
_MEASURED = 12  # characters between a name and its distance: ", situé à "
_OFF_SHARE, _OFF_KM, _WELL_KNOWN_KM, _ORIGINS = 0.4, 15.0, 30.0, 3  # roads wind; of namesakes the largest few
_GIVEN_COUNTRY_VOTES = 3.0
_ABROAD_KM_MAX = 250.0
_FAR_LEAD = 3.0
_BUREAU = 5_000_000  # inhabitants of cities that, like capitals, have correspondents for the whole country
_ABOUT_DATELINE_KM = 50.0
_DATELINE_SHARE = 0.7  # of the confidence that the same name in the text would have
_RELATED = re.compile(
    r"(?:\w+ )?(?:between|entre|near|outside|around|from|about|\d+|pr[eè]s|north|south|east|west)\b", re.IGNORECASE
)


def resolve(
    mentions: Sequence[PlaceMention],
    votes: Votes,
    places: Places,
    *,
    learned: LearnedPlaces | None = None,
    focus: int | None = None,
    anchors: tuple[Anchor, ...] = (),
) -> ResolvedPlace | None:
    """The place that these mentions (of one sentence or one incident) mean; None if neither they nor the votes say.

    `focus`: character offset of the trigger or the toll; of equally exact phrases the one near it is taken, then the
    first. A phrase that cannot be placed is passed over. Without any, the country with most votes. `anchors`: what the
    text names beyond doubt.
    """
    evidence = Evidence(votes, places, learned, _beside(mentions), anchors)
    ranked = (
        mentions
        if len(mentions) == 1
        else sorted(
            mentions,
            key=lambda mention: (
                _loss(mention, mentions) - rank(mention, votes, focus),
                mention.start,
                mention.end,
            ),
        )
    )
    for mention in ranked:
        answer = _answer(mention, mentions, evidence)
        if answer:
            return answer
    return _by_votes(mentions, evidence)


def _loss(mention: PlaceMention, mentions: Sequence[PlaceMention]) -> float:
    return _OUTER_LOSS if _holds_last(mention, mentions) or _measures_last(mention, mentions) else 0.0


def _holds_last(mention: PlaceMention, mentions: Sequence[PlaceMention]) -> bool:
    """Whether it only says what the name right before it lies in: "Nduga regency, Papua"."""
    bare = mention.kind == "place" and mention.relation in ("none", "in")
    return bare and any(
        other.kind == "place" and bool(other.names[-1].within) and 0 <= mention.start - other.end <= _COMMA
        for other in mentions
    )


def _measures_last(mention: PlaceMention, mentions: Sequence[PlaceMention]) -> bool:
    """Whether it only says how far off the known place right before it lies: "in Yala, 760 km south of Bangkok"."""
    if mention.relation != "offset" or mention.km is None:
        return False
    return any(
        other.kind == "place" and 0 <= mention.start - other.end <= _MEASURED and _is_so_far(other, mention)
        for other in mentions
    )


def _is_so_far(place: PlaceMention, measured: PlaceMention) -> bool:
    """Whether a place whose point is well known lies about as far off as the text says."""
    km = measured.km or 0.0
    return any(
        abs(_gap(row, origin) - km) <= _OFF_SHARE * km + _OFF_KM
        for row in place.names[-1].rows
        if row.within_km <= _WELL_KNOWN_KM
        for origin in measured.names[0].rows[:_ORIGINS]
    )


def _beside(mentions: Sequence[PlaceMention]) -> frozenset[str]:
    rows = (row for mention in mentions for named in mention.names if named.unit for row in named.rows)
    return frozenset(row.admin1 for row in rows if row.kind == "admin1" and row.admin1)


def _answer(mention: PlaceMention, mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    if mention.kind == "route":
        return _route(mention, evidence)
    if mention.kind == "capital":
        return _capital(mention, evidence)
    if mention.kind == "place" and (found := _place(mention, evidence)):
        return found
    if mention.kind == "unknown" or (mention.kind == "place" and _keeps_name(mention.names[0])):
        return _unknown(mention, mentions, evidence)
    if mention.kind == "place":
        return None
    return _country(mention, evidence)


def _keeps_name(named: Named) -> bool:
    """Whether a name whose known bearers are all elsewhere is a village nobody knows; in capitals it is any word."""
    return bool(named.within) or (named.settlement and not named.doubtful and not named.name.isupper())


def _place(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    found = candidates(mention.names[0], evidence, related=mention.related)
    if not found:
        return None
    best = found[0]
    spot = spot_at(best.row, mention)
    how = best.row.kind if mention.relation in ("in", "none", "dateline") else f"{mention.relation}-{best.row.kind}"
    moved = mention.relation == "offset"
    admin1 = _admin1_at(spot, best.row.country, evidence) if moved or not best.row.admin1 else best.row.admin1
    return _resolved(mention, best.row.country, admin1, spot, _confidence(best, mention, evidence), _how(how, best))


def _capital(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    """The capital of the country that the phrase names, or else of the one that the text is about."""
    named = mention.names[0]
    order = sorted(named.within, key=lambda iso2: (-evidence.votes.get(iso2, 0.0), named.within.index(iso2)))
    leader = order[0] if order else top_country(evidence.votes)
    row = evidence.places.capital(leader) if leader else None
    if row is None:
        return None
    written = "" if mention.relation in ("in", "none", "part") else mention.text.removesuffix(named.name)
    meant = replace(mention, kind="place", text=f"{written}{row.name}", names=(replace(named, rows=(row,)),))
    return _place(meant, evidence)


def resolve_dateline(mentions: Sequence[PlaceMention], votes: Votes, places: Places) -> ResolvedPlace | None:
    """About the town where a text was written, for an incident of which it says no place; None for a bureau's city."""
    found = _town_of_dateline(mentions, votes, places)
    if found is None or found[1] == places.capital(found[0].country) or found[1].population > _BUREAU:
        return None
    return _about(*found)


def resolve_quarter(mentions: Sequence[PlaceMention], votes: Votes, places: Places) -> ResolvedPlace | None:
    """About the town where a text was written, bureau or not, for a quarter that nobody knows."""
    found = _town_of_dateline(mentions, votes, places)
    return _about(*found) if found else None


def _about(found: ResolvedPlace, row: PlaceRow) -> ResolvedPlace:
    sure, around = round(_DATELINE_SHARE * found.confidence, 2), found.within_km + _ABOUT_DATELINE_KM
    return replace(found, name=row.name, within_km=round(around, 1), confidence=sure, how="dateline")


def _town_of_dateline(
    mentions: Sequence[PlaceMention], votes: Votes, places: Places
) -> tuple[ResolvedPlace, PlaceRow] | None:
    written = [_as_dateline(mention) for mention in mentions if mention.kind == "place"]
    found = _place(written[0], Evidence(votes, places)) if written else None
    if found is None or found.country != top_country(votes) or found.how != "town":
        return None
    towns = (row for row in written[0].names[0].rows if row.kind == "town")
    return found, next(row for row in towns if (round(row.lat, 4), round(row.lon, 4)) == (found.lat, found.lon))


def _as_dateline(mention: PlaceMention) -> PlaceMention:
    """A name before a colon may be read as a heading's region; in a dateline it is a town."""
    return replace(mention, relation="dateline", names=tuple(replace(named, unit=None) for named in mention.names))


def _how(how: str, best: Candidate) -> str:
    return f"{how}-learned" if best.learned and best.row.id == 0 else how


def _route(mention: PlaceMention, evidence: Evidence) -> ResolvedPlace | None:
    """Of all pairs of readings the likeliest, less a point for each 100 km; then the first in order."""
    firsts, seconds = (candidates(named, evidence, related=True, paired=True) for named in mention.names)
    pairs = [(first, second, _gap(first.row, second.row)) for first in firsts for second in seconds]
    near = [pair for pair in pairs if pair[2] <= _reach(pair[0].row, pair[1].row)]
    if not near or _far_likelier(pairs, near):
        ends = [
            (found[0].score, _one_end(mention, named))
            for named, found in zip(mention.names, (firsts, seconds), strict=True)
            if found
        ]
        return _place(max(ends, key=lambda end: end[0])[1], evidence) if ends else None
    first, second, _ = max(near, key=lambda pair: pair[0].score + pair[1].score - pair[2] / 100.0)
    spot = spot_between(first.row, second.row)
    admin1 = (
        first.row.admin1 if first.row.admin1 == second.row.admin1 else _admin1_at(spot, first.row.country, evidence)
    )
    sure = min(_confidence(first, mention, evidence), _confidence(second, mention, evidence))
    return _resolved(mention, first.row.country, admin1, spot, sure, "route")


_Pair = tuple[Candidate, Candidate, float]


def _far_likelier(pairs: Sequence[_Pair], near: Sequence[_Pair]) -> bool:
    """Whether two places far apart are so much likelier that this is no road: "between Washington and Moscow"."""
    best, best_near = (max(pair[0].score + pair[1].score for pair in some) for some in (pairs, near))
    return best - best_near > _FAR_LEAD


def _reach(row: PlaceRow, other: PlaceRow) -> float:
    """How far apart the ends of one road may lie, km: less across a border."""
    return ROUTE_KM_MAX if row.country == other.country else _ABROAD_KM_MAX


def _gap(row: PlaceRow, other: PlaceRow) -> float:
    return distance_km(row.lat, row.lon, other.lat, other.lon)


def _one_end(mention: PlaceMention, named: Named) -> PlaceMention:
    """A route with one end that nobody knows is near the other."""
    return replace(mention, kind="place", relation="near", names=(named,))


def _unknown(mention: PlaceMention, mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    """A name that nobody knows keeps the name, at the point of what else the sentence says."""
    others = [other for other in mentions if other.kind != "unknown" and other is not mention]
    wider = resolve(others, evidence.votes, evidence.places, learned=evidence.learned, anchors=evidence.anchors)
    if wider is None or not is_place_surely(mention):
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
    part = mention.relation == "part"
    how = "part-of-country" if part else mention.kind
    name = mention.text if mention.kind == "country" else country.name
    sure = 0.5 + 0.45 * share(evidence.votes, country.iso2) - (0.2 if mention.kind == "demonym" else 0.0)
    spot = spot_in_country(country, mention.bearing if part else None, part=part)
    return _resolved(replace(mention, text=name), country.iso2, None, spot, sure, how)


def _by_votes(mentions: Sequence[PlaceMention], evidence: Evidence) -> ResolvedPlace | None:
    leader = top_country(evidence.votes)
    country = evidence.places.country(leader) if leader else None
    if country is None:
        return None
    start, end = min(((mention.start, mention.end) for mention in mentions), default=(0, 0))
    nowhere = PlaceMention(start, end, country.name, "country", "none")
    sure = 0.6 * share(evidence.votes, country.iso2)
    return _resolved(nowhere, country.iso2, None, spot_in_country(country, None, part=False), sure, "votes")


def _admin1_at(spot: Spot, country: str, evidence: Evidence) -> str | None:
    nearest = evidence.places.nearest(round(spot[0], 2), round(spot[1], 2), country)
    return nearest.admin1 if nearest else None


def _confidence(best: Candidate, mention: PlaceMention, evidence: Evidence) -> float:
    """How sure the reading is: its country's votes, its lead over other bearers of the name, the relation word."""
    backed = 1.0 if mention.names[0].within else share(evidence.votes, best.row.country)
    lead = min(1.0, best.lead / 4.0)
    related = 0.1 if mention.related else 0.0
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
    """The place of a structured report that has a name ("40 km east of Ménaka") but no point.

    With a country, only places in it are meant.
    """
    written = name if any(sign.isupper() for sign in name) else name.title()
    mentions = find_places(f"in {written}", places, learned=learned)
    if not any(mention.names for mention in mentions) or _RELATED.match(name):
        mentions = find_places(written, places, learned=learned)
    votes = (
        {country: _GIVEN_COUNTRY_VOTES} if country else count_votes(((mention, 1.0) for mention in mentions), places)
    )
    if country:
        mentions = tuple(_only_in(country, mention) for mention in mentions)
    found = resolve(mentions, votes, places, learned=learned)
    return replace(found, name=name[:NAME_LENGTH_MAX], start=0, end=len(name)) if found else None


def _only_in(country: str, mention: PlaceMention) -> PlaceMention:
    names = (
        replace(named, rows=tuple(row for row in named.rows if row.country == country), within=(country,))
        for named in mention.names
    )
    return replace(mention, names=tuple(names), countries=tuple(iso2 for iso2 in mention.countries if iso2 == country))

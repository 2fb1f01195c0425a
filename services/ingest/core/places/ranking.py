"""How much a phrase says about where: a route more than a town, a town more than a region, all more than a country."""

from services.ingest.core.places.country_votes import ASIDE
from services.ingest.core.places.port import PlaceMention, Relation
from services.ingest.core.places.voting import Votes, share

_EXACTNESS: dict[Relation, float] = {
    "route": 5.0,
    "offset": 5.0,
    "in": 4.5,
    "near": 4.3,
    "part": 4.0,
    "none": 3.0,
    "from": 1.2,
    "dateline": 1.1,
    "border": 1.0,
}
_COUNTRY_LOSS, _ASIDE_LOSS, _UNIT_LOSS = 40.0, 10.0, 2.0
_VAGUE_DIRECTION_LOSS, _UNKNOWN_LOSS, _HEARSAY_LOSS = 1.0, 0.3, 6.0
_FOCUS_LOSS, _FOCUS_REACH = 0.8, 120  # what a phrase loses for lying this many characters or more from the focus


def rank(mention: PlaceMention, votes: Votes, focus: int | None) -> float:
    """The rank of a phrase, higher is asked first. `focus`: character of the trigger or the toll."""
    value = _EXACTNESS[mention.relation]
    if mention.countries and mention.kind != "capital":
        backed = max(share(votes, iso2) for iso2 in mention.countries)
        value += 10.0 * backed - (_ASIDE_LOSS if mention.relation in ASIDE else 0.0)
        return value - (_COUNTRY_LOSS if mention.kind == "country" else 2 * _COUNTRY_LOSS)
    value -= _FOCUS_LOSS * min(1.0, _distance(mention, focus) / _FOCUS_REACH) if focus is not None else 0.0
    if mention.kind == "unknown":
        return value - (_UNKNOWN_LOSS if is_place_surely(mention) else _HEARSAY_LOSS)
    if mention.relation == "offset" and mention.km is None:
        value -= _VAGUE_DIRECTION_LOSS
    kinds = {row.kind for named in mention.names for row in named.rows}
    wide = any(named.unit for named in mention.names) or (kinds and "town" not in kinds)
    return value - _UNIT_LOSS if wide else value


def _distance(mention: PlaceMention, focus: int) -> int:
    """Characters from the deed to the phrase; twice those where it stands before: what follows says more of where."""
    return mention.start - focus if mention.start >= focus else 2 * (focus - mention.start)


def is_place_surely(mention: PlaceMention) -> bool:
    """Whether the text itself says that a name nobody knows is a town or village, or says what it lies in."""
    named = mention.names[0]
    return named.settlement or bool(named.within) or mention.relation in ("near", "offset")

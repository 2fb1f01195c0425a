"""Whose own dead a state speaks of: "Malawi lost three", "South Africa said nine of its soldiers died". Pure."""

from collections.abc import Sequence
from typing import Final

from services.ingest.core.phrases.items import Row
from services.ingest.core.places.port import PlaceMention, Places
from services.ingest.core.tolls.found import OWN, is_own

_LOSING: Final = frozenset(
    {"lost", "losing", "loses", "acknowledged", "admitted", "conceded", "mourned", "mourns", "buried", "perdu", "perd"}
    | {"perdent", "reconnaît", "reconnu", "reconnaissait", "admet", "admis", "déplore", "déploré", "concède", "concédé"}
    | {"the loss of", "la perte de", "acknowledges", "admits", "confirmed"}
)
_STATE: Final = frozenset({"state_force", "foreign_force"})
_STEPS: Final = 4
_ROWS: Final = 3
_SEATS: Final = {
    "bujumbura": "BI",
    "abidjan": "CI",
    "tel aviv": "IL",
    "the hague": "NL",
    "la haye": "NL",
    "kremlin": "RU",
}
_LOSSES: Final = frozenset({"losses", "loss", "pertes", "dead", "morts"})


def own_nations(row: Row, mentions: Sequence[PlaceMention], places: Places) -> None:
    """Notes the nation of people whom the country or the capital at the head of their clause calls its own."""
    for mention in mentions:
        countries = _speaks_for(mention, places)
        verb = _verb_after(row, mention.end) if countries else None
        if verb is None:
            continue
        losing = any(item.low in _LOSING for item in row.items[verb : verb + 2])
        for i in range(verb + 1, len(row.items)):
            item = row.items[i]
            if item.tag == "z":
                break
            if item.tag not in "PQ" or item.nations or item.actor is not None:
                continue
            forces = item.noun is not None and item.noun.party in _STATE
            lost = losing and (forces or (item.tag == "Q" and row.items[i - 1].low in _STRICTLY))
            if is_own(row, i) or lost or _of_losses(row, verb, i):
                item.nations = countries


_STRICTLY: Final = frozenset({"lost", "losing", "loses", "perdu", "perd", "perdent"})


def _of_losses(row: Row, verb: int, i: int) -> bool:
    """As in "put its own losses at 50"."""
    between = {item.low for item in row.items[verb:i]}
    return row.tags[i] == "Q" and i - verb <= _LOSSES_NEAR and bool(between & _LOSSES) and not OWN.isdisjoint(between)


_LOSSES_NEAR: Final = 6


def _speaks_for(mention: PlaceMention, places: Places) -> tuple[str, ...]:
    """The countries that a mention stands for: its own name, or that of its capital."""
    if mention.relation != "none" and mention.kind != "country":
        return ()
    if mention.kind == "country":
        return mention.countries
    name = mention.names[0].folded if len(mention.names) == 1 else ""
    if name in _SEATS:
        return (_SEATS[name],)
    for row in places.lookup(name)[:_ROWS] if name else ():
        capital = places.capital(row.country)
        if capital is not None and capital.id == row.id:
            return (row.country,)
    return ()


def _verb_after(row: Row, end: int) -> int | None:
    """The verb of saying or losing right behind a name: the name is its subject."""
    near = [i for i, item in enumerate(row.items) if item.start >= end][:_STEPS]
    for i in near:
        item = row.items[i]
        if item.tag in "slr" or item.low in _LOSING:
            return i
        if item.tag not in "_hND,H" or item.tag == ",":
            return None
    return None

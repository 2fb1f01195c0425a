"""The side that a phrase of people belongs to."""

from typing import Final

from services.ingest.core.phrases.items import Item

_PARTY_OF_KIND: Final = {
    "state_force": "state_force",
    "foreign_state_force": "foreign_force",
    "private_military_company": "foreign_force",
    "police": "state_force",
    "peacekeepers": "peacekeepers",
    "aid_organisation": "aid_workers",
    "jihadist": "militants",
    "rebel": "militants",
    "militia": "militants",
    "self_defence_group": "militants",
    "gang": "militants",
    "unidentified_armed_group": "militants",
    "civilians": "civilians",
    "protesters": "civilians",
}


def party_of(item: Item) -> str:
    """The party of a phrase of people: a named actor in it tells more than the noun."""
    noun = item.noun
    party = noun.party if noun is not None else None
    auxiliaries = (
        party == "state_force" and item.actor is not None and item.actor.kind in {"self_defence_group", "militia"}
    )
    if item.actor is not None and not auxiliaries and party not in {"civilians", "aid_workers", "peacekeepers"}:
        return _PARTY_OF_KIND.get(item.actor.kind, party or "unknown")
    if party is None and noun is not None and noun.actor is not None:
        return _PARTY_OF_KIND.get(noun.actor, "unknown")
    return party or "unknown"

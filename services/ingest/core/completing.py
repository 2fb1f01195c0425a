"""Completing what structured reports name: actors from the table of actors, places from the gazetteer."""

from collections.abc import Mapping
from typing import Any, Final

from events.actor import Actor, ActorKind
from events.place import Place
from services.ingest.core.places.port import LearnedPlaces, Places
from services.ingest.core.places.resolve import resolve_name
from services.ingest.core.words.known_actors import ActorTable, KnownActor
from services.ingest.core.words.tokens import tokenise, words_of

OF_STATES: Final[frozenset[ActorKind]] = frozenset({"state_force", "foreign_state_force", "private_military_company"})
"""Kinds that are foreign where their home is another state than the incident's."""
FORCES: Final[Mapping[ActorKind, str]] = {"state_force": "army", "foreign_state_force": "army", "police": "police"}
"""National forces have ids made of their country, as in what is read from text: `ml-army`."""
VAGUE: Final[frozenset[ActorKind]] = frozenset({"other", "rebel", "militia", "unidentified_armed_group"})
"""Kinds that the table makes more exact: data sets call a jihadist group a rebel group."""


def actors_by_id(table: ActorTable) -> Mapping[str, KnownActor]:
    """The actors of the table by id."""
    return {alias.actor.id: alias.actor for spellings in table.aliases.values() for alias in spellings}


def named_actor(name: str, table: ActorTable) -> KnownActor | None:
    """The actor whose name or alias this is, word for word, in any case."""
    words = words_of(name)
    spellings = table.aliases.get(words[0], ()) if words else ()
    return next((alias.actor for alias in spellings if alias.rest == words[1:]), None)


def nationality_of(name: str, table: ActorTable) -> str | None:
    """The country of a force by its name ("Malian army"), where that means one country."""
    tokens = tokenise(name)
    found = table.nationality(tokens, 0) if tokens else None
    return found[0][0] if found is not None and len(found[0]) == 1 else None


def complete_actor(actor: Actor, table: ActorTable, by_id: Mapping[str, KnownActor], country: str | None) -> Actor:
    """The actor with id, kind and home from the table, and whether it is foreign in `country`; what is given stands."""
    known = (by_id.get(actor.id) if actor.id else None) or named_actor(actor.name, table)
    known = known or named_actor(actor.name.partition(":")[0], table)  # "JNIM: Group for Support of …", as ACLED writes
    given = actor.model_fields_set
    update: dict[str, Any] = {}
    if known is not None:
        update["id"] = actor.id or known.id
        update["kind"] = known.kind if actor.kind in VAGUE else actor.kind
        update["home"] = actor.home or known.home
    kind, home = update.get("kind", actor.kind), update.get("home", actor.home)
    if home is None and kind in OF_STATES:
        update["home"] = home = nationality_of(actor.name, table)
    if known is None and actor.id is None and home is not None and kind in FORCES:
        update["id"] = f"{home.lower()}-{FORCES[kind]}"
    if "foreign" not in given and kind in OF_STATES and home is not None and country is not None:
        update["foreign"] = home != country
    return actor.model_copy(update=update) if update else actor


def complete_place(place: Place, places: Places, learned: LearnedPlaces | None) -> Place:
    """The place with point, radius, country and unit from the gazetteer; what is given stands."""
    if place.lat is not None and place.lon is not None:
        return _with_country(place, places)
    if not place.name:
        return place
    found = resolve_name(place.name, place.country, places, learned=learned)
    if found is None:
        return place
    update = {
        "lat": found.lat,
        "lon": found.lon,
        "within_km": place.within_km or found.within_km,
        "country": place.country or found.country,
        "admin1": place.admin1 or found.admin1,
    }
    return place.model_copy(update=update)


def _with_country(place: Place, places: Places) -> Place:
    """The country of the nearest town, where none is given."""
    if place.country is not None or place.lat is None or place.lon is None:
        return place
    town = places.nearest(place.lat, place.lon)
    return place if town is None else place.model_copy(update={"country": town.country})

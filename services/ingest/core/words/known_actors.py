"""The table of actors as the reader sees it: names to actors, nationalities to countries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from events.actor import ActorKind
from services.ingest.core.words.tokens import Token, words_of


@dataclass(frozen=True, slots=True)
class KnownActor:
    """An actor by name. `home`: ISO 3166-1 alpha-2; `since`, `until`: years active, inclusive, None open.

    `where`: countries in which it is mostly active, its home if none are given.
    """

    id: str
    name: str
    kind: ActorKind
    home: str | None = None
    since: int | None = None
    until: int | None = None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of an actor. `rest`: the words after the first; `capitals`: it counts only when written so.

    `free`: it counts without a capital letter, too.
    """

    rest: tuple[str, ...]
    actor: KnownActor
    capitals: bool
    free: bool = False


@dataclass(frozen=True, slots=True)
class ActorTable:
    """Who is who. `aliases`: first word → spellings, longest first.

    `singles`, `longer`: the same by their one word, or by their first two: there are 65 that begin with "Islamic".

    `nationalities`: first word → the other words and the countries meant, likeliest first.

    `opens`: words that may mean one of them alone, and first words of nationalities; `firsts`: first words of `longer`.

    `adjectives`: country → its nationality in English, as names of armies use it.
    """

    aliases: Mapping[str, tuple[Alias, ...]]
    singles: Mapping[str, tuple[Alias, ...]]
    longer: Mapping[tuple[str, str], tuple[Alias, ...]]
    nationalities: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    adjectives: Mapping[str, str]
    opens: frozenset[str]
    firsts: frozenset[str]

    def at(self, tokens: list[Token], i: int, *, all_capitals: bool) -> tuple[KnownActor, int] | None:
        """The actor whose name begins at token `i` and the token after it."""
        low = tokens[i].low
        longer = self.longer.get((low, tokens[i + 1].low), ()) if i + 1 < len(tokens) else ()
        single = self.singles.get(low, ())
        for alias in (*longer, *single) if longer else single:
            end = i + 1 + len(alias.rest)
            if len(alias.rest) > 1 and tuple([token.low for token in tokens[i + 1 : end]]) != alias.rest:
                continue
            if _written_so(alias, tokens[i:end], all_capitals=all_capitals):
                return alias.actor, end
        return None

    def nationality(self, tokens: list[Token], i: int) -> tuple[tuple[str, ...], int] | None:
        """The countries whose nationality is written at token `i` and the token after it."""
        for rest, countries in self.nationalities.get(tokens[i].low, ()):
            end = i + 1 + len(rest)
            if rest and tuple([token.low for token in tokens[i + 1 : end]]) != rest:
                continue
            if tokens[i].raw not in _PRONOUNS:
                return countries, end
        return None


_PRONOUNS: Final = frozenset({"us", "car", "Us", "Car"})
_TOO_SHORT: Final = 3  # an acronym of so few letters may be a word where everything is in capitals


def _written_so(alias: Alias, tokens: list[Token], *, all_capitals: bool) -> bool:
    if all_capitals:
        return not (alias.capitals and len(tokens) == 1 and len(tokens[0].raw) <= _TOO_SHORT)
    if alias.capitals:
        return all(token.raw.isupper() or not token.raw.isalpha() for token in tokens)
    return (
        alias.free or tokens[0].raw[:1].isupper() or any(token.raw[:1].isupper() for token in tokens) or len(tokens) > 1
    )


def _is_acronym(alias: str) -> bool:
    return alias.upper() == alias and any(map(str.isalpha, alias)) and " " not in alias


def actor_table(
    actors: Iterable[tuple[KnownActor, tuple[str, ...]]], nationalities: Iterable[tuple[str, tuple[str, ...], str]]
) -> ActorTable:
    """Builds the table from (actor, aliases) and (country, words of its nationality, English adjective)."""
    aliases: dict[str, dict[tuple[tuple[str, ...], bool], Alias]] = {}
    for actor, names in actors:
        for name in (actor.name, *names):
            words = words_of(name)
            capitals = _is_acronym(name)
            alias = Alias(words[1:], actor, capitals, free=name[:1].islower())
            known = aliases.setdefault(words[0], {}).setdefault((words[1:], capitals), alias)
            if alias.free and not known.free:
                aliases[words[0]][words[1:], capitals] = replace(known, free=True)
    by_words: dict[tuple[str, ...], list[str]] = {}
    adjectives: dict[str, str] = {}
    for country, spellings, adjective in nationalities:
        adjectives.setdefault(country, adjective)
        for spelling in spellings:
            listed = by_words.setdefault(words_of(spelling), [])
            listed += [country] if country not in listed else []
    firsts: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words, countries in by_words.items():
        firsts.setdefault(words[0], []).append((words[1:], tuple(countries)))
    ordered = {first: tuple(sorted(found.values(), key=_longest)) for first, found in aliases.items()}
    longer: dict[tuple[str, str], list[Alias]] = {}
    for first, found in ordered.items():
        for alias in found:
            if alias.rest:
                longer.setdefault((first, alias.rest[0]), []).append(alias)
    alone = {first: tuple(alias for alias in found if not alias.rest) for first, found in ordered.items()}
    singles = {first: found for first, found in alone.items() if found}
    return ActorTable(
        ordered,
        singles,
        {pair: tuple(found) for pair, found in longer.items()},
        {first: tuple(sorted(listed, key=lambda pair: (-len(pair[0]), pair))) for first, listed in firsts.items()},
        adjectives,
        frozenset(singles).union(firsts),
        frozenset(pair[0] for pair in longer),
    )


def _longest(alias: Alias) -> tuple[int, tuple[str, ...], bool]:
    return -len(alias.rest), alias.rest, alias.capitals

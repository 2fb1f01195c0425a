"""Opens the reader's tables: words of each language, actors, nationalities. The parsed tables go to the core."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import cast

from events.actor import ActorKind
from services.ingest.core.words.cues import cues_from_rows
from services.ingest.core.words.known_actors import ActorTable, KnownActor, actor_table
from services.ingest.core.words.lexicon import Lexicon, lexicon_from_rows

LANGUAGES = ("en", "fr")
_PACKAGE = "services.ingest.core"


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    """The rows of one table, comments left out, padded to `columns`. Raises `ValueError` on a row with more."""
    text = resources.files(_PACKAGE).joinpath("tables", name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) > columns:
            raise ValueError(f"{name}:{number}: {len(cells)} columns, {columns} expected")
        yield cells + [""] * (columns - len(cells))


@lru_cache(maxsize=4)
def open_lexicon(language: str) -> Lexicon:
    """The words of one language (`en`, `fr`)."""
    rows = [(category, attributes, forms) for category, attributes, forms in _rows(f"words_{language}.tsv", 3)]
    cues = cues_from_rows((idea, forms) for idea, forms in _rows(f"cues_{language}.tsv", 2))
    return replace(lexicon_from_rows(language, rows), cues=cues)


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def _actors() -> Iterator[tuple[KnownActor, tuple[str, ...]]]:
    for ident, name, kind, home, since, until, aliases, where in _rows("actors.tsv", 8):
        countries = tuple(where.split()) or ((home,) if home else ())
        actor = KnownActor(ident, name, cast("ActorKind", kind), home or None, _year(since), _year(until), countries)
        yield actor, tuple(alias for alias in aliases.split("|") if alias)


def _english(adjective: str) -> tuple[str, ...]:
    plural = "" if adjective.endswith(("ese", "ish", "ch", "é", "è", "s", "x")) else adjective + "s"
    return (adjective, plural) if plural else (adjective,)


def _french(masculine: str) -> Iterator[str]:
    """Malien → malien, malienne, maliens, maliennes."""
    if masculine.endswith(("ien", "éen")):
        stems = masculine, masculine + "ne"
    elif masculine.endswith(("ain", "ais", "ois", "an", "and", "ol", "in", "ond", "and", "ard", "t", "ond")):
        stems = masculine, masculine + "e"
    else:
        stems = masculine, masculine
    for stem in dict.fromkeys(stems):
        yield stem
        yield stem if stem.endswith(("s", "x")) else stem + "s"


def _nationalities() -> Iterator[tuple[str, tuple[str, ...], str]]:
    for country, _names, acronyms, english, french in _rows("countries.tsv", 5):
        adjectives = [word for word in english.split("|") if word]
        spellings = [word for word in acronyms.split("|") if word]
        spellings += ["U.S."] if country == "US" else []
        spellings += [form for word in adjectives for form in _english(word)]
        spellings += [form for word in french.split("|") if word for form in _french(word)]
        if adjectives:
            yield country, tuple(spellings), adjectives[0]


@lru_cache(maxsize=1)
def open_actors() -> ActorTable:
    """The actors of the world's conflicts and the nationalities from which armies are named."""
    return actor_table(_actors(), _nationalities())

"""Finds the runs of words that the gazetteer knows as names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.ingest.core.places.lexicon import PARTS_OF_TOWNS
from services.ingest.core.places.port import CountryName, LearnedPlaces, PlaceRow, Places
from services.ingest.core.places.words import Words, words_in

WORDS_MAX = 5
CAPITAL = frozenset(("capital", "capitale"))
_UNKNOWN_MAX = 4  # words of a name that nobody knows
_ABBREVIATED = 2  # letters of a word that may end in a full stop inside a name: "St. Louis", "U.S."
_PARTICLES = frozenset(
    (
        "de", "du", "des", "da", "do", "dos", "of", "the", "la", "le", "el", "al", "sur", "les", "l", "d", "and", "del",
        "las", "los", "della", "di", "e", "i", "ye", "ez", "y",
    )
)  # fmt: skip
_LINKS = frozenset(
    ("e", "i", "ye", "ez", "al", "el", "ul", "ud", "de", "du", "la", "le", "les", "sur", "sous", "en", "es")
)
"""Between hyphens they make one name of what they join: "Dasht-e-Barchi", "Deir-ez-Zor"."""
_FEATURES = frozenset(("lac", "mont", "monts", "parc", "promenade", "bassin", "jebel", "djebel", "lake", "mount"))
"""Written small they open the name of a lake, a mountain or a park: "lac Tchad", "parc national du W"."""
_OF_SPANISH = frozenset(("del", "de", "las", "los", "do", "da", "dos", "das"))
_SPANISH = (("del",), ("de", "las"), ("de", "los"), ("do",), ("da",), ("dos",), ("das",))
_ARTICLES = frozenset(("al", "el", "ad", "ed", "an", "ar", "er", "as", "es", "ash", "esh", "at", "et", "az", "ez"))
_JOINTS = frozenset((" ", "-", "’", "'", "\u2011", "–", "`", "ʿ", "\u02bc", "\n"))
_APOSTROPHES = frozenset(("'", "’", "`", "-"))
# Without a capital these are common nouns, not countries.
_NEEDS_CAPITAL = frozenset(
    (
        "turkey", "china", "chile", "chad", "jordan", "jersey", "guinea", "guinee", "polish", "pole", "poles", "swede",
        "grenade", "bahamas", "georgia", "emirates", "wales", "saint martin", "niger", "cuba", "japan", "finn", "serb",
        "malta", "dane", "briton", "lao", "thai", "america", "suisse", "chili", "samoa", "oman", "dominica", "inde",
        "iran", "macao", "english", "maurice", "salvador", "vatican", "turc", "grec", "mongol", "turk", "jamaica",
        "reunion",
    )
) - {"niger", "iran", "cuba"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `first` … `last` are a name. Without rows, countries and `learned` it is a name that nobody knows.

    `barred`: a phrase that is no place, whatever stands inside it ("Le Monde", "March").
    """

    first: int
    last: int
    folded: str
    rows: tuple[PlaceRow, ...] = ()
    countries: tuple[CountryName, ...] = ()
    learned: bool = False
    barred: bool = False


def find_names(words: Words, places: Places, learned: LearnedPlaces | None) -> Iterator[Hit]:
    """The names of a sentence from left to right, the longest at each word, none inside another."""
    past = 0
    for at in _openings(words, places):
        if at >= past:
            hit = _hit(words, at, _reach(words, at, places), places, learned)
            past = hit.last + 1 if hit and (_is_known(hit) or _compound_end(words, at) > at) else at + 1
            if hit and not hit.barred:
                yield hit


def names_nothing(sentence: str, places: Places, learned: LearnedPlaces | None) -> bool:
    """A quick look: no capital but the first letter, which opens an ordinary word, no country, no "capital"."""
    if not sentence[1:].islower() or any(map(sentence.__contains__, _APOSTROPHES)):
        return False
    folded = words_in(sentence)
    if any(map(places.opens_country, folded)) and any(_is_country(folded, at, places) for at in range(len(folded))):
        return False
    first = folded[0]
    known = first not in _PARTICLES and (places.lookup(first) or (learned is not None and learned.learned(first)))
    return not known and CAPITAL.isdisjoint(folded)


def _is_country(folded: Sequence[str], at: int, places: Places) -> bool:
    """Whether the words from here on may be a country's name or nationality."""
    ends = range(at + 1, min(len(folded), at + WORDS_MAX) + 1)
    return places.opens_country(folded[at]) and any(places.countries_named(" ".join(folded[at:end])) for end in ends)


def _openings(words: Words, places: Places) -> list[int]:
    """The words that can open a name: with a capital, an Arabic article before one, or a country's without capital."""
    opens_country = places.opens_country
    return [
        at
        for at, (written, folded) in enumerate(zip(words.written, words.folded, strict=True))
        if written[0].isupper() or folded in _ARTICLES or folded in _FEATURES or opens_country(folded)
    ]


def _reach(words: Words, at: int, places: Places) -> int:
    """How many words from here on may be one name."""
    longest = min(WORDS_MAX, places.longest(words.folded[at]))
    count = 1
    while count < longest and at + count < len(words.written) and _joined(words, at + count - 1):
        count += 1
    return min(longest, count)


def _joined(words: Words, left: int) -> bool:
    joint = words.between(left, left + 1)
    return joint in _JOINTS or (joint in (".", ". ") and len(words.written[left]) <= _ABBREVIATED)


def _is_known(hit: Hit) -> bool:
    return bool(hit.rows or hit.countries or hit.learned or hit.barred)


def _hit(words: Words, at: int, reach: int, places: Places, learned: LearnedPlaces | None) -> Hit | None:
    """The name that begins at a word."""
    known = _known(words, at, reach, places)
    if known and (known.barred or known.countries):
        return known
    if known and (whole := _longer_end(words, known.last, places)) > known.last:
        return Hit(at, whole, " ".join(words.folded[at : whole + 1]))
    taught = _taught(words, at, learned) if learned and _capital(words, at) else None
    if taught and (known is None or taught.last > known.last):
        return taught
    return known or _unknown(words, at, places)


def _known(words: Words, at: int, reach: int, places: Places) -> Hit | None:
    """The longest name of the gazetteer that begins at a word."""
    opens = words.written[at][0].isupper() or (words.folded[at] in _ARTICLES and _capital(words, at + 1))
    opens = opens or words.folded[at] in _FEATURES
    opens_country = places.opens_country(words.folded[at])
    for last in range(at + reach - 1, at - 1, -1):
        named = opens and _written_as_name(words, at, last)
        if not named and not opens_country:
            continue
        folded = " ".join(words.folded[at : last + 1])
        if named and places.caution(folded) == "never":
            return Hit(at, last, folded, barred=True)
        if opens_country and (countries := _countries(words, at, last, folded, places)):
            rows = _units_called(words, last, folded, places)
            return Hit(at, last, folded, rows=rows) if rows else Hit(at, last, folded, countries=countries)
        if named and folded not in _PARTICLES and (rows := places.lookup(folded) or _respelt(folded, places)):
            return Hit(at, last, folded, rows=rows)
    return None


def _units_called(words: Words, last: int, folded: str, places: Places) -> tuple[PlaceRow, ...]:
    """The units that bear a country's name, where the text says that it is one: "Niger state", "Georgia State"."""
    if words.folded[last + 1 : last + 2] not in (("state",), ("province",)) or words.between(last, last + 1) != " ":
        return ()
    return tuple(row for row in places.lookup(folded) if row.kind == "admin1")


def _respelt(folded: str, places: Places) -> tuple[PlaceRow, ...]:
    """The places of an Arabic name with its article that is written the French way: "El-Facher", "Al-Chaddadi"."""
    article, _, name = folded.partition(" ")
    return places.lookup(f"{article} {name.replace('ch', 'sh')}") if article in _ARTICLES and "ch" in name else ()


def _compound_end(words: Words, last: int) -> int:
    """The last word of the hyphenated name that goes on after word `last`; `last` itself where none does."""
    while (
        _capital(words, last + 2)
        and words.folded[last + 1] in _LINKS
        and words.between(last, last + 1) == words.between(last + 1, last + 2) == "-"
    ):
        last += 2
    return last


def _longer_end(words: Words, last: int, places: Places) -> int:
    """The last word of the name that goes on after word `last`: "Dasht-e-Barchi", "Ain al-Delb"; else `last` itself."""
    article = words.folded[last + 1 : last + 2]
    goes_on = (
        bool(article)
        and article[0] in _ARTICLES
        and _capital(words, last + 2)
        and words.between(last, last + 1) in (" ", "-")
        and words.between(last + 1, last + 2) == "-"
        and places.caution(f"{article[0]} {words.folded[last + 2]}") != "never"
    )
    return _compound_end(words, last + 2) if goes_on else _compound_end(words, _romance_end(words, last))


def _romance_end(words: Words, last: int) -> int:
    """The last word of a Spanish or Portuguese name that goes on: "San Miguel del Ene", "Santa Rosa de las Minas"."""
    at = last + 1
    while at < len(words.folded) and words.folded[at] in _OF_SPANISH and words.between(at - 1, at) == " ":
        at += 1
    link = words.folded[last + 1 : at]
    goes_on = at < len(words.folded) and words.between(at - 1, at) == " " and _capital(words, at)
    return at if link in _SPANISH and goes_on and words.written[last + 1][0].islower() else last


def _taught(words: Words, at: int, learned: LearnedPlaces) -> Hit | None:
    """The longest name that structured reports taught."""
    for last in range(_run_end(words, at), at - 1, -1):
        folded = " ".join(words.folded[at : last + 1])
        if learned.learned(folded):
            return Hit(at, last, folded, learned=True)
    return None


def _unknown(words: Words, at: int, places: Places) -> Hit | None:
    """Capitalised words that the gazetteer does not have: perhaps a place that nobody knows."""
    if at == 0 or words.shouting or not _capital(words, at) or words.folded[at] in PARTS_OF_TOWNS:
        return None
    last = _longer_end(words, _run_end(words, at), places)
    return Hit(at, last, " ".join(words.folded[at : last + 1]))


def _run_end(words: Words, at: int) -> int:
    """The last word of the run of capitalised words that begins at a word."""
    last = at
    while last - at < _UNKNOWN_MAX - 1 and _capital(words, last + 1) and _joined(words, last):
        last += 1
    return _compound_end(words, last)


def _countries(words: Words, first: int, last: int, folded: str, places: Places) -> tuple[CountryName, ...]:
    named = places.countries_named(folded)
    if not named:
        return ()
    capital = words.written[first][0].isupper()
    if not capital and folded in _NEEDS_CAPITAL:
        return ()
    acronym = not words.shouting and all(words.written[at].isupper() for at in range(first, last + 1))
    return tuple(country for country in named if country.how != "acronym" or acronym)


def _capital(words: Words, at: int) -> bool:
    return at < len(words.written) and words.written[at][0].isupper()


def _written_as_name(words: Words, first: int, last: int) -> bool:
    """Capitals on the first and last word, and on those between unless they are particles; "N'guigmi" is one word."""
    if not _capital(words, last) and (last == first or words.between(last - 1, last) not in _APOSTROPHES):
        return False
    return all(_inner(words, at) for at in range(first + 1, last))


def _inner(words: Words, at: int) -> bool:
    """A word inside a name: with a capital, a particle, or the "s" of "Cox's Bazar"."""
    known = words.folded[at] in _PARTICLES or words.folded[at] == "national"
    return known or _capital(words, at) or words.between(at - 1, at) in _APOSTROPHES

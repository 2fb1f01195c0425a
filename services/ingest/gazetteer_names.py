"""Which spellings of a place the gazetteer keeps, folded."""

import re
from collections.abc import Iterable, Iterator

from services.ingest.core.words.folding import fold

WORDS_MAX = 5  # longer names are not looked up in text
LETTERS_MIN = 3  # shorter names are kept for towns of 20,000 alone (Bo, Wa)
_KNOWN_TOWN = 20_000
_ASCII_NAME = re.compile(r"[a-z0-9 ]+")
_APOSTROPHE = re.compile(r"['’‘`ʻʼʽʾʿ]")
_LATIN = re.compile(r"[^\u0370-\u1dff\u2c00-\U0010ffff]+$")  # no letter of another script
_AIRPORT = re.compile(r"[A-Z]{3}")
_ARTICLE = re.compile(r"(?:al|el|ad|ed|an|en|ar|er|as|es|ash|esh|at|et|az|ez|l|d)[-' ’]+(?=[A-ZÀ-Ý])")
_LEADING_ARTICLE = re.compile(r"^(?:al|el|ad|ed|an|ar|as|ash|at|az) (?=\w{5,}$)")
_TAMASHEK = re.compile(r"^(t?i) n (?=\w)")
_PARTICLES = "de la|de l|de|du|des|da|do|del|d|of the|of|ya|wa"
_UNIT_WORDS = (
    "autonomous|cercle|city|commune|county|departement|department|departamento|distrito|district|division|estado|"
    "governorate|gubernia|ilcesi|kabupaten|kota|krai|kray|lga|local government area|metropolitan|mkoa|muhafazat|"
    "municipality|municipio|oblast|okrug|ostan|parish|powiat|prefecture|province|provincia|provinsi|raion|rayon|"
    "regency|region|republic|shahrestan|state|subdivision|subprefecture|taluk|tehsil|territoire|territory|"
    "upazila|urban community|viloyati|voivodeship|wilaya|wilayah|wilayat|woreda|zila|zone"
)
_UNIT_BEFORE = re.compile(rf"^(?:{_UNIT_WORDS})(?: (?:{_PARTICLES}))? (?=\w)")
_UNIT_AFTER = re.compile(rf"(?<=\w)(?: (?:{_UNIT_WORDS}))+$")


def town_spellings(name: str, names: Iterable[str], population: int) -> list[str]:
    """The folded spellings of a town worth a look-up, sorted.

    Left out: other scripts, transliterations without a capital ("mei na ka"), airport codes, very short names.
    Added: an Arabic name without its article ("Al Qāmishlī" → "qamishli"), and "I-n-Tillit" as "in tillit".
    """
    kept = set(_folded(name))
    for other in names:
        if _is_written_name(other):
            kept.update(_folded(other))
    kept.update([_TAMASHEK.sub(r"\1n ", _LEADING_ARTICLE.sub("", folded)) for folded in kept])
    letters_min = 2 if population >= _KNOWN_TOWN else LETTERS_MIN
    return sorted(folded for folded in kept if len(folded) >= letters_min and folded.count(" ") < WORDS_MAX)


def unit_spellings(names: Iterable[str]) -> list[str]:
    """The folded spellings of an admin unit, with and without the word for its kind, in both languages; sorted."""
    kept: set[str] = set()
    for name in names:
        for folded in _folded(name):
            kept.update((folded, unit_stem(folded)))
    kept.update([spelling for folded in sorted(kept) for spelling in side_spellings(folded)])
    return sorted(folded for folded in kept if len(folded) >= LETTERS_MIN and folded.count(" ") < WORDS_MAX)


def unit_stem(folded: str) -> str:
    """The name without the word for its kind: "cercle de menaka", "gao region" → "menaka", "gao"."""
    return _UNIT_AFTER.sub("", _UNIT_BEFORE.sub("", folded))


def side_spellings(folded: str) -> Iterator[str]:
    """The other ways to write a unit named after a side: "north darfur" → "northern darfur", "darfour du nord"."""
    match = _SIDED.fullmatch(folded)
    if match is None or (match[2] or match[3]) in _EN_OF:
        return
    english, (french, adjective, joined) = _EN_OF[match[1] or match[4]], _SIDES[_EN_OF[match[1] or match[4]]]
    for rest in {match[2] or match[3], _IN_FRENCH.sub(r"\1our", match[2] or match[3])}:
        yield f"{english} {rest}"
        yield f"{english}ern {rest}"
        yield f"{french} {rest}"
        yield f"{rest} {french}"
        yield f"{rest} {adjective}"
        yield f"{rest} {joined}"


_SIDES = {
    "north": ("nord", "septentrional", "du nord"),
    "south": ("sud", "meridional", "du sud"),
    "east": ("est", "oriental", "de l est"),
    "west": ("ouest", "occidental", "de l ouest"),
}  # English → French: before or after the name, as an adjective, joined
_EN_OF = {word: side for side, (french, *_) in _SIDES.items() for word in (side, f"{side}ern", french)}
_SIDE_WORDS = "|".join(_EN_OF)
_SIDED = re.compile(rf"(?:({_SIDE_WORDS}) (\w{{4,}}(?: \w+)?)|(\w{{4,}}(?: \w+)?) ({_SIDE_WORDS}))")
_IN_FRENCH = re.compile(r"(darf)ur$")


def country_spellings(names: Iterable[str]) -> list[str]:
    """The folded spellings of a country, sorted, without a leading article."""
    kept = {folded.removeprefix("the ") for name in names for folded in _folded(name.split(" (")[0])}
    return sorted(kept - {""})


def _folded(name: str) -> Iterator[str]:
    """The folded name, and the one without apostrophes if it has any: "N'Djamena" → "n djamena", "ndjamena"."""
    whole = fold(name.replace("&", " and "))
    if whole and _ASCII_NAME.fullmatch(whole) and not whole.isdigit():
        yield whole
        if _APOSTROPHE.search(name):
            yield fold(_APOSTROPHE.sub("", name))


def _is_written_name(name: str) -> bool:
    if not _LATIN.match(name) or _AIRPORT.fullmatch(name):
        return False
    return name[:1].isupper() or bool(_ARTICLE.match(name))

"""What the words before and after a name say about it: in, near, 40 km east of, northern, the region of."""

import re
from dataclasses import dataclass
from typing import Literal

from services.ingest.core.places import Relation
from services.ingest.core.place_words import Words

UnitLevel = Literal["admin1", "admin2"]

UNIT_LEVELS: dict[str, UnitLevel] = {
    **dict.fromkeys(("region", "province", "state", "governorate", "oblast", "wilaya", "governorates"), "admin1"),
    **dict.fromkeys(("regions", "provinces", "states", "etat", "gouvernorat", "emirate", "oblasts"), "admin1"),
    **dict.fromkeys(("district", "county", "territory", "cercle", "department", "departement", "commune"), "admin2"),
    **dict.fromkeys(("territoire", "prefecture", "subprefecture", "raion", "rayon", "woreda", "zone"), "admin2"),
    **dict.fromkeys(("municipality", "township", "division", "subdistrict", "districts", "tehsil", "parish"), "admin2"),
    **dict.fromkeys(("circle", "counties", "canton", "lga", "chiefdom", "upazila", "locality"), "admin2"),
}
_KM_EACH = {"mile": 1.609, "mi": 1.609}
_NUMBERS = {
    "dix": 10, "dizaine": 10, "quinze": 15, "quinzaine": 15, "vingt": 20, "vingtaine": 20, "trente": 30,
    "trentaine": 30, "quarante": 40, "quarantaine": 40, "cinquante": 50, "cinquantaine": 50, "soixante": 60,
    "soixantaine": 60, "cent": 100, "centaine": 100, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
}  # fmt: skip
_BEARINGS = {
    "north": 0.0, "nord": 0.0, "northeast": 45.0, "nordest": 45.0, "east": 90.0, "est": 90.0, "southeast": 135.0,
    "sudest": 135.0, "south": 180.0, "sud": 180.0, "southwest": 225.0, "sudouest": 225.0, "west": 270.0,
    "ouest": 270.0, "northwest": 315.0, "nordouest": 315.0,
}  # fmt: skip
_SIDE = r"(?:north|south|east|west)(?:ern)?"
_FR_SIDE = r"(?:nord|sud|est|ouest)"
_WAY = rf"(?P<way>{_SIDE}(?: ?{_SIDE})?(?: {_SIDE})?|{_FR_SIDE}(?: {_FR_SIDE})?)"
_SETTLEMENT = (
    r"(?:town|village|city|hamlet|locality|settlement|suburb|neighbou?rhood|township|port|capital|outpost|oasis|area|"
    r"ville|localite|village|hameau|commune|quartier|cite|bourgade|communes|villages|towns|cities)"
)
_UNITS = "|".join(sorted(UNIT_LEVELS))
_PLAIN = r"(?!(?:in|at|near|of|dans|a|au|from|and|et|to|the)\b)\w+"
# "the remote northern desert town of", "la ville frontalière de", "the region of", "province du"
_NOUN = re.compile(
    rf"(?:^| )(?:(?:the|a|an|la|le|l|une|un|les|its|their)(?: {_PLAIN}){{0,4}} )?"
    rf"(?P<noun>{_SETTLEMENT}|{_UNITS})(?: {_PLAIN})?(?: (?:of|de la|de l|de|du|des|d|called|named|nommee?))?$"
)
_OFFSET = re.compile(
    rf"(?:^| )(?P<number>\d+(?: \d)?|{'|'.join(sorted(_NUMBERS))})(?: de)? ?(?P<measure>km|kms|kilomet(?:er|re)s?|miles?|mi)"
    r"(?: (?:or )?(?:about )?\d+(?: \d)? ?(?:km|kms|kilomet(?:er|re)s?|miles?|mi))?"
    rf"(?: (?:to the |a l |au |dans le |vers le |further |due )?{_WAY})?(?: of| from| de la| de l| de| du| des| d| outside| off| away from)$"
)
_ASIDE = re.compile(
    rf"(?:^| )(?:just |further |due |to the |au |a l |à l |dans le |dans l |in the |the |le |l )?{_WAY} (?:of|de la|de l|de|du|des|d)(?: the)?$"
)
_PART = re.compile(
    rf"(?:^| )(?P<way>{_SIDE}(?: ?{_SIDE})?|far {_SIDE}|{_FR_SIDE}(?: {_FR_SIDE})?|central|centre|center)(?: of| du| de la| de l| de| d)?(?: the| le| la)?$"
)
_NEAR = re.compile(
    r"(?:^| )(?:near|nearby|outside|around|close to|not far from|outskirts of|vicinity of|off|towards?|beyond|bordering|"
    r"pres de|pres d|pres du|proche de|proche d|proches de|non loin de|non loin d|environs de|environs d|alentours de|alentours d|"
    r"peripherie de|autour de|autour d|en dehors de|sortie de|vers|surroundings of)(?: the| la| le| l)?$"
)
_IN = re.compile(
    r"(?:^| )(?:in|at|inside|within|into|across|throughout|reached|à|au|aux|en|dans|sur)(?: the| la| le| les| l)?$"
)
_BETWEEN = re.compile(r"(?:^| )(?:between|entre)(?: the| la| le| les| l)?$")
_BORDER = re.compile(
    r"(?:^| )(?:borders?|frontier|frontiere)(?: \w+)? (?:with|of|to|avec|de|du|d)(?: the| la| le| l)?$"
)
_FROM = re.compile(
    r"(?:^| )(?:from|depuis|originaires? (?:de|du|d)|ven(?:u|ue|us|ues|ant) (?:de|du|d)|provenance (?:de|du|d))(?: the| la| le| l)?$"
)
_LOOK_BACK = 15  # words before a name that can belong to its phrase
_STOPS = re.compile(r"[.;:!?,]\s|[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a name. `word`, `noun`: the first word of the phrase, and of "town of" or "region of" in it."""

    word: int
    noun: int
    relation: Relation
    km: float | None = None
    bearing: float | None = None
    unit: UnitLevel | None = None
    settlement: bool = False


def read_before(words: Words, name: int) -> Before:
    """The relation that the words before word number `name` put it in."""
    first = _phrase_start(words, name)
    before = _context(words, first, name)
    noun = _NOUN.search(before)
    said = noun.group("noun") if noun else ""
    rest = before[: noun.start()] if noun else before
    found = _relation(rest)
    start = found.start if found else noun.start() if noun else len(before)
    return Before(
        word=name - len(before[start:].split()),
        noun=name - len(before[noun.start("noun") :].split()) if noun else name,
        relation=found.relation if found else "none",
        km=found.km if found else None,
        bearing=found.bearing if found else None,
        unit=UNIT_LEVELS.get(said),
        settlement=bool(said) and said not in UNIT_LEVELS,
    )


def unit_after(words: Words, last: int) -> UnitLevel | None:
    """The level of the unit word right after word number `last`: "Gao region"."""
    after = last + 1
    if after < len(words.written) and words.between(last, after) in (" ", "-"):
        return UNIT_LEVELS.get(words.folded[after])
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    relation: Relation
    km: float | None = None
    bearing: float | None = None


def _relation(rest: str) -> _Found | None:
    if not rest:
        return None
    if match := _OFFSET.search(rest):
        return _Found(match.start(), "offset", _km(match), _bearing(match.group("way")))
    if match := _ASIDE.search(rest):
        return _Found(match.start(), "offset", None, _bearing(match.group("way")))
    if match := _PART.search(rest):
        return _Found(match.start(), "part", None, _bearing(match.group("way")))
    for pattern, relation in _PLAIN_RELATIONS:
        if match := pattern.search(rest):
            return _Found(match.start(), relation)
    return None


_PLAIN_RELATIONS: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (_BORDER, "border"),
    (_NEAR, "near"),
    (_IN, "in"),
    (_BETWEEN, "route"),
    (_FROM, "from"),
)


def _km(match: re.Match[str]) -> float:
    number = match.group("number")
    value = float(_NUMBERS[number]) if number in _NUMBERS else float(number.replace(" ", "."))
    return value * _KM_EACH.get(match.group("measure").removesuffix("s"), 1.0)


def _bearing(way: str | None) -> float | None:
    """Degrees from north, None for "central" and for no way at all."""
    if way is None:
        return None
    plain = way.replace("ern", "").removeprefix("far ")
    parts = plain.split()
    joined = "".join(parts[-2:])
    return _BEARINGS.get(joined, _BEARINGS.get(parts[-1]))


def _phrase_start(words: Words, name: int) -> int:
    """The first word before `name` with no end of a clause in between."""
    first = name
    while first > 0 and name - first < _LOOK_BACK and not _STOPS.search(words.between(first - 1, first)):
        first -= 1
    return first


def _context(words: Words, first: int, name: int) -> str:
    """The words in one line, folded; "à" keeps its accent, for "a" is English."""
    return " ".join("à" if words.written[at] in ("à", "À") else words.folded[at] for at in range(first, name))

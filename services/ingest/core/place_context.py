"""Whether a name that the gazetteer knows is a place here, or part of a person's name, a body, a headline."""

from services.ingest.core.place_relations import Before
from services.ingest.core.places import PlaceRow, Places
from services.ingest.core.place_words import Words

WELL_KNOWN = 100_000  # inhabitants; such a town needs no relation word in a text all in capitals
_TITLES = frozenset(
    (
        "mr", "mrs", "ms", "dr", "prof", "president", "minister", "general", "gen", "colonel", "col", "captain", "capt",
        "commander", "cmdr", "lieutenant", "lt", "major", "maj", "sergeant", "sgt", "brigadier", "admiral", "marshal",
        "governor", "gov", "senator", "sen", "judge", "king", "queen", "prince", "princess", "emir", "sheikh", "shaykh",
        "imam", "mullah", "mufti", "pastor", "bishop", "archbishop", "pope", "father", "sister", "rev", "reverend",
        "chief", "director", "ambassador", "secretary", "spokesman", "spokeswoman", "spokesperson", "mayor", "professor",
        "journalist", "leader", "deputy", "chairman", "ayatollah", "sultan", "inspector", "officer", "corporal",
        "private", "premier", "chancellor", "congressman", "rep", "councillor", "warlord", "rebel", "analyst", "lawyer",
        "le general", "colonels", "ministre", "capitaine", "commandant", "m", "mme", "mm", "cheikh", "maire", "prefet",
        "gouverneur", "depute", "adjudant", "sergent", "procureur", "porte", "parole", "abbe", "soeur", "pere", "aged",
        "named", "called", "alias", "nomme", "surnomme", "radio", "fort", "camp", "mount", "operation", "barkhane",
        "lake", "river", "saint", "team", "task", "club", "fc", "university", "universite", "hotel",
    )
)  # fmt: skip
_SPEECH = frozenset(
    (
        "said", "told", "says", "added", "stated", "explained", "noted", "warned", "declared", "announced", "confirmed",
        "insisted", "wrote", "tweeted", "argued", "acknowledged", "denied", "claimed", "vowed", "replied", "who",
    )
)  # fmt: skip
# Capitalised words that may follow a town's name without making it part of another.
_MAY_FOLLOW = frozenset(
    (
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
        "april", "may", "june", "july", "august", "september", "october", "november", "december", "region", "province",
        "state", "district", "county", "city", "town", "village", "airport", "camp", "hospital", "market", "governor",
        "mayor", "governorate", "oblast", "territory", "prefecture", "cercle", "department", "municipality", "area",
        "road", "highway", "base", "international", "airfield", "provincial", "central", "lga", "local", "square",
        "university", "prison", "mosque", "cathedral", "church", "zone", "division", "subdivision", "township", "and",
        "et", "raion", "emirate", "garrison", "front", "axis", "border", "i", "ii",
    )
)  # fmt: skip
_SIDES = frozenset(
    (
        "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "centre", "center",
        "nord", "sud", "est", "ouest", "northeast", "northwest", "southeast", "southwest", "capital", "delta", "federal",
        "district", "region", "province", "city", "littoral", "upper", "lower", "plateau", "lagunes", "lacs", "islands",
    )
)  # fmt: skip
_FIRST_NAMES_TOO = frozenset(("chad", "jordan", "israel", "georgia", "india", "kenya", "paris"))


def looks_like_place(
    words: Words, first: int, last: int, before: Before, unit: bool, rows: tuple[PlaceRow, ...], places: Places
) -> bool:  # noqa: E501, FBT001
    """Whether words `first` … `last`, which name `rows`, are read as a place."""
    related = before.relation != "none" or before.settlement or unit
    name = " ".join(words.folded[first : last + 1])
    if name in _SIDES and not unit:
        return False
    if words.shouting:
        return related or (places.caution(name) == "none" and _well_known(rows))
    if not related and (
        places.caution(name) == "word" or _is_person(words, first, last) or _inside_other(words, first, last, places)
    ):
        return False
    return not (related and _inside_other(words, first, last, places) and not _closely_related(before, unit))


def names_person(words: Words, first: int) -> bool:
    """Whether a country's name is somebody's surname here: "Michael Jordan"."""
    return first > 1 and words.folded[first] in _FIRST_NAMES_TOO and _capital_neighbour(words, first - 1, first)


def _well_known(rows: tuple[PlaceRow, ...]) -> bool:
    return any(row.population >= WELL_KNOWN or row.kind in ("admin1", "area") for row in rows)


def _closely_related(before: Before, unit: bool) -> bool:  # noqa: FBT001
    return unit or before.settlement or before.relation in ("in", "near", "offset", "from")


def _is_person(words: Words, first: int, last: int) -> bool:
    if first > 0 and words.folded[first - 1] in _TITLES and words.between(first - 1, first) in (" ", ". "):
        return True
    return last + 1 < len(words.written) and words.between(last, last + 1) == " " and words.folded[last + 1] in _SPEECH


def _inside_other(words: Words, first: int, last: int, places: Places) -> bool:
    """Whether a capitalised neighbour makes the name part of a longer one."""
    if (
        last + 1 < len(words.written)
        and _capital_neighbour(words, last, last + 1)
        and not _may_neighbour(words, last + 1, places)
    ):
        return True
    opens = first == 1  # the first word of a sentence has a capital anyway
    return (
        first > 0
        and not opens
        and _capital_neighbour(words, first - 1, first)
        and not _may_neighbour(words, first - 1, places)
    )


def _capital_neighbour(words: Words, left: int, right: int) -> bool:
    return words.between(left, right) == " " and words.written[left][0].isupper() and words.written[right][0].isupper()


def _may_neighbour(words: Words, at: int, places: Places) -> bool:
    return words.folded[at] in _MAY_FOLLOW or bool(places.countries_named(words.folded[at]))

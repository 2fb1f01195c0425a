"""Whether a name that the gazetteer knows is a place here, or part of a person's name, of a body's, of a headline."""

from dataclasses import dataclass
from typing import Literal

from services.ingest.core.places.grammar import CLOSERS
from services.ingest.core.places.lexicon import (
    ARTICLES,
    FIRST_NAMES_TOO,
    MAY_FOLLOW,
    OWN_BODIES,
    PARTICLES,
    RIVERS,
    ROADS,
    ROLES,
    SCHOOLS,
    SIDES,
    SPEECH,
    TITLES,
)
from services.ingest.core.places.port import PlaceRow, Places
from services.ingest.core.places.relations import Before
from services.ingest.core.places.words import Words

WELL_KNOWN = 100_000  # inhabitants; such a town needs no relation word in a text all in capitals
ACRONYM_LETTERS_MAX = 4

Verdict = Literal["place", "doubtful", "no"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A name, words `first` … `last`, with what stands before it and the unit that the text calls it."""

    words: Words
    first: int
    last: int
    folded: str
    before: Before
    unit: str | None

    @property
    def related(self) -> bool:
        """A word says that the name is a place."""
        return self.before.relation != "none" or self.before.settlement or self.unit is not None


def judge_name(setting: Setting, rows: tuple[PlaceRow, ...], places: Places) -> Verdict:
    """How to read a name that is known by `rows`; "doubtful" needs its country in the text besides."""
    doubtful = is_doubtful(setting.folded, places)
    if is_side(setting.folded) and setting.unit is None:
        return "no"
    if _is_body(setting):
        return "no"
    if setting.words.shouting:
        return _judge_shouted(setting, rows, places, ordinary=doubtful)
    if not setting.related:
        alone = not doubtful and not _is_person(setting) and not _inside_longer(setting, places)
        return "place" if alone else "no"
    if _longer_after(setting, places) and setting.unit is None:
        return "no" if _after_article(setting) else "doubtful"
    return "doubtful" if doubtful else "place"


def _judge_shouted(setting: Setting, rows: tuple[PlaceRow, ...], places: Places, *, ordinary: bool) -> Verdict:
    """Among words that all have capitals, an ordinary one is a place only if it is called a town or a region."""
    if ordinary:
        return "doubtful" if setting.before.settlement or setting.unit else "no"
    if _longer_after(setting, places):
        return "doubtful" if setting.related else "no"
    if setting.related or setting.first == 0:
        return "place"
    return "doubtful" if any(_well_known(row) for row in rows) and not _is_person(setting) else "no"


def may_be_unknown_place(setting: Setting, places: Places) -> bool:
    """Whether a capitalised name that nobody knows is said to be a place: "the village of X", "near X", "in X"."""
    word = setting.words.written[setting.first]
    short = word.isupper() and len(word) <= ACRONYM_LETTERS_MAX
    if short or setting.words.shouting or is_doubtful(setting.folded, places):
        return False
    said = setting.before.settlement or setting.unit is not None
    return said or (setting.before.relation in ("near", "offset", "in") and not _after_article(setting))


def is_side(name: str) -> bool:
    """Whether a folded name is made of words like "north" and "central" alone, which are units of some country."""
    return all(word in SIDES for word in name.split())


def is_doubtful(name: str, places: Places) -> bool:
    """Whether a folded name is an ordinary word too."""
    return is_side(name) or places.caution(name) == "word"


def is_label(words: Words, first: int, last: int) -> bool:
    """Whether a name tags or heads the text and so means its region: "#Gao", "Gao: two dead", "Mondoro (Douentza)"."""
    start, end = words.starts[first], words.ends[last]
    before, after = words.text[max(0, start - 2) : start], words.text[end : end + 2]
    if before.endswith("#") or before == "# ":
        return True
    return (start == 0 and after.startswith((":", " :"))) or (before.endswith("(") and after.startswith(")"))


def names_no_country(words: Words, first: int) -> bool:
    """Whether a country's name is a river's or somebody's surname here: "the river Niger", "Michael Jordan"."""
    if first > 0 and words.folded[first - 1] in RIVERS:
        return True
    surname = first > 0 and words.folded[first] in FIRST_NAMES_TOO and words.folded[first - 1] not in CLOSERS
    return surname and _capitals(words, first - 1, (" ",))


def _well_known(row: PlaceRow) -> bool:
    return row.population >= WELL_KNOWN or row.kind in ("admin1", "area")


def _after_article(setting: Setting) -> bool:
    return setting.first > 0 and setting.words.folded[setting.first - 1] in ARTICLES


def _is_person(setting: Setting) -> bool:
    words, first, after = setting.words, setting.first, setting.last + 1
    if first > 0 and words.folded[first - 1] in TITLES and words.between(first - 1, first) in (" ", ". "):
        return True
    return after < len(words.written) and words.between(after - 1, after) == " " and words.folded[after] in SPEECH


def _is_body(setting: Setting) -> bool:
    """As in "Mindanao State University", "Western Mindanao Command", "the Abuja Declaration"."""
    words, after = setting.words, setting.last + 1
    own = words.folded[after : after + 1]
    if own and own[0] in OWN_BODIES and words.written[after][0].isupper() and words.between(after - 1, after) == " ":
        return not words.shouting
    state = words.folded[after : after + 1] == ("state",) and words.folded[after + 1 : after + 2]
    return bool(state) and words.folded[after + 1] in SCHOOLS and words.written[after + 1][0].isupper()


def _has_role(setting: Setting) -> bool:
    """As in "Willy Ngoma, the rebels' spokesman,": what follows the comma is what somebody is."""
    words, after = setting.words, setting.last + 1
    if after >= len(words.written) or words.between(setting.last, after) != ", ":
        return False
    return not ROLES.isdisjoint(words.folded[after : after + _ROLE_WORDS])


_ROLE_WORDS = 5


def _inside_longer(setting: Setting, places: Places) -> bool:
    """Whether a capitalised neighbour makes the name part of a longer one."""
    return _longer_after(setting, places) or _longer_before(setting, places)


def _longer_after(setting: Setting, places: Places) -> bool:
    words, after = setting.words, setting.last + 1
    if after >= len(words.written):
        return False
    if words.folded[after] in PARTICLES and _goes_on(words, after):
        return True
    if not _capitals(words, setting.last, (" ", "-")):
        return False
    if words.folded[after] in MAY_FOLLOW or places.countries_named(words.folded[after]):
        return False
    return words.between(setting.last, after) == " " or not _on_road(words, setting.first, after)


def _goes_on(words: Words, particle: int) -> bool:
    """Whether a particle after a name carries it on: "San Luis de la Reina"."""
    at = particle
    while at < len(words.written) and words.between(at - 1, at) == " " and words.folded[at] in PARTICLES:
        at += 1
    return at < len(words.written) and words.between(at - 1, at) == " " and words.written[at][0].isupper()


def _longer_before(setting: Setting, places: Places) -> bool:
    words, first = setting.words, setting.first
    before = first - 1
    if before < 0 or not _capitals(words, before, (" ", "-")):
        return False
    if words.folded[before] in MAY_FOLLOW or places.countries_named(words.folded[before]):
        return False
    if words.between(before, first) == "-":
        return not _on_road(words, before, setting.last)
    return before > 0 or _has_role(setting)  # the first word of a sentence has a capital anyway


def _on_road(words: Words, first: int, last: int) -> bool:
    """Whether two names with a hyphen are the ends of a road or a border: "the Gao-Ansongo road"."""
    about = (*words.folded[max(0, first - 2) : first], *words.folded[last + 1 : last + 3])
    return any(word in ROADS for word in about)


def _capitals(words: Words, left: int, joints: tuple[str, ...]) -> bool:
    """Whether a word and the next are capitalised and joined by one of these signs."""
    joined = words.between(left, left + 1) in joints
    return joined and words.written[left][0].isupper() and words.written[left + 1][0].isupper()

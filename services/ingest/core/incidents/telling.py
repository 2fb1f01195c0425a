"""Days of the deed told apart from days on which somebody spoke of it, buried its dead or saw its end."""

import re
from dataclasses import replace
from typing import Final

from services.ingest.core.dates.days import Day
from services.ingest.core.incidents.day_names import naming
from services.ingest.core.phrases.items import Row
from services.ingest.core.places.lexicon import words_of

_PLAIN_STEPS: Final = 5  # words without a capital between a word of telling and its day
_STEPS: Final = 10
_AHEAD_STEPS: Final = 8
_OPENING: Final = 2  # items before a day that opens a sentence: "but late on Monday, …"
_SKIPPED: Final = frozenset("_xteOPQakXAnqopB1#mTi")
_AGENTS: Final = frozenset("Apn")
_BEFORE_TELLING: Final = frozenset("_x1ABnpoqthe,#TmH")
_DEEDS: Final = frozenset("EVkgdGXFl")
_TELLING: Final = words_of(
    "condemned called vowed warned urged denied blamed accused acknowledged expressed issued claimed claims statement "
    "communiqué briefing tweeted published released condamné démenti accusé fourni fournie fournis publié provided "
    "given reached contacted interviewed spoke speaking corrected revised updated counted estimated recorded reported "
    "quoted cited listed verified documented confirmed announced posted wrote testified admitted conceded disclosed "
    "revealed joint joints contacté contactés interrogé interrogés corrigé révisé compté estimé recensé confirmé "
    "annoncé indiqué précisé affirmé rapporté évoqué revendiqué reconnu admis parle parlait parlaient évoque évoquait "
    "évoquaient avançait comptait comptaient dénombrait recensait annonçait reconnaissait mentionnait donnait counts "
    "indiquent annoncent affirment rapportent précisent déclarent signalent revu revoit revue"
)
_AFTERWARDS: Final = words_of(
    "buried burying mourned mourning visited visiting identified recovered retrieved exhumed ended ending resumed "
    "reopened returned arrived enterré enterrés inhumé inhumés "
    "laid lined carried pulled unearthed transported "
    "enterraient identifié identifiés visité retrouvé retrouvés cessé terminé terminée rendu "
    "rendue rendus funeral funerals burial burials mourners vigil visit obsèques funérailles enterrement inhumation "
    "visite hommage"
)
"""What is done when the deed is over: its day is not the deed's, though no better may be told."""
_LATER_THAN: Final = frozenset({"after", "following", "après", "hours after", "days after"})
_COUNTS: Final = re.compile(r"t|O[q+x]?[QP#]|v")
_FALLS: Final = ("fell", "fall", "tomb")
"""What changes no number where none is told: "the base fell on Monday"."""
_LIVES: Final = frozenset("Q#P+vX")


def when(row: Row, start: int, end: int) -> tuple[Day | None, Day | None]:
    """The day of the deed and the day of its telling, among the days of a piece of a sentence.

    Of several the one nearest to the words that tell the deed: "buried on Sunday the soldiers killed last Wednesday".
    """
    if not row.days:
        return None, None
    named = {day.start: naming(row, _item_at(row, day)) for day in row.days}
    told = _told_days(row, frozenset(at for at, what in named.items() if what is not None))
    inside = [day for day in row.days if start <= day.start < end and not day.since and named[day.start] != "other"]
    owned = [replace(day, owned=True) for day in inside if named[day.start] == "deed"]
    deeds = owned or [day for day in inside if day.start not in told]
    if len(deeds) > 1:
        deeds = _counted_back(row, deeds)
        deeds.sort(key=lambda day: (_steps(row, day), day.precision not in {"day", "hour"}, day.start))
    tellings = [day for day in row.days if day.start in told and day.precision == "day"]
    return (deeds[0] if deeds else None), (tellings[0] if tellings else None)


def _counted_back(row: Row, deeds: list[Day]) -> list[Day]:
    """As in "thousands came on Sunday to bury those killed the previous day": its own deed stands before that day."""
    first = next((i for i, tag in enumerate(row.tags) if tag in _DEEDS), 0)
    back = [day for day in deeds if day.how == "context" and day.shift < 0 and _item_at(row, day) > first]
    others = [_item_at(row, day) for day in deeds if day not in back]
    return back if back and all(_OPENING < at < first for at in others) else deeds


def lasting(row: Row, start: int, end: int) -> Day | None:
    """The day since which a deed has gone on, where no other is told: "since fighting erupted on Tuesday"."""
    inside = [day for day in row.days if start <= day.start < end and day.since and day.precision == "day"]
    return inside[0] if len(inside) == 1 else None


def _steps(row: Row, day: Day) -> int:
    """How many items lie between a day and the first word that tells a deed; a day before it counts double."""
    at = next((i for i, item in enumerate(row.items) if item.start == day.start), 0)
    deeds = [
        i
        for i, item in enumerate(row.items)
        if item.tag == "d" or (item.word is not None and item.word.trigger is not None)
    ]
    harms = [i for i in deeds if row.tags[i] in "kgdyX"]
    deed = (harms or deeds or [at])[0]
    return at - deed if deed < at else 2 * (deed - at)


def _item_at(row: Row, day: Day) -> int:
    return next((i for i, item in enumerate(row.items) if item.start == day.start), 0)


def _told_days(row: Row, named: frozenset[int]) -> frozenset[int]:
    """Where days of telling begin: "said on Thursday", "denied on Tuesday", not "said Tuesday's attack" (`named`)."""
    claims = {mark.first for mark in row.marks if mark.word.categories & {"claim", "denied", "deny", "blame"}}
    counts = _COUNTS.search(row.tags) is not None
    tellings = {
        i
        for i, item in enumerate(row.items)
        if item.tag == "s"
        or (item.tag == "r" and (counts or not item.low.startswith(_FALLS)))
        or item.token in claims
        or item.low in _TELLING
        or item.low in _AFTERWARDS
    }
    tellings -= {i for i in tellings if row.items[i].low in {"claimed", "claims"} and _takes_lives(row, i)}
    return frozenset(
        item.start
        for i, item in enumerate(row.items)
        if item.tag == "D" and item.start not in named and not _is_owner(row, i) and _is_telling(row, i, tellings)
    )


def _takes_lives(row: Row, i: int) -> bool:
    """As in "the blast claimed 12 lives"."""
    return row.tags[i + 1 : i + 2] in _LIVES


def _is_telling(row: Row, i: int, tellings: set[int]) -> bool:
    told = _told_before(row, i, tellings) or _told_after(row, i, tellings)
    return told or _is_aftermath(row, i) or _is_compared(row, i)


_COMPARED: Final = re.compile(r"(?P<with>[ef_OcN])x?Qa?[ex]{0,2}$")
_COMPARING: Final = frozenset({"against", "contre", "from", "than", "versus", "vs", "que"})


def _is_compared(row: Row, i: int) -> bool:
    """As in "against 72 on Tuesday": the day of an earlier count."""
    match = _COMPARED.search(row.tags[max(0, i - 6) : i])
    return match is not None and row.items[max(0, i - 6) + match.start("with")].low in _COMPARING


def _is_owner(row: Row, i: int) -> bool:
    """As in "Tuesday's attack"."""
    return i + 1 < len(row.items) and row.items[i + 1].low in {"'s", "'"}


def _told_before(row: Row, i: int, tellings: set[int]) -> bool:
    """Whether the nearest word before a day that governs it is one of telling: "given by the president on Tuesday"."""
    if i and row.items[i - 1].low == "by":
        return True
    plain, agent = 0, False
    for j in range(i - 1, max(-1, i - 1 - _STEPS), -1):
        item = row.items[j]
        if j in tellings:
            if row.items[j].low in _AFTERWARDS and any(tag in "EVG" for tag in row.tags[max(0, j - 3) : j]):
                return False  # "an attack on a funeral"
            return not agent or _passes_on(row, j)
        if row.tags[j] not in _SKIPPED or plain > _PLAIN_STEPS:
            return row.tags[j] == "d" and _of_wounds(row, j, i)
        if row.tags[j] in "PQ":
            return "r" in row.tags[max(0, j - 8) : j]
        agent = agent or row.tags[j] in _AGENTS
        plain += not item.raw[:1].isupper()
    return False


_WOUNDS: Final = frozenset({"wounds", "injuries", "hospital", "blessures", "hôpital", "suites", "hurt"})
_WOUNDED_NEAR: Final = 10


def _of_wounds(row: Row, died: int, i: int) -> bool:
    """As in "one of the wounded died on Sunday", "a succombé à ses blessures": long after the deed."""
    if row.items[died].low.startswith(("succumb", "a succomb", "ont succomb", "succomb")):
        return True
    if any(item.low in _WOUNDS for item in row.items[died:i]):
        return True
    before = row.items[max(0, died - _WOUNDED_NEAR) : died]
    return any(item.word is not None and item.word.measure == "wounded" for item in before)


def _passes_on(row: Row, i: int) -> bool:
    """Whether who follows a word of telling is the speaker or the hearer: "reached by", "told reporters"."""
    return row.tags[i + 1 : i + 2] == "B" or row.items[i].low == "told" or row.items[i].low in _AFTERWARDS


def _told_after(row: Row, i: int, tellings: set[int]) -> bool:
    if row.tags[i + 1 : i + 2] == "r" and any(tag in _DEEDS for tag in row.tags[max(0, i - 10) : i]):
        return False  # "the toll from the attack on Sunday rose"
    if i + 1 in tellings or (i + 2 in tellings and row.tags[i + 1] in "h_" and not _is_owner(row, i)):
        return True
    return i <= _OPENING and _opens_telling(row, i, tellings)


def _opens_telling(row: Row, i: int, tellings: set[int]) -> bool:
    """As in "On Monday, the health ministry said …": a day that opens the sentence is its verb's."""
    for j in range(i + 1, min(len(row.items), i + 1 + _AHEAD_STEPS)):
        if j in tellings and row.items[j].low not in _AFTERWARDS:
            return row.tags[j] == "s" or row.items[j].low in _TELLING
        if row.tags[j] not in _BEFORE_TELLING:
            return False
    return False


def _is_aftermath(row: Row, i: int) -> bool:
    """As in "mourners gathered on Friday after drones hit the town": the day of what came after."""
    if i + 1 >= len(row.items) or row.items[i + 1].low not in _LATER_THAN:
        return False
    cut = max(row.tags.rfind("z", 0, i), 0)
    return not any(tag in _DEEDS for tag in row.tags[cut:i]) and any(tag in _DEEDS for tag in row.tags[i + 1 :])

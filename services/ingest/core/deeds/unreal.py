"""Words of deeds that tell of none: what is feared, planned or staged, what strikes only as one says so. Pure."""

import re
from typing import Final

from services.ingest.core.phrases.items import Row
from services.ingest.core.places.lexicon import words_of

_UNREAL: Final = frozenset(
    {
        "prevent",
        "stop",
        "avoid",
        "fear",
        "fears",
        "feared",
        "threat",
        "threats",
        "risk",
        "risks",
        "halt",
        "end",
        "deter",
    }
    | {
        "possible",
        "potential",
        "future",
        "any",
        "against",
        "anti",
        "counter",
        "plan",
        "mock",
        "simulated",
        "simulating",
        "simulate",
        "simulé",
        "simulée",
    }
    | {"fight", "planned", "plotting", "plot", "warned", "warning", "alleged", "hypothetical", "averted", "upcoming"}
    | {"empêcher", "éviter", "risque", "menace", "craint", "contre", "lutte", "prévenir", "éventuelle", "éventuel"}
    | {
        "call",
        "calls",
        "called",
        "calling",
        "demand",
        "demanded",
        "demanding",
        "urged",
        "planning",
        "plotting",
        "urging",
        "appelé",
    }
    | {"threatened", "feared", "prepared", "preparing", "investigate", "prevented", "ending", "stopping", "countering"}
)
_NOT_YET: Final = frozenset(
    {"banned", "planned", "immediate", "upcoming", "immédiat", "interdite", "interdit", "prévue", "envoi"}
)
_LOOK_BACK: Final = 3


def identifies(row: Row, i: int) -> bool:
    """As in "a former rebel chief who led the raid on the town was named minister": who somebody is, not the news.

    The clause has no day and no number of its own, and the sentence goes on after it.
    """
    who = row.tags.rfind("w", 0, i)
    if who <= 0 or _OTHER_CLAUSE.search(row.tags[who:i]) or any(tag in "VkgEX" for tag in row.tags[:who]):
        return False
    return bool(_GOES_ON.match(row.tags[i + 1 :]))


_OTHER_CLAUSE: Final = re.compile(r"[zDPQk]")
_GOES_ON: Final = re.compile(r"[^DPQzwsk#]{0,8}?(?:,?b|,[^DPQzc]{0,3}[hb])")


_NOT_USED: Final = frozenset(
    {
        "depot",
        "depots",
        "launcher",
        "launchers",
        "factory",
        "factories",
        "workshop",
        "stockpile",
        "stockpiles",
        "disposal",
    }
    | {"production", "squad", "squads", "shelter", "threat", "threats", "attempt", "warning", "drill"}
    | {"alert", "alerts", "siren", "sirens", "alarm", "alarms", "warnings"}
)


_EXERCISES: Final = frozenset({"drill", "drills", "exercise", "exercises", "training", "manoeuvres", "maneuvers"})
_LADEN: Final = frozenset({"laden", "loaded", "packed", "filled", "carrying", "rigged", "armed", "chargé", "chargés"})
_HELD: Final = frozenset({"occupied", "conquered", "occupé", "occupée", "occupés", "occupées"})
_CARRIER_NEAR: Final = 5


def _is_load(row: Row, i: int) -> bool:
    """As in "drones laden with explosives": the drones struck, their load is no bomb of its own."""
    word = row.items[i].word
    near = row.items[max(0, i - _CARRIER_NEAR) : i + 3]
    if word is None or word.trigger != "remote_explosive_landmine_ied" or not any(item.low in _LADEN for item in near):
        return False
    return any(item.word is not None and item.word.trigger == "air_drone_strike" for item in near)


def _is_adjective(row: Row, i: int) -> bool:
    """As in "the Israeli-occupied heights", "in occupied Donetsk": who holds a place is not what happened."""
    item, before = row.items[i], row.tags[max(0, i - 1) : i]
    if item.low in _MINES and row.tags[i + 1 : i + 2] == "o":
        return True  # "the mines of the north" are dug for ore
    if item.tag == "V" and before in {"1", "x"} and item.low.endswith(_PARTICIPLE):
        return row.tags[i + 1 : i + 2] in {"_", "m", "p"}
    return item.low in _HELD and before in {"x", "Z", "z", "e", "1", "o"}


_MINES: Final = frozenset({"mine", "mines"})
_PARTICIPLE: Final = ("ed", "en")  # "a stolen painting", "the besieged town"


def _of_animals(row: Row, i: int) -> bool:
    """As in "du bétail enlevé": cattle is stolen, not abducted."""
    word = row.items[i].word
    near = row.items[max(0, i - 2) : i + 3]
    taken = word is not None and word.trigger == "abduction_forced_disappearance"
    return taken and any(item.word is not None and item.word.thing == "animal" for item in near)


_EXPLODES: Final = frozenset({"exploded", "explosé", "explosée", "explosés", "détoné", "detonated"})
_SUBJECT_REACH: Final = 8
_LIFELESS: Final = words_of(
    "fire blaze flames inferno flood floods floodwaters water storm disease fever price prices inflation cost costs "
    "anger fury tension tensions struggle crisis row scandal debate market markets shares stocks naira dollar euro "
    "layoffs heatwave drought famine shortage shortages blackout blackouts "
    "currency demand debt unemployment laughter applause rumours news criticism budget campaign virus colère prix "
    "inflation crise polémique scandale débat tension tensions coûts dette chômage ventes marché bourse"
)
"""What strikes, attacks or explodes only as one says so."""


def is_figurative(row: Row, i: int) -> bool:
    """Whether a word only describes a thing or is said of prices and the weather: "a stolen painting"."""
    return _is_adjective(row, i) or _of_nature(row, i)


def is_target(row: Row, i: int) -> bool:
    """As in "a helicopter came under fire", "set fire to a plane": what an aircraft suffers it did not do."""
    word = row.items[i].word
    if word is None or word.trigger != "air_drone_strike" or row.items[i].tag != "E":
        return False
    after = row.items[i + 1 : i + 3]
    return any(item.low in _SUFFERS for item in after) or (
        row.tags[i + 1 : i + 3] in {"bV", "bk"} and not _flies(row, i)
    )


def _flies(row: Row, i: int) -> bool:
    """A drone or a missile that "was fired" did what it was fired for."""
    return row.items[i].low.startswith(("drone", "air", "frappe", "strike", "raid"))


_SUFFERS: Final = frozenset({"came under fire", "came under attack", "essuyé des tirs"})


def _of_nature(row: Row, i: int) -> bool:
    """As in "a fire swept through a nightclub", "prices exploded"."""
    far = _SUBJECT_REACH if row.items[i].low in _EXPLODES and "E" not in row.tags[:i] else 1
    return row.tags[i] in "VE" and any(item.low in _LIFELESS for item in row.items[max(0, i - far) : i])


def is_unreal(row: Row, i: int) -> bool:
    """Whether a word that names a deed does not tell it: it is feared or planned, is a load, a price, an animal's."""
    following = row.items[i + 1].low if i + 1 < len(row.items) else ""
    if row.items[i].tag == "E" and (following in _NOT_USED or _is_load(row, i) or is_target(row, i)):
        return True
    if following in _EXERCISES or _is_adjective(row, i) or _of_animals(row, i) or _of_nature(row, i):
        return True
    before = [item for item in row.items[max(0, i - _LOOK_BACK) : i] if item.tag not in "x1"]
    if any(item.low in _UNREAL for item in before):
        return True
    if row.items[i].tag == "E" and any(item.low in _NOT_YET for item in before[-2:]):
        return True
    return bool(before) and before[-1].tag == "M"

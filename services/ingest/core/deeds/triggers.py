"""What happened: the words that name a deed, and whether this sentence tells one deed rather than a topic."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from events.report import IncidentKind
from services.ingest.core.dates.patterns import MONTHS
from services.ingest.core.deeds.unreal import identifies, is_unreal
from services.ingest.core.phrases.items import NATION_TAG, Item, Row


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that names a deed. `weight`: how strongly; `specific`: it tells one deed; `at`: character; `item`: index.

    `vague`: it names no kind by itself ("incident"). `plural`: several deeds.
    """

    kind: IncidentKind
    weight: int
    at: int
    item: int
    specific: bool
    vague: bool
    plural: bool
    tag: str
    text: str


def find_triggers(row: Row, places_at: frozenset[int] = frozenset()) -> tuple[Trigger, ...]:
    """The deeds named in one sentence, in order. `places_at`: characters where names of places begin."""
    if of_a_month(row):
        return ()
    found = [
        _trigger(row, i, item)
        for i, item in enumerate(row.items)
        if item.word is not None
        and item.word.trigger is not None
        and item.tag in "EVGYkgyXdmsT_FpP"
        and not is_unreal(row, i)
    ]
    return (*found, *_takings(row, places_at)) if not TAKES.isdisjoint(row.lows) else tuple(found)


def of_a_month(row: Row) -> bool:
    """As in "April, rebels took the town.": an entry of a year in review, with no day."""
    return row.tags[1:2] in {",", "z"} and row.items[0].low in MONTHS and not row.title


def _trigger(row: Row, i: int, item: Item) -> Trigger:
    word = item.word
    assert word is not None  # noqa: S101 (asked by the caller)
    assert word.trigger is not None  # noqa: S101 (asked by the caller)
    vague = "vague" in word.flags
    noun = item.tag in "EXm"
    plural = noun and word.plural
    return Trigger(
        kind=_from_the_air(row, i, word.trigger),
        weight=_weight(row, i, item, word.weight),
        at=item.start,
        item=i,
        specific=not vague and (_one_deed(row, i) if noun else _told(row, i, item)) and not identifies(row, i),
        vague=vague,
        plural=plural,
        tag=item.tag,
        text=item.low,
    )


_LOOK_BACK: Final = 3
_MADE: Final = frozenset(
    {
        "signed",
        "sign",
        "agreed",
        "agree",
        "reached",
        "declared",
        "announced",
        "brokered",
        "concluded",
        "struck",
        "exchanged",
    }
    | {"signé", "conclu", "annoncé", "accepté", "parvenus", "signent", "signs", "agreement", "deal", "effect", "began"}
)
_MENTIONED: Final = 2  # the weight of a truce that is only spoken of


def _flown(row: Row) -> bool:
    """Whether an aircraft stands in the sentence."""
    return any(item.word is not None and item.word.trigger == "air_drone_strike" for item in row.items)


_RAIDS: Final = frozenset({"raid", "raids"})  # "un raid israélien": a foreign army's raid in French comes by air
_BOMBINGS: Final = frozenset({"bombing", "bombings", "bomb", "bombs", "bombe", "bombes"})
_AIR_FORCES: Final = frozenset({"air force", "aviation", "armée de l' air"})


def _from_the_air(row: Row, i: int, kind: IncidentKind) -> IncidentKind:
    """As in "the air force struck": what an air force attacks it attacks from the air."""
    if kind == "remote_explosive_landmine_ied" and row.items[i].low in _BOMBINGS and _flown(row):
        return "air_drone_strike"
    if kind != "attack" or row.items[i].tag not in "VGE":
        return kind
    if row.items[i].low in _RAIDS and row.tags[i + 1 : i + 2] == NATION_TAG:
        return "air_drone_strike"
    flown = any(item.low in _AIR_FORCES for item in row.items[max(0, i - 6) : i])
    return "air_drone_strike" if flown else kind


def _weight(row: Row, i: int, item: Item, weight: int) -> int:
    """A weapon that strikes weighs more, an agreement that nobody makes here less."""
    if item.word is not None and item.word.trigger == "agreement" and item.tag == "E":
        made = any(other.low.split()[0] in _MADE for other in row.items[max(0, i - 7) : i])
        return weight if made else _MENTIONED
    return weight + (_AIMED_WEAPON if _acts(row, i, item) or _of_a_nation(row, i, item) else 0)


def _of_a_nation(row: Row, i: int, item: Item) -> bool:
    """As in "an Israeli strike", "une frappe russe"."""
    if item.low not in _STRIKE:
        return False
    return NATION_TAG in {row.tags[i - 1 : i], row.tags[i + 1 : i + 2]}


_STRIKE: Final = frozenset({"strike", "strikes", "frappe", "frappes"})


TAKES: Final = frozenset(
    {
        "seized",
        "captured",
        "took",
        "taken",
        "seize",
        "capture",
        "seizes",
        "captures",
        "seizing",
        "capturing",
        "pris",
        "prise",
        "prennent",
    }
    | {"occupied", "took over", "taken over", "overran", "s'emparent", "conquis", "repris"}
)
_TAKEN: Final = re.compile(r"^[_xoZqe]{0,4}[mT]")
_AIMED_WEAPON: Final = 4


def _takings(row: Row, places_at: frozenset[int]) -> Iterator[Trigger]:
    """As in "seized the strategic town": who takes a place, not things or people."""
    for i, item in enumerate(row.items):
        if item.low not in TAKES or is_unreal(row, i) or row.tags[i - 1 : i] in {"M", "O", "N"}:
            continue
        if _takes_place(row, i, places_at):
            kind: IncidentKind = _BACK.get(item.low, "non_state_actor_overtakes_territory")
            yield Trigger(kind, 6, item.start, i, specific=True, vague=False, plural=False, tag="V", text=item.low)


_BACK: Final[dict[str, IncidentKind]] = {"repris": "government_regains_territory"}


def _takes_place(row: Row, i: int, places_at: frozenset[int]) -> bool:
    """Whether what is taken is a place: "seized the town", "captured Goma"."""
    if i + 1 < len(row.items) and row.items[i + 1].start in places_at:
        return True
    found = _TAKEN.match(row.tags[i + 1 :])
    taken = row.items[i + found.end()].word if found is not None else None
    return taken is not None and (taken.thing == "village" or taken.target in {"village", "military_post"})


def _acts(row: Row, i: int, item: Item) -> bool:
    """Whether a weapon is what struck: "a drone hit", "killed by a rocket"."""
    word = item.word
    if word is None or item.tag != "E" or word.trigger not in _WEAPON_KINDS:
        return False
    if word.weight > _WEAK_WEAPON:
        return row.tags[i + 1 : i + 2] in _KILLED
    if _STRUCK_BY.search(row.tags[:i]) or _STRIKES.match(row.tags[i + 1 :]):
        return True
    return bool(_SUBJECT.search(row.tags[:i])) and bool(_KILLS.match(row.tags[i + 1 :]))


_WEAK_WEAPON: Final = 3
_KILLED: Final = frozenset({"k", "g"})
_WEAPON_KINDS: Final = frozenset(
    {"air_drone_strike", "shelling_artillery_missile_attack", "remote_explosive_landmine_ied"}
)
_STRIKES: Final = re.compile(r"(?:[_eA]{0,3}|_eE)[VGkg]")
_SUBJECT: Final = re.compile(r"(?:^|[,cz])[x1_#ZqD]{0,4}$")
_KILLS: Final = re.compile(r"e[^sVGkgz]{0,16}[kg]")  # "a strike on a centre in the port on Thursday killed three"
_STRUCK_BY: Final = re.compile(r"B[_x1#ZqA]{0,3}$")


def _one_deed(row: Row, i: int) -> bool:
    """A noun tells one deed where an article, a number or a name's possessive stands before it."""
    word = row.items[i].word
    before = row.items[max(0, i - _LOOK_BACK) : i]
    if any(
        item.low in _CARRIED_OUT or item.tag in "1#Q" or item.low in {"'s", "l'", "'"} or item.tag in "xD"
        for item in before
    ):
        return True
    return word is not None and not word.plural


_CARRIED_OUT: Final = frozenset(
    {
        "carried",
        "launched",
        "conducted",
        "staged",
        "mounted",
        "perpetrated",
        "unleashed",
        "made",
        "held",
        "broke",
        "erupted",
    }
    | {"mené", "lancé", "perpétré", "éclaté", "effectué", "carrying", "launching", "conducting"}
)


def _told(row: Row, i: int, item: Item) -> bool:
    """A verb tells a deed where it is finite and not wished, feared or denied."""
    before = row.tags[max(0, i - _LOOK_BACK) : i]
    if item.tag in "yY":
        return row.title or (not before.endswith(("O", "M")) and bool(before) and before[-1] in "pPAn_,")
    return "M" not in before and "N" not in before[-2:] and not before.endswith("O")

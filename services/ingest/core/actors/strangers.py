"""Armed groups and leaders that no table knows, named beside a word for what they are: "the Grand Ravine gang"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from events.actor import ActorKind
from services.ingest.core.phrases.items import Item
from services.ingest.core.words.known_actors import KnownActor

_GROUPS: Final[dict[str, ActorKind]] = {
    **dict.fromkeys(("gang", "cartel", "clan", "mafia", "bande", "gangs"), "gang"),
    **dict.fromkeys(("militia", "milice", "militias", "milices"), "militia"),
    **dict.fromkeys(("rebel group", "groupe rebelle", "mouvement rebelle", "rebel movement"), "rebel"),
    **dict.fromkeys(("jihadist group", "islamist group", "groupe jihadiste", "groupe djihadiste"), "jihadist"),
    **dict.fromkeys(("armed group", "groupe armé", "militant group"), "unidentified_armed_group"),
}
_WHOSE: Final[tuple[tuple[re.Pattern[str], ActorKind], ...]] = (
    (re.compile(r"\b(?:gang|cartel|drug|narco|crime|mafia)\b"), "gang"),
    (re.compile(r"\b(?:rebel|rebels|rebelle|separatist|séparatiste|insurgent|guerrilla|guérilla)\b"), "rebel"),
    (re.compile(r"\b(?:jihadist|islamist|jihadiste|djihadiste|islamiste|terrorist)\b"), "jihadist"),
    (re.compile(r"\b(?:militia|milice|warlord|guerre)\b"), "militia"),
    (re.compile(r"\b(?:bandit|bandits|kingpin)\b"), "gang"),
)
_LEADERS: Final = frozenset(
    {"leader", "boss", "chief", "warlord", "commander", "kingpin", "chef", "commandant", "caïd", "head"}
)
KEYS: Final = _LEADERS | frozenset(word for name in _GROUPS for word in name.split())
_NAME_MAX: Final = 4  # words of a name
_FIGHTERS: Final = frozenset({"rebel", "militia", "jihadist", "gang", "unidentified_armed_group"})
_ACRONYM: Final = re.compile(r"[A-Z][A-Z0-9-]{1,7}")
_ORGANISED: Final = 12  # items of an organisation's name before its acronym


def with_strangers(items: list[Item], text: str) -> list[Item]:
    """The items, groups and leaders with a name of their own made actors. `text`: what their positions count in."""
    hinted = any(item.low == "(" or not KEYS.isdisjoint(item.low.split()) for item in items if item.tag in "APpnz")
    if not hinted:
        return items
    found: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        kind = _group_kind(item)
        end = i + 1
        if kind is not None and _names_itself(items, end):
            item, end = replace(items[end], start=item.start), end + 1
        elif kind is not None and (first := _named_before(found)) is not None:
            item = _as_actor(item, kind, found[first].start, item.end, text)
            del found[first:]
        elif kind is not None and (last := _named_after(items, i)) is not None:
            item, end = _as_actor(item, kind, item.start, items[last].end, text), last + 1
        elif (led := _led(item, text)) is not None and (last := _capitals(items, i + 1)) is not None:
            item = _as_actor(item, led, items[i + 1].start, items[last].end, text)
            end = last + 1
        elif (last := _organisation(items, i)) is not None:
            item = _organised(items, i, last, text)
            end = last + 1
        found.append(item)
        i = end
    return found


def _group_kind(item: Item) -> ActorKind | None:
    if item.actor is not None or item.tag not in "Apn" or item.nations:
        return None
    return _GROUPS.get(item.low)


def _names_itself(items: Sequence[Item], i: int) -> bool:
    """Whether a known group follows the word for what it is: "le gang 400 Mawozo"."""
    after = items[i] if i < len(items) else None
    return after is not None and after.actor is not None and after.tag == "A" and after.actor.kind in _FIGHTERS


def _is_name(item: Item) -> bool:
    return item.tag == "_" and item.raw[:1].isupper()


def _named_before(found: Sequence[Item]) -> int | None:
    """As in "the Grand Ravine gang": where the name begins; an article must stand before it."""
    j = len(found)
    while j and _is_name(found[j - 1]):
        j -= 1
    named = 0 < len(found) - j <= _NAME_MAX
    return j if named and j and found[j - 1].tag == "x" else None


def _named_after(items: Sequence[Item], i: int) -> int | None:
    """As in "le gang Gros Morne", "le gang de Grand-Ravine": where the name ends."""
    first = i + 1
    if first < len(items) and items[first].tag == "o" and items[first].low in {"de", "d'"}:
        first += 1
    return _capitals(items, first) if items[i].low in _FRENCH or first == i + 1 else None


_FRENCH: Final = frozenset({"gang", "milice", "cartel", "clan", "bande", "groupe armé", "groupe rebelle"})


def _capitals(items: Sequence[Item], first: int) -> int | None:
    last = first
    while last < len(items) and last - first < _NAME_MAX and _is_name(items[last]):
        last += 1
    return last - 1 if last > first else None


def _led(item: Item, text: str) -> ActorKind | None:
    """What a leader leads: "gang leader", "chef rebelle"."""
    if item.actor is not None or item.tag not in "Pp" or item.low not in _LEADERS:
        return None
    words = text[item.start : item.end].lower()
    return next((kind for pattern, kind in _WHOSE if pattern.search(words)), None)


def _organisation(items: Sequence[Item], i: int) -> int | None:
    """As in "fighters of the Front for Justice (FJ)": the bracket in which its acronym ends."""
    item = items[i]
    noun = item.noun or item.word
    fights = item.actor is None and item.tag in "Pp" and noun is not None and noun.actor in _FIGHTERS
    if not fights or i + 1 >= len(items) or items[i + 1].tag not in "of":
        return None
    for j in range(i + 2, min(len(items) - 2, i + 2 + _ORGANISED)):
        if items[j].low == "(":
            named = _ACRONYM.fullmatch(items[j + 1].raw) is not None and items[j + 2].low == ")"
            return j + 2 if named and _initials(items[i + 2 : j], items[j + 1].raw) else None
        if items[j].tag in "zDVkgPp,":
            return None
    return None


def _initials(items: Sequence[Item], acronym: str) -> bool:
    """Whether the capitals of a name are those of its acronym, the first at least."""
    capitals = [item.raw[0] for item in items if item.raw[:1].isupper()]
    return len(capitals) > 1 and capitals[0] == acronym[0]


def _organised(items: Sequence[Item], i: int, last: int, text: str) -> Item:
    item = items[i]
    noun = item.noun or item.word
    kind: ActorKind = noun.actor if noun is not None and noun.actor is not None else "unidentified_armed_group"
    first = next(one for one in items[i + 2 : last] if one.raw[:1].isupper())
    actor = _known(text[first.start : items[last].end], "rebel" if kind == "unidentified_armed_group" else kind)
    return replace(item, actor=actor, end=items[last].end)


def _as_actor(item: Item, kind: ActorKind, start: int, end: int, text: str) -> Item:
    return replace(item, tag="A", actor=_known(text[start:end], kind), start=min(start, item.start), end=end)


def _known(name: str, kind: ActorKind) -> KnownActor:
    return KnownActor(f"~{kind}:{name.casefold()}"[:80], name, kind)

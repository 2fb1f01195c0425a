"""Whose people a number without a side of its own counts, and people who were simply taken."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Item
from services.ingest.core.tolls.found import OWN, Figure, Found, add

_LEFT_BEHIND: Final = re.compile(r"l[_eh]{0,2}(?P<list>[PQ])(?:[aX]|o?x)")
_BEHIND: Final = frozenset({"behind", "derrière", "terrain", "place"})
_RANKS: Final = frozenset({"rangs", "ranks", "camarades", "comrades", "colleagues", "collègues"})
_THEIR_MEN: Final = frozenset(
    {"men", "members", "personnel", "own", "hommes", "membres", "siens", "fighters", "cadres"}
)
_ON_THE_SIDE: Final = frozenset({"côté", "rangs", "side", "ranks", "chez", "parmi", "among"})
_TAKING: Final = frozenset({"took", "taken", "takes", "taking", "seized", "emmené", "emmenés", "emmenées", "emmenée"})
_TAKING_AWAY: Final = frozenset({"emmenant", "emporté", "emportés", "emportées", "embarqué", "embarqués", "emportant"})
_AWAY: Final = frozenset({"taken away", "took away", "led away", "marched off", "dragged away", "whisked away"})
_ELSEWHERE: Final = frozenset({"hospital", "hospitals", "clinic", "custody", "safety", "account", "hôpital", "part"})
_WITH: Final = frozenset({"away", "hostage", "captive", "with", "avec", "from", "by", "par", "dont", "including"})
_TAKEN: Final = re.compile(r"[_xeoH]{0,3}?(?P<list>[PQ])(?P<next>.?)")
_TAKEN_AWAY: Final = re.compile(r"(?P<list>P)(?:M?h)?_?b_?$")
_SENDING: Final = frozenset(
    {"sending", "sent", "sends", "forcing", "forced", "forces", "driving", "drove", "prompting", "prompted", "pushing"}
    | {"pushed", "poussant", "poussé", "contraignant", "contraint", "forçant", "forcé", "obligeant", "obligé", "jetant"}
)
_SENT: Final = re.compile(r"[_xo]{0,2}(?P<list>P)")
_FLEEING: Final = frozenset(
    {
        "across",
        "fleeing",
        "flee",
        "from their homes",
        "their homes",
        "leave their homes",
        "over the border",
        "onto the roads",
    }
    | {
        "fuir",
        "à fuir",
        "quitter leurs",
        "quitter leur",
        "sur les",
        "sur les routes",
        "over the",
        "out of",
        "into exile",
    }
)
_OBJECT_AFTER: Final = frozenset("kgyVG")
_NOT_TAKEN: Final = frozenset({"militants", "attackers"})
_NEAR: Final = 7
_LOOK: Final = 4


def whose(found: Found) -> None:
    """As in "the attackers left 37 dead behind", "the army lost 12 men", "among the police there are 12 dead"."""
    for i, figure in sorted(found.figures.items()):
        if (
            (figure.own or figure.rule == "lost")
            and figure.party == "state_force"
            and not (figure.nations or figure.home)
        ):
            found.figures[i] = _of_its_nation(found, i, figure)
        if i < 0 or figure.party != "unknown" or figure.measure != "killed":
            continue
        if figure.nations and found.row.items[i].tag == "Q":
            found.figures[i] = replace(figure, party="state_force")
            continue
        if figure.rule in {"risen", "toll_to"}:
            side = _number_of(found, figure.verb)
        elif found.row.items[figure.verb].tag == "t" and found.row.items[figure.verb].noun is not None:
            side = found.row.items[figure.verb]
        else:
            side = _subject(found, i) if _own(found, i, figure.rule) else _told_side(found, i)
        if side is not None and party_of(side) != "unknown":
            found.figures[i] = replace(figure, party=party_of(side), nations=side.nations, home=_home(side))


def _of_its_nation(found: Found, i: int, figure: Figure) -> Figure:
    """As in "the Kenyan army said nine of its soldiers had died": of the speaker's nation."""
    heads = [
        item
        for j, item in enumerate(found.row.items[:i])
        if (item.nations or _home(item)) and (item.tag == "A" or "s" in found.row.tags[j + 1 : j + _LOOK])
    ]
    return replace(figure, nations=heads[-1].nations, home=_home(heads[-1])) if heads else figure


def _number_of(found: Found, verb: int) -> Item | None:
    """As in "the number of guards killed in the raid rose to 51"."""
    if found.row.items[verb].noun is not None:
        return found.row.items[verb]
    before = found.row.items[max(0, verb - _LOOK) : verb]
    counts = [j for j, item in enumerate(before) if item.low in {"number", "nombre"}]
    return next((item for item in before[counts[-1] :] if item.tag in "pA"), None) if counts else None


def _home(side: Item) -> str | None:
    return side.actor.home if side.actor is not None else None


def _own(found: Found, i: int, rule: str) -> bool:
    """Whether the dead are the subject's own."""
    if rule in {"lost", "their_dead"} or (found.figures[i].own and found.row.items[i].low in _THEIR_MEN):
        return True
    row = found.row
    near = {item.low for item in row.items[max(0, i - 2) : i + _NEAR + 2]}
    if near & _RANKS and near & OWN:
        return True
    return any(match.start("list") == i for match in _LEFT_BEHIND.finditer(row.tags)) and bool(near & _BEHIND)


def _subject(found: Found, i: int) -> Item | None:
    """The nearest people or force before the verb."""
    verb = max(found.row.tags.rfind("l", 0, i), 0) or i
    clause = found.row.tags.rfind("z", 0, verb) + 1
    who = [j for j in range(clause, verb) if found.row.tags[j] in "pA" or _is_one(found.row.items[j])]
    who = [j for j in who if found.row.tags[:j].rstrip("_xo1Z")[-1:] not in _OBJECT_AFTER] or who
    return found.row.items[who[0 if "w" in found.row.tags[clause:verb] else -1]] if who else None


def _is_one(item: Item) -> bool:
    """As in "un officier": one who speaks."""
    return item.tag == "P" and item.quantity is not None and item.quantity.article


def _told_side(found: Found, i: int) -> Item | None:
    """As in "du côté des forces de l'ordre, on compte 12 morts": the side stands at the head of the clause."""
    row = found.row
    clause = row.tags.rfind("z", 0, i) + 1
    comma = row.tags.find(",", clause, i)
    if comma < 0 or not any(item.low in _ON_THE_SIDE for item in row.items[clause : min(comma, clause + _LOOK)]):
        return None
    if "," in row.tags[comma + 1 : i] or any(comma < j < i for j in found.figures):
        return None
    return next((item for item in row.items[clause:comma] if item.tag in "pA"), None)


def taken(found: Found) -> None:
    """As in "317 girls were taken from their dormitories", "they took eight villagers with them"."""
    row = found.row
    for i, item in enumerate(row.items):
        if item.low not in _TAKING and item.low not in _TAKING_AWAY and item.low not in _AWAY:
            continue
        passive = _TAKEN_AWAY.search(row.tags, 0, i)
        active = _TAKEN.match(row.tags, i + 1) if passive is None else None
        match = passive or active
        if match is None or not _by_force(found, i, match.start("list"), passive=passive is not None):
            continue
        add(found, match.start("list"), "abducted", "taken", i)


def driven_out(found: Found) -> None:
    """As in "sending 30,000 people across the border", "forçant 2 000 habitants à fuir"."""
    row = found.row
    for i, item in enumerate(row.items):
        match = _SENT.match(row.tags, i + 1) if item.low in _SENDING else None
        if match is None or party_of(row.items[match.start("list")]) not in {"unknown", "civilians"}:
            continue
        words = [other.low for other in row.items[match.end() : match.end() + _LOOK - 1]]
        phrases = {*words, *(" ".join(pair) for pair in pairwise(words)), " ".join(words)}
        if not _FLEEING.isdisjoint(phrases):
            add(found, match.start("list"), "displaced", "driven_out", i)


def _by_force(found: Found, verb: int, number: int, *, passive: bool) -> bool:
    """Whether those who took and those who were taken fit an abduction, and nobody was taken to hospital."""
    row, people = found.row, found.row.items[number]
    after = [item.low for item in row.items[max(verb, number) + 1 :][:_LOOK]]
    if set(after) & _ELSEWHERE or party_of(people) in _NOT_TAKEN:
        return False
    if passive:
        return row.items[verb].low in _AWAY or bool(set(after) & _WITH)
    armed = any(item.tag in "pA" and party_of(item) in _NOT_TAKEN for item in row.items[:verb])
    told = not after or after[0] in _WITH or row.items[number + 1].tag in ",cz" or row.items[verb].low in _AWAY
    return told and (armed or bool(set(after) & _WITH)) and (people.tag == "P" or armed)

"""What the words around a figure say of it once all figures of its sentence are read. Pure."""

import re
from dataclasses import replace
from typing import Final

from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Row
from services.ingest.core.tolls.found import Found

_DEAD_PEOPLE: Final = re.compile(r"(?P<list>Q)a(?P<who>p)")
_SICK: Final = frozenset(
    {"hospital", "hospitals", "hôpital", "intensive", "hospitalised", "hospitalized", "critical", "serious", "clinic"}
)
_NEAR: Final = 4
_FIGHTERS: Final = frozenset({"militants", "attackers"})


def refine(found: Found) -> None:
    """Puts right whose and of what fate the figures are."""
    _dead_people(found)
    _in_hospital(found)
    _told_by_place(found)
    _shot(found)
    _more_bodies(found)
    _collectives(found)
    _killed_by_fighters(found)


_BY_FIGHTERS: Final = re.compile(r"B[_x1]{0,2}(?P<who>[APp])")


def _killed_by_fighters(found: Found) -> None:
    """As in "gunmen killed 13 militiamen": of two armed sides the dead are not the one that attacked."""
    row = found.row
    for i, one in sorted(found.figures.items()):
        if _FIGHTERS.isdisjoint({one.party, one.them}) or one.measure != "killed" or one.verb < 0:
            continue
        if one.rule == "active":
            doer = next((row.items[j] for j in range(one.verb - 1, -1, -1) if row.tags[j] in "APp"), None)
        else:
            match = _BY_FIGHTERS.match(row.tags, one.verb + 1)
            doer = row.items[match.start("who")] if match is not None else None
        if doer is not None and party_of(doer) in _FIGHTERS:
            side = "non_state" if one.party == "militants" else one.party
            found.figures[i] = replace(one, party=side, them=None if one.them is None else "unknown")


def _dead_people(found: Found) -> None:
    """As in "police counted 44 dead members of the reserve": who they were stands behind."""
    for match in _DEAD_PEOPLE.finditer(found.row.tags):
        i, who = match.start("list"), found.row.items[match.start("who")]
        one = found.figures.get(i)
        if one is not None and one.party == "unknown":
            found.figures[i] = replace(one, party=party_of(who), nations=who.nations)


def _in_hospital(found: Found) -> None:
    """As in "left 25 officers dead and six in hospital"."""
    for i, one in sorted(found.figures.items()):
        if one.rule == "gapped" and any(item.low in _SICK for item in found.row.items[i + 1 : i + _NEAR]):
            found.figures[i] = replace(one, measure="wounded")


def _told_by_place(found: Found) -> None:
    """As in "five died, three in the centre and two in a suburb": where the parts of the sum died."""
    gapped = [i for i, one in sorted(found.figures.items()) if one.rule == "gapped"]
    before = [i for i in found.figures if gapped and 0 <= i < gapped[0] and not found.figures[i].part]
    whole = found.figures[max(before)] if before else None
    if whole is None or sum(found.figures[i].quantity.told or 0 for i in gapped) != whole.quantity.told:
        return
    for i in gapped:
        found.figures[i] = replace(found.figures[i], part=found.figures[i].measure == whole.measure)


def _shot(found: Found) -> None:
    """As in "hacked to death or shot six", "the group says it shot 50 of them": no wound is meant."""
    row = found.row
    for i, one in sorted(found.figures.items()):
        verb = row.items[one.verb]
        if one.measure != "wounded" or one.rule != "active" or verb.low != "shot":
            continue
        before = row.items[one.verb - 2] if one.verb > 1 and row.tags[one.verb - 2 : one.verb] == "kc" else None
        joined = before is not None and before.word is not None and before.word.measure == "killed"
        if joined or fighters_claim(row, one.verb):
            found.figures[i] = replace(one, measure="killed")


_CLAIMING: Final = re.compile(r"[Ap][^zPQ]{0,3}?(?P<verb>[s_v])")
_CLAIMS: Final = frozenset({"claimed", "claims", "claim", "boasted", "revendique", "revendiqué", "revendiquent"})


def fighters_claim(row: Row, before: int) -> bool:
    """As in "the rebels say they killed nine": a fighting side tells of its own deed."""
    for match in _CLAIMING.finditer(row.tags, 0, max(before, 0)):
        verb = row.items[match.start("verb")]
        if row.tags[max(0, match.start() - 2) : match.start()].rstrip("x_1")[-1:] in {"o", "B"}:
            continue  # "le ministère de la Santé du Hamas", "the attack by the rebels"
        if (verb.tag == "s" or verb.low in _CLAIMS) and party_of(row.items[match.start()]) in _FIGHTERS:
            return True
    return False


def _collectives(found: Found) -> None:
    """As in "laid dozens of bodies on a square, and by nightfall counted 132 killed": the number says it better."""
    told = [
        one for one in found.figures.values() if one.measure == "killed" and one.party == "unknown" and not one.part
    ]
    exact = [one.quantity.best or 0 for one in told if one.quantity.best is not None]
    for i, one in sorted(found.figures.items()):
        vague = one in told and one.quantity.best is None and one.quantity.high is None
        if vague and one.rule in {"count", "deaths"} and any(n >= (one.quantity.low or 0) for n in exact):
            del found.figures[i]


def _more_bodies(found: Found) -> None:
    """As in "42 died, after eleven more bodies came to light": the new toll counts them."""
    dead = [one.quantity.told or 0 for one in found.figures.values() if one.measure == "killed"]
    for i, one in sorted(found.figures.items()):
        more = one.quantity.more and one.rule in {"count", "deaths"} and one.measure == "killed"
        if more and max(dead) > (one.quantity.told or 0):
            del found.figures[i]

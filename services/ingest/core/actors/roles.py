"""Who did what: actors of a sentence and their part in the deed, by grammar rather than by distance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from events.actor import Attribution, Role
from services.ingest.core.actors.answering import countercharged, is_theirs, opposed, ordered, repelled
from services.ingest.core.actors.blaming import laid_on
from services.ingest.core.actors.claims import says_it_did
from services.ingest.core.actors.company import past_company
from services.ingest.core.actors.parts import CIVIL, Part, actor_kind, part_of
from services.ingest.core.actors.role_marks import RoleTold, in_aside, joins_list, marked_roles
from services.ingest.core.actors.sponsors import sponsors
from services.ingest.core.actors.state_deeds import WEAPON, deeds_of_countries, deeds_of_forces, fires, strikes
from services.ingest.core.actors.territory import GAINS, arrives, enters, falls_to, held_before, takes
from services.ingest.core.deeds.kinds import VIOLENT
from services.ingest.core.deeds.triggers import TAKES, of_a_month
from services.ingest.core.phrases.items import Row
from services.ingest.core.places.port import PlaceMention

_BY_AGENT: Final = re.compile(r"(?P<deed>[kgVFEaXGYdmt])[^kgVFEsBP]{0,12}?B(?:[_x1Z]{0,2}[Em]_?o)?[_x1qZ+eo]{0,4}$")
_SUBJECT_NEAR: Final = re.compile(
    r"^(?P<aside>,[^,z]{1,18},)?(?:[^kgyVGYEsBzAPp]|[c,][_xZ]{0,2}[pPA]){0,10}?(?P<deed>[VGYy]|[kgF](?=[_xD]{0,3}[PpQA1mTE_])|l(?=[PQ]))"
)
_PASSIVE: Final = re.compile(r"^(?:[^kgyVsEzBAPpQMH]{0,10}?)(?:h_?)?b_{0,2}(?P<deed>[kVa])")
_OBJECT: Final = re.compile(r"(?P<deed>[kgyVGY])(?:[_x1q]{0,2}[Tm]_?o)?[_x1qo+Z]{0,3}e?[_x1q]{0,2}$")
_AIM: Final = re.compile(r"(?P<deed>[EX])[^kgVsEz,]{0,3}?[eo][_x1qZ+]{0,3}(?P<via>[Tm][_x]?[oe][_x1Z]{0,2})?$")
_CLASH_WITH: Final = re.compile(r"V_{0,2}e[_x1qZ+]{0,3}$")
_PARTS: Final = {"killed", "wounded", "abducted", "missing"}
_SPEECH_NEAR: Final = re.compile(r"^[^VkgEyY,z]{0,4}s")


def find_parts(
    row: Row, figures_at: frozenset[int] = frozenset(), mentions: Sequence[PlaceMention] = ()
) -> tuple[Part, ...]:
    """The actors of one sentence that have a part in its deed. `figures_at`: characters where counted victims stand."""
    found: list[Part] = []
    if of_a_month(row):
        return ()
    for i in [i for i, tag in enumerate(row.tags) if tag in "APpt"]:
        item = row.items[i]
        if item.tag == "t" and item.noun is not None:
            counted = part_of(item, "victim", "reported")  # "the number of guards killed"
            found += [counted] if counted is not None else []
        if item.tag not in "APp" or actor_kind(item) is None or in_aside(row, i):
            continue
        for role, attribution, claimed, strong in _roles(row, i, figures_at):
            part = part_of(item, role, attribution, claimed=claimed, strong=strong)
            if part is not None:
                found += _with_allies(part, row, i)
        if not found or found[-1].at != item.start:
            chained = _chained(row, i, found)
            part = part_of(item, *chained) if chained is not None else None
            found += [part] if part is not None else []
    found += _participial(row, found)
    found += _both_fought(row, found)
    found += deeds_of_forces(row)
    found += deeds_of_countries(row, mentions)
    found += sponsors(row)
    return tuple(countercharged(row, found))


_ALLIED: Final = re.compile(r"Zc$")


def _with_allies(part: Part, row: Row, i: int) -> list[Part]:
    """As in "Rwandan and Mozambican troops": two forces in one phrase."""
    if not part.generic or not part.nations or _ALLIED.search(row.tags[:i]) is None:
        return [part]
    nations = row.items[i - 2].nations
    key = f"{part.key.partition(':')[0]}:{nations[0]}"
    return [replace(part, key=key, nations=nations, at=row.items[i - 2].start), part]


def _both_fought(row: Row, found: Sequence[Part]) -> list[Part]:
    """As in "seven soldiers and sixteen militiamen died in clashes": the dead of both sides fought."""
    fallen = [part for part in found if part.role == "victim" and part.kind not in CIVIL]
    fought = len({part.key for part in fallen}) > 1 and any(
        item.word is not None and item.word.trigger == "armed_clash" for item in row.items
    )
    return [replace(part, role="combatant") for part in fallen] if fought else []


_PARTICIPLE: Final = re.compile(r"[,c_]g[_xoe]{0,2}[PpQ1]")


def _participial(row: Row, found: Sequence[Part]) -> Iterator[Part]:
    """As in "fighters went from house to house, killing …": the deed of the sentence's first actor."""
    deed = _PARTICIPLE.search(row.tags) if "g" in row.tags else None
    if deed is None or any(part.role in {"attacker", "combatant"} for part in found):
        return
    for i in range(deed.start()):
        item = row.items[i]
        kind = actor_kind(item) if item.tag in "APp" else None
        if kind is None or kind in CIVIL or any(part.at == item.start for part in found):
            continue
        part = part_of(item, "attacker", "suspected" if "suspected" in item.remarks else "reported")
        if part is not None and _SPEECH_NEAR.match(row.tags[i + 1 :]) is None:
            yield part
        return


_JOINED: Final = re.compile(r"[APp][_xZ1]{0,2}(?:f_{1,3})?(?:c|,c?)[_xZ1q]{0,2}$")


def _chained(row: Row, i: int, found: list[Part]) -> tuple[Role, Attribution] | None:
    """An actor joined to one before it by "and" has the same part."""
    if not found or not _JOINED.search(row.tags[:i]):
        return None
    if not joins_list(row, i):
        return None
    last = max(j for j in range(i) if row.tags[j] in "APp")
    earlier = next((part for part in reversed(found) if part.at == row.items[last].start), None)
    if earlier is None or earlier.claimed is not None:
        return None
    harmless = actor_kind(row.items[i]) in CIVIL and earlier.role in {"attacker", "combatant", "escort"}
    return None if harmless else (earlier.role, earlier.attribution)


_AMONG: Final = re.compile(r"^(?:,?[,c][_x]?[pP])*_?b?_?u")


def _roles(row: Row, i: int, figures_at: frozenset[int]) -> Iterator[RoleTold]:
    item = row.items[i]
    before, after = row.tags[:i], row.tags[i + 1 :]
    if says_it_did(row, i):
        yield "attacker", "claimed", True, True
        return
    marked = list(marked_roles(row, i))
    laid = laid_on(row, i) if not marked and actor_kind(item) not in CIVIL else None
    if marked or laid is not None:
        yield from marked if laid is None else [laid]
        return
    suspected: Attribution = "suspected" if "suspected" in item.remarks else "reported"
    if item.start in figures_at or is_theirs(row, i) or _AMONG.match(after):
        yield "victim", "reported", None, False
        return
    civil = actor_kind(item) in CIVIL
    told = not civil and (falls_to(row, i) or repelled(row, i) or ordered(row, i) or arrives(row, i))
    if not told and (_nothing_done(row) or _kept_by(row, i)):
        return
    by = _BY_AGENT.search(before) if not civil and "B" in before else None
    if told or (by is not None and _is_deed(row, by.start("deed"))):
        yield "attacker", suspected, None, True
        return
    if not civil and (strikes(row, i) or fires(row, i) or _of_the_attackers(row, i) or _fire_from(row, i)):
        yield "attacker", suspected, None, True
        return
    defends: Role | None = "defender" if held_before(row, i) else None
    role = defends or _clash(row, i) or _as_object(row, i) or _as_subject(row, i, after)
    if role is not None and not (civil and role in {"attacker", "combatant"}):
        yield role, suspected, None, role == "attacker"


_DONE_BY: Final = frozenset("kgyVGYEXFlaB")


def _nothing_done(row: Row) -> bool:
    """A quick look: no letter of a deed or of who did it, and nothing gained."""
    return _DONE_BY.isdisjoint(row.tags) and GAINS.isdisjoint(row.lows)


_KEPT: Final = re.compile(r"B[_x1qZ+]{0,3}$")
_PEACEABLE: Final = frozenset({"agreement", "peaceful_protest", "change_to_group_activity"})


def _kept_by(row: Row, i: int) -> bool:
    """As in "a prison run by X", "a town held by X", "besieged by X since May": no deed of this day."""
    found = _KEPT.search(row.tags[:i])
    if found is None:
        return False
    verb = row.items[found.start() - 1] if found.start() else None
    if verb is not None and row.marked("equipment", verb.start, verb.end):
        return True
    return _lasts(row, i)


def _lasts(row: Row, i: int) -> bool:
    """Whether the sentence tells, without victims, what has lasted since some day."""
    return (
        "P" not in row.tags
        and "Q" not in row.tags
        and any(day.since and day.start > row.items[i].start for day in row.days)
    )


def _is_deed(row: Row, i: int) -> bool:
    item = row.items[i]
    if item.tag == "t":
        return item.low.endswith(("attaque", "attentat", "attack"))
    peaceable = item.word is not None and item.word.trigger in _PEACEABLE
    return not peaceable and item.low not in {"claimed", "revendiqué"}


_FROM: Final = re.compile(r"V[fB]_?[x1Z]{0,2}$")


def _fire_from(row: Row, i: int) -> bool:
    """As in "came under fire from X", "under attack by X"."""
    found = _FROM.search(row.tags[:i])
    return found is not None and _UNDER_FIRE.search(row.items[found.start()].low) is not None


_OF: Final = re.compile(r"E[_D]{0,2}o[_x1Z]{0,2}$")
_BY_STATES: Final = re.compile(r"^(?:raids?|frappes?|bombardements?|tirs?|offensive|opérations?|incursions?)\b")
"""French deeds whose "de l'armée" tells who did them; an attack's may tell on whom."""
_ARMED: Final = frozenset({"jihadist", "rebel", "militia", "gang", "unidentified_armed_group"})


def _of_the_attackers(row: Row, i: int) -> bool:
    """French: "une attaque de Boko Haram", "un raid des jihadistes" is theirs; English "of" would name the target."""
    found = _OF.search(row.tags[:i])
    if found is None:
        return False
    if actor_kind(row.items[i]) not in _ARMED and _BY_STATES.search(row.items[found.start()].low) is None:
        return False
    return any(item.low in {"de", "des", "d'", "du"} for item in row.items[found.start() : i])


def _clash(row: Row, i: int) -> Role | None:
    """As in "clashes between A and B", "A clashed with B": both fought."""
    before = row.tags[:i]
    clashes = [
        j
        for j, item in enumerate(row.items)
        if item.word is not None
        and item.word.trigger == "armed_clash"
        and item.tag in "EVG"
        and _UNDER_FIRE.search(item.low) is None
    ]
    if not clashes or i - clashes[-1] > 16 or clashes[0] - i > 12:  # noqa: PLR2004 (within one clause)
        return None
    near = min(clashes, key=lambda j: (abs(j - i), j))
    between = row.tags[near:i]
    words = [item.low for item in row.items[near : i + 1]]
    if near < i and (
        {"between", "entre", "with", "avec", "against", "contre", "pitted", "opposing", "opposant", "opposé"}
        & set(words)
    ):
        return "combatant" if "s" not in between and "z" not in between else None
    if near > i and row.tags[near] == "V" and not re.search(r"[sVkz]", row.tags[i + 1 : near]):
        return "combatant"
    return "combatant" if near > i and _CLASH_WITH.search(before) else None


def _as_object(row: Row, i: int) -> Role | None:
    before = row.tags[:i]
    found = _OBJECT.search(before)
    if found is not None and _begins_clause(row, found.start("deed") + 1, i):
        return None
    if found is not None and not before[: found.start()].endswith(("b", "b_")) and _does_harm(row, found.start("deed")):
        if before[found.start("deed")] in "kgV" and re.search(r"w(?:h_?)?$", before[: found.start("deed")]) is None:
            killed = _measure(row, found.start("deed")) in _PARTS
            return "victim" if killed else "target"
        return "target"
    aimed = _AIM.search(before)
    if (aimed is not None and _aims(row, aimed.start("deed"), i)) or opposed(row, i):
        return "target"
    first = past_company(row, i)
    return "victim" if _fallen(row, i) else _as_patient(row, first)


def _as_patient(row: Row, first: int) -> Role | None:
    """As in "were killed", "came to be attacked": the part of a subject whose passive verb is at or behind `first`."""
    passive = _PASSIVE.match(row.tags[first:])
    if passive is None or not _does_harm(row, first + passive.start("deed")):
        return None
    return "victim" if row.items[first + passive.start("deed")].tag in "ka" else "target"


def _fallen(row: Row, i: int) -> bool:
    return _FALLEN.match(row.tags, i + 1) is not None and _measure(row, i + 1) in _PARTS


_FALLEN: Final = re.compile(r"k(?:[eDz,w]|_{0,2}e|$)")
"""As in "the number of rebels killed in", "the fighters killed on Friday": theirs are the dead."""
_CONJUNCTIONS: Final = frozenset({"when", "after", "as", "where", "while", "before", "lorsque", "quand", "où", "après"})


def _begins_clause(row: Row, first: int, i: int) -> bool:
    """As in "nine were wounded when gunmen attacked": a clause of its own."""
    return any(item.low in _CONJUNCTIONS for item in row.items[first:i])


def _does_harm(row: Row, i: int) -> bool:
    word = row.items[i].word
    return word is not None and (word.trigger in VIOLENT or word.measure in _PARTS)


def _measure(row: Row, i: int) -> str | None:
    word = row.items[i].word
    return word.measure if word is not None else None


_AIMING: Final = frozenset(
    {"on", "against", "targeting", "contre", "sur", "of", "de", "des", "du", "d'", "at", "upon", "visant"}
)
_WHOSE: Final = frozenset({"of", "de", "des", "du", "d'"})


def _aims(row: Row, deed: int, i: int) -> bool:
    words = {item.low for item in row.items[deed + 1 : i]}
    if words & _WHOSE and WEAPON.search(row.items[deed].low):
        return False
    return bool(words & _AIMING) and _does_harm(row, deed) and not words & {"by", "par"}


_FACILITIES: Final = frozenset(
    {"academy", "station", "headquarters", "college", "school", "hospital", "barracks", "building", "cemetery", "depot"}
)
"""As in "at the police academy": whose it is, nobody who acts."""


def _as_subject(row: Row, i: int, after: str) -> Role | None:
    if (row.items[i + 1].low in _FACILITIES if i + 1 < len(row.items) else False) or _lasts(row, i):
        return None
    if _SPEECH_NEAR.match(after) is not None:
        return _speaks_of_itself(row, i, after)
    if _carries_out(row, i):
        return "attacker"
    first = past_company(row, i)
    if takes(row, first) or (actor_kind(row.items[i]) in _ARMED and enters(row, first)):
        return "attacker"
    found = _SUBJECT_NEAR.match(row.tags[first:])
    return _does(row, first, found) if found is not None else None


def _does(row: Row, first: int, found: re.Match[str]) -> Role | None:
    """The part of a subject whose deed was found at or behind item `first`."""
    deed = first + found.start("deed")
    gap = row.tags[first + len(found["aside"] or "") : deed]
    if "b" in gap or "M" in gap or "N" in gap or gap.endswith("O") or gap.count(",") > 2:  # noqa: PLR2004
        return None
    if "," in gap and "w" not in gap and gap.count(",") == 1 and not gap.endswith((",", ",_")):
        return None
    word = row.items[deed].word
    if word is not None and "lost" in word.categories:
        return "victim"
    if _UNDER_FIRE.search(row.items[deed].low):
        return "target"
    return "attacker" if _does_harm(row, deed) or row.items[deed].low in TAKES else None


_UNDER_FIRE: Final = re.compile(r"^(?:came|come|comes|coming) under |^(?:a |ont )?essuyé")
_OWN: Final = frozenset({"it", "they", "its", "their", "he", "elle", "ils", "ses"})
_LIGHT: Final = frozenset({"carried", "launched", "conducted", "staged", "mounted", "perpetrated", "mené", "lancé"})
_DONE: Final = re.compile(r"[_x1qZ#o]{0,4}E")
_LIGHT_NEAR: Final = 5


def _carries_out(row: Row, i: int) -> bool:
    """As in "the army carried out an air strike", "ont mené une attaque"."""
    for j in range(i + 1, min(len(row.items), i + 1 + _LIGHT_NEAR)):
        if row.tags[j] not in "_hHxDe,":
            return False
        if row.items[j].low in _LIGHT:
            found = _DONE.match(row.tags[j + 1 :])
            return found is not None and _does_harm(row, j + found.end())
        if row.tags[j] in "e,":
            return False
    return False


_ITSELF: Final = re.compile(r"^[^VkgEyY,z]{0,4}s[_xeDH]{0,4}[pA_mE]?[_H]?(?:h_?)?(?P<deed>[kVGgy])")


def _speaks_of_itself(row: Row, i: int, after: str) -> Role | None:
    """As in "The army said it had killed", "its troops killed": the speaker did it."""
    own = next((j for j in range(i + 1, min(len(row.items), i + 9)) if row.items[j].low in _OWN), None)
    if (
        own is not None
        and "s" in row.tags[i + 1 : own]
        and _carries_out(row, own + (row.tags[own + 1 : own + 2] in "pA_"))
    ):
        return "attacker"
    found = _ITSELF.match(after)
    if found is None:
        return None
    words = {item.low for item in row.items[i + 1 : i + 1 + found.start("deed")]}
    return "attacker" if words & {"it", "they", "its", "their", "he", "elle", "ils", "ses", "avoir"} else None

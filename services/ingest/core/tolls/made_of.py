"""Who the dead were: parts of a figure, and what a number says of itself."""

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from events.toll import Measure
from services.ingest.core.actors.sides import party_of
from services.ingest.core.tolls.found import Figure, Found, add, numbers_in
from services.ingest.core.tolls.patterns import (
    AMONG_THEM,
    ASIDE,
    DEAD_AMONG,
    INCLUDING,
    OF_THE_DEAD,
    OF_THEM,
    OF_WHOM,
    THE_DEAD_WERE,
    WERE,
)


def parts(found: Found) -> None:
    """As in "including 15 soldiers" and "– five soldiers and three civilians –": parts of the figure before them."""
    for pattern, rule in ((INCLUDING, "including"), (ASIDE, "aside")):
        for match in pattern.finditer(found.row.tags):
            before = [i for i in found.figures if i < match.start("list")]
            word = found.row.items[match.start()].word
            measure = found.figures[max(before)].measure if before else word.measure if word is not None else None
            whole = found.figures[max(before)] if before else None
            for i in numbers_in(found.row.tags, match.start("list"), match.end("list")):
                if measure is None or (rule == "aside" and found.row.tags[i] == "Q"):
                    continue
                known = found.figures.get(i)
                if known is None:
                    add(found, i, measure, rule, match.start("list"), part=whole is not None or rule == "including")
                    _who_were(found, i)
                elif whole is not None and _contains(rule, whole, known):
                    found.figures[i] = replace(known, part=True)


_WERE_WHO: Final = re.compile(r"b_?(?P<who>p)")


def _who_were(found: Found, i: int) -> None:
    """As in "38 died, of whom 12 were children"."""
    match = _WERE_WHO.match(found.row.tags, i + 1) if i in found.figures and found.row.tags[i] == "Q" else None
    if match is not None:
        found.figures[i] = replace(found.figures[i], party=party_of(found.row.items[match.start("who")]))


def _contains(rule: str, whole: Figure, part: Figure) -> bool:
    """Whether a figure that another pattern took first is only a part of the one before it."""
    taken = part.rule in {"passive", "died", "reduced", "state"}
    return rule == "including" and taken and part.measure == whole.measure


_IN_ALL: Final = re.compile(r"[,z]b?q?_{0,2}(?P<list>Q)(?:a|k)?(?P<after>[q_]?e?_?)")
_OPENS: Final = frozenset({"soit", "or", "totalling", "totaling", "making"})
_CLOSES: Final = frozenset({"au total", "en tout", "in all", "altogether", "in total", "total"})


def in_all(found: Found) -> None:
    """As in "14 people died there and five in hospital, 19 in all": those told before are parts of the sum."""
    row = found.row
    for match in _IN_ALL.finditer(row.tags):
        i = match.start("list")
        words = [item.low for item in row.items[match.start() + 1 : i + 4]]
        near = {*words, *(" ".join(pair) for pair in pairwise(words))}
        before = [j for j, one in found.figures.items() if j < i and one.measure == "killed" and not one.part]
        told = [found.figures[j].quantity.told or 0 for j in before]
        quantity = row.items[i].quantity
        if not near & (_OPENS | _CLOSES) or len(told) < _SEVERAL or quantity is None or quantity.told != sum(told):
            continue
        found.figures.pop(i, None)
        add(found, i, "killed", "in_all", i)
        for j in before:
            found.figures[j] = replace(found.figures[j], part=True)


_SEVERAL: Final = 2
_DEAD_NOUNS: Final = frozenset({"dead", "victims", "fatalities", "morts", "victimes", "deceased", "slain", "tués"})


def made_up_of(found: Found) -> None:
    """As in "100 people, 24 of them children", "24 of the dead were children": who they were tells the party."""
    tags = found.row.tags
    for match in OF_THEM.finditer(tags):
        before = [j for j in found.figures if j < match.start("list")]
        if before:
            _are(found, match, found.figures[max(before)].measure, "including")
    for match in OF_THE_DEAD.finditer(tags):
        if match["dead"] is not None or found.row.items[match.start("list")].low in _DEAD_NOUNS:
            before = [j for j in found.figures if j < match.start("list")]
            _are(found, match, found.figures[max(before)].measure if before else "killed", "including")
    for match in WERE.finditer(tags):
        if not any(j < match.start("list") for j in found.figures):
            of_the_dead = any(item.low in _DEAD_NOUNS for item in found.row.items[: match.start("list")])
            _are(found, match, "killed", "including" if of_the_dead else "were")
    for match in DEAD_AMONG.finditer(tags):
        i = match.start("list")
        if i in found.figures and found.row.items[i + 2].low in {"among", "amongst", "parmi"}:
            found.figures[i] = replace(found.figures[i], party=party_of(found.row.items[match.start("who")]))


def _are(found: Found, match: re.Match[str], measure: Measure, rule: str) -> None:
    """Adds the part that the number is, with the party of what those people were."""
    i = match.start("list")
    if i in found.figures:
        return
    add(found, i, measure, rule, match.start("who"), part=True)
    if i in found.figures:
        found.figures[i] = replace(found.figures[i], party=party_of(found.row.items[match.start("who")]))
    more = match.groupdict().get("more")
    if more is not None:
        add(found, match.start("more"), measure, rule, match.start("who"), part=True)


def named_parts(found: Found) -> None:
    """As in "126 died, eight commandos among them", "the dead included five women", "the victims were two nurses"."""
    tags = found.row.tags
    for match in AMONG_THEM.finditer(tags):
        before = [i for i in found.figures if i < match.start("list")]
        if before and found.row.items[match.end("list")].low in _AMONG_THEM:
            for i in numbers_in(tags, *match.span("list")):
                add(found, i, found.figures[max(before)].measure, "including", match.start("list"), part=True)
    for match in OF_WHOM.finditer(tags):
        word = found.row.items[match.start("verb")].word
        if word is not None and word.measure is not None and match.start("list") - 2 in found.figures:
            add(found, match.start("list"), word.measure, "including", match.start("verb"), part=True)
    for match in THE_DEAD_WERE.finditer(tags):
        if found.row.items[match.start()].low in _DEAD_NOUNS:
            for i in numbers_in(tags, *match.span("list")):
                add(found, i, "killed", "including", match.start("list"), part=True)


_AMONG_THEM: Final = frozenset({"among them", "amongst them", "parmi eux", "parmi elles", "among whom"})

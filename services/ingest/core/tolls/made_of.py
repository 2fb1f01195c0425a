"""Who the dead were: parts of a figure, and what a number says of itself."""

from dataclasses import replace

from services.ingest.core.actors.sides import party_of
from services.ingest.core.tolls.found import Figure, Found, add, numbers_in
from services.ingest.core.tolls.patterns import ASIDE, DEAD_AMONG, INCLUDING, OF_THE_DEAD, OF_THEM


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
                elif whole is not None and _contains(rule, whole, known):
                    found.figures[i] = replace(known, part=True)


def _contains(rule: str, whole: Figure, part: Figure) -> bool:
    """Whether a figure that another pattern took first is only a part of the one before it."""
    taken = part.rule in {"passive", "died", "reduced", "state"}
    return rule == "including" and taken and part.measure == whole.measure


def made_up_of(found: Found) -> None:
    """As in "100 people, 24 of them children", "24 of the dead were children": who they were tells the party."""
    for pattern in (OF_THEM, OF_THE_DEAD):
        for match in pattern.finditer(found.row.tags):
            i = match.start("list")
            before = [j for j in found.figures if j < i]
            dead = match.groupdict().get("dead") or found.row.items[i].low in {
                "dead",
                "victims",
                "fatalities",
                "morts",
                "victimes",
            }
            if i in found.figures or (pattern is OF_THE_DEAD and not dead) or (pattern is OF_THEM and not before):
                continue
            measure = found.figures[max(before)].measure if before else "killed"
            add(found, i, measure, "including", match.start("who"), part=True)
            if i in found.figures:
                party = party_of(found.row.items[match.start("who")])
                found.figures[i] = replace(found.figures[i], party=party)
    for match in DEAD_AMONG.finditer(found.row.tags):
        i = match.start("list")
        if i in found.figures and found.row.items[i + 2].low in {"among", "amongst", "parmi"}:
            found.figures[i] = replace(found.figures[i], party=party_of(found.row.items[match.start("who")]))

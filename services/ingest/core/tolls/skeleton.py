"""A sentence without what stands between its people and its verb: days, places, what is told aside.

"Killed, on Saturday evening at Beni in the east of the country, 17 civilians" is `kP` then, so the patterns of tolls
need no gap for each way to say when and where.
"""

import re
from dataclasses import replace
from typing import Final

from services.ingest.core.phrases.items import Row

_TIMES: Final = frozenset(
    {"morning", "evening", "night", "afternoon", "dawn", "noon", "midnight", "overnight", "early", "late", "soir"}
    | {"matin", "nuit", "aube", "après-midi", "midi", "minuit", "tôt", "tard", "local", "locale", "time", "heure"}
)
_CLAUSES: Final = frozenset(
    {"when", "as", "where", "while", "because", "since", "until", "before", "after", "lorsque", "quand", "où", "que"}
    | {"afin", "comme", "sans", "avant", "après", "pour", "selon", "for"}
)
_TIME: Final = "~"
_CLAUSE: Final = "W"
_NO_DEED: Final = r"[^,zPQkgydavlFrtXuhHbMsVGYW]"
_DONE: Final = r"(?=M?h?b?_?[kda])"
_AWAY: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r",P?[^,zPQkgydavlFrtXuVGYW]{0,8}s[^,zPQkgydavlFrtXuVGYW]{0,8}(?=,|z|$)",  # ", officials said,"
        r"[eOf]?[x_]?D~*(?:[eO]?x?_?~+)?|[eO]x?_?~+",  # "on Friday evening at dawn"
        rf",{_NO_DEED}{{1,14}},(?:(?=[PQ])|{_DONE})",  # ", in the east of the country,"
        r"[eOf][x1Z_]{0,2}[_xmATZUnop1E#q]{1,8}?(?=[,DPQbhkdageBOWczswM~]|$)",  # "in the town of Beni"
        rf",{_NO_DEED}{{1,14}},(?:(?=[PQ])|{_DONE})|,{{2,}}(?:(?=[PQ])|{_DONE})",
        r"(?<=[hpAH]k),(?=[PQ])",
        rf",P(?:,P)*(?:cP)?{_NO_DEED}{{0,8}}i,{_DONE}",  # ", two nurses among them,"
        rf",(?:i[x_]{{0,2}}[PQ]|Qi)[^,zkgydavlFrtXsw]{{0,25}},(?:{_DONE}|(?=cP))",  # ", four of them officers,"
    )
)


def skeleton(row: Row) -> tuple[Row, list[int]]:
    """The sentence with fewer items, and for each of them its place in the whole."""
    kept = list(range(len(row.items)))
    letters = [_letter(row, i) for i in kept]
    for pattern in _AWAY:
        tags = "".join(letters[i] for i in kept)
        gone = {n for match in pattern.finditer(tags) for n in range(*match.span())}
        if gone:
            kept = [i for n, i in enumerate(kept) if n not in gone]
    tags = "".join(row.tags[i] for i in kept)
    return replace(row, items=[row.items[i] for i in kept], tags=tags), kept


def _letter(row: Row, i: int) -> str:
    low = row.items[i].low
    if low in _TIMES:
        return _TIME
    return _CLAUSE if row.tags[i] == "e" and low in _CLAUSES else row.tags[i]


def in_apposition(row: Row, match: re.Match[str]) -> bool:
    """As in "two officers, both 19, were killed", "30 people, 12 men and 18 women, died": it says who they are."""
    start = match.start("list")
    before = row.tags[max(0, start - 2) : start]
    if before in {"P,", "p,", "Q,"} or (row.tags[start] == "Q" and before[-1:] not in {"", "z", "c", "k", "v", "l"}):
        return True
    told = [item.quantity.told or 0 for item in row.items[start : match.end("list")] if item.quantity is not None]
    return len(told) > 1 and told[0] == sum(told[1:])

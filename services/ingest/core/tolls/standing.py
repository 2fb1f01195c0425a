"""What colours a figure: superseded or current, denied, over how long it counts, and who said it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from events.toll import ClaimScope, SaidBy
from services.ingest.core.dates.days import Day
from services.ingest.core.dates.patterns import MONTHS
from services.ingest.core.phrases.items import Mark, Row
from services.ingest.core.tolls.matching import Figure
from services.ingest.core.tolls.refining import fighters_claim

_BUT: Final = frozenset(
    {"but", "while", "although", "though", "whereas", "however", "mais", "tandis", "alors", "raising", "yet"}
)
_AFTERWARDS: Final = re.compile(
    r"as first|reported|announced|given|originally|auparavant|annonc|précédemment|initialement|first put"
    r"|earlier put|plus tôt"
)
_NEAR_TOKENS: Final = 5
_LONG_DAYS: Final = 10
_REPLACED_NEAR: Final = 25
_CAMPAIGN_FROM: Final = 2_500  # persons killed in one incident told in the news: beyond, it is a war's total
_WHOLE_WAR: Final = re.compile(
    r"\b(?:conflict|war|insurgency|unrest|violence|insurrection|conflit|guerre|rébellion|uprising|attacks|revolt"
    r"|campaign)s?\b"
    r"[^.;]{0,40}?\b(?:has|have|had|a|ont|avait) (?:\w+ )?(?:killed|claimed|displaced|left|cost|uprooted|fait|tué"
    r"|causé|coûté|déplacé|forced)",
    re.IGNORECASE,
)


def colour(row: Row, figures: Sequence[Figure], text: str, published: date | None) -> tuple[Figure, ...]:
    """The figures of one sentence with standing, scope and speaker filled in."""
    if not figures:
        return ()
    cuts = _cuts(row)
    day = _day_of_telling(row) if row.days else None
    dated = [replace(figure, told=told) if (told := _told_on(figure, row, day)) else figure for figure in figures]
    named = [_with_standing(figure, dated, row, cuts) for figure in dated]
    scoped = [_with_scope(figure, named, row, cuts, text, published) for figure in named]
    if "speaker" not in row.starts and "s" not in row.tags and "claim" not in row.starts:
        return tuple(scoped)
    return tuple([replace(figure, said=who) if (who := _speaker(figure, row)) else figure for figure in scoped])


_SAID_NEAR: Final = 3


def _day_of_telling(row: Row) -> date | None:
    """The day beside a word of saying: "police said on Thursday"."""
    for i, item in enumerate(row.items):
        if item.tag == "s":
            near = row.items[max(0, i - _SAID_NEAR) : i + _SAID_NEAR + 1]
            days = [one.day for one in near if one.day is not None and one.day.precision == "day"]
            if days:
                return days[0].first
    return None


def _told_on(figure: Figure, row: Row, day: date | None) -> date | None:
    """The day on which a figure was told: of a count that is dated by its own day, else of the sentence."""
    if not figure.dated:
        return day
    days = [day for day in row.days if day.precision == "day" and not day.since]
    nearest = min(days, key=lambda one: abs(one.start - figure.at), default=None)
    return nearest.first if nearest is not None else None


def days_of(row: Row, figures: Sequence[Figure], day: Day | None, told: Day | None) -> tuple[Day | None, Day | None]:
    """The day of the deed and of its telling: "the figure on Monday was 12" has a day of telling only."""
    old = bool(figures) and all(figure.standing == "superseded" or figure.rule == "spoken" for figure in figures)
    named = (day is not None and day.owned) or _of_an_event(row, day)
    return (None, told or day) if old and not named else (day, told)


_EVENT_NEAR: Final = 4


def _of_an_event(row: Row, day: Day | None) -> bool:
    """As in "160 bodies after the assault in the night to Saturday"."""
    if day is None:
        return False
    at = next((i for i, item in enumerate(row.items) if item.start >= day.start), len(row.items))
    return "E" in row.tags[max(0, at - _EVENT_NEAR) : at + 2]


def _cuts(row: Row) -> list[int]:
    """Characters where a clause ends that shares no colour with the next."""
    ends = [item.start for item in row.items if item.tag == "z" or item.low in _BUT]
    ends += [
        one.start
        for one, two in zip(row.items, row.items[1:], strict=False)
        if one.tag == "," and (two.tag in "wc" or two.low in {"where", "où", "dont"})
    ]
    return sorted(ends)


def _clause(at: int, cuts: Sequence[int], row: Row) -> tuple[int, int]:
    start = max((cut for cut in cuts if cut <= at), default=row.start)
    return start, min((cut for cut in cuts if cut > at), default=row.end)


_COLOURS: Final = frozenset({"denied", "initial", "earlier"})  # marks, without any of which a figure just stands


def _with_standing(figure: Figure, figures: Sequence[Figure], row: Row, cuts: Sequence[int]) -> Figure:
    if figure.standing != "current" or _COLOURS.isdisjoint(row.starts):
        return figure
    start, end = _clause(figure.at, cuts, row)
    before = [
        mark for mark in row.marks if start <= mark.start <= figure.at and mark.start < end and not _dates(row, mark)
    ]
    latest = max((f.at for f in figures if f.at < figure.at), default=start)
    own = [mark for mark in before if mark.start >= latest or mark.start < min(f.at for f in figures)]
    if any("denied" in mark for mark in own):
        return replace(figure, standing="denied")
    told_before = [f for f in figures if f.at < figure.at]
    if any(
        "initial" in mark or ("earlier" in mark and figure.at - mark.end < _REPLACED_NEAR and told_before)
        for mark in own
        if mark.start >= latest or latest == start
    ):
        return replace(figure, standing="superseded")
    return replace(figure, standing="superseded") if _said_before(figure, figures, row) else figure


def _dates(row: Row, mark: Mark) -> bool:
    """As in "two days earlier": the word belongs to a day."""
    return any(day.start < mark.end <= day.end for day in row.days)


def _said_before(figure: Figure, figures: Sequence[Figure], row: Row) -> bool:
    """As in "not 60 as first reported", "contre huit annoncés auparavant": the mark stands after its figure."""
    following = min((f.at for f in figures if f.at > figure.at), default=row.end)
    return any(
        "initial" in mark and _AFTERWARDS.search(mark.text)
        for mark in row.marks
        if figure.end <= mark.start < min(following, figure.end + 40)
    )


_WARS: Final = frozenset(
    {"conflict", "war", "insurgency", "unrest", "violence", "insurrection", "conflit", "guerre", "rébellion"}
    | {"uprising", "attacks", "revolt", "campaign", "conflicts", "wars", "insurrections", "violences", "conflits"}
    | {"guerres", "rébellions", "uprisings", "revolts", "campaigns"}
)


def _tells_of_war(row: Row) -> bool:
    """A quick look for the words that the pattern of whole wars begins with."""
    return not _WARS.isdisjoint([token.low for token in row.tokens])


def _with_scope(
    figure: Figure, figures: Sequence[Figure], row: Row, cuts: Sequence[int], text: str, published: date | None
) -> Figure:
    marked = _marked_scope(figure, figures, row, cuts) if row.has("past") else None
    if marked is None and _recalled(figure, row):
        marked = "campaign"
    scope = marked or (_period(figure, row, cuts, published) if row.days else None)
    if scope is None and _tells_of_war(row) and _WHOLE_WAR.search(text[row.start - row.start : figure.end - row.start]):
        scope = "campaign"
    told = figure.quantity.told or 0
    if scope is None and figure.measure == "killed" and told >= _CAMPAIGN_FROM:
        scope = "campaign"
    if scope is None and figure.measure == "displaced" and told >= 300_000:  # noqa: PLR2004 (a war's refugees)
        scope = "campaign"
    return replace(figure, scope=scope) if scope else figure


def _marked_scope(figure: Figure, figures: Sequence[Figure], row: Row, cuts: Sequence[int]) -> ClaimScope | None:
    start, end = _clause(figure.at, cuts, row)
    for mark in row.marks:
        if "past" not in mark or mark.word.scope is None or _owns(row, mark):
            continue
        inside = start <= mark.start < end and not _day_between(figure, mark, row)
        lone = not any(_clause(f.at, cuts, row) == _clause(mark.start, cuts, row) for f in figures)
        if inside or (lone and mark.start < figure.at and figure.at == min(f.at for f in figures if f.at > mark.start)):
            return mark.word.scope
        if lone and mark.start > figure.at and "ago" in mark.text:
            return mark.word.scope
    return None


def _owns(row: Row, mark: Mark) -> bool:
    """As in "this week's clashes": the words say when the deed was, not over how long was counted."""
    after = mark.last + 1
    return after < len(row.tokens) and row.tokens[after].low == "'s"


def _day_between(figure: Figure, mark: Mark, row: Row) -> bool:
    """Whether an exact day after the figure, before the mark, has already said when."""
    return any(figure.end <= day.start < mark.start and day.precision == "day" and not day.since for day in row.days)


def _period(figure: Figure, row: Row, cuts: Sequence[int], published: date | None) -> ClaimScope | None:
    """As in "since 2012", "in March": a figure of a period longer than a day."""
    start, end = _clause(figure.at, cuts, row)
    for day in row.days:
        inside = start <= day.start < end
        if not inside:
            continue
        if day.since and day.precision in {"year", "month"}:
            return "campaign"
        if day.since and day.precision in {"day", "week"}:
            long_ago = published is not None and day.first is not None and (published - day.first).days > _LONG_DAYS
            return "campaign" if long_ago else "several"
    exact = any(day.precision == "day" and not day.since for day in row.days)
    inside_days = [day for day in row.days if start <= day.start < end]
    if not exact and any(day.precision == "year" for day in inside_days):
        return "campaign"
    if not exact and any(day.precision == "month" for day in inside_days):
        return "period"
    return None


_WHEN: Final = frozenset({"when", "lorsque", "lorsqu'", "quand", "où"})


def _recalled(figure: Figure, row: Row) -> bool:
    """As in "the first loss since December, when two policemen were killed": another deed, told as history."""
    for i, item in enumerate(row.items):
        if item.start > figure.at:
            return False
        coarse = item.day is not None and item.day.precision in {"month", "year"}
        if not (coarse or item.low in MONTHS) or row.items[max(0, i - 1)].tag == "#":
            continue
        following = [other.low for other in row.items[i + 1 : i + 3] if other.tag != ","]
        if following and following[0] in _WHEN:
            return True
    return False


def _speaker(figure: Figure, row: Row) -> SaidBy | None:
    """Who is quoted nearest to the figure: "the army said", "according to a hospital source"."""
    said = [item for item in row.items if item.tag == "s" or item.low in {"according", "selon"}]
    speakers = [mark for mark in row.marks if "speaker" in mark and mark.word.said is not None]
    quoted = [mark for mark in speakers if any(abs(mark.first - item.token) <= _NEAR_TOKENS for item in said)]
    armed = [mark for mark in speakers if mark.word.said == "armed_group"]
    if not armed and fighters_claim(row, figure.verb):
        return "armed_group"
    if not quoted and not armed:
        return None
    best: Mark = min(armed or quoted, key=lambda mark: (abs(mark.start - figure.at), mark.start))
    return best.word.said

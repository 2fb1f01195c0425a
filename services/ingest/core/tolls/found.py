"""The figures of one sentence while they are being read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from events.toll import ClaimScope, Measure, SaidBy, Standing
from services.ingest.core.actors.sides import party_of
from services.ingest.core.phrases.items import Item, Row
from services.ingest.core.words.quantity import Quantity

_WORDS_NEAR: Final = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of people as one sentence tells it. `party`: of a toll, or `militants` until the incident is known.

    `start`, `end`: characters of its words; `at`: of the number. `row`: index of the sentence. `part`: it is contained
    in another figure. `nations`: nationality of those people. `rule`: the pattern that read it;
    `verb`: the item that said what became of them; `newest`: the text says that the toll has come to it,
    `cut`: down to it; `by`: the number that took its place, where the sentence tells that too; `told`: the day on which
    somebody said it; `dated`: it is old only if that day is before the telling of another;
    `own`: "12 of its soldiers", the speaker's or the subject's; `bare`: no noun stands with it; `them`: it is of those
    told before ("six of them"), whose party this is if no toll of theirs is told.
    """

    measure: Measure
    party: str
    quantity: Quantity
    start: int
    end: int
    at: int
    row: int
    rule: str
    nations: tuple[str, ...] = ()
    home: str | None = None
    part: bool = False
    standing: Standing = "current"
    scope: ClaimScope = "incident"
    said: SaidBy | None = None
    actor: str | None = None
    verb: int = -1
    newest: bool = False
    cut: bool = False
    by: int | None = None
    dated: bool = False
    own: bool = False
    bare: bool = False
    them: str | None = None
    told: date | None = None


@dataclass(slots=True)
class Found:
    """What was read so far: item of the number → figure; `row`: the sentence; `before`: the one before it."""

    row: Row
    figures: dict[int, Figure]
    before: Row | None = None


def numbers_in(tags: str, start: int, end: int) -> Iterator[int]:
    """The items between two that carry a number of people."""
    return (i for i in range(start, end) if tags[i] in "PQp1")


def add(
    found: Found, i: int, measure: Measure, rule: str, verb: int, *, part: bool = False, standing: Standing = "current"
) -> None:
    """Adds the number at item `i`, taken by no earlier pattern; `verb`: the item that says what became of them."""
    if i in found.figures:
        return
    item, other = found.row.items[i], found.row.items[verb]
    quantity = item.quantity or Quantity(1, 1, 1, article=True)
    if item.tag == "p" and item.quantity is None and rule != "single":
        return
    start, end = min(item.start, other.start), max(item.end, other.end)
    if end - start > _WORDS_NEAR:
        start, end = item.start, item.end
    figure = Figure(
        measure=measure,
        party=party_of(item),
        quantity=quantity,
        start=start,
        end=end,
        at=item.start,
        row=found.row.index,
        rule=rule,
        nations=item.nations,
        home=item.actor.home if item.actor is not None else None,
        part=part,
        standing=standing,
        actor=item.actor.kind if item.actor is not None else item.noun.actor if item.noun is not None else None,
        verb=verb,
        newest=_is_newest(found.row, rule, verb, i),
        cut=_is_cut(found.row, rule, verb, i),
        own=is_own(found.row, i),
        bare=item.tag == "Q",
        them=_of_them(found, i),
    )
    found.figures[i] = figure


_THEM: Final = frozenset({"of them", "d' entre eux", "d' entre elles", "of those", "of these", "amongst them"})


def _of_them(found: Found, i: int) -> str | None:
    """As in "30 gunmen took part. Three of them died": the party of the last people told of that are no fewer."""
    row, told = found.row, found.row.items[i].quantity
    if row.tags[i] != "Q" or row.tags[i + 1 : i + 2] != "i" or row.items[i + 1].low not in _THEM or told is None:
        return None
    earlier = [*(found.before.items if found.before is not None else ()), *row.items[: max(0, i)]]
    people = [one for one in earlier if one.tag in "Pp" and party_of(one) != "unknown"]
    able = [one for one in people if _no_fewer(one, told)]
    return party_of(able[-1]) if able else "unknown"


def _no_fewer(item: Item, told: Quantity) -> bool:
    if item.quantity is None:
        return item.noun is not None and item.noun.plural
    return item.quantity.told is None or item.quantity.told >= (told.told or 0)


OWN: Final = frozenset({"its", "their", "his", "her", "our", "ses", "leurs", "nos", "siens", "own"})


def is_own(row: Row, i: int) -> bool:
    """As in "77 of its servicemen", "17 des siens"."""
    item = row.items[i]
    last = row.items[i + 1 : i + 4] if row.tags[i + 1 : i + 2] == "o" else []
    words = {other.low for other in last}
    words |= {token.low for token in row.tokens[item.token : item.token + _OWN_NEAR] if token.start < item.end}
    return not OWN.isdisjoint(words)


_OWN_NEAR: Final = 6


def _is_newest(row: Row, rule: str, verb: int, i: int) -> bool:
    """Whether the text says that a toll has come to this figure, or that it is a new toll's."""
    held = any(item.low in _STILL for item in row.items)
    if (rule == "to_toll" or (rule in _OF_A_TOLL and _changes(row, verb, i))) or (held and rule in _HELD):
        return True
    toll = row.tags.rfind("t", 0, i)
    if toll < 0 or rule not in {"toll", "state", "dead_at", "deaths", "count"}:
        return False
    renewed = any("superseding" in mark and mark.start <= row.items[toll].end <= mark.end + 1 for mark in row.marks)
    return renewed or _changes(row, max(0, toll - 3), i)


_OF_A_TOLL: Final = frozenset({"toll", "toll_to", "to_toll", "from_to", "to_from", "risen"})
_LOOK_BACK: Final = 3
_HELD: Final = frozenset({"state", "count", "deaths", "toll", "reduced", "dead_at", "spoken"})
_STILL: Final = frozenset(
    {"still", "toujours", "sticks", "stuck", "maintains", "insists", "maintient", "s'en tient", "tient", "tiennent"}
)


def _is_cut(row: Row, rule: str, verb: int, i: int) -> bool:
    """As in "the toll was lowered to 24", "cut the toll to 17": whether the verb of change says that it fell."""
    first = verb if rule in _OF_A_TOLL else row.tags.rfind("t", 0, i)
    if first < 0 or (rule not in _OF_A_TOLL and rule not in {"state", "deaths", "count"}):
        return False
    words = [item.word for item in row.items[max(0, min(first, i) - _LOOK_BACK) : max(first, i)] if item.tag == "r"]
    return any(word is not None and word.direction == "down" for word in words)


def _changes(row: Row, first: int, last: int) -> bool:
    """Whether a verb of change leads to the figure: "the toll has risen to", not "the toll stood at"."""
    words = [item.word for item in row.items[min(first, last) : last] if item.tag == "r"]
    return any(word is not None and word.direction in {"up", "down"} for word in words)

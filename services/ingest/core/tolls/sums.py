"""Figures of one party told together: their sum, and each of them as a part of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.toll import Party
from services.ingest.core.tolls.matching import Figure
from services.ingest.core.words.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Settled:
    """A figure with its final party; `part_of`: the party whose figure contains it."""

    figure: Figure
    party: Party
    part_of: Party | None = None


def _added(one: Quantity, other: Quantity) -> Quantity:
    def total(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    return Quantity(
        total(one.low, other.low),
        total(one.best, other.best),
        total(one.high, other.high),
        approximate=one.approximate or other.approximate,
        article=one.article and other.article,
    )


def summed(settled: Sequence[Settled]) -> tuple[list[Settled], list[tuple[Settled, Settled]]]:
    """As in "two policemen and a soldier were killed": one figure for one party; and each summand with its sum."""
    out: list[list[Settled]] = []
    for one in settled:
        listed = next((group for group in out if _joined(group[0], one)), None)
        if listed is None:
            out.append([one])
        else:
            listed.append(one)
    sums = [(_sum(group), group) for group in out]
    return [whole for whole, _ in sums], [
        (one, whole) for whole, group in sums if _worth_listing(group) for one in group
    ]


def _sum(group: Sequence[Settled]) -> Settled:
    if len(group) == 1:
        return group[0]
    first = group[0].figure
    quantity = first.quantity
    for other in group[1:]:
        quantity = _added(quantity, other.figure.quantity)
    start = min(one.figure.start for one in group)
    return replace(
        group[0],
        figure=replace(first, quantity=quantity, start=start, end=max(one.figure.end for one in group)),
    )


def _worth_listing(group: Sequence[Settled]) -> bool:
    """Not as in "a soldier and a policeman": somebody was counted."""
    return len(group) > 1 and any(not one.figure.quantity.article for one in group)


def with_summands(settled: Sequence[Settled], listed: Sequence[tuple[Settled, Settled]]) -> tuple[Settled, ...]:
    """Each sum followed by what it was summed of, as its parts."""
    out: list[Settled] = []
    for one in settled:
        out.append(one)
        out += [
            replace(each, part_of=one.party, party=one.party, figure=replace(each.figure, standing=one.figure.standing))
            for each, whole in listed
            if (whole.figure.row, whole.figure.at, whole.figure.measure, whole.figure.quantity)
            == (one.figure.row, one.figure.at, one.figure.measure, one.figure.quantity)
        ]
    return tuple(out)


def _joined(other: Settled, one: Settled) -> bool:
    a, b = other.figure, one.figure
    same = (a.measure, a.row, a.verb, a.rule, a.part, a.standing, a.scope) == (
        b.measure,
        b.row,
        b.verb,
        b.rule,
        b.part,
        b.standing,
        b.scope,
    )
    same = same and not (one.party == "non_state" and a.actor != b.actor)  # a militia's dead and its enemies'
    same = same and not (one.party == "unknown" and (a.quantity.more or b.quantity.more))
    return same and other.party == one.party and a.rule != "spoken" and a.at != b.at and a.verb >= 0

"""The figures of one incident put in order: parties, sums, parts of a whole, repetitions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from events.toll import Measure, Party
from services.ingest.core.tolls.matching import Figure
from services.ingest.core.tolls.sums import Settled, summed, with_summands
from services.ingest.core.words.lexicon import MILITANTS

_FIGHTERS: Final = frozenset({"attackers", "non_state"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the incident says about its sides. `country`: ISO2; `militants`: the party of militant dead."""

    country: str | None
    militants: Party


def settle(figures: Sequence[Figure], setting: Setting) -> tuple[Settled, ...]:
    """The figures of one incident, each told once, parts marked as parts."""
    settled = [Settled(figure, _party(figure, setting)) for figure in figures]
    settled, listed = summed(_more(_told(_of_whom(_of_them(settled)))))
    settled = _of_the_same(_repeated(_inherited(settled)))
    settled = _counted(_standing(_overtaken(_dated(settled))))
    return with_summands(_lone_articles(_parted(settled)), listed)


def _of_them(settled: Sequence[Settled]) -> list[Settled]:
    """As in "killing 11 civilians. Six of them died at a station": a part of the toll told before."""
    out = []
    for one in settled:
        figure, told = one.figure, one.figure.quantity.told or 0
        if figure.them is None or figure.part:
            out.append(one)
            continue
        wholes = [
            other
            for other in settled
            if other.figure.measure == figure.measure
            and other.figure.row < figure.row
            and other.party not in _FIGHTERS
            and (other.figure.quantity.told or 0) >= told
        ]
        fought = figure.them in {MILITANTS, "attackers"}
        out.append(replace(one, figure=replace(figure, part=True)) if wholes and not fought else one)
    return out


def _of_whom(settled: Sequence[Settled]) -> list[Settled]:
    """As in "12 people were hurt. Three were children": a part of the figures told last, if they are of one fate."""
    out = []
    for one in settled:
        figure = one.figure
        if figure.rule != "were":
            out.append(one)
            continue
        told = [other.figure for other in settled if other.figure.row < figure.row and not other.figure.part]
        last = max((other.row for other in told), default=figure.row)
        fates = {other.measure for other in told if other.row == last and other.standing == "current"}
        wide = any((other.quantity.told or 0) > (figure.quantity.told or 0) for other in told if other.row == last)
        if len(fates) == 1 and wide:
            out.append(replace(one, figure=replace(figure, measure=fates.pop())))
    return out


def _told(settled: Sequence[Settled]) -> list[Settled]:
    """A bare count ("it had counted 80") is of what was counted before it, and only of what the text tells of."""
    settled = [_of_what_was_told(one, settled) for one in settled]
    dead = any(one.figure.measure == "killed" and one.figure.rule != "spoken" for one in settled)
    return [one for one in settled if dead or one.figure.rule != "spoken"]


def _more(settled: Sequence[Settled]) -> list[Settled]:
    """As in "three more bodies were found, taking to 31 the number …": the new toll counts them too."""
    tolls = [one.figure for one in settled if not one.figure.part]
    return [
        replace(one, figure=replace(one.figure, part=True))
        if one.figure.quantity.more
        and any(
            (toll.newest or one.figure.rule in {"count", "deaths"})
            and (toll.row, toll.measure) == (one.figure.row, one.figure.measure)
            and (toll.quantity.told or 0) > (one.figure.quantity.told or 0)
            for toll in tolls
        )
        else one
        for one in settled
    ]


def _of_what_was_told(one: Settled, settled: Sequence[Settled]) -> Settled:
    """As in "girls were abducted. Police put the number at 317": where no dead were told before, it is of those."""
    before = [other.figure for other in settled if other.figure.row < one.figure.row and other.figure.rule != "spoken"]
    if one.figure.rule != "spoken" or not before or any(other.measure == "killed" for other in before):
        return one
    last = before[-1]
    return replace(one, figure=replace(one.figure, measure=last.measure, rule="counted"), party=one.party)


def _of_the_same(settled: Sequence[Settled]) -> list[Settled]:
    """As in "soldiers: 98 dead … rose to 98 from 92": the old number is of those whose new number is told elsewhere."""
    parties = {
        (one.figure.measure, one.figure.quantity.told): one.party
        for one in reversed(settled)
        if one.figure.standing == "current" and one.party != "unknown"
    }
    return [
        replace(one, party=parties.get((one.figure.measure, one.figure.by), one.party))
        if one.party == "unknown" and one.figure.by is not None
        else one
        for one in settled
    ]


def _party(figure: Figure, setting: Setting) -> Party:
    party = figure.them if figure.them is not None and figure.party == "unknown" else figure.party
    if party == MILITANTS:
        return setting.militants
    foreign = figure.home or (figure.nations[0] if figure.nations else None)
    abroad = foreign is not None and setting.country is not None and setting.country not in {foreign, *figure.nations}
    if party == "state_force" and abroad:
        return "foreign_force"
    if party == "foreign_force" and foreign is not None and foreign == setting.country:
        return "state_force"
    return cast("Party", party)


def _inherited(settled: Sequence[Settled]) -> list[Settled]:
    """A superseded or repeated number without a party is of the party whose figure replaced it."""
    current = {
        (one.figure.measure, one.party)
        for one in settled
        if one.figure.standing == "current"
        and not one.figure.part
        and one.party not in _FIGHTERS
        and one.figure.rule != "spoken"
    }
    out = []
    for one in settled:
        parties = sorted(party for measure, party in current if measure == one.figure.measure)
        if one.figure.quantity.more and one.figure.bare:  # "another six were killed"
            parties = [party for party in parties if party != "unknown"]
        more = one.figure.quantity.more and one.figure.bare
        retold = one.figure.standing == "superseded" or one.figure.rule == "spoken" or more
        if retold and one.party == "unknown" and len(parties) == 1:
            out.append(replace(one, party=parties[0]))
        else:
            out.append(one)
    return out


def _bounds(one: Settled) -> tuple[Measure, int | None, str]:
    return one.figure.measure, one.figure.quantity.told, one.figure.standing


def _repeated(settled: Sequence[Settled]) -> list[Settled]:
    """Each number once: the first that names its party, in the words that say most about its bounds."""
    kept: list[Settled] = []
    for one in settled:
        same = [i for i, other in enumerate(kept) if _bounds(other) == _bounds(one) and _agree(other, one)]
        if not same or one.figure.quantity.told is None:
            if one.figure.quantity.told is None and any(_bounds(other) == _bounds(one) for other in kept):
                continue
            kept.append(one)
            continue
        known = kept[same[0]]
        better = one if known.party == "unknown" and one.party != "unknown" else known
        other = known if better is one else one
        figure = better.figure
        if figure.quantity.high is not None and other.figure.quantity.high is None:
            figure = replace(
                figure,
                quantity=other.figure.quantity,
                start=other.figure.start,
                end=other.figure.end,
                row=other.figure.row,
            )
        kept[same[0]] = replace(
            better,
            figure=replace(
                figure, part=better.figure.part and other.figure.part, said=figure.said or other.figure.said
            ),
        )
    return kept


def _agree(one: Settled, other: Settled) -> bool:
    return one.party == other.party or (
        "unknown" in {one.party, other.party}
        and not {one.party, other.party} & _FIGHTERS
        and one.figure.row != other.figure.row
    )


_SAME_SIZE: Final = 2


def _takes_its_place(newer: Figure, older: Figure) -> bool:
    new, old = newer.quantity.told or 0, older.quantity.told or 0
    return new > old or (newer.cut and new < old)


def _of_those_cut(settled: Sequence[Settled]) -> list[Settled]:
    """As in "26 soldiers died … the toll was cut to 24": of the same people, if one side alone has more."""
    out = []
    for one in settled:
        told = one.figure.quantity.told or 0
        above = {
            other.party
            for other in settled
            if other.figure.measure == one.figure.measure
            and other.party not in _FIGHTERS
            and told < (other.figure.quantity.told or 0) <= _SAME_SIZE * told
        }
        alone = one.figure.cut and one.party == "unknown" and len(above) == 1
        out.append(replace(one, party=min(above)) if alone else one)
    return out


def _overtaken(settled: Sequence[Settled]) -> list[Settled]:
    """As in "killed more than 130 … By Monday the toll had reached 157", "cut the toll to 17": the newest stands."""
    settled = _of_those_cut(settled)
    newest = [one for one in settled if one.figure.newest and one.figure.standing == "current"]
    out = []
    for one in settled:
        figure = one.figure
        by = [
            other
            for other in newest
            if other.figure.measure == figure.measure
            and one.party not in _FIGHTERS
            and other.party in {one.party, "unknown"}
            and _takes_its_place(other.figure, figure)
        ]
        plain = not figure.newest and not figure.part and figure.standing == "current" and figure.rule != "single"
        plain = plain and figure.quantity.best is not None  # "dozens" is not contradicted
        plain = plain and not (figure.own and all(other.figure.row != figure.row for other in by))  # another speaker's
        whole = (
            figure.quantity.told is not None
            and by
            and _SAME_SIZE * figure.quantity.told >= (by[0].figure.quantity.told or 0)
            and figure.quantity.told <= _SAME_SIZE * (by[0].figure.quantity.told or 0)
        )
        out.append(replace(one, figure=replace(figure, standing="superseded")) if plain and whole else one)
    return out


def _dated(settled: Sequence[Settled]) -> list[Settled]:
    """As in "on Tuesday the count was 31": old only where no other count was told before that day."""
    out = []
    for one in settled:
        figure, day = one.figure, one.figure.told
        tellings = [
            other.figure.told
            for other in settled
            if other.figure.measure == figure.measure and not other.figure.dated and not other.figure.part
        ]
        later = figure.dated and day is not None and any(told is not None and told < day for told in tellings)
        out.append(replace(one, figure=replace(figure, standing="current", newest=True)) if later else one)
    return out


def _standing(settled: Sequence[Settled]) -> list[Settled]:
    """An early figure is superseded only where another took its place; a repetition of the current one goes."""
    out = []
    for one in settled:
        figure = one.figure
        others = [
            other.figure
            for other in settled
            if other.figure.measure == figure.measure and other.figure.standing == "current" and not other.figure.part
        ]
        if figure.standing == "superseded":
            again = figure.quantity.told in [other.quantity.told for other in others if other.said != "armed_group"]
            if again or (figure.rule == "spoken" and not others):
                continue
            if not others:
                out.append(replace(one, figure=replace(figure, standing="current")))
                continue
        out.append(one)
    return out


def _counted(settled: Sequence[Settled]) -> list[Settled]:
    """As in "many dead" beside "at least 32 dead": without a number and a side it adds nothing."""
    counted = {
        one.figure.measure
        for one in settled
        if one.figure.quantity.told is not None and one.figure.standing == "current" and not one.figure.part
    }
    return [
        one
        for one in settled
        if one.figure.quantity.told is not None or one.party != "unknown" or one.figure.measure not in counted
    ]


def _parted(settled: Sequence[Settled]) -> list[Settled]:
    """Marks what is contained in a whole: said so ("including"), or a side's number under a total of all victims."""
    out = []
    for one in settled:
        whole = _whole(one, settled)
        out.append(replace(one, part_of=whole.party) if whole is not None else one)
    return out


def _whole(one: Settled, settled: Sequence[Settled]) -> Settled | None:
    figure = one.figure
    told = figure.quantity.told
    wholes = [
        other
        for other in settled
        if other is not one
        and other.figure.measure == figure.measure
        and other.figure.standing == figure.standing
        and not other.figure.part
        and (other.figure.quantity.told or 0) >= (told or 0)
    ]
    if figure.part:
        return min(
            wholes,
            key=lambda other: (other.party != "unknown", -(other.figure.quantity.told or 0), other.figure.at),
            default=None,
        )
    if one.party in _FIGHTERS or one.party == "unknown" or told is None:
        return None
    if figure.said == "armed_group":  # its own count, not a part of another's
        wholes = [other for other in wholes if other.figure.row == figure.row]
    totals = [other for other in wholes if other.party == "unknown" and (other.figure.quantity.told or 0) > told]
    totals = [other for other in totals if other.figure.said != "armed_group" or other.figure.row == figure.row]
    if figure.rule == "passive" and figure.row == min(other.figure.row for other in settled):
        totals = [other for other in totals if other.figure.row == figure.row or other.figure.newest]  # else a rival
    return max(totals, key=lambda other: (other.figure.quantity.told or 0, -other.figure.at), default=None)


def _lone_articles(settled: Sequence[Settled]) -> list[Settled]:
    """As in "a soldier", "the mayor" beside an explicit figure of the same side counts nobody new."""
    out = []
    for one in settled:
        figure = one.figure
        explicit = [
            other
            for other in settled
            if other is not one
            and other.figure.measure == figure.measure
            and not other.figure.quantity.article
            and (other.party in _FIGHTERS or one.party not in _FIGHTERS)
        ]
        lone = figure.quantity.article and figure.rule in {"single", "one"}
        if lone and explicit:
            continue
        out.append(one)
    return out

"""The toll of an incident, by measure and party: a written policy over the claims of its sources (DESIGN §5).

1.  Only claims about this incident alone count, and only those their source still holds (`current`).
2.  Of each independent source (its owner: wire copies are their agency's) the newest figure for a party counts, up or
    down. "People" stands for all victims: it replaces every party of theirs and is replaced by any.
3.  A voice's rank is its source's grade, one higher for officials, medics and aid organisations, one lower for those
    who fight.
4.  Early counts are overtaken: a lower figure counts no more when a newer one of no lower rank is higher. Figures
    of those who fight are never overtaken and never simply dropped: they disagree by interest.
5.  `best`: of the voices with the highest rank, the figure that most independent sources allow; of equals the greater.
    A newer, lower figure of another source of equal rank therefore does not lower `best`; it widens the range.
6.  `low`: the least that any standing voice allows. `high`: the most; None when the greatest claim has no upper bound.
7.  `contested`: a standing voice excludes `best`.
8.  A part ("including 15 soldiers") is never added: parts of an unnamed whole stand under their own party, parts of a
    named party are left to the list of claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from events.toll import Estimate, Measure, Party
from events.victims import Figure, victims
from services.rules.core.voices import Voice, said, standing, voices

__all__ = ["estimates", "standing", "victims_killed", "voices"]


def estimates(current: Iterable[Voice]) -> tuple[Estimate, ...]:
    """One estimate for each measure and party that any standing voice speaks of, by name. `current`: see `standing`."""
    spoken: dict[tuple[Measure, Party], list[Voice]] = defaultdict(list)
    for v in current:
        if v.claim.part_of in {None, "unknown", "all"}:
            spoken[v.claim.measure, v.claim.party].append(v)
    return tuple(estimate(*key, spoken[key]) for key in sorted(spoken))


def estimate(measure: Measure, party: Party, spoken: Sequence[Voice]) -> Estimate:
    """The estimate of one measure and party from the standing voices about it."""
    if len(spoken) == 1:
        return _single(spoken[0])
    held = [v for v in spoken if not _overtaken(v, spoken)]
    best = _best(held)
    lows = [v.claim.low for v in held if v.claim.low is not None]
    low = min([*lows, best] if best is not None and lows else lows, default=None)
    return Estimate(
        measure=measure,
        party=party,
        low=low,
        best=best,
        high=_high(held, best),
        approximate=any(v.claim.approximate for v in held if v.claim.best == best),
        sources=len({v.owner for v in spoken}),
        contested=best is not None and any(not _allows(v, best) for v in held),
        claims=tuple(v.id for v in sorted(spoken, key=lambda v: v.order)),
    )


def _single(v: Voice) -> Estimate:
    """What one voice says is the estimate, as most incidents have it."""
    return Estimate(**said(v.claim), sources=1, claims=(v.id,))


def _overtaken(v: Voice, spoken: Iterable[Voice]) -> bool:
    if v.fights or v.most is None:
        return False
    most = v.most
    return any(w.at > v.at and w.rank >= v.rank and w.owner != v.owner and most < w.least for w in spoken)


def _best(held: Iterable[Voice]) -> int | None:
    told = [(v.rank, v.claim.best) for v in held if v.claim.best is not None]
    if not told:
        return None
    top = max(rank for rank, _ in told)
    return max((n for rank, n in told if rank == top), key=lambda n: (_support(n, held), n))


def _support(n: int, held: Iterable[Voice]) -> int:
    return len({v.owner for v in held if _allows(v, n)})


def _allows(v: Voice, n: int) -> bool:
    return v.least <= n and (v.most is None or n <= v.most)


def _high(held: Iterable[Voice], best: int | None) -> int | None:
    """The most that is claimed; an open claim ("at least 40") opens the range only where no closed one is above it."""
    closed = max((v.most for v in held if v.most is not None), default=None)
    opened = max((v.least for v in held if v.most is None), default=None)
    if closed is None or (opened is not None and opened >= closed):
        return None
    return max(closed, best or 0)


def victims_killed(tolls: Iterable[Estimate]) -> Figure | None:
    """The headline figure: how many victims an incident killed; None where no source tells. See `events.victims`."""
    return victims(tolls, "killed")

"""The trail: every figure of the victims' killed that was ever given for an incident, in order of publication."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from events.incident import TRAIL_MAX
from events.toll import SaidBy, Standing, TrailPoint
from services.rules.core.estimate import estimate, victims_killed
from services.rules.core.voices import VICTIMS, Voice

Key = tuple[datetime, str, bool, Standing, SaidBy | None]


def trail(spoken: Iterable[Voice]) -> tuple[TrailPoint, ...]:
    """The newest points, at most TRAIL_MAX, in the order (published, report id), a report's superseded figures first.

    What one voice says of several parties is one point, the victims' headline; several figures for one party are
    several points.
    """
    said: dict[Key, list[Voice]] = defaultdict(list)
    for v in spoken:
        c = v.claim
        if c.measure == "killed" and c.party in VICTIMS and c.part_of is None and v.counts:
            said[v.at, v.report_id, c.standing == "current", c.standing, c.said_by].append(v)
    keys = list(said)
    if len(keys) > 1:
        keys.sort(key=lambda k: (k[:3], min(v.index for v in said[k])))
    return tuple(p for key in keys for p in _points(said[key]))[-TRAIL_MAX:]


def _points(said: Sequence[Voice]) -> list[TrailPoint]:
    if len(said) == 1:
        return [_point(said)]
    parties = [v.claim.party for v in said]
    if len(set(parties)) < len(parties):
        return [_point([v]) for v in said]
    return [_point(said)]


def _point(said: Sequence[Voice]) -> TrailPoint:
    first = said[0]
    if len(said) == 1:
        low, best, high = first.claim.low, first.claim.best, first.claim.high
    else:
        whole = victims_killed(estimate("killed", v.claim.party, [v]) for v in said)
        low, best, high = (whole.low, whole.best, whole.high) if whole else (None, None, None)
    return TrailPoint(
        at=first.at,
        low=low,
        best=best,
        high=high,
        standing=first.claim.standing,
        report_id=first.report_id,
        source=first.source,
    )

"""When time passes: the 5-minute boundary that is due. Pure."""

from datetime import datetime, timedelta

from events.control import TICK_S, Tick
from events.moment import from_ms, to_ms


def boundary(at: datetime) -> datetime:
    """The 5-minute boundary (UTC) at or before a moment."""
    step = TICK_S * 1000
    return from_ms(to_ms(at) // step * step)


def due_tick(last: datetime | None, now: datetime, theatre: str = "world") -> Tick | None:
    """The tick to append: up to the newest boundary, None where that was told already.

    After a long stop one tick is enough: a judgement depends on the last tick alone, and all that became due in
    between is due still. It is never earlier than the last one, whatever the clock says.
    """
    newest = boundary(now)
    return Tick(until=newest, theatre=theatre) if last is None or newest > last else None


def next_boundary(now: datetime) -> datetime:
    """The first 5-minute boundary after a moment: when to ask again."""
    return boundary(now) + timedelta(seconds=TICK_S)

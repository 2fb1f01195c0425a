"""How often this process looks for objects that only refer to each other."""

import gc
from typing import Final

YOUNG_OBJECTS_MAX: Final = 50_000
"""New containers before a look among them, about 10 MB. Python's 700 are one small batch of records, which live on just
long enough to be looked at again and again: a third of the time of a keyed sum (tests/bench/bench_kafka_peers.py)."""


def look_seldom() -> None:
    """For a process that serves for long, called once it has loaded its modules, which are not looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS_MAX, *gc.get_threshold()[1:])

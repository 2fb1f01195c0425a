"""Old shapes to new: a registry of steps from one version of an event to the next."""

from collections.abc import Callable
from typing import Any

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[tuple[str, int], Step] = {}
"""(event name, from version) → step. Empty while every event is at version 1."""


def upcast(name: str, version: int, current: int, data: dict[str, Any]) -> dict[str, Any]:
    """Lifts data of an old version, step by step, to the current one; `KeyError` where a step is missing."""
    while version < current:
        data = STEPS[name, version](data)
        version += 1
    return data

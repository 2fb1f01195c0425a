"""Positions: a place in the log over all partitions of some topics, as one opaque word.

A position lies between records: it stands after the event that carries it, so reading `from` it goes on with the next
event, and reading `to` it ends with that event.
"""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

PREFIX: Final = "pos_"
POSITION_CHARS_MAX: Final = 2_000
SHAPE: Final = re.compile(r"[a-z-]{1,40}:\d{1,18}(,\d{1,18})*", re.ASCII)


class WrongPosition(ValueError):
    """A word that is no position, or none in this log."""


@dataclass(frozen=True, slots=True)
class Source:
    """A partition of a topic."""

    topic: str
    partition: int


Offsets = Mapping[Source, int]
"""Source → the offset of the next record."""


def encode(offsets: Offsets) -> str:
    """The offsets as one word."""
    topics: dict[str, list[int]] = {}
    for source in sorted(offsets, key=lambda s: (s.topic, s.partition)):
        topics.setdefault(source.topic, []).append(offsets[source])
    text = ";".join(f"{topic}:{','.join(map(str, each))}" for topic, each in topics.items())
    return PREFIX + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(word: str) -> dict[Source, int]:
    """The offsets in a word; `WrongPosition` where it is none."""
    if not word.startswith(PREFIX) or len(word) > POSITION_CHARS_MAX:
        raise WrongPosition("is no position")
    raw = word.removeprefix(PREFIX)
    try:
        text = base64.b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        raise WrongPosition("is no position") from None
    parts = text.split(";")
    if not all(SHAPE.fullmatch(part) for part in parts):
        raise WrongPosition("is no position")
    return dict(pair for part in parts for pair in _offsets(part))


def _offsets(part: str) -> list[tuple[Source, int]]:
    topic, _, numbers = part.partition(":")
    return [(Source(topic, i), int(number)) for i, number in enumerate(numbers.split(","))]


def located(word: str, sources: Sequence[Source], ends: Offsets) -> dict[Source, int]:
    """Where the word stands in these partitions; `WrongPosition` where it tells nothing of one, or lies beyond."""
    told = decode(word)
    for source in sources:
        if source not in told:
            raise WrongPosition(f"names no place in {source.topic}")
        if told[source] > ends[source]:
            raise WrongPosition("lies beyond the end of this log")
    return {source: told[source] for source in sources}

"""Channels: the ways a message goes out, one file each. A new one is a file and a word in `service.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.notifier.core.policy import Failure, Response


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt: where to, which bytes, signed with which secrets, and how long it may take in all."""

    delivery_id: str
    url: str
    body: bytes
    secrets: tuple[str, ...]
    at: datetime
    deadline_s: float


class Channel(Protocol):
    """Sends a message once. It keeps no state, never tries again by itself and raises nothing that a receiver did."""

    name: str

    async def send(self, message: Message) -> Response | Failure:
        """The answer, or why there is none."""

    async def close(self) -> None:
        """Lets go of what it holds open."""


Channels = Mapping[str, Channel]
"""Name, as subscriptions have it → channel."""

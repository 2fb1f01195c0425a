"""Kinds of state rows: a name, a version, and how a value becomes bytes. Pure, so that cores may declare theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from events.errors import Unreadable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Namespace(Generic[T]):
    """A kind of row: its name, the version of its shape, and its codec.

    Rows of another version are refused (`Unreadable`): the state is rebuilt from the log, never guessed at.
    """

    name: str
    version: int
    encode: Callable[[T], bytes]
    decode: Callable[[bytes], T]

    def pack(self, value: T) -> bytes:
        """The row's bytes: the version, a colon, the encoded value."""
        return b"%d:" % self.version + self.encode(value)

    def unpack(self, key: str, raw: bytes) -> T:
        """The value of a row; `Unreadable` where it has another version."""
        version, _, body = raw.partition(b":")
        if version != b"%d" % self.version:
            raise Unreadable(f"row {self.name}/{key} has version {version!r}, not {self.version}: rebuild the state")
        return self.decode(body)

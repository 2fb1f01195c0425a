"""Ids by derivation: the same cause gives the same id, in any process, on any day (DESIGN §9, law 3)."""

import hashlib
import unicodedata
from typing import Final, Literal

Kind = Literal["event", "report", "article", "incident", "alert", "change", "delivery", "subscription", "text", "place"]

PREFIX: Final[dict[str, str]] = {
    "event": "evt",
    "report": "rep",
    "article": "art",
    "incident": "inc",
    "alert": "alr",
    "change": "chg",
    "delivery": "dlv",
    "subscription": "sub",
    "text": "txt",
    "place": "plc",
}
ID_BITS: Final = 128


def digest(*parts: str) -> bytes:
    """SHA-256 over the parts, each in NFC after its length in bytes (4, big endian): no two lists collide."""
    h = hashlib.sha256()
    for part in parts:
        raw = unicodedata.normalize("NFC", part).encode()
        h.update(len(raw).to_bytes(4, "big"))
        h.update(raw)
    return h.digest()


def derive(kind: Kind, *parts: str) -> str:
    """An id such as `inc_0f3a…`: a prefix that tells people what it names, then 128 bits of `digest` in hex."""
    return f"{PREFIX[kind]}_{digest(kind, *parts)[: ID_BITS // 8].hex()}"


def partition_of(key: str, partitions: int) -> int:
    """The partition of a key: the first 8 bytes of SHA-256 of the key, mod n; the same in every log (DESIGN §2)."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % partitions


def unit_interval(*parts: str) -> float:
    """A number in [0, 1) that depends on the parts alone: jitter without chance."""
    return int.from_bytes(digest("jitter", *parts)[:8], "big") / 2**64

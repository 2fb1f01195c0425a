"""Dead letters: what could not be read, as much of it as helps, and why."""

import hashlib
from datetime import datetime
from typing import Final

from events.delivery import DeadLetter
from events.ids import derive

BODY_BYTES_MAX: Final = 16 * 1024
REASON_CHARS_MAX: Final = 500


def dead_letter(origin: str, raw: bytes, field: str, reason: str, at: datetime) -> DeadLetter:
    """The letter of one refused item. The same bytes from the same origin make the same letter id."""
    return DeadLetter(
        letter_id=derive("event", "dead_letter", origin, hashlib.sha256(raw).hexdigest()),
        origin=origin,
        field=field or None,
        reason=reason[:REASON_CHARS_MAX],
        body=shown(raw),
        body_bytes=len(raw),
        received_at=at,
    )


def shown(raw: bytes) -> str:
    """At most 16 KB of the bytes as text. Control signs become blanks: in JSON each would take six bytes."""
    text = raw[:BODY_BYTES_MAX].decode("utf-8", errors="replace")
    text = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in text)
    return text.encode()[:BODY_BYTES_MAX].decode("utf-8", errors="ignore")

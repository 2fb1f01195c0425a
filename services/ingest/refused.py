"""What was refused before it reached this service, kept with its reason: a door far away reads files by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from services.ingest.core.letters import BODY_BYTES_MAX, REASON_CHARS_MAX
from services.ingest.forms import LETTERS_MAX, Letter, Letters
from services.ingest.items import FieldError


def letter_of(errors: Sequence[FieldError], raw: bytes) -> Letter:
    """The letter of an item that cannot be taken."""
    field = _sound(errors[0].field) if errors else ""
    body = raw[:BODY_BYTES_MAX].decode("utf-8", errors="replace")
    return Letter(field=field[:200] or None, reason=reason_of(errors), body=body, body_bytes=len(raw))


def reason_of(errors: Sequence[FieldError]) -> str:
    """Everything that is wrong in one line."""
    told = "; ".join(f"{e.field}: {e.message}" if e.field else e.message for e in errors)
    return _sound(told)[:REASON_CHARS_MAX] or "could not be read"


def _sound(text: str) -> str:
    """Text that UTF-8 can hold: half a surrogate pair in somebody's JSON becomes a question mark."""
    return text.encode("utf-8", errors="replace").decode()


def posts_of(letters: Sequence[Letter], origin: str) -> Iterator[dict[str, Any]]:
    """The letters as bodies of requests."""
    for start in range(0, len(letters), LETTERS_MAX):
        some = letters[start : start + LETTERS_MAX]
        yield Letters(origin=origin, items=tuple(some)).model_dump(mode="json", exclude_none=True)

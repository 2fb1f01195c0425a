"""Bodies of requests besides reports and articles."""

from typing import Annotated, Final

from pydantic import Field

from events.value import Value
from services.ingest.core.letters import BODY_BYTES_MAX, REASON_CHARS_MAX

LETTERS_MAX: Final = 1_000
Count = Annotated[int, Field(ge=0)]


class Retraction(Value):
    """The body of a retraction. `cause`: a short word such as `source_withdrew`; `reason`: for people."""

    cause: Annotated[str, Field(min_length=1, max_length=80)]
    reason: Annotated[str, Field(max_length=300)] | None = None


class Letter(Value):
    """One refused item: what is wrong with it, and what stood there. `body_bytes`: its size where it was cut."""

    field: Annotated[str, Field(max_length=200)] | None = None
    reason: Annotated[str, Field(min_length=1, max_length=REASON_CHARS_MAX)]
    body: Annotated[str, Field(max_length=BODY_BYTES_MAX)]
    body_bytes: Count | None = None


class Letters(Value):
    """Refused items of one origin, such as a file's name."""

    origin: Annotated[str, Field(min_length=1, max_length=200)]
    items: Annotated[tuple[Letter, ...], Field(min_length=1, max_length=LETTERS_MAX)]

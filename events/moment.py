"""Times as people write them: RFC 3339 with a zone, kept in UTC; days in the place's own calendar."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, PlainSerializer, model_validator

from events.value import Value


def rfc3339(at: datetime) -> str:
    """`2025-02-08T10:00:00Z`; with milliseconds where there are any."""
    at = at.astimezone(UTC)
    return at.isoformat(timespec="milliseconds" if at.microsecond else "seconds").replace("+00:00", "Z")


def _utc(at: datetime) -> datetime:
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


Moment = Annotated[AwareDatetime, AfterValidator(_utc), PlainSerializer(rfc3339, return_type=str, when_used="json")]
"""A point in time, UTC, to the millisecond. A naive time is refused: the zone is part of the fact."""


def from_ms(ms: int) -> datetime:
    """Milliseconds since 1970 as a moment."""
    return datetime.fromtimestamp(ms // 1000, UTC).replace(microsecond=ms % 1000 * 1000)


def to_ms(at: datetime) -> int:
    """A moment as whole milliseconds since 1970."""
    return int(at.timestamp() // 1) * 1000 + at.microsecond // 1000


def parse_moment(text: str) -> datetime:
    """Reads an RFC 3339 time; `ValueError` where it is no time or has no zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        message = f"{text!r} has no zone: write 2025-02-08T10:00:00Z"
        raise ValueError(message)
    return _utc(at)


Precision = Literal["hour", "day", "week", "month", "year"]
LENGTH: dict[str, timedelta] = {
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "year": timedelta(days=366),
}


def _midnight(day: date) -> datetime:
    return day.astimezone(UTC) if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=UTC)


class Occurred(Value):
    """When something happened: the half-open interval [start, end) in the place's own calendar, and how exact that is.

    A date stands for its whole day. Without `end` the interval is as long as `precision` says. Days of places are
    compared as if they were UTC: the error (at most 14 h) is below what reports of a day can say.
    """

    start: date | Moment
    end: date | Moment | None = None
    precision: Precision = "day"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and _midnight(self.end) <= _midnight(self.start):
            message = "end must lie after start (it is exclusive)"
            raise ValueError(message)
        return self

    @property
    def first(self) -> datetime:
        """The first moment of the interval, UTC."""
        return _midnight(self.start)

    @property
    def last(self) -> datetime:
        """The moment after the interval, UTC."""
        return _midnight(self.end) if self.end is not None else self.first + LENGTH[self.precision]

    @property
    def day(self) -> date:
        """The day the interval starts on."""
        return self.first.date()

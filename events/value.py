"""The base of every value and event: frozen, and strict about the names of its fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A value: compared by content, never changed. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Value):
    """The data of one event. Its name, version, topic and key stand in `events.catalog`."""

"""The envelope: CloudEvents 1.0, binary mode in the log (attributes as headers), structured in webhooks and exports."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from events.moment import rfc3339
from events.value import Event

E_co = TypeVar("E_co", bound=Event, covariant=True)
SPEC: Final = "1.0"
EVENT_BYTES_MAX: Final = 64 * 1024
JSON_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Envelope(Generic[E_co]):
    """One event with its attributes.

    `time`: when its cause became known (a derived event takes its time from its cause). `cause`: the id of the event
    that brought it about, None for what came from outside. `source`: the service that said it, as `/rules`.
    """

    id: str
    type: str
    source: str
    subject: str
    time: datetime
    data: E_co
    cause: str | None = None
    version: int = 1

    def attributes(self) -> dict[str, str]:
        """The CloudEvents attributes in binary mode, each name with its `ce_` prefix, in a fixed order."""
        named = {
            "ce_specversion": SPEC,
            "ce_id": self.id,
            "ce_type": self.type,
            "ce_source": self.source,
            "ce_subject": self.subject,
            "ce_time": rfc3339(self.time),
            "ce_dataschema": schema_name(self.type, self.version),
        }
        if self.cause is not None:
            named["ce_causationid"] = self.cause
        return named | {"content-type": JSON_TYPE}


def schema_name(event_type: str, version: int) -> str:
    """`/schemas/tocsin.report.received.v1.json`: the schema's name under `events/`."""
    return f"/schemas/{event_type}.v{version}.json"


def schema_version(dataschema: str) -> int:
    """The version in such a name."""
    return int(dataschema.removesuffix(".json").rpartition(".v")[2])


def structured(headers: Mapping[str, str], data: bytes, **extensions: str) -> dict[str, Any]:
    """A record's headers and bytes as one CloudEvent in structured mode; `extensions` are added as they are."""
    event: dict[str, Any] = {name[3:]: value for name, value in headers.items() if name.startswith("ce_")}
    return event | {"datacontenttype": JSON_TYPE} | extensions | {"data": json.loads(data)}

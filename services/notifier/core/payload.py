"""The webhook: one alert change as a CloudEvent in structured mode, told relative to what this subscriber got.

The bytes made here are kept in the ledger, signed and sent, the same on every attempt.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.alert import Alert, Change
from events.envelope import JSON_TYPE, SPEC
from events.moment import rfc3339
from services.notifier.core.ordering import Told
from services.notifier.core.trimming import fitted

SCHEMA: Final = 1
SOURCE: Final = "/notifier"
CONTENT_TYPE: Final = "application/cloudevents+json"
LANGUAGE: Final = "en"


@dataclass(frozen=True, slots=True)
class Telling:
    """What one message says beside the alert: as what it is told, what it replaces, what is new to this subscriber.

    `base_url`: where the console answers, without a slash at its end; empty: links are paths.
    """

    told: Told
    supersedes: Sequence[int]
    changes: Sequence[Change]
    exercise: bool = False
    base_url: str = ""


def webhook(alert: Alert, telling: Telling) -> bytes:
    """The body of the webhook, at most 20 kB; what was cut to fit is named in `data.trimmed`."""
    event: dict[str, Any] = {
        "specversion": SPEC,
        "id": alert.change_id,
        "source": SOURCE,
        "type": f"tocsin.alert.{telling.told}",
        "subject": alert.alert_id,
        "time": rfc3339(alert.changed_at),
        "datacontenttype": JSON_TYPE,
    }
    return fitted(lambda data: _bytes(event | {"data": data}), _data(alert, telling))


def _bytes(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def _data(alert: Alert, telling: Telling) -> dict[str, Any]:
    plain = alert.model_dump(mode="json")
    return {
        "schema": SCHEMA,
        "alert_id": alert.alert_id,
        "revision": alert.revision,
        "supersedes": list(telling.supersedes),
        "status": "exercise" if telling.exercise else "actual",
        **{name: plain[name] for name in ("tlp", "severity", "urgency", "certainty", "headline", "description")},
        "language": LANGUAGE,
        "scope": plain["scope"],
        "grounds": [_only(g, "rule", "version", "family", "severity", "because") for g in plain["grounds"]],
        **{name: plain[name] for name in ("incident_ids", "occurred", "place")},
        "tolls": [_only(t, "party", "measure", "low", "best", "high", "sources", "contested") for t in plain["tolls"]],
        "actors": plain["actors"],
        "changes": [change.model_dump(mode="json") for change in telling.changes],
        **{name: plain[name] for name in ("evidence", "evidence_total", "expires")},
        "links": _links(alert, telling),
    }


def _only(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: fields[name] for name in names}


def _links(alert: Alert, telling: Telling) -> dict[str, str]:
    """Where the alert can be read; an exercise has none, since no such alert is kept."""
    if telling.exercise:
        return {}
    at = f"{telling.base_url}/v1/alerts/{alert.alert_id}"
    return {"alert": at, "revision": f"{at}/revisions/{alert.revision}"}

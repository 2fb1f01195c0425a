"""What the console's routes take and answer, for /openapi.json and for refusing what they do not take."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from events.alert import SEVERITIES, Alert
from events.incident import Incident
from events.render.shapes import CSV, GEOJSON, TABLES
from events.report import IncidentKind, ReportBody
from services.console.core.items import ItemKind
from services.console.core.parameters import LIMIT_DEFAULT, LIMIT_MAX
from services.console.core.query import PARAMETERS, SEVERAL, STATUSES
from services.console.hub import TOPICS as LIVE
from services.console.streaming import REPLAYED
from services.runtime.openapi import Answer, Details, Schema, also, answers, page_of
from services.runtime.parameters import TEXT, Parameter

TIME: Final = {"type": "string", "format": "date-time"}
NULL_OR_TEXT: Final = {"type": ["string", "null"]}
LIST: Final[Mapping[str, Any]] = {"type": "array", "items": {"type": "object"}}
POSITION: Final = {"type": "string", "description": "an RFC 3339 time, or the position that an event carries"}
KNOWN: Final[dict[str, tuple[str, Mapping[str, Any]]]] = {
    "source": ("who reported it, by id or whole name", TEXT),
    "country": ("ISO 3166-1 alpha-2", {"type": "string", "pattern": "^[A-Za-z]{2}$"}),
    "kind": ("what happened", {"type": "string", "enum": sorted(get_args(IncidentKind))}),
    "actor": ("who takes part, by id or whole name", TEXT),
    "incident": ("an incident's id", TEXT),
    "article": ("an article's id", TEXT),
    "rule": ("a rule that stands in it", TEXT),
    "bbox": ("west,south,east,north in degrees; west > east crosses 180°", TEXT),
    "severity_min": ("the least severity", {"type": "string", "enum": list(SEVERITIES)}),
    "occurred_since": ("what touches this time or a later one", TIME),
    "occurred_until": ("what begins before this time", TIME),
    "changed_since": ("what changed at or after this time, tombstones included", TIME),
    "limit": (
        "at most so many",
        {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT},
    ),
    "cursor": ("the `next` of the page before", TEXT),
}
SHOWN: Final[dict[str, Schema]] = {"event_id": TEXT, "recorded_at": TIME}
REPORT: Final = also(
    ReportBody, report_id=TEXT, revision={"type": "integer"}, status=TEXT, incident_id=NULL_OR_TEXT, **SHOWN
)
INCIDENT: Final = also(
    Incident, severity={"type": "string", "enum": list(SEVERITIES)}, alert_ids={"type": "array", "items": TEXT}, **SHOWN
)
ALERT: Final = also(Alert, **SHOWN)
DELIVERY: Final = {
    "type": "object",
    "properties": {"delivery_id": TEXT, "subscription_id": NULL_OR_TEXT, "status": TEXT, **SHOWN},
    "required": ["delivery_id", "status", "event_id", "recorded_at"],
}
ITEMS: Final[dict[ItemKind, Schema]] = {"report": REPORT, "incident": INCIDENT, "alert": ALERT, "delivery": DELIVERY}
CLOUD_EVENT: Final = {
    "type": "object",
    "description": "A CloudEvent 1.0. `data` is as the schema in `dataschema` says, without fields at their default.",
    "properties": {
        **dict.fromkeys(("specversion", "id", "source", "type", "subject", "dataschema", "position"), TEXT),
        **dict.fromkeys(("time", "recordedtime"), TIME),
        "data": {"type": "object"},
    },
    "required": ["specversion", "id", "source", "type", "position", "recordedtime", "data"],
}
FEATURES: Final = {
    "type": "object",
    "properties": {"type": {"const": "FeatureCollection"}, "features": LIST},
    "required": ["type", "features"],
}


def parameters_of(kind: ItemKind) -> tuple[Parameter, ...]:
    """What a list takes."""
    known = KNOWN | {"status": ("how it stands", {"type": "string", "enum": list(STATUSES[kind])})}
    return tuple(Parameter(name, *known[name], several=name in SEVERAL) for name in PARAMETERS[kind])


def _list(kind: ItemKind) -> Details:
    return Details(parameters_of(kind), answers=answers(page_of(ITEMS[kind]), "a page, newest change first"))


def _one(item: Schema, **more: Schema) -> Details:
    whole = {"allOf": [item, {"type": "object", "properties": more, "required": sorted(more)}]} if more else item
    unchanged = Answer("the client holds it already (If-None-Match)")
    held = Parameter("If-None-Match", "the ETag of what the client holds", place="header")
    return Details((held,), answers=answers(whole) | {304: unchanged})


def _export(kind: ItemKind, media: Mapping[str, Schema], *more: Parameter) -> Details:
    taken = (one for one in parameters_of(kind) if one.name not in {"cursor", "limit"})
    limit = Parameter(
        "limit", "at most so many; all of them without it", {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX}
    )
    return Details((*more, *taken, limit), answers={200: Answer("all that is found, in one answer", media)})


SHAPE: Final = Parameter("shape", "whose columns", {"type": "string", "enum": list(TABLES)}, required=True)
DETAILS: Final[dict[tuple[str, str], Details]] = {
    ("GET", "/v1/reports"): _list("report"),
    ("GET", "/v1/incidents"): _list("incident"),
    ("GET", "/v1/alerts"): _list("alert"),
    ("GET", "/v1/subscriptions/{id}/deliveries"): _list("delivery"),
    ("GET", "/v1/reports/{id}"): _one(REPORT, revisions=LIST, title=NULL_OR_TEXT, text=NULL_OR_TEXT),
    ("GET", "/v1/articles/{id}"): _one(
        {"type": "object", "properties": {"article_id": TEXT}}, reports=LIST, title=NULL_OR_TEXT, text=NULL_OR_TEXT
    ),
    ("GET", "/v1/incidents/{id}"): _one(INCIDENT, reports=LIST, claims=LIST, claims_total={"type": "integer"}),
    ("GET", "/v1/alerts/{id}"): _one(ALERT, revisions=LIST),
    ("GET", "/v1/alerts/{id}/revisions/{n}"): _one(ALERT),
    ("GET", "/v1/deliveries/{id}"): _one(DELIVERY, attempts=LIST),
    ("GET", "/v1/incidents.geojson"): _export("incident", {GEOJSON: FEATURES}),
    ("GET", "/v1/alerts.geojson"): _export("alert", {GEOJSON: FEATURES}),
    ("GET", "/v1/incidents.csv"): _export("incident", {CSV: TEXT}, SHAPE),
    ("GET", "/v1/events"): Details(
        (
            Parameter("topic", "what is replayed", {"type": "string", "enum": list(REPLAYED)}, required=True),
            Parameter("from", "behind this time or position", POSITION),
            Parameter("to", "up to this time or position", POSITION),
        ),
        answers={200: Answer("CloudEvents, one a line", {"application/x-ndjson": CLOUD_EVENT})},
    ),
    ("GET", "/v1/stream"): Details(
        (
            Parameter("topic", "what is told", {"type": "string", "enum": list(LIVE)}, several=True),
            Parameter("from", "behind this time or position; without it from now on", POSITION),
            Parameter("Last-Event-ID", "the position of the last event the client saw", POSITION, place="header"),
        ),
        answers={200: Answer("server-sent events, each a CloudEvent", {"text/event-stream": TEXT})},
    ),
}

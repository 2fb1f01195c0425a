"""What the notifier's routes take and answer, for /openapi.json and for refusing what they do not take."""

from typing import Any, Final

from services.notifier.forms import LIMIT_MAX, Wanted
from services.runtime.openapi import JSON, Answer, Details, also, answers, page_of
from services.runtime.parameters import TEXT, Parameter
from services.runtime.web import IDEMPOTENCY_KEY, KEY_CHARACTERS_MAX

ONE: Final = "/v1/subscriptions/{subscription_id}"
TIME: Final = {"type": "string", "format": "date-time"}
KEY: Final = Parameter(
    IDEMPOTENCY_KEY,
    "the same key and request within 24 h get the same answer",
    {"type": "string", "minLength": 1, "maxLength": KEY_CHARACTERS_MAX},
    place="header",
)
IF_MATCH: Final = Parameter("If-Match", "the ETag of the revision that is meant", place="header")
MUST_MATCH: Final = Parameter("If-Match", "the ETag of the revision that is changed", required=True, place="header")
ENDPOINT: Final = {
    "type": ["object", "null"],
    "description": "null where another process works on it",
    "properties": {
        "state": {"type": "string", "enum": ["serving", "failing", "disabled"]},
        "since": {"type": ["string", "null"], "format": "date-time"},
        "reason": {"type": ["string", "null"]},
    },
}
MERGE_PATCH: Final = {"type": "object", "description": "what changes (RFC 7396)"}
SUBSCRIPTION: Final = also(
    Wanted,
    subscription_id=TEXT,
    revision={"type": "integer"},
    created_at=TIME,
    former_secrets_until={"type": "array", "items": TIME},
    endpoint=ENDPOINT,
)
WITH_SECRET: Final = {"allOf": [SUBSCRIPTION, {"type": "object", "properties": {"secret": TEXT}}]}


def _object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


DETAILS: Final[dict[tuple[str, str], Details]] = {
    ("POST", "/v1/subscriptions"): Details(
        (KEY,), body={JSON: Wanted}, answers=answers(WITH_SECRET, "made; the secret is shown once", 201)
    ),
    ("GET", "/v1/subscriptions"): Details(
        (
            Parameter("limit", "at most so many", {"type": "integer", "minimum": 1, "maximum": LIMIT_MAX}),
            Parameter("cursor", "the `next` of the page before"),
        ),
        answers=answers(page_of(SUBSCRIPTION), "a page, newest first"),
    ),
    ("GET", ONE): Details(answers=answers(SUBSCRIPTION)),
    ("PATCH", ONE): Details(
        (MUST_MATCH,),
        body={JSON: MERGE_PATCH, "application/merge-patch+json": MERGE_PATCH},
        answers=answers(SUBSCRIPTION, "as it stands now"),
    ),
    ("DELETE", ONE): Details((IF_MATCH,), answers={204: Answer("it is gone")}),
    ("POST", f"{ONE}/test"): Details(
        (KEY,), answers=answers(_object(delivery_id=TEXT, status=TEXT), "on its way", 202)
    ),
    ("POST", f"{ONE}/rotate-secret"): Details((IF_MATCH,), answers=answers(WITH_SECRET, "the new secret")),
    ("POST", f"{ONE}/enable"): Details(answers=answers(_object(subscription_id=TEXT, enabled_at=TIME), "served", 202)),
    ("POST", "/v1/deliveries/{delivery_id}/retry"): Details(
        answers=answers(_object(delivery_id=TEXT, requested_at=TIME), "attempted soon", 202)
    ),
}

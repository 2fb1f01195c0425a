"""What ingest's routes take and answer, for /openapi.json and for refusing what they do not take."""

from typing import Final

from events.report import Report
from services.ingest.bodies import NDJSON, TABLES
from services.ingest.formats import cloudevents, rss
from services.ingest.formats.article import HTML, JSON, TEXT, ArticleIn
from services.ingest.forms import Letters, Retraction
from services.runtime.openapi import PROBLEM, Answer, Details
from services.runtime.parameters import TEXT as WORDS
from services.runtime.parameters import Parameter
from services.runtime.web import IDEMPOTENCY_KEY, KEY_CHARACTERS_MAX

KEY: Final = Parameter(
    IDEMPOTENCY_KEY,
    "the same key and request within 24 h get the same answer",
    {"type": "string", "minLength": 1, "maxLength": KEY_CHARACTERS_MAX},
    place="header",
)
LIVE_WORDS: Final = {"0": False, "1": True, "false": False, "true": True}
LIVE: Final = Parameter(
    "live", "1: rows of data sets are news, not backfill", {"type": "string", "enum": sorted(LIVE_WORDS)}
)
TIME: Final = {"type": "string", "format": "date-time"}
OF_TEXT: Final = tuple(
    Parameter(name, f"{does}; for bodies of text and HTML", TIME if name == "published_at" else WORDS)
    for name, does in (
        ("id", "the source's own id"),
        ("title", "its title"),
        ("url", "where it stands"),
        ("source", "who published it"),
        ("published_at", "when"),
        ("language", "ISO 639-1"),
    )
)
COUNT: Final = {"type": "integer", "minimum": 0}
ERRORS: Final = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"field": WORDS, "message": WORDS},
        "required": ["field", "message"],
    },
}
OUTCOMES: Final = ["accepted", "revised", "duplicate", "retracted", "rejected"]
REPORTS_TAKEN: Final = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("accepted", "revised", "duplicates", "rejected", "retracted", "skipped"), COUNT),
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "index": COUNT,
                    "outcome": {"type": "string", "enum": OUTCOMES},
                    "report_id": {"type": ["string", "null"]},
                    "errors": ERRORS,
                },
                "required": ["index", "outcome", "report_id", "errors"],
            },
        },
    },
    "required": ["accepted", "revised", "duplicates", "rejected", "items"],
}
ARTICLE_TAKEN: Final = {
    "type": "object",
    "properties": {
        "article_id": {"type": ["string", "null"]},
        "language": {"type": ["string", "null"]},
        "reports": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "report_id": WORDS,
                    "outcome": {"type": "string", "enum": OUTCOMES},
                    "headline": {"type": ["string", "null"]},
                    "review": {"type": "array", "items": WORDS},
                },
                "required": ["report_id", "outcome", "headline", "review"],
            },
        },
        "unread": {"type": ["string", "null"], "description": "why nothing was read"},
        "errors": ERRORS,
    },
    "required": ["article_id"],
}
FEED_TAKEN: Final = {
    "type": "object",
    "properties": {"articles": {"type": "array", "items": ARTICLE_TAKEN}},
    "required": ["articles"],
}
CLOUD_EVENT: Final = {
    "type": "object",
    "properties": dict.fromkeys(("specversion", "id", "source", "type"), WORDS) | {"data": {"type": "object"}},
    "required": ["specversion", "id", "source", "type"],
}
DETAILS: Final[dict[tuple[str, str], Details]] = {
    ("POST", "/v1/reports"): Details(
        (KEY, LIVE),
        body={
            JSON: {"anyOf": [Report, {"type": "array", "items": Report}]},
            **dict.fromkeys(sorted(NDJSON), Report),
            cloudevents.TYPES[0]: CLOUD_EVENT,
            cloudevents.TYPES[1]: {"type": "array", "items": CLOUD_EVENT},
            **dict.fromkeys(sorted(TABLES), WORDS),
        },
        answers={
            202: Answer("something was taken, and the log has it", {JSON: REPORTS_TAKEN}),
            422: Answer("nothing was taken; each item says why", {PROBLEM: REPORTS_TAKEN}),
        },
        does="Of lines (NDJSON) the schema is that of one line. Tables: our own, UCDP's, ACLED's or GDELT's columns.",
    ),
    ("POST", "/v1/articles"): Details(
        (KEY, *OF_TEXT),
        body={
            TEXT: WORDS,
            **dict.fromkeys(sorted(HTML), WORDS),
            JSON: ArticleIn,
            **dict.fromkeys(rss.TYPES, WORDS),
        },
        answers={202: Answer("the log has it", {JSON: {"anyOf": [ARTICLE_TAKEN, FEED_TAKEN]}})},
    ),
    ("POST", "/v1/reports/{id}/retract"): Details(
        (KEY,),
        body={JSON: Retraction},
        answers={
            202: Answer(
                "it is taken back",
                {JSON: {"type": "object", "properties": dict.fromkeys(("report_id", "outcome", "cause"), WORDS)}},
            )
        },
    ),
    ("POST", "/v1/dead-letters"): Details(
        (KEY,),
        body={JSON: Letters},
        answers={202: Answer("they are kept", {JSON: {"type": "object", "properties": {"kept": COUNT}}})},
    ),
}

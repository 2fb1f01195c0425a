"""What the routes of rules answer, for /openapi.json."""

from typing import Final

from services.runtime.openapi import Details, answers
from services.runtime.parameters import TEXT

RULE: Final = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("id", "title", "for", "family", "key"), TEXT),
        "version": {"type": "integer"},
        "parameters": {"type": "object"},
        "severity": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["id", "version", "title", "for", "family", "key", "parameters", "severity"],
}
DETAILS: Final[dict[tuple[str, str], Details]] = {
    ("GET", "/v1/rules"): Details(
        answers=answers(
            {
                "type": "object",
                "properties": {"hash": TEXT, "items": {"type": "array", "items": RULE}, "next": {"type": "null"}},
                "required": ["hash", "items", "next"],
            },
            "the rules in force",
        )
    )
}

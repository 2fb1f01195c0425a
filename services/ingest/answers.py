"""The answers of ingest's API, as INTERFACE words them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from services.ingest.items import ArticleOutcome, FieldError, ItemOutcome

TAKEN: Final = 202
NOTHING_TAKEN: Final = 422


def errors_as_json(errors: Sequence[FieldError]) -> list[dict[str, str]]:
    """[{"field", "message"}]."""
    return [{"field": e.field, "message": e.message} for e in errors]


def of_reports(outcomes: Sequence[ItemOutcome], skipped: int = 0) -> tuple[int, dict[str, Any]]:
    """Status and body for a request of reports; with nothing taken the body is a problem that holds the same items.

    `skipped`: rows that tell no incident.
    """
    counted = Counter(outcome.outcome for outcome in outcomes)
    body: dict[str, Any] = {
        "accepted": counted["accepted"],
        "revised": counted["revised"],
        "duplicates": counted["duplicate"],
        "rejected": counted["rejected"],
    }
    if counted["retracted"]:
        body["retracted"] = counted["retracted"]
    if skipped:
        body["skipped"] = skipped
    body["items"] = [
        {"index": o.index, "outcome": o.outcome, "report_id": o.report_id, "errors": errors_as_json(o.errors)}
        for o in outcomes
    ]
    if counted["rejected"] < len(outcomes) + skipped:
        return TAKEN, body
    problem = {"type": "about:blank", "title": "Nothing taken", "status": NOTHING_TAKEN}
    return NOTHING_TAKEN, problem | {"detail": "every item was rejected; each says why"} | body


def of_article(outcome: ArticleOutcome) -> dict[str, Any]:
    """The body for an article."""
    return {
        "article_id": outcome.article_id,
        "language": outcome.language,
        "reports": [
            {"report_id": r.report_id, "outcome": r.outcome, "headline": r.headline, "review": list(r.review)}
            for r in outcome.reports
        ],
        "unread": outcome.unread,
    }

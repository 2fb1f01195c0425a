"""Views: what the answers show of items, links and claims."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from events.incident import ReportLink
from events.moment import from_ms, parse_moment, rfc3339
from services.console.core.items import Item

REPORTS_SHOWN_MAX: Final = 500
CLAIMS_SHOWN_MAX: Final = 5_000
REVISIONS_SHOWN_MAX: Final = 500
SUMMARY: Final = (
    "revision",
    "change_id",
    "status",
    "severity",
    "urgency",
    "certainty",
    "headline",
    "changes",
    "changed_at",
    "cause",
    "cause_kind",
    "historic",
)
OF_REPORT: Final = ("revision", "status", "source", "published_at", "occurred", "headline", "url")


@dataclass(frozen=True, slots=True)
class Linked:
    """A report that belongs, or once belonged, to an incident. Times in ms; `until_ms` None: it still does."""

    report_id: str
    link: ReportLink
    since_ms: int
    until_ms: int | None = None


def shown(item: Item) -> dict[str, Any]:
    """An item as it is answered: `recorded_at` says when the log took the change that is shown, `event_id` which."""
    return item.data | {"event_id": item.event_id, "recorded_at": _time(item.changed.ms)}


def summary(revision: Item) -> dict[str, Any]:
    """One line of an alert's history."""
    whole = shown(revision)
    return {name: whole[name] for name in (*SUMMARY, "event_id", "recorded_at")}


def versions_of(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The revisions of a report, oldest first; a retraction is no revision."""
    return [shown(item) for item in items if item.data["status"] == "current"]


def incident(
    head: Item, alerts: Sequence[Item], linked: Sequence[Linked], reports: Mapping[str, Sequence[Item]]
) -> dict[str, Any]:
    """An incident with its reports and its trail of claims. `reports`: id → every version, oldest first."""
    claims = sorted(
        (claim for one in linked for claim in _claims(one, reports.get(one.report_id, ()))),
        key=lambda c: (parse_moment(c["at"]), c["report_id"], c["report_revision"], c["index"]),
    )
    return with_severity(head, alerts) | {
        "reports": [_link(one, reports.get(one.report_id, ())) for one in linked],
        "claims": claims[-CLAIMS_SHOWN_MAX:],
        "claims_total": len(claims),
    }


def with_severity(head: Item, alerts: Sequence[Item]) -> dict[str, Any]:
    """An incident as it is listed: `severity` is the gravest of its own alerts (scope: this incident)."""
    gravest = max(alerts, key=lambda a: (a.found.severity, a.id), default=None)
    severity = "unknown" if gravest is None else gravest.data["severity"]
    return shown(head) | {"severity": severity, "alert_ids": sorted(alert.id for alert in alerts)}


def _link(one: Linked, versions: Sequence[Item]) -> dict[str, Any]:
    newest = versions[-1].data if versions else {}
    return {
        "report_id": one.report_id,
        **{name: newest.get(name) for name in OF_REPORT},
        "linked": one.until_ms is None,
        "since": _time(one.since_ms),
        "until": None if one.until_ms is None else _time(one.until_ms),
        "link": one.link.model_dump(mode="json", exclude={"report_id"}),
    }


def _claims(one: Linked, versions: Sequence[Item]) -> Iterable[dict[str, Any]]:
    for i, version in enumerate(versions):
        report = version.data
        if report["status"] != "current":
            continue
        state = _state(one, versions, i)
        for index, claim in enumerate(report["tolls"]):
            yield _claim(report, index, claim) | {"state": state}


def _claim(report: Mapping[str, Any], index: int, claim: Mapping[str, Any]) -> dict[str, Any]:
    source = report["source"]
    return {
        "report_id": report["report_id"],
        "report_revision": report["revision"],
        "index": index,
        "at": claim["published_at"] or report["published_at"] or report["available_at"],
        "source": source["name"],
        "owner": source["owner"] or source["name"],
        "grade": source["grade"],
        "tlp": source["tlp"],
        **claim,
    }


def _state(one: Linked, versions: Sequence[Item], i: int) -> str:
    """What became of a claim: `in_force`, `replaced` by a later revision, or its report `retracted` or `unlinked`."""
    if any(later.data["status"] == "current" for later in versions[i + 1 :]):
        return "replaced"
    if not versions[-1].live:
        return "retracted"
    return "in_force" if one.until_ms is None else "unlinked"


def _time(ms: int) -> str:
    return rfc3339(from_ms(ms))

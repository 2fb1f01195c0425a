"""Completing a structured report from its own text: what was given stands, the text fills the rest."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from events.moment import Occurred
from events.report import Report, ReportBody

FILLED: Final = ("kind", "occurred", "place", "tolls", "actors", "targets", "materiel", "headline", "language")
"""What a text may fill. `confidence` and `review` come with it: they say how sure the reading was."""
NOTHING_READ: Final = "the text tells no incident that could be read"


def body_of(report: Report) -> ReportBody:
    """The facts of a report as handed in, without its text."""
    return ReportBody(**{name: getattr(report, name) for name in ReportBody.model_fields})


def wants_text(report: Report) -> bool:
    """Whether the report leaves to its text what an incident needs."""
    return report.text is not None and (report.kind is None or report.occurred is None or report.place is None)


def fill(given: ReportBody, read: Sequence[ReportBody]) -> ReportBody:
    """The report completed by the incident of its text that agrees best with what was given."""
    if not read:
        review = given.review if given.kind is not None else (*given.review, NOTHING_READ)
        return given.model_copy(update={"review": review})
    best = min(range(len(read)), key=lambda i: (-_agreement(given, read[i]), bool(read[i].review), i))
    found = read[best]
    update: dict[str, Any] = {n: getattr(found, n) for n in FILLED if not getattr(given, n)}
    if given.kind is None:
        update |= {"confidence": found.confidence, "review": tuple(dict.fromkeys((*given.review, *found.review)))}
    return given.model_copy(update=update)


def occurred_of(body: ReportBody) -> Occurred | None:
    """When it happened; where a report names a deed but no day, the day it was published or the one before.

    Half of all reports are published within a day of the incident. One that is up for review keeps its gap.
    """
    if body.occurred is not None or body.published_at is None or body.kind is None or body.review:
        return body.occurred
    day = body.published_at.date()
    return Occurred(start=day - timedelta(days=1), end=day + timedelta(days=1))


def _agreement(given: ReportBody, read: ReportBody) -> int:
    """How many of kind, day and country agree where both tell them."""
    same_kind = given.kind is not None and given.kind == read.kind
    same_day = _day(given.occurred) is not None and _day(given.occurred) == _day(read.occurred)
    countries = [b.place.country for b in (given, read) if b.place is not None and b.place.country is not None]
    return same_kind + same_day + (len(countries) == 2 and countries[0] == countries[1])  # noqa: PLR2004


def _day(occurred: Occurred | None) -> str | None:
    return None if occurred is None else occurred.day.isoformat()


def knowable(report: Report, now: datetime) -> datetime:
    """When this deployment could first know a report: as given, else now; for an archive's, when it was published.

    An archive's report without a time of publication could be known once the incident was over.
    """
    if report.available_at is not None:
        return report.available_at
    if not report.backfill:
        return now
    known = report.published_at or (report.occurred.last if report.occurred is not None else now)
    return min(known, now)

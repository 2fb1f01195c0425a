"""Filters over events: one language for subscriptions, queries and replay. What is not asked is not judged."""

from typing import Final

from events.alert import SEVERITIES, Alert, Severity
from events.subscription import Filter

RANK: Final[dict[Severity, int]] = {severity: rank for rank, severity in enumerate(SEVERITIES)}
"""Severity → rank, from 0 (unknown) to the gravest."""


def countries_of(alert: Alert) -> tuple[str, ...]:
    """The countries an alert is about, in order: that of its place, and the one that is its scope."""
    placed = alert.place.country if alert.place is not None else None
    scoped = alert.scope.id if alert.scope.kind == "country" else None
    return tuple(sorted({country for country in (placed, scoped) if country is not None}))


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether a severity is `least` or graver."""
    return RANK[severity] >= RANK[least]


def objections(asked: Filter, alert: Alert) -> tuple[str, ...]:
    """Why a filter does not want an alert, one sentence for each part that does not hold; empty where it does.

    `historic` is no part of this: it is about a change, not about an alert, and whoever follows a thread gets both.
    """
    found: list[str] = []
    countries = countries_of(alert)
    if asked.countries and not set(asked.countries) & set(countries):
        found.append(f"it is about {', '.join(countries) or 'no country'}, not {', '.join(sorted(asked.countries))}")
    if asked.severity_min is not None and not at_least(alert.severity, asked.severity_min):
        found.append(f"its severity is {alert.severity}, below {asked.severity_min}")
    rules = sorted({ground.rule for ground in alert.grounds})
    if asked.rules and not set(asked.rules) & set(rules):
        found.append(f"it stands on {', '.join(rules) or 'no rule'}, not {', '.join(sorted(asked.rules))}")
    return tuple(found)


def wants(asked: Filter, alert: Alert) -> bool:
    """Whether all that the filter asks holds of the alert."""
    return not objections(asked, alert)

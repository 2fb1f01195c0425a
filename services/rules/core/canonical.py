"""Alerts without what depends on the order of arrival: for comparing two runs over one set of reports (DESIGN §3 b)."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.alert import Alert


def canonical(alerts: Iterable[Alert], names: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """What stands at the end of a run, sorted: scope, severity, grounds with their values, evidence, incidents.

    `alerts`: every change, in order; the last of each scope counts, and only if a ground stands in it (a thread about
    an incident closes with its grounds). `names`: `Incident.name` by incident id; ids themselves depend on the order.
    """
    last = {alert.scope.key: alert for alert in alerts}
    told = [_canonical(alert, names) for alert in last.values() if alert.grounds]
    return tuple(sorted(told, key=lambda a: (a["scope"], a["severity"])))


def _canonical(alert: Alert, names: Mapping[str, str]) -> dict[str, Any]:
    scope = names.get(alert.scope.id, alert.scope.id) if alert.scope.kind == "incident" else alert.scope.id
    grounds = [g.model_dump(mode="json") | {"evidence": sorted(g.evidence)} for g in alert.grounds]
    return {
        "scope": f"{alert.scope.kind}:{scope}",
        "severity": alert.severity,
        "grounds": sorted(grounds, key=lambda g: str(g["rule"])),
        "evidence": sorted(alert.evidence),
        "evidence_total": alert.evidence_total,
        "incidents": sorted(names.get(i, i) for i in alert.incident_ids),
    }

"""What operators see of the rules service."""

from typing import Final

from prometheus_client import Counter

from services.runtime.telemetry import REGISTRY

QUARANTINED: Final = Counter(
    "tocsin_rules_quarantined_total",
    "Rules set aside for one key because they raised there.",
    ["rule"],
    registry=REGISTRY,
)
CROWDED: Final = Counter(
    "tocsin_rules_crowded_reports_total",
    "Report events whose neighbourhood is too large and was cut by day.",
    registry=REGISTRY,
)
ALERTS: Final = Counter(
    "tocsin_alerts_total", "Alert changes decided, by status and severity.", ["status", "severity"], registry=REGISTRY
)

"""What operators see of the console."""

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from services.runtime.telemetry import REGISTRY, SECONDS

LAG: Final = Gauge(
    "tocsin_console_lag_records", "Records the store has not applied yet.", ["topic", "partition"], registry=REGISTRY
)
AGE: Final = Histogram(
    "tocsin_console_record_age_seconds",
    "From the log taking a record to the console showing it.",
    ["topic"],
    buckets=SECONDS,
    registry=REGISTRY,
)
APPLIED: Final = Counter("tocsin_console_records_total", "Records applied.", ["topic"], registry=REGISTRY)
REBUILDS: Final = Counter("tocsin_console_rebuilds_total", "Times the store was begun anew.", registry=REGISTRY)
CLIENTS: Final = Gauge("tocsin_console_stream_clients", "Clients of the live stream.", registry=REGISTRY)
CUT_OFF: Final = Counter(
    "tocsin_console_stream_cut_off_total", "Clients of the live stream that were too slow.", registry=REGISTRY
)
REPLAYS: Final = Gauge("tocsin_console_replays", "Replays of events that run now.", registry=REGISTRY)

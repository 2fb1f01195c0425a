"""Quix Streams, exactly once: `quix_sum.py BOOTSTRAP IN OUT`."""

import sys
import tempfile
from typing import Any

from quixstreams import Application, State


def crossed(event: dict[str, Any], state: State) -> list[dict[str, Any]]:
    before = state.get("sum", 0)
    state.set("sum", before + event["amount"])
    return [event] if before < 100 <= before + event["amount"] else []


def main(bootstrap: str, into: str, out: str) -> None:
    app = Application(
        broker_address=bootstrap,
        consumer_group=f"quix-{out}",
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=1.0,
        state_dir=tempfile.mkdtemp(),
        loglevel="ERROR",
    )
    frame = app.dataframe(app.topic(into, value_deserializer="json", key_deserializer="str"))
    frame = frame.apply(crossed, stateful=True, expand=True)
    frame.to_topic(app.topic(out, value_serializer="json", key_serializer="str"))
    app.run()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Faust (faust-streaming), exactly once: `faust_sum.py BOOTSTRAP IN OUT`."""

import sys
import tempfile
from typing import Any

import faust

bootstrap, into, out = sys.argv[1:4]
app = faust.App(
    f"faust-{out}",
    broker=f"kafka://{bootstrap}",
    processing_guarantee="exactly_once",
    topic_partitions=8,
    topic_replication_factor=1,
    datadir=tempfile.mkdtemp(),
    web_enabled=False,
)
sums = app.Table("sums", default=int, partitions=8)
told = app.topic(out, value_serializer="json", key_serializer="raw")


@app.agent(app.topic(into, value_serializer="json", key_serializer="raw"))  # type: ignore[untyped-decorator] # no types
async def crossed(events: Any) -> None:
    async for key, event in events.items():
        before = sums[event["key"]]
        sums[event["key"]] = before + event["amount"]
        if before < 100 <= before + event["amount"]:
            await told.send(key=key, value=event)


if __name__ == "__main__":
    sys.argv = ["faust", "worker", "--loglevel=ERROR"]
    app.main()

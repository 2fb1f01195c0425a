"""Bytewax, without recovery (its faster way; outputs at least once): `bytewax_sum.py BOOTSTRAP IN OUT`."""

import json
import sys
from typing import Any

import bytewax.operators as op
from bytewax.connectors.kafka import KafkaSinkMessage
from bytewax.connectors.kafka import operators as kop
from bytewax.dataflow import Dataflow
from bytewax.testing import cluster_main


def crossed(total: int | None, event: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
    before = total or 0
    after = before + event["amount"]
    return after, event if before < 100 <= after else None


def flow(bootstrap: str, into: str, out: str) -> Dataflow:
    made = Dataflow("sum")
    read = kop.input("in", made, brokers=[bootstrap], topics=[into], batch_size=1000)
    decoded = op.map("decode", read.oks, lambda m: json.loads(m.value))
    keyed = op.key_on("key", decoded, lambda e: e["key"])
    told = op.filter("crossed", op.stateful_map("sum", keyed, crossed), lambda pair: pair[1] is not None)
    said = op.map("encode", told, lambda p: KafkaSinkMessage(p[0].encode(), json.dumps(p[1]).encode()))
    kop.output("out", said, brokers=[bootstrap], topic=out)
    return made


if __name__ == "__main__":
    cluster_main(flow(*sys.argv[1:]), [], 0)

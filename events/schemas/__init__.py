"""JSON Schemas of the events: generated from the models, checked in beside this file, compared by a test."""

import json
from typing import Any

from events.catalog import ENTRIES, TYPE_PREFIX


def all_schemas() -> dict[str, dict[str, Any]]:
    """File name (`tocsin.tick.v1.json`) → the schema of that event's data, draft 2020-12."""
    return {
        f"{TYPE_PREFIX}{entry.name}.v{entry.version}.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **entry.model.model_json_schema(mode="serialization"),
        }
        for entry in ENTRIES
    }


def as_text(schema: object) -> str:
    """The text that is checked in."""
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"

"""The schemas that are checked in are those of the models.

To bring them up to date: `.venv/bin/python -m tests.unit.events.test_schemas`.
"""

from importlib.resources import files

from events.schemas import all_schemas, as_text

FOLDER = files("events.schemas")


def checked_in() -> dict[str, str]:
    return {f.name: f.read_text("utf-8") for f in FOLDER.iterdir() if f.name.endswith(".json")}


def test_every_event_has_its_schema_checked_in() -> None:
    assert sorted(checked_in()) == sorted(all_schemas())


def test_no_schema_has_changed_unnoticed() -> None:
    found = checked_in()
    stale = [name for name, schema in all_schemas().items() if found.get(name) != as_text(schema)]
    assert stale == []


if __name__ == "__main__":
    from pathlib import Path

    for name, schema in all_schemas().items():
        Path(str(FOLDER), name).write_text(as_text(schema), encoding="utf-8")

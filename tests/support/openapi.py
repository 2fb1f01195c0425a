"""Checks of an OpenAPI document, as far as rules can be checked without its meta-schema."""

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

METHODS = {"get", "post", "put", "patch", "delete", "head"}
NAME = re.compile(r"[a-zA-Z0-9._-]+")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def resolved(document: dict[str, Any], reference: str) -> Any:
    assert reference.startswith("#/"), reference
    part: Any = document
    for step in reference[2:].split("/"):
        part = part[step.replace("~1", "/").replace("~0", "~")]
    return part


def schemas(document: dict[str, Any]) -> Iterator[Any]:
    yield from document["components"]["schemas"].values()
    for _, _, operation in operations(document):
        for parameter in operation["parameters"]:
            yield parameter["schema"]
        for body in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in body.get("content", {}).values():
                yield media["schema"]


def check(document: dict[str, Any]) -> None:
    """Asserts what the specification demands of the parts that we use."""
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert set(document["info"]) >= {"title", "version"}
    for name in document["components"]["schemas"]:
        assert NAME.fullmatch(name), name
    for reference in references(document):
        assert resolved(document, reference) is not None
    for schema in schemas(document):
        Draft202012Validator.check_schema(schema)
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    for path, method, operation in operations(document):
        _operation(path, method, operation)


def _operation(path: str, method: str, operation: dict[str, Any]) -> None:
    assert path.startswith("/")
    assert method in METHODS
    named = [(p["in"], p["name"]) for p in operation["parameters"]]
    assert len(named) == len(set(named))
    assert {name for place, name in named if place == "path"} == set(re.findall(r"\{([^}]*)\}", path))
    assert all(p["required"] for p in operation["parameters"] if p["in"] == "path")
    assert not operation.get("requestBody") or operation["requestBody"]["content"]
    for status, answer in operation["responses"].items():
        assert re.fullmatch(r"[1-5]\d\d|default", status)
        assert answer["description"]


def fits(document: dict[str, Any], schema: Any, value: Any) -> list[str]:
    """What of a value the document's schema does not allow; nothing where it fits."""
    whole = {"components": document["components"], "allOf": [schema]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(value)]

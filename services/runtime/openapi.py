"""What can be asked of a service, as OpenAPI 3.1: made from what its routes declare (spec.openapis.org/oas/v3.1.0).

Bodies and answers are models of ours or JSON Schemas that hold such models; each model stands once, in components.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.runtime.parameters import Parameter

VERSION: Final = "3.1.0"
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
Schema = Any
"""A model (`type[BaseModel]`), or a JSON Schema in which models stand for their schemas."""
Mode = Literal["validation", "serialization"]
Used = tuple[type[BaseModel], Mode]
COMPONENT: Final = "#/components/schemas/"
PATH_PART: Final = re.compile(r"\{([^}:]+)(?::[^}]*)?\}")
OBJECT: Final[Mapping[str, Any]] = {"type": "object"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what it means, and its body by media type; without any it has none."""

    does: str
    media: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Details:
    """What a route takes and answers besides problems. `body`: media type → schema of what may be sent."""

    parameters: tuple[Parameter, ...] = ()
    body: Mapping[str, Schema] = field(default_factory=dict)
    answers: Mapping[int, Answer] = field(default_factory=dict)
    does: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked: method, path, one line, and its details."""

    method: str
    path: str
    summary: str
    details: Details


def answers(schema: Schema, does: str = "what was asked for", status: int = 200) -> dict[int, Answer]:
    """One answer in JSON."""
    return {status: Answer(does, {JSON: schema})}


def page_of(item: Schema) -> dict[str, Any]:
    """A page of a list."""
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {"type": ["string", "null"], "description": "the cursor of the next page"},
        },
        "required": ["items", "next"],
    }


def also(model: type[BaseModel], **more: Schema) -> dict[str, Any]:
    """A model with more members than its own."""
    return {"allOf": [model, {"type": "object", "properties": more, "required": sorted(more)}]}


def document(title: str, version: str, operations: Sequence[Operation]) -> dict[str, Any]:
    """The whole description."""
    used = list(dict.fromkeys(u for operation in operations for u in _used(operation)))
    found, schemas = models_json_schema(used, ref_template=COMPONENT + "{model}")
    refs = {one: found[one] for one in used}
    components = _open(
        schemas.get("$defs", {}), {ref["$ref"] for (_, mode), ref in refs.items() if mode == "validation"}
    )
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        told = paths.setdefault(PATH_PART.sub(r"{\1}", operation.path), {})
        told[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": VERSION,
        "info": {"title": title, "version": version, "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"}},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {"Problem": PROBLEM_SCHEMA, **dict(sorted(components.items()))},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}, {}],
    }


def _operation(operation: Operation, refs: Mapping[Used, Any]) -> dict[str, Any]:
    details = operation.details
    told: dict[str, Any] = {
        "operationId": "_".join([operation.method.lower(), *re.findall(r"[a-zA-Z0-9]+", operation.path)]),
        "summary": operation.summary,
        "parameters": [*_in_path(operation.path), *map(_parameter, details.parameters)],
        "responses": {
            **{str(s): _answer(a, refs) for s, a in (details.answers or {200: Answer("done")}).items()},
            "default": {
                "description": "a problem (RFC 9457)",
                "content": {PROBLEM: {"schema": {"$ref": f"{COMPONENT}Problem"}}},
            },
        },
    }
    if details.does:
        told["description"] = details.does
    if details.body:
        media = {kind: {"schema": _resolved(schema, "validation", refs)} for kind, schema in details.body.items()}
        told["requestBody"] = {"required": True, "content": media}
    return told


def _answer(answer: Answer, refs: Mapping[Used, Any]) -> dict[str, Any]:
    media = {kind: {"schema": _resolved(schema, "serialization", refs)} for kind, schema in answer.media.items()}
    return {"description": answer.does, **({"content": media} if media else {})}


def _in_path(path: str) -> Iterator[dict[str, Any]]:
    for name in PATH_PART.findall(path):
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    told = {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.does,
        "required": parameter.required,
        "schema": {"type": "array", "items": schema} if parameter.several else schema,
    }
    return told | ({"style": "form", "explode": False} if parameter.several else {})


def _used(operation: Operation) -> Iterator[Used]:
    for schema in operation.details.body.values():
        yield from ((model, "validation") for model in _models(schema))
    for answer in operation.details.answers.values():
        for schema in answer.media.values():
            yield from ((model, "serialization") for model in _models(schema))


def _models(schema: Schema) -> Iterator[type[BaseModel]]:
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        yield schema
    elif isinstance(schema, Mapping):
        for inner in schema.values():
            yield from _models(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from _models(inner)


def _resolved(schema: Schema, mode: Mode, refs: Mapping[Used, Any]) -> Any:  # noqa: ANN401  JSON
    """The schema with a reference where a model stood."""
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        return refs[schema, mode]
    if isinstance(schema, Mapping):
        return {name: _resolved(inner, mode, refs) for name, inner in schema.items()}
    if isinstance(schema, list | tuple):
        return [_resolved(inner, mode, refs) for inner in schema]
    return schema


def _open(schemas: Mapping[str, Any], given: Iterable[str]) -> dict[str, Any]:
    """The schemas, those of answers alone open to more members: receivers ignore unknown fields, and answers grow."""
    strict: set[str] = set()
    waiting = sorted({ref.removeprefix(COMPONENT) for ref in given})
    while waiting:
        name = waiting.pop()
        if name not in strict:
            strict.add(name)
            waiting += re.findall(re.escape(COMPONENT) + r"([^\"']+)", str(schemas[name]))
    return {name: schema if name in strict else _opened(schema) for name, schema in schemas.items()}


def _opened(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "additionalProperties" or value is not False}


PROBLEM_SCHEMA: Final[Mapping[str, Any]] = {
    "type": "object",
    "description": "What is wrong, as RFC 9457 words it. `errors`: the fields at fault.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status"],
}

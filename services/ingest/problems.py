"""What is wrong with an item, told so that its sender can mend it: field, reason, and what was probably meant."""

import difflib
import re
import types
import typing
from collections.abc import Sequence
from typing import Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from services.ingest.items import FieldError

UNKNOWN: Final = "extra_forbidden"
ERRORS_MAX: Final = 20
SIMILAR: Final = 0.6
Loc = Sequence[str | int]
NO_ZONE: Final = frozenset({"timezone_aware"})
A_TIME: Final = "a time needs a zone, as in 2025-02-08T10:00:00Z"
A_DAY_OR_TIME: Final = "must be a day (2025-02-07) or a time with a zone (2025-02-07T10:00:00Z)"
NAMES: Final = re.compile(r"'([^']+)'")


def field_errors(error: ValidationError, model: type[BaseModel]) -> tuple[FieldError, ...]:
    """The errors of one item, the branches of a union told once; at most 20."""
    told: dict[str, str] = {}
    for one in error.errors(include_url=False):
        loc = _without_branches(one["loc"], model, unknown=one["type"] == UNKNOWN)
        told.setdefault(_path(loc), _message(one, loc, model))
    return tuple(FieldError(path, message) for path, message in told.items())[:ERRORS_MAX]


def _message(one: ErrorDetails, loc: Loc, model: type[BaseModel]) -> str:
    if one["type"] == UNKNOWN:
        return _unknown(loc, model)
    if len(loc) < len(one["loc"]) and {"date", "datetime"} & {str(part) for part in one["loc"]}:
        return A_DAY_OR_TIME
    if one["type"] in NO_ZONE:
        return A_TIME
    near = did_you_mean(str(one["input"]), NAMES.findall(one["msg"])) if one["type"] == "literal_error" else ""
    return one["msg"].removeprefix("Value error, ") + near


def _path(loc: Loc) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".")


def _without_branches(loc: Loc, model: type[BaseModel], *, unknown: bool = False) -> Loc:
    """The location without what pydantic adds to name a union's branch ("date", "function-after[…]").

    `unknown`: its last part is a field that there is not.
    """
    here: Any = model
    named = len(loc) - 1 if unknown else len(loc)
    for depth, part in enumerate(loc):
        fields = fields_of(here)
        if isinstance(part, str) and fields and part not in fields and depth < named:
            return loc[:depth]
        if isinstance(part, str) and not fields:
            return loc[:depth]
        here = _inside(here, part)
    return loc


def fields_of(annotation: Any) -> dict[str, Any]:  # noqa: ANN401  an annotation may be anything
    """The fields of the model that an annotation means, through Annotated, Optional and tuples; empty for the rest."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {name: field.annotation for name, field in annotation.model_fields.items()}
    for inner in get_args(annotation):
        found = fields_of(inner)
        if found:
            return found
    return {}


def _inside(annotation: Any, part: str | int) -> Any:  # noqa: ANN401
    if isinstance(part, str):
        return fields_of(annotation).get(part)
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0]
    if get_origin(annotation) in {typing.Annotated, typing.Union, types.UnionType}:
        return next((_inside(a, part) for a in get_args(annotation) if get_origin(a) is not None), annotation)
    return annotation


def _unknown(loc: Loc, model: type[BaseModel]) -> str:
    here: Any = model
    for part in loc[:-1]:
        here = _inside(here, part)
    near = did_you_mean(str(loc[-1]), list(fields_of(here)))
    return f"no such field{near}"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`; did you mean "published_at"?` where one of the known words is near, else nothing."""
    near = difflib.get_close_matches(word, known, 1, SIMILAR)
    return f'; did you mean "{near[0]}"?' if near else ""

"""Parameters of requests: what a route declares, and refusing what it does not. Pure."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

TEXT: Final[Mapping[str, Any]] = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: what it does, and the JSON Schema of one value. `several`: comma-separated, or repeated."""

    name: str
    does: str
    schema: Mapping[str, Any] = field(default_factory=lambda: TEXT)
    several: bool = False
    required: bool = False
    place: Literal["query", "header"] = "query"


class WrongParameter(ValueError):
    """A parameter that cannot be understood: `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def meant(word: str, known: Iterable[str]) -> str:
    """`did you mean country?`, or which there are."""
    there_are = sorted(known)
    near = difflib.get_close_matches(word, there_are, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(there_are) or 'none'}"


def given(pairs: Sequence[tuple[str, str]], known: Iterable[str], several: Iterable[str] = ()) -> dict[str, str]:
    """The parameters by name. Unknown ones, empty ones and ones given twice are refused; `several` may be repeated."""
    names, repeatable, found = frozenset(known), frozenset(several), dict[str, str]()
    for name, value in pairs:
        if name not in names:
            raise WrongParameter(name, f"is no parameter here: {meant(name, names)}")
        if not value.strip():
            raise WrongParameter(name, "is empty")
        if name in found and name not in repeatable:
            raise WrongParameter(name, "is given twice")
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def declared(pairs: Sequence[tuple[str, str]], parameters: Iterable[Parameter]) -> dict[str, str]:
    """The parameters of a query by name, having refused what is not declared, and required what must be there."""
    known = [parameter for parameter in parameters if parameter.place == "query"]
    found = given(pairs, [p.name for p in known], [p.name for p in known if p.several])
    for parameter in known:
        if parameter.required and parameter.name not in found:
            choices = parameter.schema.get("enum", ())
            raise WrongParameter(parameter.name, f"must be one of {', '.join(choices)}" if choices else "is needed")
    return found


def one_of(name: str, value: str, known: Iterable[str]) -> str:
    """One value of a closed list."""
    allowed = sorted(known)
    if "," in value:
        raise WrongParameter(name, "takes one value")
    if value.strip() not in allowed:
        raise WrongParameter(name, f"{value.strip()!r} is unknown: {meant(value.strip(), allowed)}")
    return value.strip()

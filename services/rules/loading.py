"""Reads rule files: YAML in, a checked `RuleSet` out; every mistake named by file, line and field, all at once.

PyYAML, its safe loader alone: maintained, and it tells the line of each value.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import Field, ValidationError, field_validator

from events.alert import SEVERITIES, Severity
from events.control import RuleFile
from events.errors import TocsinError
from events.signal import ScopeKind
from events.value import Value
from services.rules import yaml_lines
from services.rules.core.examples import Example
from services.rules.core.families import FAMILIES
from services.rules.core.family import Parameters
from services.rules.core.ruleset import Ladder, Rule, RuleSet, hash_of

SUFFIX: Final = ".yaml"
FILES_MAX: Final = 500
FILE_BYTES_MAX: Final = 64 * 1024
M = TypeVar("M", bound=Value)


class SeverityStep(Value):
    """One step of a ladder: `from` this figure on, it `is` this severe."""

    start: Annotated[float, Field(alias="from", ge=0)]
    severity: Annotated[Severity, Field(alias="is")]


class RuleText(Value):
    """A rule file as it is written. `for`: one sentence on whom it serves; `severity`: a word, or a rising ladder."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,60}$")]
    version: Annotated[int, Field(ge=1)]
    title: Annotated[str, Field(min_length=3, max_length=120)]
    serves: Annotated[str, Field(alias="for", min_length=10, max_length=600)]
    family: str
    key: ScopeKind
    parameters: dict[str, Any] = Field(default={})
    severity: Annotated[tuple[SeverityStep, ...], Field(min_length=1)]
    examples: Annotated[tuple[Example, ...], Field(min_length=2)]

    @field_validator("severity", mode="before")
    @classmethod
    def _one_word(cls, value: object) -> object:
        """A word is a ladder of one step."""
        return [{"from": 0, "is": value}] if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a rule file. `line` counts from 1."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """`toll.yaml:7: parameters.watch_from_killed: must be …`."""
        return f"{self.file}:{self.line}: {self.field + ': ' if self.field else ''}{self.message}"


class WrongRules(TocsinError):
    """Rule files with mistakes. Ends: the service does not start; `tocsin rules check` lists them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class Loaded:
    """A rule with its examples."""

    rule: Rule
    examples: tuple[Example, ...]


def load(folder: Path | None = None) -> RuleSet:
    """The rules of a folder; without one those shipped. Raises `WrongRules`."""
    return rule_set(read_files([folder] if folder is not None else []))


def read_files(paths: Sequence[Path]) -> tuple[RuleFile, ...]:
    """The rule files at these paths (files, or folders of `.yaml` files); without any those shipped."""
    if not paths:
        shipped = resources.files("services.rules") / "definitions"
        return tuple(_read(entry) for entry in _sorted(shipped.iterdir()))
    found = [file for path in paths for file in (_sorted(path.iterdir()) if path.is_dir() else [path])]
    missing = [Problem(str(file), 1, "", "there is no such file") for file in found if not file.is_file()]
    if missing or not found or len(found) > FILES_MAX:
        where = Problem(str(paths[0]), 1, "", f"holds {len(found)} rule files, not 1 to {FILES_MAX}")
        raise WrongRules(missing or [where])
    return tuple(_read(file) for file in found)


def rule_set(files: Iterable[RuleFile]) -> RuleSet:
    """Parses the texts; raises `WrongRules` with every mistake of every file."""
    texts = tuple(sorted(files, key=lambda f: f.name))
    return RuleSet(tuple(loaded.rule for loaded in parse(texts)), hash_of(texts), texts)


def parse(files: Sequence[RuleFile]) -> tuple[Loaded, ...]:
    """The rules with their examples, by id; raises `WrongRules` with every mistake of every file."""
    loaded: dict[str, Loaded] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            one = _parse(file)
        except WrongRules as error:
            problems += error.problems
            continue
        if one.rule.id in loaded:
            problems.append(Problem(file.name, 1, "id", f"another file defines {one.rule.id} already"))
        loaded[one.rule.id] = one
    if problems:
        raise WrongRules(problems)
    return tuple(loaded[name] for name in sorted(loaded))


def _sorted(entries: Iterable[Traversable]) -> list[Any]:
    return sorted((e for e in entries if e.name.endswith(SUFFIX)), key=lambda e: e.name)


def _read(file: Traversable) -> RuleFile:
    try:
        raw = file.read_bytes()
        if len(raw) > FILE_BYTES_MAX:
            raise WrongRules([Problem(file.name, 1, "", f"is longer than {FILE_BYTES_MAX} bytes")])
        return RuleFile(name=file.name, text=raw.decode())
    except (OSError, UnicodeDecodeError) as error:
        raise WrongRules([Problem(file.name, 1, "", f"cannot be read: {error}")]) from None


def _parse(file: RuleFile) -> Loaded:
    try:
        data, lines = yaml_lines.read(file.text)
    except yaml_lines.WrongYaml as error:
        raise WrongRules([Problem(file.name, error.line, "", str(error))]) from None
    text = _checked(RuleText, data, file, lines)
    problems = list(_mismatches(text, file, lines))
    if problems:
        raise WrongRules(problems)
    way = FAMILIES[text.family].ways[text.key]
    parameters: Parameters = _checked(way.parameters, text.parameters, file, lines, ("parameters",))
    ladder = Ladder(tuple((step.start, step.severity) for step in text.severity))
    rule = Rule(text.id, text.version, text.title, text.serves, text.family, text.key, parameters, ladder)
    return Loaded(rule, text.examples)


def _checked(
    model: type[M], data: object, file: RuleFile, lines: dict[yaml_lines.At, int], under: yaml_lines.At = ()
) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise WrongRules([_problem(file, lines, under, e["loc"], e["msg"]) for e in error.errors()]) from None


def _problem(
    file: RuleFile, lines: dict[yaml_lines.At, int], under: yaml_lines.At, loc: yaml_lines.At, message: str
) -> Problem:
    at = (*under, *loc)
    return Problem(file.name, yaml_lines.line_of(lines, at), ".".join(map(str, at)), message)


def _mismatches(text: RuleText, file: RuleFile, lines: dict[yaml_lines.At, int]) -> Iterator[Problem]:
    """What no field says by itself: names that must agree, families and keys that exist, ladders that rise."""

    def wrong(field: str, message: str) -> Problem:
        return _problem(file, lines, (), (field,), message)

    if file.name != text.id + SUFFIX:
        yield wrong("id", f"must be the file's name, {file.name.removesuffix(SUFFIX)}")
    if text.family not in FAMILIES:
        yield wrong("family", f"there is none of this name; there are {', '.join(sorted(FAMILIES))}")
    elif text.key not in FAMILIES[text.family].ways:
        yield wrong("key", f"{text.family} stands on {', '.join(FAMILIES[text.family].ways)} only")
    starts = [step.start for step in text.severity]
    ranks = [SEVERITIES.index(step.severity) for step in text.severity]
    if starts != sorted(set(starts)) or ranks != sorted(set(ranks)):
        yield wrong("severity", "must rise from step to step, in figures and in severity")
    if {example.fires for example in text.examples} != {True, False}:
        yield wrong("examples", "must hold one that fires and one that must not")

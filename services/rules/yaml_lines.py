"""YAML with the line of every value, so that a mistake can be shown where it stands. Safe loader alone."""

from typing import Any

import yaml

At = tuple[str | int, ...]
"""Where in a document: keys and indexes from the top."""


class WrongYaml(ValueError):
    """No YAML, or a key twice. `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


def read(text: str) -> tuple[Any, dict[At, int]]:
    """The document and the line of each of its values; raises `WrongYaml`."""
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[At, int] = {(): 1} if node is None else dict(_lines(node, ()))
        return (None if node is None else loader.construct_document(node)), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise WrongYaml(1 if mark is None else mark.line + 1, str(error.problem or error.context)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise WrongYaml(getattr(error, "line", 1), str(error)) from None
    finally:
        loader.dispose()


def line_of(lines: dict[At, int], at: At) -> int:
    """The line of a value, or of the nearest one around it."""
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 1)


def _lines(node: yaml.Node, at: At) -> list[tuple[At, int]]:
    found: list[tuple[At, int]] = [(at, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise WrongYaml(key.start_mark.line + 1, f"the key {key.value} stands here twice")
            seen.add(key.value)
            inner = _lines(value, (*at, str(key.value)))
            found += [((*at, str(key.value)), key.start_mark.line + 1), *inner[1:]]
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found += _lines(value, (*at, index))
    return found

"""A webhook stays within its bound: what is cut first is what the links can still show.

The order, each step only while the body is too large: evidence ids, actors, changes, tolls, the sentences of grounds,
the description, grounds, incident ids, and last every text. The newest evidence, the gravest grounds and the first of
everything else are kept; `evidence_total` is never touched.
"""

from collections.abc import Callable
from typing import Any, Final

from events.alert import SEVERITIES

BODY_BYTES_MAX: Final = 20_000
MARK: Final = "…"
Data = dict[str, Any]
Cut = Callable[[Data], Data]


def fitted(encode: Callable[[Data], bytes], data: Data) -> bytes:
    """The encoded data, cut step by step until it fits; the names of cut fields are added as `trimmed`."""
    body, trimmed = encode(data), []
    for name, cut in STEPS:
        if len(body) <= BODY_BYTES_MAX:
            break
        shorter = cut(data)
        if shorter != data:
            data = shorter
            trimmed.append(name)
            body = encode(data | {"trimmed": sorted(set(trimmed))})
    return body


def _first(name: str, kept: int) -> tuple[str, Cut]:
    return name, lambda data: data | {name: data[name][:kept]}


def _newest(name: str, kept: int) -> tuple[str, Cut]:
    return name, lambda data: data | {name: data[name][-kept:]}


def _text(name: str, characters: int) -> tuple[str, Cut]:
    return name, lambda data: data | {name: shortened(data[name], characters)}


def _gravest(kept: int) -> tuple[str, Cut]:
    def cut(data: Data) -> Data:
        by_weight = sorted(data["grounds"], key=lambda ground: -SEVERITIES.index(ground["severity"]))
        return data | {"grounds": by_weight[:kept]}

    return "grounds", cut


def _sentences(characters: int) -> tuple[str, Cut]:
    def cut(data: Data) -> Data:
        return data | {
            "grounds": [ground | {"because": shortened(ground["because"], characters)} for ground in data["grounds"]]
        }

    return "grounds", cut


def _every_text(characters: int) -> tuple[str, Cut]:
    return "texts", lambda data: {
        name: value if name == "links" else _short_within(value, characters) for name, value in data.items()
    }


def _short_within(value: Any, characters: int) -> Any:  # noqa: ANN401  JSON is anything
    if isinstance(value, str):
        return shortened(value, characters)
    if isinstance(value, list):
        return [_short_within(one, characters) for one in value]
    if isinstance(value, dict):
        return {name: _short_within(one, characters) for name, one in value.items()}
    return value


def shortened(text: str, characters: int) -> str:
    """The text, cut with a mark at its end where it is longer."""
    return text if len(text) <= characters else text[: characters - 1] + MARK


STEPS: Final[tuple[tuple[str, Cut], ...]] = (
    _newest("evidence", 10),
    _first("actors", 20),
    _first("changes", 20),
    _first("tolls", 20),
    _sentences(200),
    _text("description", 2_000),
    _gravest(10),
    _first("incident_ids", 10),
    _first("supersedes", 20),
    _first("actors", 5),
    _first("changes", 5),
    _first("tolls", 9),
    _gravest(3),
    _first("incident_ids", 3),
    _newest("evidence", 3),
    _every_text(80),
)

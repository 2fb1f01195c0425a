"""States behind a group, told in one word: "Rwanda-backed rebels", "the Iranian-backed group"."""

from collections.abc import Iterator
from typing import Final

from services.ingest.core.actors.parts import Part
from services.ingest.core.phrases.items import Row

_BACKED: Final = frozenset({"backed", "sponsored", "supported", "funded"})
_STATES: Final[tuple[tuple[str, str, str], ...]] = (
    ("RW", "Rwanda", "rwanda rwandan kigali"),
    ("UG", "Uganda", "uganda ugandan kampala"),
    ("BI", "Burundi", "burundi burundian"),
    ("ET", "Ethiopia", "ethiopia ethiopian"),
    ("ER", "Eritrea", "eritrea eritrean asmara"),
    ("SD", "Sudan", "sudan sudanese khartoum"),
    ("TD", "Chad", "chad chadian"),
    ("EG", "Egypt", "egypt egyptian cairo"),
    ("DZ", "Algeria", "algeria algerian"),
    ("IR", "Iran", "iran iranian tehran"),
    ("TR", "Turkey", "turkey turkish ankara"),
    ("SA", "Saudi Arabia", "saudi riyadh"),
    ("AE", "United Arab Emirates", "uae emirati"),
    ("QA", "Qatar", "qatar qatari"),
    ("SY", "Syria", "syria syrian"),
    ("IL", "Israel", "israel israeli"),
    ("PK", "Pakistan", "pakistan pakistani"),
    ("IN", "India", "india indian"),
    ("CN", "China", "china chinese beijing"),
    ("RU", "Russia", "russia russian kremlin moscow"),
    ("US", "United States", "us u.s. american washington"),
)
_BY_WORD: Final = {word: (home, name) for home, name, words in _STATES for word in words.split()}
_WHO: Final = "ApPn_Z"
_WHO_NEAR: Final = 4


def sponsors(row: Row) -> Iterator[Part]:
    """A state that backs a group told of, as its supporter: no force of its own takes part."""
    if not row.has("backed"):
        return
    for before, token in zip(row.tokens, row.tokens[1:], strict=False):
        state = _BY_WORD.get(before.low) if token.low in _BACKED and token.start - before.end <= 1 else None
        if state is not None and before.raw[:1].isupper() and _armed(row, token.end):
            home, name = state
            yield Part(
                f"~government:{home}",
                name,
                "government",
                "supporter",
                before.start,
                home,
                strong=True,
                end=before.end,
            )


def _armed(row: Row, at: int) -> bool:
    """Whether people or a named group stand behind the word, and nothing but words of theirs between."""
    for item in [item for item in row.items if item.end > at][:_WHO_NEAR]:
        if item.tag not in _WHO:
            return False
        if item.tag in "ApP":
            return True
    return False

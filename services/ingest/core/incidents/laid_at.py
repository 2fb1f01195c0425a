"""Who did a deed told before, where the rest of the sentence is about another day or another place."""

from dataclasses import replace

from services.ingest.core.actors.parts import Part
from services.ingest.core.incidents.again import placeless
from services.ingest.core.incidents.units import Unit


def laid_at(unit: Unit) -> Unit | None:
    """What a unit says of who did it: "the police blame X, which had taken nuns in April", "X, now in talks in Y"."""
    relative = next((item.start for item in unit.row.items if item.tag == "w" and item.start >= unit.start), unit.end)
    parts = tuple(part for part in unit.parts if _is_laid(part) and part.at < relative)
    if not parts or any(figure.at < relative for figure in unit.figures):
        return None
    if unit.day is not None and unit.day.start < relative:
        return None
    plain = replace(placeless(unit), parts=parts, figures=(), triggers=(), scenes=())
    return replace(plain, day=None, told_on=None, first=None, last=None)


def _is_laid(part: Part) -> bool:
    return part.strong and part.role in {"attacker", "accused"} and part.attribution in {"suspected", "claimed"}

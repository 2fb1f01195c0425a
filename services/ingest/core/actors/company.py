"""Who is named beside a subject before its verb: "backed by …", "from …", "loyal to …", "soutenus par …"."""

import re
from typing import Final

from services.ingest.core.deeds.triggers import TAKES
from services.ingest.core.phrases.items import Row

_COMPANY: Final = frozenset(
    {"backed", "supported", "aided", "assisted", "helped", "accompanied", "escorted", "guarded", "led", "commanded"}
    | {"loyal", "allied", "aligned", "affiliated", "linked", "fighting", "alongside", "reinforced", "joined", "from"}
    | {"belonging", "operating", "based", "deployed", "trained", "armed", "riding", "travelling", "traveling"}
    | {"présumés", "membres", "supposés", "soupçonnés", "believed", "thought", "suspected", "hiding", "wearing"}
    | {"appuyé", "appuyée", "appuyés", "appuyées", "soutenu", "soutenue", "soutenus", "soutenues", "aidé", "aidés"}
    | {"épaulé", "épaulés", "accompagné", "accompagnée", "accompagnés", "escorté", "escortée", "escortés", "dirigés"}
    | {"fidèles", "alliés", "alliées", "affiliés", "ralliés", "menés", "combattant", "venus", "issus", "basés", "armés"}
)
_BESIDE: Final = re.compile(r"[_xZ1BcOfeopPAETm,+q]{1,14}?(?=[kVygGh])")
_BESIDE_MAX: Final = 8
_FIRST_NEAR: Final = 4


def past_company(row: Row, i: int) -> int:
    """The item from which the verb of the subject at `i` is sought: behind a phrase that says who was with it."""
    for j in range(i + 1, min(len(row.items), i + 1 + _FIRST_NEAR)):
        if row.items[j].low in _COMPANY:
            taking = _taking(row, j + 1)
            if taking is not None:
                return taking
            beside = _BESIDE.match(row.tags, j)
            return beside.end() if beside is not None else i + 1
        if row.tags[j] not in ",_Tm":
            break
    return i + 1


def _taking(row: Row, first: int) -> int | None:
    """The verb of taking ground behind the company: "backed by X took the town"."""
    for j in range(first, min(len(row.items), first + _BESIDE_MAX)):
        if row.items[j].low in TAKES:
            return j
        if row.tags[j] not in "_xZ1BcofpPA":
            return None
    return None

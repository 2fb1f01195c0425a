"""Who is named beside a subject before its verb: "backed by …", "from …", "loyal to …", "soutenus par …"."""

import re
from typing import Final

from services.ingest.core.phrases.items import Row

_COMPANY: Final = frozenset(
    {"backed", "supported", "aided", "assisted", "helped", "accompanied", "escorted", "guarded", "led", "commanded"}
    | {"loyal", "allied", "aligned", "affiliated", "linked", "fighting", "alongside", "reinforced", "joined", "from"}
    | {"belonging", "operating", "based", "deployed", "trained", "armed", "riding", "travelling", "traveling"}
    | {"appuyé", "appuyée", "appuyés", "appuyées", "soutenu", "soutenue", "soutenus", "soutenues", "aidé", "aidés"}
    | {"épaulé", "épaulés", "accompagné", "accompagnée", "accompagnés", "escorté", "escortée", "escortés", "dirigés"}
    | {"fidèles", "alliés", "alliées", "affiliés", "ralliés", "menés", "combattant", "venus", "issus", "basés", "armés"}
)
_BESIDE: Final = re.compile(r"[_xZ1BcOfeopPAETm,+q]{1,14}?(?=[kVygGh])")
_FIRST_NEAR: Final = 4


def past_company(row: Row, i: int) -> int:
    """The item from which the verb of the subject at `i` is sought: behind a phrase that says who was with it."""
    for j in range(i + 1, min(len(row.items), i + 1 + _FIRST_NEAR)):
        if row.items[j].low in _COMPANY:
            beside = _BESIDE.match(row.tags, j)
            return beside.end() if beside is not None else i + 1
        if row.tags[j] not in ",_Tm":
            break
    return i + 1

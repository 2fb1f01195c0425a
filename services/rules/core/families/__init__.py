"""The families of rules, one file each. A new one joins by its word here."""

from collections.abc import Mapping
from typing import Final

from services.rules.core.families import involvement, threshold, toll_escalation
from services.rules.core.family import Family

FAMILIES: Final[Mapping[str, Family]] = {
    family.name: family for family in (involvement.FAMILY, threshold.FAMILY, toll_escalation.FAMILY)
}

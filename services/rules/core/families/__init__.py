"""The families of rules, one file each. A new one joins by its word in `WORDS`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from services.rules.core.family import Family

WORDS: Final = ("involvement", "threshold", "toll_escalation")
FAMILIES: Final[Mapping[str, Family]] = {word: import_module(f"{__name__}.{word}").FAMILY for word in WORDS}

"""Rules as the core sees them: parsed, checked, and ready to judge. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from events.alert import SEVERITIES, Severity
from events.control import RuleFile, RuleSetPublished
from events.ids import digest
from events.signal import ScopeKind
from services.rules.core.families import FAMILIES
from services.rules.core.family import Parameters, Way


@dataclass(frozen=True, slots=True)
class Ladder:
    """Severities by what a rule measures: (from this figure on, this severity), rising."""

    steps: tuple[tuple[float, Severity], ...]

    def severity(self, measured: float, lift: int = 0) -> Severity:
        """The severity of the last step reached (the first one at the least), lifted by so many steps."""
        reached = [severity for start, severity in self.steps if measured >= start]
        at = SEVERITIES.index(reached[-1] if reached else self.steps[0][1])
        return SEVERITIES[min(at + lift, len(SEVERITIES) - 1)]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `serves`: what it is for, one sentence.

    `named`: `toll_escalation@2`, what it is called where its version matters. `way`: how it judges. `window_days`: how
    many days back it reads; 0: the incident alone.
    """

    id: str
    version: int
    title: str
    serves: str
    family: str
    key: ScopeKind
    parameters: Parameters
    ladder: Ladder
    named: str = field(init=False, repr=False, compare=False)
    way: Way[object, Parameters] = field(init=False, repr=False, compare=False)
    window_days: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Finds out once what every judgement asks for."""
        way = FAMILIES[self.family].ways[self.key]
        object.__setattr__(self, "named", f"{self.id}@{self.version}")
        object.__setattr__(self, "way", way)
        object.__setattr__(self, "window_days", way.window_days(self.parameters))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force, by id, and the hash that names them."""

    rules: tuple[Rule, ...]
    hash: str
    files: tuple[RuleFile, ...] = ()
    _by_key: Mapping[ScopeKind, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sorts the rules by their keys once: every signal asks for them."""
        keys = dict.fromkeys(rule.key for rule in self.rules)
        by_key = {key: tuple(rule for rule in self.rules if rule.key == key) for key in keys}
        object.__setattr__(self, "_by_key", by_key)

    def of(self, key: ScopeKind) -> tuple[Rule, ...]:
        """The rules that stand on this key."""
        return self._by_key.get(key, ())

    def window_days(self, key: ScopeKind) -> int:
        """How many days back the rules of this key read at the most; 0: the incident alone."""
        return max((rule.window_days for rule in self.of(key)), default=0)

    def published(self) -> RuleSetPublished:
        """The event that publishes these rules."""
        return RuleSetPublished(hash=self.hash, files=self.files)


HASH_LABEL: Final = "rules"


def hash_of(files: Iterable[RuleFile]) -> str:
    """SHA-256 hex over the sorted names and texts."""
    parts = [part for file in sorted(files, key=lambda f: f.name) for part in (file.name, file.text)]
    return digest(HASH_LABEL, *parts).hex()

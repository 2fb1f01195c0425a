"""Judges every rule of a key on the key's state. Pure; a rule that raises is named, not thrown."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from events.alert import Alert, Ground
from events.incident import EVIDENCE_MAX, Incident
from services.rules.core.family import Finding
from services.rules.core.ruleset import Rule
from services.rules.core.window import Window

State = Incident | Window
LINGERS_DAYS: Final = 3
"""A ground on a window stands for 72 h after it last held, so that a sum near its mark does not come and go.

It is judged from the facts as they are known now, never remembered: the same whatever the order of arrival.
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that raised, and what it said."""

    rule: Rule
    error: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What ought to stand: grounds in the order of the rules' ids, each with the finding behind it."""

    grounds: tuple[Ground, ...] = ()
    findings: tuple[Finding, ...] = ()
    broken: tuple[Broken, ...] = ()

    def with_kept(self, before: Alert, aside: Container[str]) -> "Judgement":
        """With the grounds of rules that are set aside left as they were."""
        kept = [(g, Finding(g.because, certainty=before.certainty)) for g in before.grounds if g.rule in aside]
        pairs = sorted([*zip(self.grounds, self.findings, strict=True), *kept], key=lambda pair: pair[0].rule)
        return Judgement(tuple(g for g, _ in pairs), tuple(f for _, f in pairs), self.broken)


def judge(
    rules: Iterable[Rule], state: State | None, now: datetime, skipped: Container[str] = frozenset()
) -> Judgement:
    """The judgement of the rules, but for those whose id is in `skipped`. No state: nothing stands."""
    stands: list[tuple[Ground, Finding]] = []
    broken: list[Broken] = []
    for rule in sorted(rules, key=lambda r: r.id):
        if rule.id in skipped or state is None:
            continue
        try:
            findings = _findings(rule, state, now)
        except Exception as error:  # noqa: BLE001  one rule's fault must not stop the others (DESIGN §8)
            broken.append(Broken(rule, f"{type(error).__name__}: {error}"))
            continue
        stands += [(_ground(rule, finding), finding) for finding in findings[:1]]
    return Judgement(tuple(g for g, _ in stands), tuple(f for _, f in stands), tuple(broken))


def _findings(rule: Rule, state: State, now: datetime) -> tuple[Finding, ...]:
    """What stands now; on a window also what stood, by what is known now, on one of the last days."""
    for back in range(LINGERS_DAYS + 1 if rule.window_days else 1):
        if findings := rule.way.judge(state, now - timedelta(days=back), rule.parameters):
            return findings
    return ()


def _ground(rule: Rule, finding: Finding) -> Ground:
    return Ground(
        rule=rule.id,
        version=rule.version,
        family=rule.family,
        severity=rule.ladder.severity(finding.measured, finding.lift),
        because=finding.because,
        values=dict(sorted(finding.values.items())),
        evidence=tuple(sorted(finding.evidence[:EVIDENCE_MAX])),
    )

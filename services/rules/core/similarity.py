"""How likely two reports speak of one incident: a weighted sum of features that can be shown to people."""

from dataclasses import dataclass
from math import log
from operator import mul
from typing import Final

from services.rules.core import gates
from services.rules.core.facts import DAY_MS, Facts
from services.rules.core.weights import CODED, FEATURES, FLOOR, TOLD
from services.rules.core.words import Words

PLACELESS_KM: Final = {True: 120.0, False: 300.0}
"""How far off a report without a point may be: same admin 1 (True) or only the same country."""
GENERAL_KINDS: Final = frozenset({"attack", "armed_clash", "other", "displacement"})
"""Kinds that another report of the incident may well name more closely."""
_CODED: Final = tuple(CODED[name] for name in FEATURES)
_TOLD: Final = tuple(TOLD[name] for name in FEATURES)


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports that may speak of one incident: `score` in thousandths of a logit, at least FLOOR. `a` < `b`."""

    a: str
    b: str
    score: int

    def other(self, report_id: str) -> str:
        """The report at the other end."""
        return self.b if report_id == self.a else self.a


def link(a: Facts, b: Facts) -> Link | None:
    """The link of two reports, None where a gate is closed or the score is too low. Symmetric."""
    if b.report_id < a.report_id:
        a, b = b, a
    km = gates.km_between(a, b)
    if not gates.open_to(a, b, km):
        return None
    score = score_of(a, b, km)
    return Link(a.report_id, b.report_id, score) if score >= FLOOR else None


def score_of(a: Facts, b: Facts, km: float | None) -> int:
    """The score of a pair that passed the gates, in thousandths of a logit."""
    weights = _CODED if a.coded and b.coded else _TOLD
    total: float = sum(map(mul, weights, features(a, b, km)))
    return round(total)


def explain(a: Facts, b: Facts) -> dict[str, float]:
    """What each feature adds to the score of a pair, in logits; those that add nothing are left out."""
    if b.report_id < a.report_id:
        a, b = b, a
    weights = CODED if a.coded and b.coded else TOLD
    parts = zip(FEATURES, features(a, b, gates.km_between(a, b)), strict=True)
    return {name: round(weights[name] * x / 1000, 3) for name, x in parts if weights[name] * x}


def features(a: Facts, b: Facts, km: float | None) -> tuple[float, ...]:
    """The features of a pair in the order of FEATURES; symmetric."""
    radii = a.radius_km + b.radius_km
    if km is None:
        radii = PLACELESS_KM[a.admin1 is not None and a.admin1 == b.admin1]
        km = radii / 2
    days = gates.days_between(a, b)
    return (
        1.0,
        days == 1,
        days == 2,  # noqa: PLR2004  the two days that the gate lets pass
        days > gates.DAYS_APART_MAX,
        km / radii,
        log(radii / 10),
        min(2.0, abs(log(a.radius_km / b.radius_km))),
        a.precision != b.precision,
        a.admin1 is not None and b.admin1 is not None and a.admin1 != b.admin1,
        a.country is not None and b.country is not None and a.country != b.country,
        a.kind != b.kind,
        a.kind != b.kind and a.kind not in GENERAL_KINDS and b.kind not in GENERAL_KINDS,
        bool(a.victims and b.victims) and a.victims.isdisjoint(b.victims),
        bool(a.form and b.form) and a.form != b.form,
        not a.groups.isdisjoint(b.groups),
        _doubted(a, b) or _doubted(b, a),
        bool(a.states and b.states) and a.states.isdisjoint(b.states),
        *_words(a.words, b.words),
        _killed(a.killed, b.killed),
        min(5.0, log(1 + abs(a.published_ms - b.published_ms) / DAY_MS)),
        a.owner == b.owner,
    )


def _doubted(a: Facts, b: Facts) -> bool:
    """One names an attacker, the other only suspects another one."""
    return bool(a.groups and b.doubtful) and a.groups.isdisjoint(b.doubtful)


def _words(a: Words, b: Words) -> tuple[float, float, float, float, float]:
    """Shared rare names (share, number), whether both name some and share none, shared words, shared figures."""
    least, shared = min(len(a.rare), len(b.rare)), len(a.rare & b.rare)
    figures = 0.0
    if a.figures and b.figures:
        figures = -0.5 if a.figures.isdisjoint(b.figures) else 1.0
    return (
        shared / least if least else 0.0,
        min(3.0, shared),
        least > 1 and not shared,
        len(a.plain & b.plain) / max(1, min(len(a.plain), len(b.plain))),
        figures,
    )


def _killed(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    """0 where the intervals overlap or nothing is told, else the logarithm of their ratio."""
    if a is None or b is None:
        return 0.0
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return 0.0 if low <= high else min(3.0, log((low + 1) / (high + 1)))

"""The reconciler: one scope, one thread. Compares what ought to stand with what stands; says what is to be told. Pure.

stands      ought to stand                          becomes
nothing     grounds                                 raised
open        other facts                             amended
open        no ground: the facts went away          withdrawn (for good: what stands later is a new thread)
open        no ground: its time passed              closed (windows; a ground stands for 72 h after it last held)
open        grounds, and 72 h without a report      closed (incidents), with its grounds
closed      news within 90 days                     amended; later: raised, a new thread
closed      more evidence of the same               closed, revised in silence
closed      no ground: the facts went away          withdrawn
"""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from events.alert import Alert, AlertStatus, Change
from events.changes import changes_between, worth_telling
from events.ids import derive
from events.incident import CauseKind
from events.render.story import STORY_CHARACTERS_MAX
from services.rules.core.grading import strictest
from services.rules.core.picture import Picture

REVIVES_WITHIN: Final = timedelta(days=90)
WHY: Final[dict[CauseKind, str]] = {
    "new_report": "By what is known now no rule stands here any more.",
    "source_revised": "A source corrected itself; no rule stands here any more.",
    "report_retracted": "A report that this rested on was taken back; no rule stands here any more.",
    "judgement": "An analyst's judgement changed the facts; no rule stands here any more.",
    "merged": "This turned out to be the same as another incident.",
    "split": "Reports were taken apart again; no rule stands here any more.",
    "rule_changed": "The rules changed; none stands here any more.",
    "time": "It is past.",
}
Loss = Literal["gone", "passed"]
"""Why no ground stands: the facts went away, or their time passed."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What brought a change about. `at`: when it became known. `historic`: it came from dataset files alone (None: as
    the thread is). `into`: the incident that took this one's reports over.
    """

    id: str
    kind: CauseKind
    at: datetime
    historic: bool | None = None
    into: str | None = None


def reconcile(
    before: Alert | None, ought: Picture | None, cause: Cause, now: datetime, loss: Loss = "gone"
) -> Alert | None:
    """The next revision of the thread, None where nothing is to be said. `ought` None: the facts are gone."""
    stands = ought if ought is not None and ought.grounds else None
    if before is None or before.status == "withdrawn":
        return None if stands is None else _raised(stands, cause)
    if stands is None:
        return _ended(before, ought, cause, loss)
    if before.status == "closed":
        return _revived(before, stands, cause, now)
    if cause.kind == "time" and stands.quiet_at is not None and now >= stands.quiet_at:
        return _revised(before, stands, cause, "closed")
    return _revised(before, stands, cause, "amended")


def _raised(ought: Picture, cause: Cause) -> Alert:
    alert_id = derive("alert", ought.scope.key, cause.id)
    alert = Alert(
        alert_id=alert_id,
        revision=1,
        change_id=derive("change", alert_id, cause.id),
        status="raised",
        raised_at=cause.at,
        changed_at=cause.at,
        cause=cause.id,
        cause_kind=cause.kind,
        historic=bool(cause.historic),
        **_facts(ought),
    )
    changes = changes_between(None, alert)
    return alert.model_copy(update={"changes": changes}) if changes else alert


def _revised(before: Alert, ought: Picture, cause: Cause, status: AlertStatus) -> Alert | None:
    """The thread with these facts; None where nothing differs. It never gets less secret: changes name older facts."""
    secret = {"tlp": strictest((before.tlp, ought.tlp))}
    after = before.model_copy(update=_facts(ought) | _turn(before, cause, status) | secret)
    changes = changes_between(before, after)
    return after.model_copy(update={"changes": changes}) if changes else None


def _revived(before: Alert, ought: Picture, cause: Cause, now: datetime) -> Alert | None:
    """A closed thread wakes for news alone. What only adds evidence is kept in it, closed as it is."""
    if before.grounds:
        same = _revised(before, ought, cause, "closed")
        if same is None or not worth_telling(same.changes):
            return same
    if now - before.changed_at > REVIVES_WITHIN:
        return _raised(ought, cause)
    return _revised(before, ought, cause, "amended")


def _ended(before: Alert, ought: Picture | None, cause: Cause, loss: Loss) -> Alert | None:
    """Withdrawn or closed. A thread that closed when its time passed holds no ground, so nothing of it can go away."""
    if before.status == "closed" and (loss == "passed" or not before.grounds):
        return None
    status: AlertStatus = "withdrawn" if loss == "gone" else "closed"
    facts = {"headline": before.headline, "description": before.description} if ought is None else _facts(ought)
    after = before.model_copy(
        update=facts
        | _turn(before, cause, status)
        | {
            "grounds": (),
            "severity": before.severity,
            "evidence": before.evidence,
            "evidence_total": before.evidence_total,
            "headline": f"{'Withdrawn: ' if status == 'withdrawn' else ''}{facts['headline']}",
            "description": f"{WHY[cause.kind]} {facts['description']}"[:STORY_CHARACTERS_MAX],
        }
    )
    into = [Change(field="merged_into", before=None, after=cause.into, cause=cause.kind)] if cause.into else []
    return after.model_copy(update={"changes": (*changes_between(before, after), *into)})


def _turn(before: Alert, cause: Cause, status: AlertStatus) -> dict[str, Any]:
    """What each further revision of a thread has of its own."""
    return {
        "revision": before.revision + 1,
        "change_id": derive("change", before.alert_id, cause.id),
        "status": status,
        "tlp": before.tlp,
        "changed_at": cause.at,
        "cause": cause.id,
        "cause_kind": cause.kind,
        "historic": before.historic if cause.historic is None else cause.historic,
    }


def _facts(ought: Picture) -> dict[str, Any]:
    return {field.name: getattr(ought, field.name) for field in fields(ought) if field.name != "quiet_at"}

"""The reconciler: one scope, one thread. Compares what ought to stand with what stands; says what is to be told. Pure.

stands      ought to stand                          becomes
nothing     grounds                                 raised
open        other facts                             amended
open        no ground: the facts went away          withdrawn (for good: what stands later is a new thread)
open        no ground: its time passed              closed, once no ground stood for 72 h
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
from services.rules.core.picture import Picture

REVIVES_WITHIN: Final = timedelta(days=90)
ENDINGS: Final = {"withdrawn": "Withdrawn: ", "closed": "Closed: "}
Loss = Literal["gone", "passed", "lingers"]
"""Why no ground stands: the facts went away; their time passed; it passed, but less than 72 h ago."""


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
    alert = _alert(ought, cause, alert_id, 1, "raised", cause.at, historic=bool(cause.historic))
    return alert.model_copy(update={"changes": changes_between(None, alert)})


def _revised(before: Alert, ought: Picture, cause: Cause, status: AlertStatus) -> Alert | None:
    historic = before.historic if cause.historic is None else cause.historic
    raised_at = before.raised_at
    after = _alert(ought, cause, before.alert_id, before.revision + 1, status, raised_at, historic=historic)
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
    if loss == "lingers" or (before.status == "closed" and (loss == "passed" or not before.grounds)):
        return None
    status: AlertStatus = "withdrawn" if loss == "gone" else "closed"
    told = {} if ought is None else _facts(ought)
    lead = "" if before.headline.startswith(ENDINGS[status]) else ENDINGS[status]
    after = before.model_copy(
        update=told
        | {
            "revision": before.revision + 1,
            "change_id": derive("change", before.alert_id, cause.id),
            "status": status,
            "severity": before.severity,
            "headline": f"{lead}{before.headline}",
            "grounds": (),
            "evidence": before.evidence,
            "evidence_total": before.evidence_total,
            "changes": (),
            "changed_at": cause.at,
            "cause": cause.id,
            "cause_kind": cause.kind,
            "historic": before.historic if cause.historic is None else cause.historic,
        }
    )
    changes = changes_between(before, after)
    if cause.into is not None:
        changes = (*changes, Change(field="merged_into", before=None, after=cause.into, cause=cause.kind))
    return after.model_copy(update={"changes": changes})


def _alert(
    ought: Picture,
    cause: Cause,
    alert_id: str,
    revision: int,
    status: AlertStatus,
    raised_at: datetime,
    *,
    historic: bool,
) -> Alert:
    return Alert(
        alert_id=alert_id,
        revision=revision,
        change_id=derive("change", alert_id, cause.id),
        status=status,
        raised_at=raised_at,
        changed_at=cause.at,
        cause=cause.id,
        cause_kind=cause.kind,
        historic=historic,
        **_facts(ought),
    )


def _facts(ought: Picture) -> dict[str, Any]:
    return {field.name: getattr(ought, field.name) for field in fields(ought) if field.name != "quiet_at"}

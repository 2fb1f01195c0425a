"""One look at one scope: fold what came, judge, reconcile its thread, say when to look again. Reads and writes rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from events.alert import Alert
from events.signal import Contribution, Scope
from services.rules.core.alerting import Cause, Loss, reconcile
from services.rules.core.judging import LINGERS_DAYS, Judgement, State, judge
from services.rules.core.picture import Picture, midnight_after, of_incident, of_window
from services.rules.core.ruleset import RuleSet
from services.rules.core.window import Bucket, Window, day_of, days, evolve
from services.rules.metrics import QUARANTINED
from services.rules.state import BUCKETS, DAYS, DUE, HEADS, SCOPES, THREADS, ScopeState, due_key, inside
from services.runtime.rows import Rows
from services.runtime.telemetry import logger

log_ = logger("rules")
OPEN: Final = frozenset({"raised", "amended"})


class Visit:
    """A look at one scope. `tick`: the last tick, None before the first."""

    def __init__(self, rows: Rows, rules: RuleSet, scope: Scope, tick: datetime | None) -> None:
        self._rows = rows
        self._rules = rules.of(scope.kind)
        self._window_days = rules.window_days(scope.kind)
        self._scope = scope
        self._key = scope.key
        self._tick = tick
        self._was = rows.get(SCOPES, self._key)
        kept = self._was or ScopeState(scope)
        self._named, self._latest, self._broken = kept.scope, kept.latest, kept.broken
        self._head = rows.get(HEADS, scope.id) if scope.kind == "incident" else None
        self._had_head = self._head is not None

    def take(self, contribution: Contribution) -> None:
        """Folds a contribution into the state."""
        incident = contribution.incident
        if incident is not None:
            self._named = self._scope
            self._latest = max(self._latest or incident.available_at, incident.available_at)
        if self._scope.kind == "incident":
            self._head = incident
        else:
            self._into_buckets(contribution)

    def reconcile(self, cause: Cause) -> Iterator[Alert]:
        """The thread's next revision, if there is one; writes the scope's rows."""
        before = self._rows.get(THREADS, self._key)
        now = self._now(cause)
        judged = self._judged(now, before)
        if before is None and not judged.grounds:
            self._remember(None, None, judged, now)
            return
        picture = self._picture(judged, now)
        loss: Loss = "gone" if judged.grounds else self._loss()
        after = reconcile(before, picture, cause, now, loss)
        if after is not None:
            self._rows.put(THREADS, self._key, after)
            yield after
        self._remember(after or before, picture, judged, now)

    def _now(self, cause: Cause) -> datetime:
        """The last tick, or the latest that was known here: the same whatever the order of arrival."""
        known = self._latest if self._head is None else self._head.available_at
        return max((at for at in (self._tick, known) if at is not None), default=cause.at)

    def _state(self, now: datetime) -> State | None:
        if self._scope.kind == "incident":
            return self._head
        today = now.astimezone(UTC).date()
        first = today - timedelta(days=self._window_days + LINGERS_DAYS - 1)
        found = (self._bucket(day) for day in days(first, today)) if self._window_days else ()
        return Window(tuple(bucket for bucket in found if bucket is not None))

    def _judged(self, now: datetime, before: Alert | None) -> Judgement:
        """The judgement; a rule that raises here is set aside until its next version, its ground left as it was."""
        skipped = {rule.id for rule in self._rules if rule.named in self._broken}
        judged = judge(self._rules, self._state(now), now, skipped)
        for broken in judged.broken:
            QUARANTINED.labels(broken.rule.id).inc()
            log_.error("rule %s is set aside for %s: %s", broken.rule.named, self._scope.key, broken.error)
        if judged.broken:
            self._broken = tuple(sorted({*self._broken, *(b.rule.named for b in judged.broken)}))
        aside = skipped | {b.rule.id for b in judged.broken}
        return judged.with_kept(before, aside) if aside and before is not None else judged

    def _picture(self, judged: Judgement, now: datetime) -> Picture | None:
        if self._scope.kind != "incident":
            return of_window(self._scope, judged, now) if judged.grounds else None
        return None if self._head is None else of_incident(self._scope, self._head, judged, now)

    def _loss(self) -> Loss:
        """Would today's facts have stood when a ground stood last? Then time took it; otherwise the facts went away."""
        stood_at = None if self._was is None else self._was.stood_at
        if self._window_days == 0 or stood_at is None:
            return "gone"
        return "passed" if judge(self._rules, self._state(stood_at), stood_at).grounds else "gone"

    def _remember(self, thread: Alert | None, picture: Picture | None, judged: Judgement, now: datetime) -> None:
        due = None
        if thread is not None and thread.status in OPEN:
            due = picture.quiet_at if picture is not None and picture.quiet_at is not None else midnight_after(now)
        was_due, stood_at = (None, None) if self._was is None else (self._was.due, self._was.stood_at)
        if was_due is not None and was_due != due:
            self._rows.delete(DUE, due_key(was_due, self._scope))
        if due is not None and was_due != due:
            self._rows.put(DUE, due_key(due, self._scope), self._scope)
        if judged.grounds and self._window_days:
            stood_at = now
        kept = ScopeState(self._named, due, self._latest, stood_at, self._broken)
        self._keep_head(due=due)
        if kept != self._was and (due is not None or self._was is not None or self._window_days or kept.broken):
            self._rows.put(SCOPES, self._key, kept)

    def _keep_head(self, *, due: datetime | None) -> None:
        """The head is kept while a tick may ask for it; a signal always brings the whole of it."""
        if self._scope.kind != "incident":
            return
        if self._head is not None and due is not None:
            self._rows.put(HEADS, self._scope.id, self._head)
        elif self._had_head:
            self._rows.delete(HEADS, self._scope.id)

    def _into_buckets(self, contribution: Contribution) -> None:
        at = inside(self._key, contribution.incident_id)
        was = self._rows.get(DAYS, at)
        day = None if contribution.incident is None else day_of(contribution.incident)
        for touched in sorted({d for d in (day, None if was is None else date.fromisoformat(was)) if d is not None}):
            bucket = evolve(self._bucket(touched) or Bucket(touched), contribution)
            if bucket.shares:
                self._rows.put(BUCKETS, inside(self._key, touched), bucket)
            else:
                self._rows.delete(BUCKETS, inside(self._key, touched))
        if day is not None and day.isoformat() != was:
            self._rows.put(DAYS, at, day.isoformat())
        elif day is None and was is not None:
            self._rows.delete(DAYS, at)

    def _bucket(self, day: date) -> Bucket | None:
        return self._rows.get(BUCKETS, inside(self._key, day))

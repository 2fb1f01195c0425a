"""The ledger of one partition: every decision about what is owed, as row writes and the records that tell of them.

Pure in (rows, arguments): the shell reads the clock, makes the attempts and commits. A body is made in the unit in
which its delivery becomes the head of its thread, so it is on disk before the first attempt, and never made again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from events.delivery import DeliveryScheduled, Outcome, RetryRequested
from events.ids import unit_interval
from events.log.port import Record
from events.moment import from_ms
from services.notifier import rowkinds as kinds
from services.notifier.attempts import Attempt, attempted, disabled, passed_over
from services.notifier.bodies import Bodies
from services.notifier.core import endpoints, ordering
from services.notifier.core.endpoints import Endpoint
from services.notifier.core.ordering import Step, Thread, Waiting
from services.notifier.core.policy import Abandoned, Delivered, Disable, Failure, RetryAt, Verdict, judge
from services.notifier.rowkinds import Owed, age_key, due_key, thread_key
from services.runtime.rows import LAST_KEY, Rows

PAGE: Final = 1_000
"""Deliveries that one unit touches at most when an endpoint is forgotten or comes back."""
ENDPOINTS_MAX: Final = 100_000
SUBSCRIPTION_DELETED: Final = "subscription deleted"
ENDPOINT_DISABLED: Final = "endpoint disabled"


class Ledger:
    """Decides on the rows it is given; whoever calls commits the records and the rows in one unit."""

    def __init__(self, rows: Rows, bodies: Bodies) -> None:
        self._rows = rows
        self._bodies = bodies
        self.pending = 0
        self.states: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()

    # What is read

    def count(self) -> None:
        """Counts what is due and the endpoints that do not serve, once; from then on the numbers are kept."""
        self.pending = sum(1 for _ in self.every_due())
        endpoints_ = (endpoint for _, endpoint in self._rows.range(kinds.ENDPOINT, limit=ENDPOINTS_MAX))
        self.states = Counter(state for endpoint in endpoints_ if (state := _state(endpoint)))

    def owed(self, delivery_id: str) -> Owed | None:
        """What is owed under an id, parked deliveries included."""
        return self._rows.get(kinds.OWED, delivery_id)

    def endpoint(self, subscription_id: str) -> Endpoint:
        """The state of an endpoint."""
        return self._rows.get(kinds.ENDPOINT, subscription_id) or Endpoint()

    def due(self, subscription_id: str, limit: int) -> list[tuple[datetime, str]]:
        """The next deliveries of an endpoint, earliest first, with the moment each is due."""
        rows = self._rows.range(kinds.DUE, f"{subscription_id}|", f"{subscription_id}|{LAST_KEY}", limit)
        return [(_due_of(key), delivery_id) for key, delivery_id in rows]

    def every_due(self) -> Iterator[tuple[str, datetime, str]]:
        """(subscription, moment, delivery) of all that is due now or later, page by page."""
        start = ""
        while page := self._rows.range(kinds.DUE, start, LAST_KEY, PAGE):
            for key, delivery_id in page:
                yield key.split("|", 1)[0], _due_of(key), delivery_id
            start = page[-1][0] + "\0"

    def oldest(self) -> datetime | None:
        """When the oldest delivery that is not settled was scheduled."""
        first = self._rows.range(kinds.AGE, limit=1)
        return from_ms(int(first[0][0].split("|")[0])) if first else None

    # What comes in

    def schedule(
        self, event: DeliveryScheduled, scheduled_at: datetime, now: datetime, *, under_way: bool
    ) -> list[Record]:
        """A further revision is owed. `under_way`: an attempt of the thread's head is being made now."""
        thread = self._thread(event.subscription_id, event.alert.alert_id)
        if event.alert.revision <= thread.newest:
            return []
        owed = Owed(event.delivery_id, event.subscription_id, event.alert, event.exercise, scheduled_at)
        self._put(owed)
        shut = self.endpoint(event.subscription_id).disabled is not None
        item = Waiting(event.delivery_id, event.alert.revision, event.alert.status)
        step = ordering.owe(thread, item, under_way=under_way, shut=shut)
        records = self._turn(owed, thread, step, now)
        kept = self.owed(event.delivery_id)
        if shut and kept is not None:
            records.append(passed_over(kept, "held", now, ENDPOINT_DISABLED))
        return records

    def head_of(self, subscription_id: str, alert_id: str) -> str | None:
        """The delivery at the head of a thread."""
        head = self._thread(subscription_id, alert_id).head
        return head.delivery_id if head else None

    def retry(self, event: RetryRequested, now: datetime) -> None:
        """A person asks for an attempt now: of one that waits, or of one that was abandoned and is still the newest."""
        owed = self.owed(event.delivery_id)
        if owed is None or owed.subscription_id != event.subscription_id:
            return
        thread = self._thread(owed.subscription_id, owed.alert.alert_id)
        again = ordering.asked_again(thread)
        if again.head is not None and again.head.delivery_id == owed.delivery_id:
            self._put_thread(owed, again)
            self._put(self._due_at(owed, now))

    def enable(self, subscription_id: str, now: datetime) -> None:
        """The endpoint is served again: what was held and what waits is due."""
        self._put_endpoint(subscription_id, Endpoint())
        self.bring_forward(subscription_id, now)

    # What an attempt brings

    def settle(self, delivery_id: str, attempt: Attempt) -> tuple[Verdict | None, list[Record]]:
        """Judges an attempt. The verdict is None where the delivery was dropped while it was under way."""
        owed = self.owed(delivery_id)
        if owed is None:
            return None, []
        number = owed.attempts + 1
        jitter = unit_interval(delivery_id, str(number))
        endpoint = self.endpoint(owed.subscription_id)
        verdict = endpoints.judged(endpoint, judge(attempt.answer, number, attempt.at, jitter), attempt.at)
        self._put_endpoint(owed.subscription_id, endpoints.evolve(endpoint, verdict, attempt.at))
        records = self._outcome(replace(owed, attempts=number), verdict, attempt)
        if isinstance(verdict, Disable) and endpoint.disabled is None:
            records.append(disabled(replace(owed, attempts=number), verdict.reason, attempt.at))
        if endpoints.recovers(endpoint, verdict, attempt.at):
            self.bring_forward(owed.subscription_id, attempt.at)
        return verdict, records

    def _outcome(self, owed: Owed, verdict: Verdict, attempt: Attempt) -> list[Record]:
        thread = self._thread(owed.subscription_id, owed.alert.alert_id)
        maybe = isinstance(attempt.answer, Failure) and attempt.answer.maybe_received
        match verdict:
            case Delivered():
                record = attempted(owed, "delivered", attempt)
                self._forget(owed)
                step = ordering.delivered(thread, owed.alert)
            case RetryAt(at=at, reason=reason):
                record = attempted(owed, "retry", attempt, reason, at)
                self._put(self._due_at(owed, at))
                step = ordering.failed(thread, maybe_received=maybe, shut=False)
            case Abandoned(reason=reason):
                record = attempted(owed, "abandoned", attempt, reason)
                self._put(self._due_at(owed, None))
                step = ordering.abandoned(thread)
            case Disable(reason=reason):
                record = attempted(owed, "held", attempt, reason)
                self._put(self._due_at(owed, attempt.at))
                step = ordering.failed(thread, maybe_received=maybe, shut=True)
        return [record, *self._turn(owed, thread, step, attempt.at)]

    def bring_forward(self, subscription_id: str, now: datetime) -> None:
        """An endpoint is back: what waits for it is due now, the first thousand of it."""
        for at, delivery_id in self.due(subscription_id, PAGE):
            owed = self.owed(delivery_id)
            if owed is not None and at > now:
                self._put(self._due_at(owed, now))

    # What ends or begins

    def forget(self, subscription_id: str, now: datetime) -> tuple[list[Record], bool]:
        """Drops what is owed to a deleted subscription, a page at a time; also says whether that was all."""
        page = self._rows.range(kinds.THREAD, f"{subscription_id}|", f"{subscription_id}|{LAST_KEY}", PAGE)
        records: list[Record] = []
        for key, thread in page:
            for item in thread.waiting:
                records.extend(self._drop(item.delivery_id, "abandoned", SUBSCRIPTION_DELETED, now))
            if thread.parked is not None:
                self._discard(thread.parked.delivery_id)
            self._rows.delete(kinds.THREAD, key)
        self._put_endpoint(subscription_id, Endpoint())
        return records, len(page) < PAGE

    def resume(self, delivery_id: str) -> None:
        """After a restart: this delivery was due, so an attempt may have been under way, and may have arrived."""
        owed = self.owed(delivery_id)
        if owed is not None:
            thread = self._thread(owed.subscription_id, owed.alert.alert_id)
            if thread.got is None and not thread.maybe:
                self._put_thread(owed, replace(thread, maybe=True))

    # Rows

    def _turn(self, owed: Owed, before: Thread, step: Step, now: datetime) -> list[Record]:
        """Writes a thread after a decision: what it dropped goes, and its new head gets its body."""
        records: list[Record] = []
        for dropped in step.dropped:
            records.extend(self._drop(dropped.delivery_id, "superseded", dropped.reason, now))
        if before.parked is not None and before.parked not in (step.thread.parked, *step.thread.waiting):
            self._discard(before.parked.delivery_id)
        self._put_thread(owed, step.thread)
        if step.thread.head is not None:
            self._begin(step.thread, step.thread.head.delivery_id, now)
        return records

    def _begin(self, thread: Thread, delivery_id: str, now: datetime) -> None:
        head = self.owed(delivery_id)
        if head is None or head.body is not None:
            return
        told, body = self._bodies.of(thread, head.alert, exercise=head.exercise)
        self._put(self._due_at(replace(head, told=told, body=body), now))

    def _thread(self, subscription_id: str, alert_id: str) -> Thread:
        return self._rows.get(kinds.THREAD, thread_key(subscription_id, alert_id)) or Thread()

    def _put_thread(self, owed: Owed, thread: Thread) -> None:
        key = thread_key(owed.subscription_id, owed.alert.alert_id)
        if owed.exercise and not thread.waiting and thread.parked is None:
            self._rows.delete(kinds.THREAD, key)
        else:
            self._rows.put(kinds.THREAD, key, thread)

    def _put_endpoint(self, subscription_id: str, endpoint: Endpoint) -> None:
        self.states.subtract(filter(None, [_state(self.endpoint(subscription_id))]))
        self.states.update(filter(None, [_state(endpoint)]))
        if endpoint == Endpoint():
            self._rows.delete(kinds.ENDPOINT, subscription_id)
        else:
            self._rows.put(kinds.ENDPOINT, subscription_id, endpoint)

    def _put(self, owed: Owed) -> None:
        self._rows.put(kinds.OWED, owed.delivery_id, owed)
        if owed.due is None and owed.body is not None:
            self._rows.delete(kinds.AGE, age_key(owed))
        else:
            self._rows.put(kinds.AGE, age_key(owed), owed.delivery_id)

    def _due_at(self, owed: Owed, at: datetime | None) -> Owed:
        """Moves the due row; the caller writes what is owed."""
        if owed.due is not None:
            self._rows.delete(kinds.DUE, due_key(owed.subscription_id, owed.due, owed.delivery_id))
            self.pending -= 1
        if at is not None:
            self._rows.put(kinds.DUE, due_key(owed.subscription_id, at, owed.delivery_id), owed.delivery_id)
            self.pending += 1
        return replace(owed, due=at)

    def _forget(self, owed: Owed) -> None:
        self._due_at(owed, None)
        self._rows.delete(kinds.AGE, age_key(owed))
        self._rows.delete(kinds.OWED, owed.delivery_id)

    def _discard(self, delivery_id: str) -> None:
        owed = self.owed(delivery_id)
        if owed is not None:
            self._forget(owed)

    def _drop(self, delivery_id: str, outcome: Outcome, reason: str, now: datetime) -> list[Record]:
        owed = self.owed(delivery_id)
        if owed is None:
            return []
        self._forget(owed)
        self.dropped[reason] += 1
        return [passed_over(owed, outcome, now, reason)]


def _due_of(key: str) -> datetime:
    return from_ms(int(key.split("|")[1]))


def _state(endpoint: Endpoint) -> str | None:
    """The state of an endpoint that does not simply serve."""
    if endpoint.disabled is not None:
        return "disabled"
    return "failing" if endpoint.failing_since is not None else None

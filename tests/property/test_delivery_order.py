"""Whatever is said, fails or is killed: no receiver sees an older revision of a thread after a newer one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from events.alert import AlertStatus
from events.delivery import DeliveryScheduled, RetryRequested
from events.log.port import Delete, Put
from services.notifier.attempts import Attempt
from services.notifier.bodies import Bodies
from services.notifier.core.policy import Failure, Response
from services.notifier.ledger import Ledger
from services.notifier.match import delivery_id
from services.runtime.rows import Rows
from tests.unit.notifier.cases import an_alert

SUBSCRIBER = "sub_1"
THREADS = ("t1", "t2")
ENDED = ("withdrawn", "closed")


class Store:
    """Committed rows in a dictionary, as a session keeps them."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], bytes] = {}

    def get(self, namespace: str, key: str) -> bytes | None:
        return self.rows.get((namespace, key))

    def range(self, namespace: str, start: str, end: str, limit: int) -> list[tuple[str, bytes]]:
        found = sorted((k, v) for (n, k), v in self.rows.items() if n == namespace and start <= k < end)
        return found[:limit]

    def commit(self, writes: Sequence[Put | Delete]) -> None:
        for write in writes:
            if isinstance(write, Put):
                self.rows[write.namespace, write.key] = write.value
            else:
                self.rows.pop((write.namespace, write.key), None)


@dataclass
class Seen:
    """What a receiver got of one thread: the (delivery, revision, body) of each request, in order.

    `unknown`: the sender does not know whether one of them arrived.
    """

    requests: list[tuple[str, int, bytes]] = field(default_factory=list)
    accepted: list[int] = field(default_factory=list)
    unknown: bool = False


class Delivering(RuleBasedStateMachine):
    """One endpoint with two threads; attempts, answers, kills and people in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.ledger = self._opened()
        self.now = datetime(2025, 3, 1, tzinfo=UTC)
        self.revision = dict.fromkeys(THREADS, 0)
        self.status: dict[str, AlertStatus] = dict.fromkeys(THREADS, "raised")
        self.under_way: dict[str, str] = {}
        self.seen: Mapping[str, Seen] = {thread: Seen() for thread in THREADS}
        self.bodies: dict[str, bytes] = {}

    def _opened(self) -> Ledger:
        self.rows = Rows(self.store)
        return Ledger(self.rows, Bodies())

    def _commit(self) -> None:
        self.store.commit(self.rows.take())

    @rule(thread=st.sampled_from(THREADS), ended=st.sampled_from((None, None, None, *ENDED)))
    def the_facts_change(self, thread: str, ended: AlertStatus | None) -> None:
        self.revision[thread] += 1
        revision = self.revision[thread]
        alert = an_alert(revision, thread, ended, killed=10 * revision)
        self.status[thread] = alert.status
        said = DeliveryScheduled(
            delivery_id=delivery_id(alert.change_id, SUBSCRIBER), subscription_id=SUBSCRIBER, alert=alert
        )
        head = self.ledger.head_of(SUBSCRIBER, alert.alert_id)
        self.ledger.schedule(said, self.now, self.now, under_way=head in self.under_way)
        self._commit()

    @rule()
    def what_is_due_is_sent(self) -> None:
        if self.ledger.endpoint(SUBSCRIBER).disabled is not None:
            return
        for at, owed_id in self.ledger.due(SUBSCRIBER, 10):
            owed = self.ledger.owed(owed_id)
            if at <= self.now and owed_id not in self.under_way and owed is not None:
                assert owed.body is not None
                self.under_way[owed_id] = owed.alert.scope.id
                self._arrive(owed_id, owed.alert.scope.id, owed.alert.revision, owed.body)

    def _arrive(self, owed_id: str, thread: str, revision: int, body: bytes) -> None:
        """The receiver sees the request, whatever becomes of the answer."""
        requests = self.seen[thread].requests
        assert not requests or revision >= requests[-1][1], "an older revision after a newer one"
        assert self.bodies.setdefault(owed_id, body) == body, "other bytes under the same id"
        requests.append((owed_id, revision, body))

    @precondition(lambda self: self.under_way)
    @rule(status=st.sampled_from((204, 204, 204, 500, 429, 400, 410)), data=st.data())
    def an_answer_comes(self, status: int, data: st.DataObject) -> None:
        self._settle(Response(status), data)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def an_answer_is_lost(self, data: st.DataObject) -> None:
        self._settle(Failure("interrupted", maybe_received=True), data)

    def _settle(self, answer: Response | Failure, data: st.DataObject) -> None:
        owed_id = data.draw(st.sampled_from(sorted(self.under_way)))
        thread = self.under_way.pop(owed_id)
        owed = self.ledger.owed(owed_id)
        assert owed is not None
        if answer == Response(204):
            self.seen[thread].accepted.append(owed.alert.revision)
        self.seen[thread].unknown |= isinstance(answer, Failure)
        self.ledger.settle(owed_id, Attempt(answer, self.now, 0.01))
        self._commit()

    @rule()
    def the_process_is_killed(self) -> None:
        """What was under way is lost from memory."""
        for thread in self.under_way.values():
            self.seen[thread].unknown = True
        self.under_way.clear()
        self._open_again()

    def _open_again(self) -> None:
        self.ledger = self._opened()
        self.ledger.count()
        for _, at, owed_id in list(self.ledger.every_due()):
            if at <= self.now:
                self.ledger.resume(owed_id)
        self._commit()

    @rule(minutes=st.sampled_from((1, 10, 60, 1_500)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def somebody_enables_the_endpoint(self) -> None:
        self.ledger.enable(SUBSCRIBER, self.now)
        self._commit()

    @precondition(lambda self: self.bodies)
    @rule(data=st.data())
    def somebody_asks_for_a_retry(self, data: st.DataObject) -> None:
        owed_id = data.draw(st.sampled_from(sorted(self.bodies)))
        if owed_id not in self.under_way:
            asked = RetryRequested(delivery_id=owed_id, subscription_id=SUBSCRIBER, requested_at=self.now)
            self.ledger.retry(asked, self.now)
            self._commit()

    @invariant()
    def the_counts_are_those_of_the_rows(self) -> None:
        due = list(self.ledger.every_due())
        assert self.ledger.pending == len(due)
        fresh = Ledger(Rows(self.store), Bodies())
        fresh.count()
        assert +self.ledger.states == fresh.states

    def teardown(self) -> None:
        """The endpoint is well again: each thread ends with its newest revision, or was never told of at all."""
        for _ in range(40):
            self.ledger.enable(SUBSCRIBER, self.now)
            self._commit()
            self.what_is_due_is_sent()
            for owed_id in sorted(self.under_way):
                thread = self.under_way.pop(owed_id)
                owed = self.ledger.owed(owed_id)
                assert owed is not None
                self.seen[thread].accepted.append(owed.alert.revision)
                self.ledger.settle(owed_id, Attempt(Response(204), self.now, 0.01))
                self._commit()
        assert self.ledger.pending == 0
        for thread in THREADS:
            self._judge_end(thread)

    def _judge_end(self, thread: str) -> None:
        """The newest was told; or it ends a thread that the receiver surely never took."""
        seen, newest = self.seen[thread], self.revision[thread]
        if newest in (0, *(revision for _, revision, _ in seen.requests)):
            return
        assert self.status[thread] in ENDED
        assert not seen.accepted
        assert not seen.unknown


Delivering.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestWhateverHappensTheReceiverNeverGoesBackInTime = Delivering.TestCase

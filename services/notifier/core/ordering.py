"""Order within a thread: what one subscriber is owed of one alert, in strict order, and what replaces what.

The first of `waiting` is the head: the one delivery of the thread that is under way, due or held. All others wait for
it. A head that failed, or whose endpoint is shut, gives way to the newest; a head that is under way is waited for.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from events.alert import Alert, AlertStatus

Told = Literal["raised", "amended", "withdrawn", "closed"]
WAITING_MAX: Final = 8
"""Revisions that wait in one thread while its endpoint is slow; beyond it the oldest gives way."""
SKIPPED_MAX: Final = 50
"""Skipped revisions that a message names; the newest are kept."""
ENDED: Final[frozenset[AlertStatus]] = frozenset({"withdrawn", "closed"})

SUPERSEDED: Final = "superseded"
NOTHING_TO_TELL: Final = "never told"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One delivery that a thread owes. `tried`: an attempt has failed."""

    delivery_id: str
    revision: int
    status: AlertStatus
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """What a subscriber got of an alert, and what it is owed.

    `got`: the alert as the subscriber last got it. `newest`: the highest revision ever owed. `skipped`: revisions owed
    since `got` and never acknowledged. `maybe`: something was sent of which nobody knows whether it arrived.
    `parked`: the newest delivery that was abandoned; a person may ask for it again.
    """

    got: Alert | None = None
    waiting: tuple[Waiting, ...] = ()
    newest: int = 0
    skipped: tuple[int, ...] = ()
    maybe: bool = False
    parked: Waiting | None = None

    @property
    def head(self) -> Waiting | None:
        """The delivery that is under way, due or held."""
        return self.waiting[0] if self.waiting else None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A delivery that will not be made, and why."""

    delivery_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """A thread after a decision, and the deliveries that it dropped."""

    thread: Thread
    dropped: tuple[Dropped, ...] = ()


def owe(thread: Thread, item: Waiting, *, under_way: bool, shut: bool) -> Step:
    """A further revision is owed. One that is no newer than what the thread knows is dropped: it was said before.

    `under_way`: an attempt of the head is being made now. `shut`: the endpoint is disabled.
    """
    if item.revision <= thread.newest:
        return Step(thread, (Dropped(item.delivery_id, SUPERSEDED),))
    owed = replace(thread, waiting=(*thread.waiting, item), newest=item.revision)
    return settle(owed, under_way=under_way, shut=shut)


def delivered(thread: Thread, alert: Alert) -> Step:
    """The head arrived: from here on everything is told relative to it."""
    rest = replace(thread, got=alert, waiting=thread.waiting[1:], skipped=(), maybe=False, parked=None)
    return settle(rest, under_way=False, shut=False)


def failed(thread: Thread, *, maybe_received: bool, shut: bool) -> Step:
    """An attempt of the head failed and another may come."""
    head = replace(thread.waiting[0], tried=True)
    tried = replace(thread, waiting=(head, *thread.waiting[1:]), maybe=thread.maybe or maybe_received)
    return settle(tried, under_way=False, shut=shut)


def abandoned(thread: Thread) -> Step:
    """No further attempt of the head is made by itself."""
    head = thread.waiting[0]
    parked = replace(_skip(thread, head), waiting=thread.waiting[1:], parked=head)
    return settle(parked, under_way=False, shut=False)


def asked_again(thread: Thread) -> Thread:
    """A person asks for the parked delivery again: it is the head, if nothing newer is owed or was told."""
    parked = thread.parked
    if parked is None or thread.waiting or parked.revision != thread.newest:
        return thread
    skipped = tuple(revision for revision in thread.skipped if revision != parked.revision)
    return replace(thread, waiting=(parked,), parked=None, skipped=skipped)


def settle(thread: Thread, *, under_way: bool, shut: bool) -> Step:
    """Drops what need not be sent any more; the same thread again where all of it must."""
    if under_way:
        return _drop(thread, range(1, len(thread.waiting) - WAITING_MAX + 1), SUPERSEDED)
    head = thread.head
    if head is None:
        return Step(thread)
    untold = _tells_nothing(thread)
    if untold:
        step = _drop(thread, range(untold), NOTHING_TO_TELL)
        rest = settle(step.thread, under_way=False, shut=shut)
        return Step(rest.thread, step.dropped + rest.dropped)
    if head.tried or shut:
        return _drop(thread, range(len(thread.waiting) - 1), SUPERSEDED)
    return _drop(thread, range(len(thread.waiting) - WAITING_MAX), SUPERSEDED)


def _tells_nothing(thread: Thread) -> int:
    """How many of the waiting tell nothing to a subscriber that never heard of the thread.

    It need not be told that nothing is the matter: all of them where the newest ends the thread, else the leading ends.
    """
    if thread.got is not None or thread.maybe:
        return 0
    if thread.waiting[-1].status in ENDED:
        return len(thread.waiting)
    return next(n for n, item in enumerate(thread.waiting) if item.status not in ENDED)


def _drop(thread: Thread, indexes: range, reason: str) -> Step:
    gone = [thread.waiting[i] for i in indexes]
    kept = tuple(item for item in thread.waiting if item not in gone)
    for item in gone:
        thread = _skip(thread, item)
    return Step(replace(thread, waiting=kept), tuple(Dropped(item.delivery_id, reason) for item in gone))


def _skip(thread: Thread, item: Waiting) -> Thread:
    return replace(thread, skipped=tuple(sorted({*thread.skipped, item.revision}))[-SKIPPED_MAX:])


def told(thread: Thread, status: AlertStatus) -> Told:
    """What the next message is to this subscriber: the first of a thread is `raised`, whatever it was to others.

    An ending is told as one to a subscriber that may have got something unacknowledged.
    """
    if thread.got is None:
        return status if status in ENDED else "raised"
    return "amended" if status == "raised" else status

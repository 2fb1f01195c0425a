"""Which subscriptions a change of an alert is owed to."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from events.alert import Alert
from events.changes import worth_telling
from events.select import wants
from events.subscription import SubscriptionSet

Skipped = Literal["before_subscription", "filter", "historic", "unchanged"]


@dataclass(frozen=True, slots=True)
class AlertChange:
    """A change as match reads it: the alert after it, and where it lies in the topic `alerts`."""

    alert: Alert
    partition: int
    offset: int


def objection(subscription: SubscriptionSet, change: AlertChange, *, follows: bool) -> Skipped | None:
    """Why a subscription is not owed a change; None where it is. `follows`: it was owed this thread before.

    Who follows a thread gets all its changes, whatever the filter says by now; who asked for news alone is not woken
    for more evidence of the same. Nobody gets what was said before the subscription existed: a change counts by its
    own offset, so a thread raised earlier is told from its next change on.
    """
    only_news = subscription.policy.tell == "news" and change.alert.status != "raised"
    if only_news and not worth_telling(change.alert.changes):
        return "unchanged"
    if follows:
        return None
    if change.offset < subscription.alerts_from.get(str(change.partition), 0):
        return "before_subscription"
    if change.alert.historic and not subscription.filter.historic:
        return "historic"
    return None if wants(subscription.filter, change.alert) else "filter"


def owed(
    change: AlertChange, subscriptions: Iterable[SubscriptionSet], followers: Collection[str]
) -> Iterator[tuple[SubscriptionSet, Skipped | None]]:
    """Each subscription with the reason that keeps the change from it (None: it is owed), in the order of their ids.

    An ending is owed to followers alone: nobody needs to hear that what they never heard of is over.
    """
    for subscription in subscriptions:
        follows = subscription.subscription_id in followers
        if not follows and change.alert.status in ("withdrawn", "closed"):
            continue
        yield subscription, objection(subscription, change, follows=follows)

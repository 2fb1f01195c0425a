"""What the API does to subscriptions: each act is one append, and is answered when the follower has seen it."""

import asyncio
import os
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from events.catalog import envelope, to_record
from events.delivery import EndpointEnabled, RetryRequested
from events.ids import derive
from events.log.port import Log, Record
from events.subscription import SealedSecret, SubscriptionSet
from events.value import Event
from services.notifier.core.payload import SOURCE
from services.notifier.core.signing import KEY_BYTES, secret_text
from services.notifier.exercise import exercise
from services.notifier.forms import Wanted, etag, wanted_of
from services.notifier.sealing import Sealer
from services.notifier.subscriptions import SUBSCRIPTIONS_MAX, TOPIC, Subscriptions
from services.runtime.addresses import Guard, url_fault
from services.runtime.clock import Clock
from services.runtime.web import Problem

GRACE: Final = timedelta(hours=24)
"""For so long a former secret still signs, beside the new one."""
SECRETS_MAX: Final = 10
IDEMPOTENT_FOR: Final = timedelta(hours=24)


class Desk:
    """Creates, changes and ends subscriptions. One lock: a revision is read and followed by its successor at once."""

    def __init__(self, log: Log, subscriptions: Subscriptions, sealer: Sealer, guard: Guard, clock: Clock) -> None:
        self._log = log
        self._subscriptions = subscriptions
        self._sealer = sealer
        self._guard = guard
        self._clock = clock
        self._lock = asyncio.Lock()

    async def create(self, wanted: Wanted, key: str | None) -> tuple[SubscriptionSet, str]:
        """A new subscription and its secret; the same ones again for the same `Idempotency-Key` within 24 h."""
        self._judge_url(wanted.url)
        async with self._lock:
            await self._subscriptions.catch_up()
            subscription_id = derive("subscription", "key", key) if key else _fresh_id()
            known = self._subscriptions.get(subscription_id)
            if known is not None and self._clock.now() - known.created_at < IDEMPOTENT_FOR:
                return self._again(known, wanted)
            if len(self._subscriptions) >= SUBSCRIPTIONS_MAX:
                raise Problem(409, "Too many", f"there are {SUBSCRIPTIONS_MAX} subscriptions already")
            return await self._create(wanted, _fresh_id() if known else subscription_id)

    def _again(self, known: SubscriptionSet, wanted: Wanted) -> tuple[SubscriptionSet, str]:
        if wanted_of(known) != wanted:
            raise Problem(422, "Key used before", "this Idempotency-Key made another subscription")
        return known, self._sealer.unseal(known.secrets[0].sealed, known.subscription_id)

    async def _create(self, wanted: Wanted, subscription_id: str) -> tuple[SubscriptionSet, str]:
        secret = _fresh_secret()
        partitions = range(self._log.partitions("alerts"))
        ends = {str(p): (await self._log.bounds("alerts", p)).end for p in partitions}
        made = SubscriptionSet(
            subscription_id=subscription_id,
            revision=1,
            **_fields(wanted),
            secrets=(SealedSecret(sealed=self._sealer.seal(secret, subscription_id)),),
            created_at=self._clock.now(),
            alerts_from=ends,
        )
        await self._say(made)
        return made, secret

    async def find(self, subscription_id: str) -> SubscriptionSet:
        """The subscription as it stands; raises `Problem` 404."""
        found = self._subscriptions.get(subscription_id)
        if found is None:
            await self._subscriptions.catch_up()
            found = self._subscriptions.get(subscription_id)
        if found is None:
            raise Problem(404, "No such subscription")
        return found

    async def change(self, subscription_id: str, wanted: Wanted, if_match: str) -> SubscriptionSet:
        """Replaces what its owner set, if the revision is the one that the owner saw; a new URL gets a fresh start."""
        self._judge_url(wanted.url)
        async with self._lock:
            known = await self._current(subscription_id, if_match)
            changed = _successor(known, **_fields(wanted))
            enabled = EndpointEnabled(subscription_id=subscription_id, enabled_at=self._clock.now())
            await self._say(changed, *([enabled] if changed.url != known.url else []))
            return changed

    async def delete(self, subscription_id: str, if_match: str | None) -> None:
        """Ends a subscription; what it is owed is dropped."""
        async with self._lock:
            await self._current(subscription_id, if_match)
            await self._append([Record(TOPIC, subscription_id, None)])

    async def rotate(self, subscription_id: str, if_match: str | None) -> tuple[SubscriptionSet, str]:
        """A new secret; the former ones sign beside it for a day."""
        async with self._lock:
            known = await self._current(subscription_id, if_match)
            now, secret = self._clock.now(), _fresh_secret()
            former = tuple(
                SealedSecret(sealed=s.sealed, expires_at=s.expires_at or now + GRACE)
                for s in known.secrets
                if s.expires_at is None or s.expires_at > now
            )
            if len(former) >= SECRETS_MAX:
                raise Problem(409, "Too many secrets", f"{SECRETS_MAX} are valid; wait until one expires")
            current = SealedSecret(sealed=self._sealer.seal(secret, subscription_id))
            rotated = _successor(known, secrets=(current, *former))
            await self._say(rotated)
            return rotated, secret

    async def enable(self, subscription_id: str) -> EndpointEnabled:
        """Serves the endpoint again: what was held goes out."""
        await self.find(subscription_id)
        enabled = EndpointEnabled(subscription_id=subscription_id, enabled_at=self._clock.now())
        await self._say(enabled)
        return enabled

    async def test(self, subscription_id: str, key: str | None) -> str:
        """Sends an exercise; answers the id of its delivery."""
        subscription = await self.find(subscription_id)
        delivery_id, record = exercise(subscription, key or os.urandom(16).hex(), self._clock.now())
        await self._append([record])
        return delivery_id

    async def retry(self, delivery_id: str, subscription_id: str) -> RetryRequested:
        """Asks for an attempt now."""
        asked = RetryRequested(delivery_id=delivery_id, subscription_id=subscription_id, requested_at=self._clock.now())
        await self._say(asked)
        return asked

    async def _current(self, subscription_id: str, if_match: str | None) -> SubscriptionSet:
        await self._subscriptions.catch_up()
        known = await self.find(subscription_id)
        if if_match not in (None, "*", etag(known)):
            raise Problem(409, "Stale", f"the subscription is at revision {known.revision} by now: read it again")
        return known

    def _judge_url(self, url: str) -> None:
        fault = url_fault(url, self._guard)
        if fault is not None:
            raise Problem(422, "Wrong content", "", [{"field": "url", "message": fault}])

    async def _say(self, *events: Event) -> None:
        now = self._clock.now()
        distinct = os.urandom(8).hex()  # each asking is an event of its own; its cause lies outside
        await self._append([to_record(envelope(event, source=SOURCE, time=now, distinct=distinct)) for event in events])

    async def _append(self, records: Sequence[Record]) -> None:
        await self._log.append(records)
        await self._subscriptions.catch_up()


def _fresh_id() -> str:
    return derive("subscription", os.urandom(16).hex())


def _fresh_secret() -> str:
    return secret_text(os.urandom(KEY_BYTES))


def _fields(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in type(wanted).model_fields}


def _successor(known: SubscriptionSet, **changed: object) -> SubscriptionSet:
    """The next revision; validated as a whole."""
    fields = {name: getattr(known, name) for name in type(known).model_fields}
    return SubscriptionSet.model_validate(fields | changed | {"revision": known.revision + 1})

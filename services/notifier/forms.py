"""What the API takes and shows of a subscription."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from events.moment import from_ms, rfc3339, to_ms
from events.subscription import Filter, Policy, SubscriptionSet
from events.value import Value
from services.notifier.core.endpoints import Endpoint
from services.runtime.web import Problem

LIMIT_MAX = 500


class Wanted(Value):
    """What a subscriber asks for: the part of a subscription that it may set and change."""

    url: Annotated[str, Field(min_length=1, max_length=2_000)]
    channel: Literal["webhook"] = "webhook"
    filter: Filter = Filter()
    policy: Policy = Policy()


def wanted_of(subscription: SubscriptionSet) -> Wanted:
    """The part of a subscription that its owner set."""
    return Wanted(
        url=subscription.url,
        channel=subscription.channel,
        filter=subscription.filter,
        policy=subscription.policy,
    )


def merged(target: Any, patch: Any) -> Any:  # noqa: ANN401  JSON is anything
    """JSON merge patch (RFC 7396): null takes a member away, an object is merged, all else replaces."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result


def shown(subscription: SubscriptionSet, endpoint: Endpoint | None, now: datetime) -> dict[str, Any]:
    """A subscription as the API shows it: never a secret, only until when former ones are still signed with."""
    former = [s.expires_at for s in subscription.secrets if s.expires_at is not None and s.expires_at > now]
    return {
        "subscription_id": subscription.subscription_id,
        "revision": subscription.revision,
        **wanted_of(subscription).model_dump(mode="json"),
        "created_at": rfc3339(subscription.created_at),
        "former_secrets_until": [rfc3339(at) for at in former],
        "endpoint": None if endpoint is None else _endpoint(endpoint),
    }


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    """`serving`, `failing` since when, or `disabled` and why."""
    since = None if endpoint.failing_since is None else rfc3339(endpoint.failing_since)
    if endpoint.disabled is not None:
        return {"state": "disabled", "since": since, "reason": endpoint.disabled}
    return {"state": "serving" if since is None else "failing", "since": since, "reason": None}


def etag(subscription: SubscriptionSet) -> str:
    """The ETag of a revision."""
    return f'"{subscription.revision}"'


Place = tuple[int, str]
"""A subscription's place in the list: newest first, then by id."""


def place_of(subscription: SubscriptionSet) -> Place:
    """Its place."""
    return -to_ms(subscription.created_at), subscription.subscription_id


def cursor(subscription: SubscriptionSet) -> str:
    """The place after a subscription, opaque."""
    ms, subscription_id = place_of(subscription)
    return base64.urlsafe_b64encode(f"{ms}|{subscription_id}".encode()).decode().rstrip("=")


def place_at(text: str) -> Place:
    """The place in a cursor; raises `Problem`."""
    try:
        ms, _, subscription_id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().partition("|")
        from_ms(-int(ms))
    except (binascii.Error, ValueError, OverflowError, OSError):
        raise Problem(400, "Unreadable cursor", "", [{"field": "cursor", "message": "is none of ours"}]) from None
    return int(ms), subscription_id


def limit_of(text: str | None) -> int:
    """The page size asked for, 50 without one; raises `Problem`."""
    if text is None:
        return 50
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LIMIT_MAX):
        message = f"must be a number from 1 to {LIMIT_MAX}"
        raise Problem(422, "Wrong content", "", [{"field": "limit", "message": message}])
    return int(text)

"""Questions: what a list is asked for, and the cursor that goes on with it."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from events.alert import SEVERITIES, AlertStatus
from events.delivery import Outcome
from events.report import IncidentKind
from services.console.core.items import Changed, ItemKind, tag
from services.console.core.parameters import (
    LIMIT_DEFAULT,
    box,
    choices,
    countries,
    limit,
    moment_ms,
    words,
)
from services.runtime.parameters import WrongParameter, given, one_of

CURSOR_PREFIX: Final = "cur_"
CURSOR_CHARS_MAX: Final = 16_000
STATUSES: Final[dict[ItemKind, tuple[str, ...]]] = {
    "report": ("current", "retracted"),
    "incident": ("open", "merged", "retracted"),
    "alert": get_args(AlertStatus),
    "delivery": ("scheduled", *get_args(Outcome)),
}
OF_REPORTS: Final = ("source", "country", "kind", "actor", "incident", "article", "bbox")
OF_INCIDENTS: Final = ("country", "kind", "actor", "bbox", "severity_min")
OF_ALERTS: Final = ("rule", "severity_min", "country", "incident", "actor")
PERIOD: Final = ("occurred_since", "occurred_until")
COMMON: Final = ("status", "changed_since", "limit", "cursor")
PARAMETERS: Final[dict[ItemKind, tuple[str, ...]]] = {
    "report": (*OF_REPORTS, *PERIOD, *COMMON),
    "incident": (*OF_INCIDENTS, *PERIOD, *COMMON),
    "alert": (*OF_ALERTS, *COMMON),
    "delivery": COMMON,
}
SEVERAL: Final = ("source", "country", "kind", "actor", "incident", "article", "rule", "status")


@dataclass(frozen=True, slots=True)
class Query:
    """A question for one kind of item. All that is asked must hold.

    `tags`: one of each inner tuple. `member_of`: reports of one of these incidents. `live_only`: no tombstones.
    `changed_since_ms`: changed at or after. `occurred_*_ms`: [since, until) touches the item's own interval.
    `box`: west, south, east, north. `after`: the last one that was shown; `snapshot`: the version of the store.
    """

    kind: ItemKind
    tags: tuple[tuple[str, ...], ...] = ()
    member_of: tuple[str, ...] = ()
    live_only: bool = True
    changed_since_ms: int | None = None
    occurred_since_ms: int | None = None
    occurred_until_ms: int | None = None
    box: tuple[float, float, float, float] | None = None
    severity_min: int = 0
    limit: int = LIMIT_DEFAULT
    asked: tuple[tuple[str, str], ...] = ()
    subscription: str | None = None
    snapshot: int | None = None
    store: str | None = None
    after: Changed | None = None


def query_of(kind: ItemKind, pairs: Sequence[tuple[str, str]], subscription: str | None = None) -> Query:
    """The question in the parameters of a request; raises `WrongParameter`.

    A cursor holds its question; whoever repeats the question beside it must repeat it unchanged.
    """
    found = given(pairs, PARAMETERS[kind], SEVERAL)
    at_most = limit("limit", found.pop("limit", None))
    cursor = found.pop("cursor", None)
    if cursor is None:
        return replace(_asked(kind, found, subscription), limit=at_most)
    held = decode_cursor(cursor)
    told = held["asked"]
    if held["kind"] != kind or held["subscription"] != subscription or found not in ({}, told):
        raise WrongParameter("cursor", "belongs to another question: send it with the same parameters, or alone")
    return replace(
        _asked(kind, told, subscription),
        limit=at_most,
        store=held["store"],
        snapshot=held["snapshot"],
        after=Changed(*held["after"]),
    )


def _asked(kind: ItemKind, found: Mapping[str, str], subscription: str | None) -> Query:
    query = Query(
        kind,
        tags=_tags(kind, found, subscription),
        member_of=words("incident", found["incident"]) if kind == "report" and "incident" in found else (),
        live_only="status" not in found and "changed_since" not in found,
        asked=tuple(sorted(found.items())),
        subscription=subscription,
    )
    for name, (field, read) in SINGLE.items():
        if name in found:
            query = replace(query, **{field: read(name, found[name])})
    _in_order(query)
    return query


def _in_order(query: Query) -> None:
    since, until = query.occurred_since_ms, query.occurred_until_ms
    if since is not None and until is not None and until <= since:
        raise WrongParameter("occurred_until", "must lie after occurred_since (it is exclusive)")


def _severity(name: str, value: str) -> int:
    asked = one_of(name, value, SEVERITIES)
    return next(rank for rank, severity in enumerate(SEVERITIES) if severity == asked)


SINGLE: Final[dict[str, tuple[str, Callable[[str, str], Any]]]] = {
    "changed_since": ("changed_since_ms", moment_ms),
    "occurred_since": ("occurred_since_ms", moment_ms),
    "occurred_until": ("occurred_until_ms", moment_ms),
    "bbox": ("box", box),
    "severity_min": ("severity_min", _severity),
}


def _tags(kind: ItemKind, found: Mapping[str, str], subscription: str | None) -> tuple[tuple[str, ...], ...]:
    values: dict[str, tuple[str, ...]] = {}
    for name in ("source", "actor", "article", "rule", *(() if kind == "report" else ("incident",))):
        if name in found:
            values[name] = words(name, found[name])
    if "country" in found:
        values["country"] = countries("country", found["country"])
    if "kind" in found:
        values["kind"] = choices("kind", found["kind"], get_args(IncidentKind))
    if "status" in found:
        values["status"] = choices("status", found["status"], STATUSES[kind])
    if subscription is not None:
        values["subscription"] = (subscription,)
    return tuple(tuple(tag(kind, name, one) for one in each) for name, each in values.items())


def encode_cursor(query: Query) -> str:
    """The question that goes on behind a page as a word: it has `store`, `snapshot` and `after`."""
    if query.after is None:
        raise ValueError("the question begins at the beginning")
    held = {
        "kind": query.kind,
        "subscription": query.subscription,
        "asked": dict(query.asked),
        "store": query.store,
        "snapshot": query.snapshot,
        "after": [query.after.ms, query.after.place],
    }
    raw = json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode()
    return CURSOR_PREFIX + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode_cursor(word: str) -> dict[str, Any]:
    """What a cursor holds; raises `WrongParameter` where it is none."""
    wrong = WrongParameter("cursor", "is no cursor of this console: send the `next` of a page as it is")
    raw = word.removeprefix(CURSOR_PREFIX)
    if raw == word or len(word) > CURSOR_CHARS_MAX:
        raise wrong
    try:
        held = json.loads(base64.b64decode(raw + "=" * (-len(raw) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise wrong from None
    if not _is_cursor(held):
        raise wrong
    return dict(held)


def _is_cursor(held: object) -> bool:
    match held:
        case {
            "kind": str(),
            "subscription": str() | None,
            "asked": dict() as asked,
            "store": str(),
            "snapshot": int() as snapshot,
            "after": [int() as ms, int() as place],
        }:
            texts = all(isinstance(name, str) and isinstance(value, str) for name, value in asked.items())
            return texts and all(abs(number) < 2**63 for number in (snapshot, ms, place))
        case _:
            return False

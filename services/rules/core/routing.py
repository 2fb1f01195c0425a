"""Where an incident counts: its keys, and the signals that tell each of them what one cause changed. Pure."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from events.incident import CauseKind, Incident
from events.render.countries import country_name
from events.signal import Contribution, Scope, SignalChanged
from services.runtime.namespace import Namespace


@dataclass(frozen=True, slots=True)
class Counted:
    """Where an incident counts at one revision. `into`: the incident it is part of now. `head`: left out once told."""

    incident_id: str
    revision: int
    scopes: tuple[Scope, ...] = ()
    into: str | None = None
    head: Incident | None = None


Changed = tuple[Counted | None, Counted | None]
"""An incident before and after a cause; None: there was none, or there is none any more."""


def _encode(counted: Counted) -> bytes:
    scopes = [(s.kind, s.id, s.name) for s in counted.scopes]
    return json.dumps((counted.incident_id, counted.revision, scopes)).encode()


def _decode(raw: bytes) -> Counted:
    incident_id, revision, scopes = json.loads(raw)
    return Counted(incident_id, revision, tuple(Scope(kind=kind, id=i, name=name) for kind, i, name in scopes))


COUNTED: Final = Namespace("counted", 1, _encode, _decode)
"""Incident id → where it counted when it was told last, so that a scope it left can be told."""


def incident_scope(incident: Incident) -> tuple[Scope, ...]:
    """The incident itself."""
    name = None if incident.place is None else incident.place.name
    return (Scope(kind="incident", id=incident.incident_id, name=name),)


def country_scope(incident: Incident) -> tuple[Scope, ...]:
    """The country it happened in, where one is told."""
    if incident.place is None or incident.place.country is None:
        return ()
    code = incident.place.country
    return (Scope(kind="country", id=code, name=country_name(code)),)


KEYS: Final[tuple[Callable[[Incident], tuple[Scope, ...]], ...]] = (incident_scope, country_scope)
"""Every kind of key an incident counts in. A new one joins by its function."""


def counted(incident: Incident) -> Counted:
    """Where an incident counts; a merged or retracted one counts nowhere."""
    scopes = tuple(scope for key in KEYS for scope in key(incident)) if incident.status == "open" else ()
    return Counted(incident.incident_id, incident.revision, scopes, incident.merged_into, incident)


def route(cause_kind: CauseKind, changed: Iterable[Changed], *, backfill: bool = False) -> tuple[SignalChanged, ...]:
    """One signal for each scope that this cause touches, with all contributions it changed there, in a fixed order.

    A contribution that vanished (another country, merged, retracted) is told as gone, with the reason. `backfill`: the
    cause is a report from a dataset file.
    """
    scopes: dict[str, Scope] = {}
    shares: defaultdict[str, dict[str, Contribution]] = defaultdict(dict)
    for before, after in changed:
        if before == after:
            continue
        here, was = _scopes(after), _scopes(before)
        if here and after is not None:
            share = Contribution(incident_id=after.incident_id, revision=after.revision, incident=after.head)
            for key, scope in here.items():
                scopes[key] = scope
                shares[key][after.incident_id] = share
        for key in [k for k in was if k not in here]:
            scopes[key] = was[key]
            gone = _gone(before, after, cause_kind)
            shares[key][gone.incident_id] = gone
    return tuple(
        SignalChanged(
            scope=scopes[key],
            cause_kind=cause_kind,
            contributions=tuple(share for _, share in sorted(shares[key].items())),
            backfill=backfill,
        )
        for key in sorted(scopes)
    )


def _scopes(counted: Counted | None) -> dict[str, Scope]:
    return {} if counted is None else {scope.key: scope for scope in counted.scopes}


def _gone(before: Counted | None, after: Counted | None, cause_kind: CauseKind) -> Contribution:
    known = after or before
    if known is None:
        message = "a change needs an incident before or after it"
        raise ValueError(message)
    revision = known.revision if after is not None else known.revision + 1
    gone: CauseKind = cause_kind if known.into is None else "merged"
    return Contribution(incident_id=known.incident_id, revision=revision, gone=gone, into=known.into)

"""Where an incident counts: its keys, and the signals that tell each of them what one cause changed. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final

from events.incident import CauseKind, Incident
from events.render.countries import country_name
from events.signal import Contribution, Scope, SignalChanged

Changed = tuple[Incident | None, Incident | None]
"""An incident before and after a cause; None: there was none, or there is none any more."""


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
        for key, scope in (was | here).items():
            scopes[key] = scope
            share = _contribution(before, after, cause_kind, present=key in here)
            shares[key][share.incident_id] = share
    return tuple(
        SignalChanged(
            scope=scopes[key],
            cause_kind=cause_kind,
            contributions=tuple(share for _, share in sorted(shares[key].items())),
            backfill=backfill,
        )
        for key in sorted(scopes)
    )


def _scopes(incident: Incident | None) -> dict[str, Scope]:
    """The scopes an incident counts in; a merged or retracted one counts nowhere."""
    if incident is None or incident.status != "open":
        return {}
    return {scope.key: scope for key in KEYS for scope in key(incident)}


def _contribution(
    before: Incident | None, after: Incident | None, cause_kind: CauseKind, *, present: bool
) -> Contribution:
    known = after or before
    if known is None:
        message = "a change needs an incident before or after it"
        raise ValueError(message)
    revision = known.revision if after is not None else known.revision + 1
    if present:
        return Contribution(incident_id=known.incident_id, revision=revision, incident=after)
    gone: CauseKind = "merged" if known.status == "merged" else cause_kind
    return Contribution(incident_id=known.incident_id, revision=revision, gone=gone, into=known.merged_into)

"""The catalog: which topics there are, and for each event its name, version, topic and key."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from events import alert, control, delivery, incident, report, signal, subscription
from events.envelope import Envelope, schema_version
from events.errors import Unreadable, WrongTopic
from events.ids import derive
from events.log.port import Record, Stored
from events.moment import parse_moment
from events.upcast import upcast
from events.value import Event

DAY_S: Final = 86_400
E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it is created. `kept_s`: seconds a record is kept at least (None: for ever).

    `compacted`: only the newest record of a key is sure to be kept.
    """

    name: str
    partitions: int = 1
    kept_s: int | None = None
    compacted: bool = False


TOPICS: Final[dict[str, Topic]] = {
    t.name: t
    for t in (
        Topic("reports"),
        Topic("texts", 8, compacted=True),
        Topic("incidents"),
        Topic("signals", 8),
        Topic("alerts", 8),
        Topic("rules"),
        Topic("subscriptions", compacted=True),
        Topic("deliveries", 8, kept_s=90 * DAY_S),
        Topic("attempts", 8, kept_s=90 * DAY_S),
        Topic("dead-letters", kept_s=90 * DAY_S),
    )
}


NO_OTHERS: Final[Mapping[str, int]] = {}


def topics(partitions: Mapping[str, int] = NO_OTHERS) -> dict[str, Topic]:
    """The topics of a log that is made with other numbers of partitions; raises `WrongTopic` in a sentence.

    What has one partition keeps it, because its order is one: only what the keys spread may be spread otherwise.
    """
    for name, count in partitions.items():
        if name not in TOPICS or TOPICS[name].partitions == 1 or count < 1:
            spread = ", ".join(topic.name for topic in TOPICS.values() if topic.partitions > 1)
            raise WrongTopic(f"{name}={count} is no number of partitions of one of {spread}")
    return {name: replace(topic, partitions=partitions.get(name, topic.partitions)) for name, topic in TOPICS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the language. `subject`: what it is about; `key`: what it is in order with."""

    name: str
    model: type[Event]
    topic: str
    subject: Callable[[Any], str]
    key: Callable[[Any], str]
    version: int = 1


def _theatre(e: Any) -> str:  # noqa: ANN401  one function for every event that has a theatre
    return str(e.theatre)


def _world(_: object) -> str:
    return "world"


def _incident_events() -> tuple[Entry, ...]:
    head: Callable[[Any], str] = lambda e: str(e.incident.incident_id)  # noqa: E731
    own: Callable[[Any], str] = lambda e: str(e.incident_id)  # noqa: E731
    return (
        Entry("incident.opened", incident.IncidentOpened, "incidents", head, _world),
        Entry("incident.revised", incident.IncidentRevised, "incidents", head, _world),
        Entry("incident.split", incident.IncidentSplit, "incidents", head, _world),
        Entry("incident.merged", incident.IncidentMerged, "incidents", own, _world),
        Entry("incident.retracted", incident.IncidentRetracted, "incidents", own, _world),
        Entry("report.relinked", incident.ReportRelinked, "incidents", lambda e: str(e.report_id), _world),
    )


def _alert_events() -> tuple[Entry, ...]:
    models = {
        "alert.raised": alert.AlertRaised,
        "alert.amended": alert.AlertAmended,
        "alert.withdrawn": alert.AlertWithdrawn,
        "alert.closed": alert.AlertClosed,
    }
    return tuple(
        Entry(name, model, "alerts", lambda e: str(e.alert.alert_id), lambda e: str(e.alert.scope.key))
        for name, model in models.items()
    )


def _delivery_events() -> tuple[Entry, ...]:
    def subscriber(e: Any) -> str:  # noqa: ANN401
        return str(e.subscription_id)

    def its_id(e: Any) -> str:  # noqa: ANN401
        return str(e.delivery_id)

    return (
        Entry("subscription.set", subscription.SubscriptionSet, "subscriptions", subscriber, subscriber),
        Entry("delivery.scheduled", delivery.DeliveryScheduled, "deliveries", its_id, subscriber),
        Entry("retry.requested", delivery.RetryRequested, "deliveries", its_id, subscriber),
        Entry("delivery.attempted", delivery.Attempted, "attempts", its_id, subscriber),
        Entry("endpoint.disabled", delivery.EndpointDisabled, "attempts", subscriber, subscriber),
        Entry("endpoint.enabled", delivery.EndpointEnabled, "deliveries", subscriber, subscriber),
        Entry("dead_letter.kept", delivery.DeadLetter, "dead-letters", lambda e: str(e.letter_id), _world),
    )


ENTRIES: Final[tuple[Entry, ...]] = (
    Entry("report.received", report.ReportReceived, "reports", lambda e: str(e.report_id), _theatre),
    Entry("report.revised", report.ReportRevised, "reports", lambda e: str(e.report_id), _theatre),
    Entry("report.retracted", report.ReportRetracted, "reports", lambda e: str(e.report_id), _theatre),
    Entry("tick", control.Tick, "reports", _theatre, _theatre),
    Entry("rules.activated", control.RuleSetActivated, "reports", lambda e: str(e.hash), _theatre),
    Entry("rules.published", control.RuleSetPublished, "rules", lambda e: str(e.hash), _world),
    Entry("text.kept", report.TextKept, "texts", lambda e: str(e.text_id), lambda e: str(e.text_id)),
    *_incident_events(),
    Entry("signal.changed", signal.SignalChanged, "signals", lambda e: str(e.scope.key), lambda e: str(e.scope.key)),
    *_alert_events(),
    *_delivery_events(),
)
TYPE_PREFIX: Final = "tocsin."
BY_MODEL: Final[dict[type[Event], Entry]] = {e.model: e for e in ENTRIES}
BY_TYPE: Final[dict[str, Entry]] = {TYPE_PREFIX + e.name: e for e in ENTRIES}


def envelope(
    data: E, *, source: str, time: datetime, cause: str | None = None, event_id: str | None = None, distinct: str = ""
) -> Envelope[E]:
    """Puts an event into its envelope.

    Without `event_id` the id is hash(type, subject, cause, distinct): one cause says one thing of one subject, and
    `distinct` tells apart where it says more.
    """
    entry = BY_MODEL[type(data)]
    kind, subject = TYPE_PREFIX + entry.name, entry.subject(data)
    made = event_id or derive("event", kind, subject, cause or "", distinct)
    return Envelope(made, kind, source, subject, time, data, cause, entry.version)


def to_record(said: Envelope[Event], *, partition: int | None = None) -> Record:
    """The envelope as a record of its topic: attributes as headers, data as JSON; `partition` overrides the key's."""
    entry = BY_TYPE[said.type]
    value = said.data.model_dump_json(exclude_defaults=True).encode()
    return Record(entry.topic, entry.key(said.data), value, said.attributes(), partition)


def from_record(stored: Stored) -> Envelope[Event]:
    """Reads a record; raises `Unreadable` with the record's position where it is not one of ours."""
    where = f"{stored.topic}[{stored.partition}]@{stored.offset}"
    headers = stored.headers
    entry = BY_TYPE.get(headers.get("ce_type", ""))
    if entry is None or stored.value is None:
        message = f"{where}: no event of type {headers.get('ce_type')!r} is known"
        raise Unreadable(message)
    try:
        data = _data(entry, schema_version(headers["ce_dataschema"]), stored.value)
        time = parse_moment(headers["ce_time"])
        return Envelope(
            headers["ce_id"],
            headers["ce_type"],
            headers["ce_source"],
            headers["ce_subject"],
            time,
            data,
            headers.get("ce_causationid"),
            entry.version,
        )
    except (KeyError, ValueError, ValidationError) as error:
        message = f"{where}: {entry.name} cannot be read: {error}"
        raise Unreadable(message) from error


def _data(entry: Entry, version: int, value: bytes) -> Event:
    if version == entry.version:
        return entry.model.model_validate_json(value)
    return entry.model.model_validate(upcast(entry.name, version, entry.version, json.loads(value)))

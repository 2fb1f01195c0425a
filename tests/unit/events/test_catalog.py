from datetime import UTC, datetime

import pytest

from events.catalog import BY_TYPE, ENTRIES, TOPICS, envelope, from_record, to_record
from events.control import Tick
from events.envelope import structured
from events.errors import Unreadable
from events.ids import derive
from events.log.port import Record, Stored

AT = datetime(2025, 2, 8, 10, tzinfo=UTC)
TICK = envelope(Tick(until=AT), source="/rules", time=AT, cause="evt_0")


def stored(record: Record, value: bytes | None = None, **headers: str) -> Stored:
    named = {**record.headers, **headers}
    return Stored(record.topic, 0, 7, record.key, record.value if value is None else value, named, AT)


def test_an_envelope_survives_the_log() -> None:
    assert from_record(stored(to_record(TICK))) == TICK


def test_every_event_has_a_topic_of_its_own_name_and_type() -> None:
    assert len({e.name for e in ENTRIES}) == len(ENTRIES)
    assert {e.topic for e in ENTRIES} <= set(TOPICS)
    assert all(BY_TYPE[f"tocsin.{e.name}"] is e for e in ENTRIES)


def test_attributes_are_those_of_cloudevents_1_0_in_binary_mode() -> None:
    headers = to_record(TICK).headers
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_type"] == "tocsin.tick"
    assert headers["ce_time"] == "2025-02-08T10:00:00Z"
    assert headers["ce_dataschema"] == "/schemas/tocsin.tick.v1.json"
    assert headers["content-type"] == "application/json"


def test_a_structured_event_has_every_attribute_and_its_data() -> None:
    record = to_record(TICK)
    event = structured(record.headers, record.value or b"", position="p7")
    assert event["specversion"] == "1.0"
    assert event["causationid"] == "evt_0"
    assert event["position"] == "p7"
    assert event["data"] == {"until": "2025-02-08T10:00:00Z"}


def test_the_id_of_a_derived_event_follows_from_type_subject_and_cause() -> None:
    assert TICK.id == derive("event", "tocsin.tick", "world", "evt_0", "")
    assert envelope(Tick(until=AT), source="/rules", time=AT, cause="evt_1").id != TICK.id


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (b"{", {}),
        (b'{"until":"2025-02-08T10:00:00Z","more":1}', {}),
        (b"{}", {}),
        (None, {"ce_type": "tocsin.unheard.of"}),
        (None, {"ce_time": "yesterday"}),
        (None, {"ce_dataschema": "/schemas/tocsin.tick.v0.json"}),
    ],
)
def test_a_record_that_cannot_be_read_says_where_it_lies(value: bytes | None, headers: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match=r"reports\[0\]@7"):
        from_record(stored(to_record(TICK), value, **headers))

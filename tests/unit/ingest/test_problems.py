import json

import pytest

from services.ingest.formats.reports import of_line, parsed

GOOD = {"source": {"name": "AP"}, "published_at": "2025-02-08T10:00:00Z", "kind": "ambush"}


def told(**wrong: object) -> dict[str, str]:
    return {e.field: e.message for e in parsed(0, GOOD | wrong).errors}


def test_an_unknown_field_is_refused_with_what_was_probably_meant() -> None:
    assert told(occured={"start": "2025-02-07"}) == {"occured": 'no such field; did you mean "occurred"?'}
    assert told(tolls=[{"measure": "killed", "hihg": 3}]) == {"tolls[0].hihg": 'no such field; did you mean "high"?'}
    assert told(zzz=1) == {"zzz": "no such field"}


def test_a_value_near_a_known_one_is_named() -> None:
    assert told(kind="ambsh")["kind"].endswith('; did you mean "ambush"?')


def test_a_wrong_time_is_told_once() -> None:
    assert list(told(occurred={"start": "2025-02-07T10:00:00"})) == ["occurred.start"]
    assert "zone" in told(occurred={"start": "2025-02-07T10:00:00"})["occurred.start"]


@pytest.mark.parametrize("value", [1739000000, "yesterday", None, "2025-02-08T10:00:00"])
def test_a_time_is_text_with_a_zone(value: object) -> None:
    assert "published_at" in told(published_at=value, occurred=None) or value is None


def test_a_number_in_quotes_is_no_number() -> None:
    assert list(told(tolls=[{"measure": "killed", "low": "3"}])) == ["tolls[0].low"]


def test_text_or_kind_and_occurred_or_published_are_needed() -> None:
    assert parsed(0, {"source": {"name": "AP"}, "kind": "ambush"}).errors[0].message.startswith("one of occurred")
    assert (
        parsed(0, {"source": {"name": "AP"}, "published_at": GOOD["published_at"]}).errors[0].message.startswith("one")
    )


@pytest.mark.parametrize(
    "line", [b"{", b"nonsense", b'{"a": NaN}', b"[" * 1_000, b'"\\ud800"', b"\xff\xfe", b"1" * 5_000]
)
def test_a_line_that_is_no_json_is_wrong_as_a_whole(line: bytes) -> None:
    item = of_line(3, line)
    assert (item.report, item.index) == (None, 3)
    assert item.errors[0].field == ""


def test_half_a_surrogate_is_no_text() -> None:
    assert of_line(0, json.dumps(GOOD | {"headline": "\ud800"}).encode()).report is None

import json
from typing import Any

from services.ingest.formats.port import Skipped
from services.ingest.items import Kept, ParsedItem
from tests.unit.ingest.files import errors, guessed, parse, reports

REPORT: dict[str, Any] = {"source": {"name": "AP"}, "published_at": "2025-02-08T10:00:00Z", "kind": "ambush"}


def event(kind: str, data: Any) -> dict[str, Any]:
    return {"specversion": "1.0", "id": "1", "source": "/x", "type": kind, "data": data}


RECEIVED = event(
    "tocsin.report.received",
    {
        "report_id": "rep_1",
        "content_hash": "0",
        "report": REPORT,
        "available_at": "2025-02-08T11:00:00Z",
        "article_id": "art_1",
        "ordinal": 2,
    },
)


def lines(*events: Any) -> bytes:
    return b"\n".join(json.dumps(one).encode() for one in events)


def test_what_another_tocsin_exported_keeps_its_ids_and_times() -> None:
    [item] = parse("cloudevents", lines(RECEIVED))
    assert isinstance(item, ParsedItem)
    assert item.kept == Kept("rep_1", 2, "art_1")
    assert item.report is not None
    assert item.report.available_at is not None
    assert item.report.available_at.hour == 11


def test_a_retraction_is_one() -> None:
    gone = {"report_id": "rep_1", "cause": "source_withdrew", "available_at": "2025-02-08T11:00:00Z"}
    [item] = parse("cloudevents", lines(event("tocsin.report.retracted", gone)))
    assert isinstance(item, ParsedItem)
    assert (item.kept, item.retracts) == (Kept("rep_1"), "source_withdrew")


def test_events_about_no_report_are_passed_over() -> None:
    assert isinstance(parse("cloudevents", lines(event("tocsin.tick", {})))[0], Skipped)


def test_a_report_may_come_in_anybodys_event() -> None:
    [report] = reports("cloudevents", lines(event("org.example.incident", REPORT)))
    assert report.kind == "ambush"


def test_one_a_batch_and_a_line_each_are_read_alike() -> None:
    one = event("org.example.incident", REPORT)
    for body in (lines(one, one), json.dumps([one, one]).encode(), json.dumps([one, one], indent=1).encode()):
        assert len(reports("cloudevents", body)) == 2
        assert guessed(body) == "cloudevents"
    assert len(reports("cloudevents", json.dumps(one, indent=2).encode())) == 1


def test_what_is_wrong_is_named_within_the_data() -> None:
    wrong = event("org.example.incident", REPORT | {"knd": 1})
    assert errors("cloudevents", lines(wrong, {"data": 1}))[0][1] == "data.knd"
    assert errors("cloudevents", lines({"data": 1}))[0][1] == "type"

"""`tocsin ingest` into a log and into a service, and files posted as they are."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from events.delivery import DeadLetter
from events.log.sqlite import SqliteLog
from events.report import ReportReceived
from services.ingest.commands import _file, _source, _stream
from services.ingest.doors import HttpDoor, log_door
from services.ingest.formats import FORMATS
from services.ingest.formats.port import Options
from services.ingest.progress import Progress, Summary
from tests.contract.ingest.conftest import Ingest
from tests.support.reading import LineReader
from tests.unit.ingest.files import table
from tests.unit.ingest.test_acled import EVENT, NEW

LATER = EVENT | {"timestamp": "1650000000", "fatalities": "12"}
BROKEN = EVENT | {"event_id_cnty": "MLI502", "event_date": "soon"}


async def fed(door: Any, path: Path, *, live: bool = False) -> Summary:
    summary = Summary()
    with closing(_stream(str(path))) as stream:
        found = _source(str(path), "auto")[1]
        await _file(door, found.read(stream, Options()), summary, Progress(path.name, stream), live=live)
    return summary


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "acled.csv"
    path.write_bytes(table([EVENT, LATER, BROKEN], NEW))
    return path


async def test_a_data_set_goes_into_a_log_and_the_summary_says_what_became_of_it(export: Path, tmp_path: Path) -> None:
    log = await SqliteLog.open(tmp_path / "log.sqlite")
    try:
        for expected in ("taken 1, revised 1, doubled 0", "taken 0, revised 0, doubled 2"):
            async with log_door(log, tmp_path, LineReader(), dry_run=False) as door:
                text = (await fed(door, export)).text()
            assert expected in text
            assert "acled.csv:4 event_date: 'soon' is no date" in text
        assert len(await log.read("reports", 0, 0, 10)) == 2
        assert len(await log.read("dead-letters", 0, 0, 10)) == 2
    finally:
        await log.close()


async def test_a_dry_run_says_the_same_and_takes_nothing(export: Path, tmp_path: Path) -> None:
    log = await SqliteLog.open(":memory:")
    try:
        async with log_door(log, tmp_path, LineReader(), dry_run=True) as door:
            assert "taken 1, revised 1, doubled 0" in (await fed(door, export)).text()
        assert await log.read("reports", 0, 0, 10) == []
    finally:
        await log.close()


@pytest.mark.every_log
async def test_a_data_set_goes_through_a_running_service_as_backfill_or_as_news(ingest: Ingest, export: Path) -> None:
    door = HttpDoor(ingest.http.session, str(ingest.http.make_url("")).rstrip("/"))
    summary = await fed(door, export)
    assert (summary.reports["accepted"], summary.reports["revised"], summary.refused) == (1, 1, 1)
    events = await ingest.said()
    assert all(isinstance(e, ReportReceived) and e.backfill for e in events)
    assert isinstance(events[0], ReportReceived)
    assert events[0].available_at == events[0].report.published_at


async def test_what_a_service_cannot_be_sent_is_among_its_dead_letters_with_its_reason(
    ingest: Ingest, export: Path
) -> None:
    door = HttpDoor(ingest.http.session, str(ingest.http.make_url("")).rstrip("/"))
    await fed(door, export)
    await fed(door, export)
    [letter] = await ingest.said("dead-letters")
    assert isinstance(letter, DeadLetter)
    assert (letter.origin, letter.field) == ("acled.csv", "event_date")
    assert letter.reason == "event_date: 'soon' is no date"
    assert "MLI502" in letter.body
    assert letter.body_bytes == len(letter.body)


async def test_a_long_line_is_cut_and_its_size_is_told(ingest: Ingest, tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_bytes(b'{"source":{"name":"AP"},"headline":"\\ud800","text":"' + b"x" * 20_000 + b'"}\n{"source":1}\n')
    door = HttpDoor(ingest.http.session, str(ingest.http.make_url("")).rstrip("/"))
    summary = await fed(door, path)
    long, short = await ingest.said("dead-letters")
    assert isinstance(long, DeadLetter)
    assert isinstance(short, DeadLetter)
    assert (summary.refused, long.body_bytes > 20_000, len(long.body), short.field) == (2, True, 16_384, "source")


@pytest.mark.parametrize(
    "body",
    [{"origin": "x", "items": []}, {"origin": "", "items": [{"reason": "r", "body": "b"}]}, {"items": [{"raw": "x"}]}],
)
async def test_letters_that_say_nothing_are_refused(ingest: Ingest, body: dict[str, Any]) -> None:
    await ingest.post("/v1/dead-letters", body, 422)
    assert await ingest.said("dead-letters") == []


async def test_articles_go_through_a_running_service(ingest: Ingest, tmp_path: Path) -> None:
    door = HttpDoor(ingest.http.session, str(ingest.http.make_url("")).rstrip("/"))
    path = tmp_path / "articles.jsonl"
    lines = [
        {"id": "1", "text": "2025-02-07 ambush ML Gao 12", "source": "AP"},
        {"id": "2", "text": "سلام"},
        {"id": "3"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    summary = await fed(door, path)
    assert summary.articles == {"read": 1, "unread (no reader for ar)": 1}
    assert (summary.reports["accepted"], summary.refused) == (1, 1)
    [letter] = await ingest.said("dead-letters")
    assert isinstance(letter, DeadLetter)
    assert (letter.origin, letter.reason) == ("articles.jsonl", "text: one of text and html is required")


async def test_a_table_posted_as_it_is_is_read_by_its_columns(ingest: Ingest) -> None:
    body = table([EVENT, BROKEN], NEW)
    answer = await ingest.http.post("/v1/reports?live=1", data=body, headers={"content-type": "text/csv"})
    got = await answer.json()
    assert [(item["index"], item["outcome"]) for item in got["items"]] == [(0, "accepted"), (1, "rejected")]
    [event] = await ingest.said()
    assert isinstance(event, ReportReceived)
    assert not event.backfill
    [letter] = await ingest.said("dead-letters")
    assert isinstance(letter, DeadLetter)
    assert (letter.origin, letter.field) == ("api", "event_date")
    unknown = await ingest.http.post("/v1/reports", data=b"a,b\n1,2\n", headers={"content-type": "text/csv"})
    assert unknown.status == 422


@pytest.mark.every_log
async def test_what_was_exported_can_be_taken_by_another(ingest: Ingest) -> None:
    report = {"source": {"name": "AP", "id": "1"}, "published_at": "2025-02-08T10:00:00Z", "kind": "ambush"}
    given = {"report_id": "rep_7", "content_hash": "0", "report": report, "available_at": "2025-02-08T11:00:00Z"}
    gone = {"report_id": "rep_7", "cause": "source_withdrew", "available_at": "2025-02-08T12:00:00Z"}
    events = [
        {"specversion": "1.0", "id": "1", "source": "/ingest", "type": f"tocsin.report.{kind}", "data": data}
        for kind, data in (("received", given), ("retracted", gone), ("retracted", gone))
    ]
    sent = {"content-type": "application/cloudevents-batch+json"}
    answer = await (await ingest.http.post("/v1/reports", data=json.dumps(events), headers=sent)).json()
    assert [item["outcome"] for item in answer["items"]] == ["accepted", "retracted", "duplicate"]
    assert {item["report_id"] for item in answer["items"]} == {"rep_7"}


async def test_a_feed_is_taken_entry_by_entry(ingest: Ingest) -> None:
    text = "2025-02-07 ambush ML Gao 12"
    feed = f"<rss><channel><item><guid>1</guid><description>{text}</description></item></channel></rss>"
    sent = {"content-type": "application/rss+xml"}
    answer = await ingest.http.post("/v1/articles", data=feed.encode(), headers=sent)
    assert answer.status == 202
    [article] = (await answer.json())["articles"]
    assert [report["outcome"] for report in article["reports"]] == ["accepted"]
    refused = await ingest.http.post("/v1/articles", data=b"<rss><channel>", headers=sent)
    assert refused.status == 422


def test_every_format_has_a_name_of_the_command_line() -> None:
    assert set(FORMATS) >= {"article", "reports", "ucdp", "acled", "gdelt", "cloudevents", "rss"}

"""POST /v1/reports, on every log."""

import asyncio
import io
import json
from typing import Any

import pytest

from events.delivery import DeadLetter
from events.report import ReportReceived, ReportRetracted, ReportRevised, TextKept
from tests.contract.ingest.conftest import Ingest, Starts

AMBUSH: dict[str, Any] = {
    "source": {"name": "AP", "id": "ap-1"},
    "published_at": "2025-02-08T10:00:00Z",
    "occurred": {"start": "2025-02-07", "precision": "day"},
    "kind": "ambush",
    "place": {"name": "Ouatagouna", "country": "ML", "lat": 15.18, "lon": 0.72, "within_km": 5},
    "tolls": [{"measure": "killed", "low": 10, "best": 10, "high": 10}],
}
MORE = AMBUSH | {
    "published_at": "2025-02-08T16:00:00Z",
    "tolls": [{"measure": "killed", "low": 32, "best": 32, "high": None}],
}


@pytest.mark.every_log
async def test_a_report_is_in_the_log_when_it_is_answered(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/reports", AMBUSH)
    [event] = await ingest.said()
    assert isinstance(event, ReportReceived)
    assert answer == {
        "accepted": 1,
        "revised": 0,
        "duplicates": 0,
        "rejected": 0,
        "items": [{"index": 0, "outcome": "accepted", "report_id": event.report_id, "errors": []}],
    }
    assert (event.report.source.owner, event.report.source.grade) == ("Associated Press", "B")


@pytest.mark.every_log
async def test_the_same_report_twice_says_nothing_more(ingest: Ingest) -> None:
    await ingest.post("/v1/reports", AMBUSH)
    answer = await ingest.post("/v1/reports", AMBUSH)
    assert (answer["accepted"], answer["duplicates"]) == (0, 1)
    assert len(await ingest.said()) == 1


@pytest.mark.every_log
async def test_the_same_id_with_other_content_is_a_revision(ingest: Ingest) -> None:
    first = await ingest.post("/v1/reports", AMBUSH)
    second = await ingest.post("/v1/reports", MORE)
    assert second["items"][0] == first["items"][0] | {"outcome": "revised"}
    events = await ingest.said()
    assert isinstance(events[1], ReportRevised)
    assert events[1].revision == 2


async def test_feeding_every_version_again_changes_nothing(ingest: Ingest) -> None:
    await ingest.post("/v1/reports", [AMBUSH, MORE])
    again = await ingest.post("/v1/reports", [AMBUSH, MORE])
    assert again["duplicates"] == 2
    assert len(await ingest.said()) == 2


async def test_an_older_version_never_undoes_a_newer_one(ingest: Ingest) -> None:
    await ingest.post("/v1/reports", MORE)
    answer = await ingest.post("/v1/reports", AMBUSH, status=422)
    assert answer["items"][0]["errors"][0]["field"] == "published_at"
    assert len(await ingest.said()) == 1
    assert await ingest.said("dead-letters") == []


@pytest.mark.every_log
async def test_bad_items_are_named_and_good_ones_taken(ingest: Ingest) -> None:
    bad = AMBUSH | {"publishd_at": "2025-02-08T10:00:00Z", "tolls": [{"measure": "killed", "low": 5, "best": 3}]}
    answer = await ingest.post("/v1/reports", [bad, AMBUSH, 7])
    assert [item["outcome"] for item in answer["items"]] == ["rejected", "accepted", "rejected"]
    errors = {e["field"]: e["message"] for e in answer["items"][0]["errors"]}
    assert 'did you mean "published_at"?' in errors["publishd_at"]
    assert "low <= best <= high" in errors["tolls[0]"]
    letters = await ingest.said("dead-letters")
    assert [letter.body for letter in letters if isinstance(letter, DeadLetter)][1] == "7"


async def test_nothing_taken_is_422_with_the_same_items(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/reports", [{"kind": "ambush"}], status=422)
    assert (answer["status"], answer["rejected"]) == (422, 1)
    assert answer["items"][0]["errors"] == [{"field": "source", "message": "Field required"}]


async def test_lines_of_json_are_taken_one_by_one(ingest: Ingest) -> None:
    body = b"\n".join([json.dumps(AMBUSH).encode(), b"", b"{broken", json.dumps(MORE).encode()])
    answer = await ingest.http.post("/v1/reports", data=body, headers={"content-type": "application/x-ndjson"})
    got = await answer.json()
    assert answer.status == 202
    assert [(i["index"], i["outcome"]) for i in got["items"]] == [(0, "accepted"), (1, "rejected"), (2, "revised")]


async def test_a_time_without_a_zone_is_refused(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/reports", AMBUSH | {"published_at": "2025-02-08T10:00:00"}, status=422)
    assert answer["items"][0]["errors"][0]["field"] == "published_at"


async def test_a_report_cannot_have_been_known_in_the_future(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/reports", AMBUSH | {"available_at": "2025-02-10T12:00:01Z"}, status=422)
    assert answer["items"][0]["errors"][0]["field"] == "available_at"


async def test_what_is_published_more_than_a_day_from_now_is_refused_by_its_field(ingest: Ingest) -> None:
    tomorrow = AMBUSH | {"published_at": "2025-02-11T12:00:00Z"}
    assert (await ingest.post("/v1/reports", tomorrow))["accepted"] == 1
    later = {"published_at": "2025-02-11T12:00:01Z"}
    answer = await ingest.post("/v1/reports", AMBUSH | later, status=422)
    assert answer["items"][0]["errors"] == [
        {"field": "published_at", "message": "lies more than a day in the future: it is 2025-02-10T12:00:00Z"}
    ]
    claim = AMBUSH | {"tolls": [AMBUSH["tolls"][0] | later]}
    answer = await ingest.post("/v1/reports", claim, status=422)
    assert answer["items"][0]["errors"][0]["field"] == "tolls[0].published_at"
    text = {"source": "AP", "text": "2025-02-07 ambush ML Gao 12"} | later
    answer = await ingest.post("/v1/articles", text, status=422)
    assert answer["errors"][0]["field"] == "published_at"
    assert len(await ingest.said()) == 1


async def test_an_undeclared_content_type_is_415(ingest: Ingest) -> None:
    answer = await ingest.http.post("/v1/reports", data=b"[]", skip_auto_headers=["content-type"])
    assert answer.status == 415


async def test_bodies_items_depth_and_events_are_bounded(ingest: Ingest) -> None:
    await ingest.post("/v1/reports", [1] * 10_001, status=413)
    deep: Any = []
    for _ in range(50):
        deep = [deep]
    await ingest.post("/v1/reports", [deep], status=422)
    large = await ingest.http.post(
        "/v1/reports", data=io.BytesIO(b" " * (16 * 2**20 + 1)), headers={"content-type": "application/json"}
    )
    assert large.status == 413
    claim = {"measure": "killed", "words": "é" * 300}
    wide = AMBUSH | {"tolls": [claim] * 60, "actors": [{"name": "ü" * 200}] * 40, "review": ["ß" * 20_000]}
    answer = await ingest.post("/v1/reports", wide, status=422)
    assert "65536" in answer["items"][0]["errors"][0]["message"]


async def test_a_text_without_a_kind_is_read_and_kept_apart(ingest: Ingest) -> None:
    note = {"source": {"name": "Desk"}, "published_at": "2025-02-08T10:00:00Z", "text": "2025-02-07 ambush ML Gao 12"}
    await ingest.post("/v1/reports", note)
    [event] = await ingest.said()
    assert isinstance(event, ReportReceived)
    assert (event.report.kind, event.report.tolls[0].best, event.reader is not None) == ("ambush", 12, True)
    [kept] = await ingest.said("texts")
    assert isinstance(kept, TextKept)
    assert (kept.text_id, kept.text) == (event.text_id, note["text"])
    await ingest.post("/v1/reports", note)
    assert ingest.reader.asked == 1


async def test_a_text_that_breaks_the_reader_is_set_aside_and_the_others_are_taken(ingest: Ingest) -> None:
    note = {"source": {"name": "Desk"}, "published_at": "2025-02-08T10:00:00Z", "text": "RAISE"}
    answer = await ingest.post("/v1/reports", [note, AMBUSH])
    assert [item["outcome"] for item in answer["items"]] == ["rejected", "accepted"]
    assert len(await ingest.said("dead-letters")) == 1


async def test_what_was_given_stands_and_tables_fill_the_rest(ingest: Ingest) -> None:
    report = AMBUSH | {"place": {"name": "Gao", "country": "ML"}, "actors": [{"name": "Wagner Group"}]}
    await ingest.post("/v1/reports", report)
    [event] = await ingest.said()
    assert isinstance(event, ReportReceived)
    assert event.report.place is not None
    assert (event.report.place.name, event.report.place.lat) == ("Gao", 1.0)
    assert (event.report.actors[0].home, event.report.actors[0].foreign) == ("RU", True)


async def test_two_incidents_of_one_url_are_two_reports(ingest: Ingest) -> None:
    page = AMBUSH | {"source": {"name": "AP"}, "url": "https://ap.example/a?utm_source=x#top"}
    other = page | {"occurred": {"start": "2025-02-06"}, "url": "https://AP.example/a"}
    answer = await ingest.post("/v1/reports", [page, other])
    assert answer["accepted"] == 2
    again = await ingest.post("/v1/reports", [page, other])
    assert again["duplicates"] == 2


@pytest.mark.every_log
async def test_a_retracted_report_counts_no_more_until_it_comes_again(ingest: Ingest) -> None:
    taken = await ingest.post("/v1/reports", AMBUSH)
    path = f"/v1/reports/{taken['items'][0]['report_id']}/retract"
    await ingest.post(path, {"cause": "source_withdrew", "reason": "wrong town"})
    await ingest.post(path, {"cause": "source_withdrew"}, status=409)
    again = await ingest.post("/v1/reports", AMBUSH)
    assert again["revised"] == 1
    received, retracted, revised = await ingest.said()
    assert isinstance(received, ReportReceived)
    assert isinstance(retracted, ReportRetracted)
    assert isinstance(revised, ReportRevised)
    assert (retracted.cause, retracted.reason, revised.revision) == ("source_withdrew", "wrong town", 2)


async def test_an_unknown_report_cannot_be_retracted(ingest: Ingest) -> None:
    await ingest.post("/v1/reports/rep_none/retract", {"cause": "x"}, status=404)
    await ingest.post("/v1/reports/rep_none/retract", {"cause": ""}, status=422)


@pytest.mark.every_log
async def test_a_key_used_again_gets_the_first_answer(ingest: Ingest) -> None:
    key = "k-1"
    first = await ingest.post("/v1/reports", AMBUSH, key=key)
    assert await ingest.post("/v1/reports", AMBUSH, key=key) == first
    await ingest.post("/v1/reports", MORE, status=422, key=key)
    ingest.clock.set(ingest.clock.now().replace(day=12))
    assert (await ingest.post("/v1/reports", AMBUSH, key=key))["duplicates"] == 1


@pytest.mark.every_log
async def test_a_lost_index_is_made_again_from_the_log(starts: Starts) -> None:
    await (await starts("one.sqlite")).post("/v1/reports", [AMBUSH, MORE])
    other = await starts("two.sqlite")
    assert (await other.post("/v1/reports", [AMBUSH, MORE]))["duplicates"] == 2


@pytest.mark.every_log
async def test_the_same_cause_has_the_same_ids_in_any_log(starts: Starts) -> None:
    ingest = await starts()
    await ingest.post("/v1/reports", AMBUSH | {"available_at": "2025-02-08T11:00:00Z"})
    [stored] = await ingest.log.read("reports", 0, 0, 10)
    assert stored.headers["ce_time"] == "2025-02-08T11:00:00Z"
    assert stored.headers["ce_id"] == "evt_f9840bdd4e983fc16517b43eb9c34490"


@pytest.mark.every_log
async def test_one_report_sent_by_many_at_once_is_taken_once(ingest: Ingest) -> None:
    answers = await asyncio.gather(*(ingest.post("/v1/reports", AMBUSH) for _ in range(8)))
    assert sorted(answer["accepted"] for answer in answers) == [0] * 7 + [1]
    assert len(await ingest.said()) == 1


async def test_a_body_that_is_no_json_is_400(ingest: Ingest) -> None:
    answer = await ingest.http.post("/v1/reports", data=b"{", headers={"content-type": "application/json"})
    assert (answer.status, answer.content_type) == (400, "application/problem+json")


@pytest.mark.every_log
async def test_an_answer_that_was_lost_in_a_crash_is_a_duplicate_when_asked_again(starts: Starts) -> None:
    one = await starts("one.sqlite")
    await one.post("/v1/reports", AMBUSH)
    after = await starts("fresh-after-the-crash.sqlite")
    assert (await after.post("/v1/reports", [AMBUSH, MORE]))["duplicates"] == 1
    assert (await after.post("/v1/reports", [AMBUSH, MORE]))["duplicates"] == 2

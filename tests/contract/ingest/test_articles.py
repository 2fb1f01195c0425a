"""POST /v1/articles, on every log."""

from typing import Any

import pytest

from events.report import ReportReceived, ReportRetracted, ReportRevised, TextKept
from tests.contract.ingest.conftest import Ingest, Starts

TWO = "2025-02-07 ambush ML Ansongo 10\nbackground\n2025-02-06 attack NE Tillia 3"
GROWN = "2025-02-07 ambush ML Ansongo 32\nbackground\n2025-02-06 attack NE Tillia 3"
ONE = "2025-02-07 ambush ML Ansongo 32\nbackground"


def article(text: str, hour: int = 10, **more: Any) -> dict[str, Any]:
    return {
        "id": "a-1",
        "source": "AFP",
        "published_at": f"2025-02-08T{hour}:00:00Z",
        "title": "T",
        "text": text,
    } | more


def outcomes(answer: dict[str, Any]) -> list[str]:
    return [report["outcome"] for report in answer["reports"]]


@pytest.mark.every_log
async def test_an_article_is_one_report_for_each_incident(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/articles", article(TWO))
    first, second = await ingest.said()
    assert isinstance(first, ReportReceived)
    assert isinstance(second, ReportReceived)
    assert answer == {
        "article_id": first.article_id,
        "language": "en",
        "reports": [
            {"report_id": first.report_id, "outcome": "accepted", "headline": "10 killed in Ansongo", "review": []},
            {"report_id": second.report_id, "outcome": "accepted", "headline": "3 killed in Tillia", "review": []},
        ],
        "unread": None,
    }
    assert (first.ordinal, second.ordinal, first.report.source.owner) == (0, 1, "Agence France-Presse")
    assert first.reader is not None


@pytest.mark.every_log
async def test_the_words_are_kept_once_and_apart(ingest: Ingest) -> None:
    await ingest.post("/v1/articles", article(TWO))
    [kept] = await ingest.said("texts")
    assert isinstance(kept, TextKept)
    assert (kept.text, kept.title) == (TWO, "T")
    assert {e.text_id for e in await ingest.said() if isinstance(e, ReportReceived)} == {kept.text_id}


async def test_the_same_article_twice_is_read_once(ingest: Ingest) -> None:
    await ingest.post("/v1/articles", article(TWO))
    assert outcomes(await ingest.post("/v1/articles", article(TWO))) == ["duplicate", "duplicate"]
    assert ingest.reader.asked == 1
    assert len(await ingest.said()) == 2


@pytest.mark.every_log
async def test_a_changed_article_keeps_the_ids_of_its_incidents(ingest: Ingest) -> None:
    first = await ingest.post("/v1/articles", article(TWO))
    second = await ingest.post("/v1/articles", article(GROWN, 12))
    assert [r["report_id"] for r in second["reports"]] == [r["report_id"] for r in first["reports"]]
    events = await ingest.said()
    assert isinstance(events[2], ReportRevised)
    assert events[2].report.tolls[0].best == 32


@pytest.mark.every_log
async def test_an_incident_that_is_no_longer_told_is_retracted(ingest: Ingest) -> None:
    first = await ingest.post("/v1/articles", article(GROWN))
    second = await ingest.post("/v1/articles", article(ONE, 12))
    assert outcomes(second) == ["revised", "retracted"]
    events = await ingest.said()
    assert isinstance(events[-1], ReportRetracted)
    assert events[-1].report_id == first["reports"][1]["report_id"]
    assert outcomes(await ingest.post("/v1/articles", article(ONE, 12))) == ["duplicate"]
    back = await ingest.post("/v1/articles", article(GROWN, 14))
    assert outcomes(back) == ["revised", "revised"]


@pytest.mark.every_log
async def test_feeding_an_article_and_its_update_again_changes_nothing(ingest: Ingest) -> None:
    for body in (article(TWO), article(GROWN, 12), article(TWO), article(GROWN, 12)):
        last = await ingest.post("/v1/articles", body)
    assert outcomes(last) == ["duplicate", "duplicate"]
    assert len(await ingest.said()) == 4


async def test_an_older_version_of_an_article_is_refused(ingest: Ingest) -> None:
    await ingest.post("/v1/articles", article(GROWN, 12))
    answer = await ingest.post("/v1/articles", article(TWO), status=409)
    assert answer["errors"][0]["field"] == "published_at"


@pytest.mark.every_log
async def test_a_new_reader_reads_an_article_again(starts: Starts) -> None:
    await (await starts()).post("/v1/articles", article(TWO))
    newer = await starts("two.sqlite", version="lines 2")
    assert outcomes(await newer.post("/v1/articles", article(TWO))) == ["duplicate", "duplicate"]
    assert newer.reader.asked == 1


async def test_an_article_without_an_incident_is_an_empty_list(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/articles", article("Nothing happened."))
    assert (answer["reports"], answer["unread"]) == ([], None)
    assert await ingest.said() == []


async def test_a_language_that_nobody_reads_is_kept_and_said(ingest: Ingest) -> None:
    answer = await ingest.post("/v1/articles", article("سلام"))
    assert (answer["language"], answer["reports"], answer["unread"]) == ("ar", [], "no reader for ar")
    [kept] = await ingest.said("texts")
    assert isinstance(kept, TextKept)


async def test_plain_text_needs_nothing_but_words(ingest: Ingest) -> None:
    sent = {"content-type": "text/plain; charset=utf-8"}
    answer = await ingest.http.post("/v1/articles?source=RFI&title=Mali", data=TWO.encode(), headers=sent)
    assert answer.status == 202
    bare = await ingest.http.post("/v1/articles", data=TWO.encode(), headers=sent)
    assert bare.status == 202
    known, _, unknown, _ = await ingest.said()
    assert isinstance(known, ReportReceived)
    assert isinstance(unknown, ReportReceived)
    assert (known.report.source.owner, unknown.report.source.grade) == ("France Médias Monde", "F")


async def test_a_page_is_read_without_its_menus(ingest: Ingest) -> None:
    words = "The mayor said on Friday that the road had been closed for hours. " * 6
    page = f"<html><head><title>News</title></head><body><nav>Menu</nav><article><p>{words}</p></article></body></html>"
    answer = await ingest.http.post("/v1/articles", data=page.encode(), headers={"content-type": "text/html"})
    assert answer.status == 202


async def test_what_is_wrong_with_an_article_is_named(ingest: Ingest) -> None:
    wrong = await ingest.post("/v1/articles", article(TWO, sorce="x"), status=422)
    assert wrong["errors"] == [{"field": "sorce", "message": 'no such field; did you mean "source"?'}]
    empty = await ingest.post("/v1/articles", article("  "), status=422)
    assert empty["errors"][0]["field"] == "text"
    naive = await ingest.post("/v1/articles", article(TWO, published_at="2025-02-08T10:00:00"), status=422)
    assert naive["errors"][0]["field"] == "published_at"


async def test_other_content_types_and_charsets_are_415(ingest: Ingest) -> None:
    pdf = await ingest.http.post("/v1/articles", data=b"x", headers={"content-type": "application/pdf"})
    odd = await ingest.http.post("/v1/articles", data=b"x", headers={"content-type": "text/plain; charset=klingon"})
    cut = await ingest.http.post("/v1/articles", data=b"\xff", headers={"content-type": "text/plain"})
    assert (pdf.status, odd.status, cut.status) == (415, 415, 400)

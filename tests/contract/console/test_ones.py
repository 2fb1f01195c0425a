"""Single resources: history, trail, text, deliveries."""

import pytest

from events.incident import IncidentMerged, IncidentSplit, ReportLink, ReportRelinked
from events.log.port import Record
from events.report import ReportRetracted, TextKept
from tests.support.console import (
    AT,
    Asked,
    alert,
    attempted,
    claim,
    head,
    opened,
    received,
    revised,
    scheduled,
)


@pytest.mark.every_log
async def test_the_trail_keeps_every_figure_that_was_ever_claimed(asked: Asked) -> None:
    await asked.append(
        received("rep_1", claim(10)),
        received("rep_1", claim(32), claim(10, standing="superseded"), revision=2),
        received("rep_2", claim(9), source="Agency"),
        received("rep_3", claim(7)),
        opened("inc_1", "rep_1", "rep_2", "rep_3"),
    )
    await asked.append(
        ReportRetracted(report_id="rep_2", cause="mistake", available_at=AT), revised("inc_1", 2, "rep_1")
    )
    found = await asked.get("/v1/incidents/inc_1")
    assert [(c["source"], c["report_revision"], c["best"], c["standing"], c["state"]) for c in found["claims"]] == [
        ("Radio Nord", 1, 10, "current", "replaced"),
        ("Radio Nord", 2, 32, "current", "in_force"),
        ("Radio Nord", 2, 10, "superseded", "in_force"),
        ("Agency", 1, 9, "current", "retracted"),
        ("Radio Nord", 1, 7, "current", "unlinked"),
    ]
    assert found["claims"][0]["words"] == "10 dead"
    assert found["claims_total"] == 5
    assert [(r["report_id"], r["linked"]) for r in found["reports"]] == [
        ("rep_1", True),
        ("rep_2", False),
        ("rep_3", False),
    ]
    assert found["reports"][0]["link"] == {"nearest": None, "score": 0.9, "features": {"days": 0.0}}


@pytest.mark.every_log
async def test_a_merge_takes_the_reports_along(asked: Asked) -> None:
    await asked.append(received("rep_1", claim(1)), received("rep_2", claim(2)))
    await asked.append(opened("inc_1", "rep_1"), opened("inc_2", "rep_2"))
    await asked.append(IncidentMerged(incident_id="inc_2", into="inc_1", revision=2))
    survivor, gone = await asked.get("/v1/incidents/inc_1"), await asked.get("/v1/incidents/inc_2")
    assert [c["best"] for c in survivor["claims"]] == [1, 2]
    assert (gone["status"], gone["merged_into"]) == ("merged", "inc_1")
    assert [(c["best"], c["state"]) for c in gone["claims"]] == [(2, "unlinked")]
    assert (await asked.get("/v1/reports/rep_2"))["incident_id"] == "inc_1"


async def test_a_split_and_a_relinked_report_move_their_claims(asked: Asked) -> None:
    await asked.append(*(received(f"rep_{n}", claim(n)) for n in (1, 2, 3)), opened("inc_1", "rep_1", "rep_2", "rep_3"))
    link = ReportLink(report_id="rep_2", features={"km": 3.0})
    split = head("inc_2", report_ids=("rep_2",), reports_total=1)
    await asked.append(
        IncidentSplit(incident=split, out_of="inc_1", links=(link,)),
        ReportRelinked(report_id="rep_3", before="inc_1", after="inc_2", link=ReportLink(report_id="rep_3")),
    )
    reports = (await asked.get("/v1/incidents/inc_2"))["reports"]
    assert [(r["report_id"], r["linked"]) for r in reports] == [("rep_2", True), ("rep_3", True)]
    assert await asked.ids("/v1/reports?incident=inc_1") == ["rep_1"]


async def test_a_report_shows_all_its_revisions_and_why_it_was_taken_back(asked: Asked) -> None:
    await asked.append(received("rep_1", claim(10)), received("rep_1", claim(32), revision=2))
    await asked.append(ReportRetracted(report_id="rep_1", cause="mistake", reason="wrong town", available_at=AT))
    found = await asked.get("/v1/reports/rep_1")
    assert [(r["revision"], r["tolls"][0]["best"]) for r in found["revisions"]] == [(1, 10), (2, 32)]
    assert found["status"] == "retracted"
    assert found["retraction"] == {"cause": "mistake", "reason": "wrong town", "available_at": "2025-02-08T10:00:00Z"}


@pytest.mark.every_log
async def test_an_article_shows_its_reports_and_its_words_until_they_are_forgotten(asked: Asked) -> None:
    kept = TextKept(text_id="txt_1", sha256="00", text="Ten people died.", title="Ambush")
    await asked.append(
        kept,
        received("rep_b", article_id="art_1", ordinal=1, text_id="txt_1"),
        received("rep_a", article_id="art_1", ordinal=0, text_id="txt_1"),
    )
    found = await asked.get("/v1/articles/art_1")
    assert (found["title"], found["text"]) == ("Ambush", "Ten people died.")
    assert [r["report_id"] for r in found["reports"]] == ["rep_a", "rep_b"]
    assert (await asked.get("/v1/reports/rep_a"))["text"] == "Ten people died."
    await asked.log.append([Record("texts", "txt_1", None)])
    await asked.settled()
    assert (await asked.get("/v1/articles/art_1"))["text"] is None


async def test_an_alert_shows_its_revisions_and_each_can_be_asked_for(asked: Asked) -> None:
    await asked.append(alert("alr_1"), alert("alr_1", 2, "amended", severity="extreme"))
    found = await asked.get("/v1/alerts/alr_1")
    assert [(r["revision"], r["status"], r["severity"]) for r in found["revisions"]] == [
        (1, "raised", "severe"),
        (2, "amended", "extreme"),
    ]
    assert found["severity"] == "extreme"
    assert (await asked.get("/v1/alerts/alr_1/revisions/1"))["headline"] == "alr_1 at revision 1"
    await asked.get("/v1/alerts/alr_1/revisions/3", 404)


@pytest.mark.every_log
async def test_a_delivery_shows_its_attempts_and_what_became_of_it(asked: Asked) -> None:
    await asked.append(attempted("dlv_1", 1, "retry"), scheduled("dlv_1"), scheduled("dlv_2"))
    await asked.append(attempted("dlv_1", 2, "delivered"), scheduled("dlv_3", "sub_b"))
    listed = (await asked.get("/v1/subscriptions/sub_a/deliveries"))["items"]
    assert [(d["delivery_id"], d["status"]) for d in listed] == [("dlv_1", "delivered"), ("dlv_2", "scheduled")]
    found = await asked.get("/v1/deliveries/dlv_1")
    assert [(a["attempt"], a["outcome"]) for a in found["attempts"]] == [(1, "retry"), (2, "delivered")]
    assert found["scheduled_at"] == "2025-02-08T10:00:00Z"
    assert await asked.get("/v1/subscriptions/sub_a/deliveries?status=scheduled&limit=1") == {
        "items": listed[1:],
        "next": None,
    }


async def test_what_nobody_knows_is_404(asked: Asked) -> None:
    for path in ("reports/x", "articles/x", "incidents/x", "alerts/x", "alerts/x/revisions/1", "deliveries/x"):
        assert (await asked.get(f"/v1/{path}", 404))["status"] == 404


async def test_an_etag_spares_the_body_until_something_changes(asked: Asked) -> None:
    await asked.append(opened("inc_1"))
    async with asked.client.get("/v1/incidents/inc_1") as response:
        etag = response.headers["ETag"]
    await asked.get("/v1/incidents/inc_1", 304, **{"If-None-Match": f'"other", W/{etag}'})
    await asked.append(alert("alr_1", scope=("incident", "inc_1")))
    await asked.get("/v1/incidents/inc_1", 200, **{"If-None-Match": etag})

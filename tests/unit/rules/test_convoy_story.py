"""From reports to the thread that a desk reads: an ambushed convoy, ten dead and then thirty-two."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from events.control import Tick
from events.moment import parse_moment
from events.report import ReportBody, ReportReceived, ReportRetracted
from tests.support.pipeline import Arrival, Pipeline, alerts
from tests.support.thread_case import changed, standing

TEN = {"measure": "killed", "low": 10, "best": 10, "high": 10}
AT_LEAST_32 = {"measure": "killed", "low": 32, "best": 32}
ESCORT = {"name": "Wagner Group", "kind": "private_military_company", "role": "escort", "foreign": True, "home": "RU"}


def report(
    source: str, published: str, *tolls: dict[str, Any], actors: tuple[dict[str, Any], ...] = ()
) -> ReportReceived:
    body: dict[str, Any] = {
        "source": {"name": source, "grade": "B"},
        "published_at": published,
        "occurred": {"start": "2025-02-07"},
        "kind": "ambush",
        "place": {"name": "between Gao and Ansongo", "country": "ML", "lat": 16.0, "lon": 0.25, "within_km": 40},
        "tolls": tolls,
        "actors": actors,
        "targets": [{"what": "convoy"}],
    }
    return ReportReceived(
        report_id=f"rep_{source}",
        content_hash=published,
        report=ReportBody.model_validate(body),
        available_at=parse_moment(published),
    )


EARLY = report("AFP", "2025-02-07T19:30:00Z", TEN)
ARTICLE = report("AP", "2025-02-08T16:00:00Z", AT_LEAST_32, TEN | {"standing": "superseded"}, actors=(ESCORT,))
RADIO = report("Radio", "2025-02-08T07:00:00Z", {"measure": "killed", "low": 14, "best": 14})


def test_the_early_report_raises_and_the_article_amends_one_thread() -> None:
    pipeline = Pipeline()
    (raised,) = pipeline.takes(EARLY)
    (amended,) = pipeline.takes(ARTICLE)
    assert [(a.status, a.revision) for a in (raised, amended)] == [("raised", 1), ("amended", 2)]
    assert raised.alert_id == amended.alert_id
    assert changed(amended)["tolls.killed.best"] == (10, 32)
    assert changed(amended)["grounds.involvement"] == (None, "severe")
    assert amended.headline == (
        "Mali: ambush between Gao and Ansongo, at least 32 killed (first reported 10); Wagner Group involved"
    )


def test_the_article_alone_is_one_raise_with_three_grounds_and_the_older_figure() -> None:
    (alert,) = Pipeline().takes(ARTICLE)
    assert alert.status == "raised"
    assert standing(alert) == {"toll_escalation", "mass_casualties", "involvement"}
    assert changed(alert) == {"tolls.killed.best": (10, 32)}


def test_retracting_the_article_amends_the_thread_back() -> None:
    pipeline = Pipeline()
    (raised,) = pipeline.takes(EARLY)
    pipeline.takes(ARTICLE)
    back = ReportRetracted(report_id="rep_AP", cause="source", available_at=parse_moment("2025-02-08T18:00:00Z"))
    (alert,) = pipeline.takes(back)
    assert (alert.status, alert.alert_id, alert.grounds) == ("amended", raised.alert_id, raised.grounds)
    assert changed(alert)["tolls.killed.best"] == (32, 10)


def test_feeding_everything_again_changes_nothing() -> None:
    pipeline = Pipeline()
    for arrival in (EARLY, ARTICLE):
        pipeline.takes(arrival)
    assert [pipeline.takes(arrival) for arrival in (EARLY, ARTICLE)] == [[], []]


@pytest.mark.parametrize("order", list(permutations((EARLY, ARTICLE, RADIO))))
def test_all_six_orders_of_three_reports_end_in_the_same_alerts(order: tuple[ReportReceived, ...]) -> None:
    last = Tick(until=EARLY.available_at + timedelta(days=1))
    assert alerts([*order, last]) == alerts([EARLY, ARTICLE, RADIO, last])


def test_a_desk_is_told_of_one_thread_from_the_first_report_to_the_closing() -> None:
    pipeline = Pipeline()
    ticks = [Tick(until=EARLY.available_at + timedelta(hours=6 * n)) for n in range(20)]
    arrivals: dict[datetime, Arrival] = {r.available_at: r for r in (EARLY, RADIO, ARTICLE)}
    arrivals |= {tick.until + timedelta(minutes=5): tick for tick in ticks}
    for when in sorted(arrivals):
        pipeline.takes(arrivals[when])
    assert [alert.status for alert in pipeline.told] == ["raised", "amended", "amended", "closed"]
    assert len({alert.alert_id for alert in pipeline.told}) == 1

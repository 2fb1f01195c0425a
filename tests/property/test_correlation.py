"""Correlation: what stands depends on the set of reports, never on how they came."""

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from events.report import ReportReceived, ReportRetracted
from services.rules.core.facts import facts_of
from services.rules.core.grouping import group
from tests.support.correlating import GAO, MENAKA, Desk, armed, killed, said, taken_back

LIMIT: Final = 3
"""A small limit, so that neighbourhoods are cut by day and joined again."""
PLACES: Final = (GAO, (16.40, 0.10), (16.05, 0.35), MENAKA, None)
HEADLINES: Final = (None, "Gunmen kill 12 in Tessit", "Twelve dead near Tessit", "Convoy hit at Labbezanga")


@st.composite
def reports(draw: st.DrawFn, key: str, revision: int = 1) -> ReportReceived:
    groups = draw(st.sampled_from([(), ("JNIM",), ("ISGS",)]))
    toll = draw(st.sampled_from([None, 3, 12, 40]))
    return said(
        key,
        draw(st.integers(0, 3)),
        draw(st.sampled_from(PLACES)),
        source=draw(st.sampled_from(["AFP", "AP", "Radio One"])),
        kind=draw(st.sampled_from(["attack", "armed_clash", "peaceful_protest"])),
        within_km=draw(st.sampled_from([3.0, 15.0, 60.0])),
        admin1=draw(st.sampled_from([None, "ML-7"])),
        precision=draw(st.sampled_from(["day", "day", "day", "week", "month"])),
        tolls=() if toll is None else (killed(toll),),
        actors=[armed(name) for name in groups],
        headline=draw(st.sampled_from(HEADLINES)),
        published_h=draw(st.sampled_from([6.0, 12.0, 40.0])),
        article_id=draw(st.sampled_from([None, None, "art_1"])),
        backfill=draw(st.booleans()),
        revision=revision,
    )


SETS: Final = st.integers(3, 6).flatmap(lambda n: st.tuples(*(reports(k) for k in "abcdef"[:n])))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_order_of_arrival_ends_in_the_same_heads(data: st.DataObject) -> None:
    told = data.draw(SETS)
    shuffled = data.draw(st.permutations(told))
    limit = data.draw(st.sampled_from([LIMIT, 500]))
    one, other = Desk(limit), Desk(limit)
    one.hear(*told)
    other.hear(*shuffled)
    assert one.canonical() == other.canonical()


@settings(max_examples=150, deadline=None)
@given(SETS, st.sampled_from([LIMIT, 500]))
def test_what_stands_is_the_grouping_of_the_whole_set(told: tuple[ReportReceived, ...], limit: int) -> None:
    desk = Desk(limit)
    desk.hear(*told)
    facts = [f for event in told if (f := facts_of(event)) is not None]
    assert desk.groups() == sorted(tuple(sorted(g)) for g in group(facts, limit))


@settings(max_examples=60, deadline=None)
@given(SETS)
def test_the_same_reports_again_change_nothing(told: tuple[ReportReceived, ...]) -> None:
    desk = Desk()
    desk.hear(*told)
    rows = dict(desk.rows.rows)
    assert desk.hear(*told) == []
    assert desk.rows.rows == rows


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_reports_that_were_taken_back_leave_nothing_behind(data: st.DataObject) -> None:
    told = data.draw(SETS)
    gone = data.draw(st.sets(st.sampled_from("abcdef"[: len(told)])))
    limit = data.draw(st.sampled_from([LIMIT, 500]))
    heard, never = Desk(limit), Desk(limit)
    heard.hear(*told, *(taken_back(key) for key in sorted(gone)))
    never.hear(*(event for event in told if event.report_id.removeprefix("rep_") not in gone))
    assert heard.canonical() == never.canonical()


@st.composite
def histories(draw: st.DrawFn) -> list[ReportReceived | ReportRetracted]:
    """Equal versions of a report are equally news or backfill: the second is skipped, whatever it calls itself."""
    keys = draw(st.lists(st.sampled_from("abcdefgh"), min_size=4, max_size=14))
    told: list[ReportReceived | ReportRetracted] = []
    backfill: dict[tuple[str, str], bool] = {}
    for n, key in enumerate(keys, 1):
        if draw(st.integers(0, 3)) == 0:
            told.append(taken_back(key))
            continue
        report = draw(reports(key, n))
        as_before = backfill.setdefault((key, report.content_hash), report.backfill)
        told.append(report.model_copy(update={"backfill": as_before}))
    return told


@settings(max_examples=200, deadline=None)
@given(histories(), st.sampled_from([2, LIMIT, 500]))
def test_a_history_of_revisions_and_retractions_ends_as_its_last_versions_alone(
    told: list[ReportReceived | ReportRetracted], limit: int
) -> None:
    last = {event.report_id: event for event in told}
    desk, fresh = Desk(limit), Desk(limit)
    desk.hear(*told)
    fresh.hear(*(event for _, event in sorted(last.items()) if isinstance(event, ReportReceived)))
    assert desk.canonical() == fresh.canonical()

"""One incident, one thread: what a desk reads, hour by hour."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from events.actor import Actor
from events.alert import Alert
from events.report import Grade
from services.rules.core.canonical import canonical
from tests.support.thread_case import COMPANY, Desk, at, changed, incident, standing

EARLY = incident(at(2, 8), 10)
LATER = incident(
    at(2, 20), 32, trail=((at(2, 8), 10),), actors=(COMPANY,), evidence=("evt_1", "evt_2"), revision=2, day=at(1)
)


def only(alerts: list[Alert]) -> Alert:
    assert len(alerts) == 1
    return alerts[0]


def test_ten_dead_are_raised_at_once_with_all_that_is_known() -> None:
    alert = only(Desk().hears(EARLY, cause="evt_first"))
    assert (alert.status, alert.revision, alert.severity) == ("raised", 1, "moderate")
    assert (alert.certainty, alert.urgency, alert.tlp) == ("likely", "immediate", "amber")
    assert standing(alert) == {"toll_escalation"}
    assert alert.headline == "Mali: ambush between Gao and Ansongo, 10 killed"
    assert (alert.evidence, alert.evidence_total, alert.cause, alert.cause_kind) == (
        ("evt_1",), 1, "evt_first", "new_report",
    )  # fmt: skip
    assert (alert.raised_at, alert.expires) == (at(2, 8), at(5, 8))


def test_nine_dead_raise_nothing() -> None:
    desk = Desk()
    assert desk.hears(incident(at(2, 8), 9)) == []
    assert {name for name, _ in desk.memory.rows} == {"bucket", "day", "scope"}  # the country remembers, no thread does


def test_ten_become_thirty_two_and_the_thread_is_amended() -> None:
    desk = Desk()
    raised = only(desk.hears(EARLY))
    alert = only(desk.hears(LATER, cause="evt_later"))
    assert (alert.status, alert.revision, alert.alert_id) == ("amended", 2, raised.alert_id)
    assert alert.change_id != raised.change_id
    assert standing(alert) == {"toll_escalation", "mass_casualties", "involvement"}
    assert alert.severity == "severe"
    told = changed(alert)
    assert told["tolls.killed.best"] == (10, 32)
    assert told["severity"] == ("moderate", "severe")
    assert told["grounds.involvement"] == (None, "severe")
    assert told["actors.Blue Column"] == (None, "escort")
    assert {change.cause for change in alert.changes} == {"new_report"}
    assert alert.headline == (
        "Mali: ambush between Gao and Ansongo, 32 killed (first reported 10); Blue Column involved"
    )


def test_an_article_that_gives_both_figures_is_one_raise_that_tells_of_the_first() -> None:
    alert = only(Desk().hears(incident(at(2, 20), 32, first=10, actors=(COMPANY,))))
    assert alert.status == "raised"
    assert changed(alert) == {"tolls.killed.best": (10, 32)}
    assert len(alert.grounds) == 3


def test_retracting_the_later_report_amends_the_thread_back() -> None:
    desk = Desk()
    raised = only(desk.hears(EARLY))
    desk.hears(LATER)
    alert = only(desk.hears(incident(at(2, 8), 10, revision=3), kind="report_retracted"))
    assert (alert.status, alert.revision) == ("amended", 3)
    assert changed(alert)["tolls.killed.best"] == (32, 10)
    assert changed(alert)["grounds.mass_casualties"] == ("severe", None)
    assert {change.cause for change in alert.changes} == {"report_retracted"}
    assert (alert.grounds, alert.severity) == (raised.grounds, raised.severity)


def test_the_same_again_says_nothing() -> None:
    desk = Desk()
    desk.hears(EARLY)
    assert desk.hears(incident(at(2, 8), 10, revision=2)) == []


def test_a_figure_corrected_below_every_mark_withdraws_the_thread_and_says_why() -> None:
    desk = Desk()
    desk.hears(EARLY)
    alert = only(desk.hears(incident(at(2, 9), 6, revision=2), kind="source_revised"))
    assert (alert.status, alert.grounds, alert.severity) == ("withdrawn", (), "moderate")
    assert changed(alert)["tolls.killed.best"] == (10, 6)
    assert changed(alert)["status"] == ("standing", "withdrawn")
    assert alert.headline.startswith("Withdrawn: Mali: ambush")
    assert alert.description.startswith("A source corrected itself")


def test_an_incident_nobody_speaks_of_any_more_is_withdrawn_with_its_last_facts() -> None:
    desk = Desk()
    raised = only(desk.hears(EARLY))
    alert = only(desk.loses("inc_a", at(2, 9)))
    assert (alert.status, alert.cause_kind, alert.evidence) == ("withdrawn", "report_retracted", raised.evidence)
    assert alert.tolls == raised.tolls


def test_a_merged_incident_says_where_it_went_and_the_other_thread_goes_on() -> None:
    desk = Desk()
    desk.hears(EARLY)
    desk.hears(incident(at(2, 9), 12, id="inc_b"))
    merged = EARLY.model_copy(update={"status": "merged", "merged_into": "inc_b", "revision": 2})
    both = incident(at(2, 9), 14, id="inc_b", evidence=("evt_1", "evt_3"), revision=2)
    told = {a.scope.id: a for a in desk.hears(both, "evt_merge", "merged", merged) if a.scope.kind == "incident"}
    assert told["inc_a"].status == "withdrawn"
    assert changed(told["inc_a"])["merged_into"] == (None, "inc_b")
    assert (told["inc_b"].status, told["inc_b"].revision) == ("amended", 2)
    assert changed(told["inc_b"])["tolls.killed.best"] == (12, 14)


def test_what_stands_again_after_a_withdrawal_is_a_new_thread() -> None:
    desk = Desk()
    first = only(desk.hears(EARLY))
    desk.loses("inc_a", at(2, 9))
    again = only(desk.hears(incident(at(2, 10), 11, revision=3)))
    assert (again.status, again.revision) == ("raised", 1)
    assert again.alert_id != first.alert_id


def test_a_rise_lifts_the_severity_and_a_fall_lowers_it() -> None:
    desk = Desk()
    known = ((at(2, 8), 10), (at(2, 20), 60))
    told = [
        only(desk.hears(incident(at(2, 8), 10))),
        only(desk.hears(incident(at(2, 20), 60, trail=known[:1], revision=2))),
        only(desk.hears(incident(at(3, 20), 20, trail=known, revision=3))),
    ]
    by_rule = [{g.rule: g.severity for g in alert.grounds}["toll_escalation"] for alert in told]
    assert by_rule == ["moderate", "extreme", "severe"]  # sixty after ten; twenty are still ten more than ten
    assert [alert.severity for alert in told] == ["moderate", "extreme", "severe"]


def test_a_thread_closes_after_three_days_without_a_report_and_not_before() -> None:
    desk = Desk()
    desk.hears(EARLY)
    assert desk.tick(at(3)) == []
    assert desk.tick(at(5, 7.9)) == []
    alert = only(desk.tick(at(5, 8)))
    assert (alert.status, alert.cause_kind, alert.changed_at) == ("closed", "time", at(5, 8))
    assert changed(alert) == {"status": ("standing", "closed")}
    assert standing(alert) == {"toll_escalation"}
    assert desk.tick(at(9)) == []


def test_a_report_puts_the_closing_off() -> None:
    desk = Desk()
    desk.hears(EARLY)
    desk.hears(incident(at(4, 8), 10, evidence=("evt_1", "evt_2"), revision=2, day=at(1)))
    assert desk.tick(at(6)) == []
    assert only(desk.tick(at(7, 8))).status == "closed"


def test_one_tick_after_a_long_stop_closes_what_became_due() -> None:
    desk = Desk()
    for n in range(3):
        desk.hears(incident(at(2, n), 10, id=f"inc_{n}"))
    assert [alert.status for alert in desk.tick(at(60))] == ["closed"] * 3


def test_a_tick_with_nothing_due_writes_nothing_but_the_time() -> None:
    desk = Desk()
    desk.hears(EARLY)
    before = dict(desk.memory.rows)
    assert desk.tick(at(3)) == []
    assert {key for key, value in desk.memory.rows.items() if before.get(key) != value} == {("control", "")}


def test_a_tick_that_is_no_later_changes_nothing() -> None:
    desk = Desk()
    desk.tick(at(9))
    before = dict(desk.memory.rows)
    assert desk.tick(at(8)) == []
    assert desk.memory.rows == before


def test_news_within_ninety_days_wakes_a_closed_thread() -> None:
    desk = Desk()
    raised = only(desk.hears(EARLY))
    desk.tick(at(6))
    alert = only(desk.hears(incident(at(20), 13, evidence=("evt_1", "evt_2"), revision=2, day=at(1))))
    assert (alert.status, alert.alert_id) == ("amended", raised.alert_id)
    assert changed(alert)["status"] == ("closed", "standing")
    assert only(desk.tick(at(24))).status == "closed"


def test_news_after_ninety_days_is_a_new_thread() -> None:
    desk = Desk()
    raised = only(desk.hears(EARLY))
    desk.tick(at(6))
    alert = only(desk.hears(incident(at(100), 13, evidence=("evt_1", "evt_2"), revision=2, day=at(1))))
    assert (alert.status, alert.revision) == ("raised", 1)
    assert alert.alert_id != raised.alert_id


def test_more_evidence_of_the_same_leaves_a_closed_thread_closed() -> None:
    desk = Desk()
    desk.hears(EARLY)
    desk.tick(at(6))
    alert = only(desk.hears(incident(at(20), 10, evidence=("evt_1", "evt_2"), revision=2, day=at(1))))
    assert (alert.status, alert.evidence_total) == ("closed", 2)
    assert set(changed(alert)) == {"evidence"}


def test_a_closed_thread_whose_facts_go_away_is_withdrawn() -> None:
    desk = Desk()
    desk.hears(EARLY)
    desk.tick(at(6))
    assert only(desk.loses("inc_a", at(20))).status == "withdrawn"


def test_a_report_that_comes_years_late_is_raised_as_past_and_closed_by_the_next_tick() -> None:
    desk = Desk()
    desk.tick(at(40))
    alert = only(desk.hears(incident(at(2), 30, backfill=True), cause="evt_old"))
    assert (alert.status, alert.urgency, alert.historic) == ("raised", "past", True)
    ended = only(desk.tick(at(40, 1)))
    assert (ended.status, ended.historic) == ("closed", True)


def test_a_change_that_a_live_report_causes_is_not_historic() -> None:
    desk = Desk()
    assert only(desk.hears(incident(at(2), 30, backfill=True))).historic
    assert not only(desk.hears(incident(at(2), 40, revision=2))).historic


def test_a_change_that_a_dataset_causes_is_historic_though_live_sources_tell_the_incident_too() -> None:
    desk = Desk()
    assert not only(desk.hears(incident(at(2), 30))).historic
    assert only(desk.hears(incident(at(9), 60, revision=2), backfill=True)).historic
    assert not only(desk.hears(incident(at(10), 90, revision=3))).historic


def test_all_orders_of_three_reports_end_in_the_same_alerts() -> None:
    figures = {"evt_a": (at(2, 8), 10), "evt_b": (at(2, 14), 18), "evt_c": (at(2, 20), 32)}
    ends = []
    for order in permutations(figures):
        desk, heard = Desk(), []
        for event in order:
            heard.append(event)
            facts = sorted(figures[e] for e in heard)
            known, killed = facts[-1]
            head = incident(known, killed, trail=tuple(facts[:-1]), evidence=tuple(sorted(heard)), day=at(1))
            desk.hears(head.model_copy(update={"incident_id": f"inc_{order[0]}", "revision": len(heard)}))
        ends.append(canonical(desk.log, {f"inc_{order[0]}": "rep_a"}))
    assert all(end == ends[0] for end in ends)
    assert [ground["rule"] for ground in ends[0][0]["grounds"]] == ["mass_casualties", "toll_escalation"]


def test_a_thread_never_gets_less_secret_than_it_was() -> None:
    desk = Desk()
    desk.hears(EARLY.model_copy(update={"tlp": "red"}))
    alert = only(desk.hears(LATER.model_copy(update={"tlp": "green"})))
    assert alert.tlp == "red"  # its changes still name the figure of the red report


@pytest.mark.parametrize(
    ("grades", "certainty"),
    [
        (("A", "B"), "observed"),
        (("B", "C"), "likely"),
        (("C", "C"), "likely"),
        (("C",), "possible"),
        (("D", "D"), "possible"),
        (("E",), "unlikely"),
        (("F", None), "unknown"),
        ((), "unknown"),
    ],
)
def test_certainty_follows_independent_sources_and_their_grades(
    grades: tuple[Grade | None, ...], certainty: str
) -> None:
    alert = only(Desk().hears(incident(at(2), 10, grades=grades)))
    assert alert.certainty == certainty


@pytest.mark.parametrize(
    ("day", "urgency"),
    [
        (at(8), "immediate"),
        (at(7), "expected"),
        (at(2), "expected"),
        (at(1), "past"),
        (datetime(2019, 1, 1, tzinfo=UTC), "past"),
    ],
)
def test_urgency_counts_from_the_last_moment_it_may_have_happened(day: datetime, urgency: str) -> None:
    assert only(Desk().hears(incident(at(9, 1), 10, day=day))).urgency == urgency


def test_an_actor_who_claims_it_is_news() -> None:
    group = Actor(name="Some Front", kind="jihadist", role="attacker", attribution="suspected", claimed=False)
    desk = Desk()
    desk.hears(incident(at(2, 8), 10, actors=(group,)))
    claimed = group.model_copy(update={"attribution": "claimed", "claimed": True})
    alert = only(desk.hears(incident(at(2, 9), 10, actors=(claimed,), revision=2, day=at(1))))
    assert changed(alert)["actors.Some Front"] == (
        "suspected attacker has not claimed it",
        "claimed attacker has claimed it",
    )

"""The task: records in, records out, rows between; countries, quarantine, rules that change."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from events.alert import Alert
from events.catalog import from_record
from events.control import RuleFile
from events.errors import Unreadable
from events.incident import Incident
from events.log.port import Stored
from services.rules.core.families import FAMILIES
from services.rules.core.family import Family, Finding, Parameters, Way
from services.rules.core.ruleset import RuleSet
from services.rules.loading import rule_set
from services.rules.metrics import QUARANTINED
from tests.support.thread_case import SHIPPED, Desk, at, changed, incident, standing


def countries(alerts: list[Alert]) -> list[Alert]:
    return [alert for alert in alerts if alert.scope.kind == "country"]


def other_rules(watch_from: int, version: int = 2) -> RuleSet:
    """The shipped rules with another mark for escalation."""
    return rule_set(
        replace_text(file, watch_from, version) if file.name == "toll_escalation.yaml" else file
        for file in SHIPPED.files
    )


def replace_text(file: RuleFile, watch_from: int, version: int) -> RuleFile:
    text = file.text.replace("watch_from_killed: 10", f"watch_from_killed: {watch_from}")
    return RuleFile(name=file.name, text=text.replace("version: 1", f"version: {version}"))


def test_a_record_names_its_cause_and_takes_its_time_from_it() -> None:
    desk = Desk()
    (alert,) = desk.hears(incident(at(2, 8), 10), cause="evt_report")
    (record,) = desk.records
    said = from_record(Stored(record.topic, 0, 0, record.key, record.value, record.headers, at(9)))
    assert (record.topic, record.key) == ("alerts", "incident:inc_a")
    assert (said.type, said.id, said.cause, said.time) == (
        "tocsin.alert.raised", alert.change_id, "evt_report", at(2, 8),
    )  # fmt: skip


def test_small_incidents_of_one_week_raise_the_country() -> None:
    desk = Desk()
    for n in range(11):
        assert countries(desk.hears(incident(at(2, n), 9, id=f"inc_{n}", evidence=(f"evt_{n}",)))) == []
    (alert,) = countries(desk.hears(incident(at(3), 9, id="inc_last", evidence=("evt_last",))))
    assert (alert.status, alert.scope.name, alert.severity) == ("raised", "Mali", "moderate")
    assert alert.headline == "Mali: 108 killed in 12 incidents in the 7 days to 3 March 2025"
    assert (len(alert.incident_ids), alert.evidence_total) == (12, 12)
    assert alert.place is not None
    assert (alert.place.country, alert.tolls) == ("ML", ())


def test_a_country_whose_sum_creeps_is_revised_in_silence() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 120))
    (alert,) = countries(desk.hears(incident(at(3), 5, id="inc_b")))
    assert alert.status == "amended"
    assert set(changed(alert)) == {
        "grounds.country_weekly_deaths.killed",
        "grounds.country_weekly_deaths.incidents",
        "headline",
        "incidents",
        "evidence",
    }


def test_a_country_closes_three_days_after_the_days_have_left_its_window() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 120))  # on 1 March
    told = [alert for day in range(3, 14) for alert in countries(desk.tick(at(day)))]
    assert [(alert.status, alert.changed_at) for alert in told if alert.status != "amended"] == [("closed", at(11))]
    assert told[-1].grounds == ()
    assert told[-1].description.startswith("It is past.")


def test_a_country_whose_facts_go_away_is_withdrawn() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 120))
    (alert,) = countries(desk.loses("inc_a", at(4)))
    assert (alert.status, alert.cause_kind) == ("withdrawn", "report_retracted")
    assert alert.incident_ids == ("inc_a",)


def test_a_retraction_after_a_country_closed_says_nothing_of_it() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 120))
    desk.tick(at(12))
    assert countries(desk.loses("inc_a", at(13))) == []


def test_an_incident_that_moves_takes_its_dead_to_the_other_country() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 120))
    told = countries(desk.hears(incident(at(2), 120, country="NE", revision=2), kind="source_revised"))
    assert [(alert.scope.id, alert.status) for alert in told] == [("ML", "withdrawn"), ("NE", "raised")]


def test_an_incident_whose_day_is_corrected_leaves_no_share_behind() -> None:
    desk = Desk()
    desk.hears(incident(at(20), 60, day=at(19)))
    desk.hears(incident(at(20), 60, day=at(2), revision=2))
    assert countries(desk.hears(incident(at(20, 1), 60, id="inc_b"))) == []


def test_a_restart_between_any_two_records_changes_nothing() -> None:
    def story(desk: Desk, *, restarts: bool) -> list[Alert]:
        steps: list[Incident | datetime] = [
            incident(at(2, 8), 10), incident(at(2, 20), 120, revision=2), at(4), incident(at(4), 9, id="inc_b"),
            incident(at(5), 14, revision=3, day=at(1)), at(8), at(12), at(20),
        ]  # fmt: skip
        for step in steps:
            if isinstance(step, Incident):
                desk.hears(step)
            else:
                desk.tick(step)
            if restarts:
                desk.restart()
        return desk.log

    assert story(Desk(), restarts=True) == story(Desk(), restarts=False)


def test_a_rule_that_raises_is_set_aside_for_its_key_alone_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(state: Incident, now: datetime, parameters: Parameters) -> tuple[Finding, ...]:
        del now, parameters
        if state.incident_id == "inc_bad":
            raise ZeroDivisionError
        return (Finding("It stands.", evidence=state.evidence),)

    counted = QUARANTINED.labels("faulty")
    was = counted._value.get()
    add_family(monkeypatch, faulty)
    desk = Desk(with_faulty_rule())
    (good,) = desk.hears(incident(at(2), 10))
    (bad,) = desk.hears(incident(at(2), 10, id="inc_bad"))
    desk.hears(incident(at(2), 12, id="inc_bad", revision=2))
    assert standing(good) == {"faulty", "toll_escalation"}
    assert standing(bad) == {"toll_escalation"}
    assert counted._value.get() == was + 1


def test_the_ground_of_a_rule_that_is_set_aside_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(state: Incident, now: datetime, parameters: Parameters) -> tuple[Finding, ...]:
        del now, parameters
        if state.revision > 1:
            raise ZeroDivisionError
        return (Finding("It stands.", evidence=state.evidence),)

    add_family(monkeypatch, faulty)
    desk = Desk(with_faulty_rule())
    desk.hears(incident(at(2), 10))
    (alert,) = desk.hears(incident(at(2), 12, revision=2))
    assert standing(alert) == {"faulty", "toll_escalation"}


def add_family(
    monkeypatch: pytest.MonkeyPatch, judge: Callable[[Incident, datetime, Parameters], tuple[Finding, ...]]
) -> None:
    family = Family("faulty", {"incident": Way(Parameters, judge)})
    monkeypatch.setattr("services.rules.core.ruleset.FAMILIES", {**FAMILIES, "faulty": family})


def with_faulty_rule() -> RuleSet:
    shipped = next(rule for rule in SHIPPED.rules if rule.id == "toll_escalation")
    faulty = replace(shipped, id="faulty", family="faulty", parameters=Parameters())
    return RuleSet((*SHIPPED.rules, faulty), "hash of a test")


def test_new_rules_judge_what_stands_at_once() -> None:
    stricter = other_rules(watch_from=20)
    desk = Desk(known={stricter.hash: stricter})
    desk.hears(incident(at(2), 10))
    desk.hears(incident(at(2), 30, id="inc_b"))
    told = desk.activate(stricter, at(3))
    assert [(alert.scope.id, alert.status, alert.cause_kind) for alert in told] == [
        ("inc_a", "withdrawn", "rule_changed"),
        ("inc_b", "amended", "rule_changed"),
    ]
    assert desk.hears(incident(at(3), 12, id="inc_c")) == []


def test_the_same_rules_activated_again_change_nothing() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 10))
    assert desk.activate(SHIPPED, at(3)) == []
    assert desk.activate(SHIPPED, at(4)) == []


def test_rules_that_this_process_does_not_have_stop_the_partition() -> None:
    with pytest.raises(Unreadable, match="does not have them"):
        Desk().activate(other_rules(watch_from=20), at(3))


def test_many_scopes_that_are_due_are_looked_at_in_bounded_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.rules.evaluate.VISITS_MAX", 2)
    desk = Desk()
    for n in range(5):
        desk.hears(incident(at(2), 10, id=f"inc_{n}"))
    told = [[alert.scope.id for alert in desk.tick(at(9, hour))] for hour in range(4)]
    assert told == [["inc_0", "inc_1"], ["inc_2", "inc_3"], ["inc_4"], []]


def test_rules_that_change_reach_every_open_thread_in_bounded_units(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.rules.evaluate.VISITS_MAX", 2)
    stricter = other_rules(watch_from=20)
    desk = Desk(known={stricter.hash: stricter})
    for n in range(5):
        desk.hears(incident(at(2), 10, id=f"inc_{n}"))
    told = [len(desk.activate(stricter, at(3)))] + [len(desk.tick(at(3, hour))) for hour in range(1, 5)]
    assert sum(told) == 5
    assert max(told) <= 2


def test_with_several_theatres_time_is_that_of_the_slowest() -> None:
    desk = Desk()
    desk.hears(incident(at(2), 10))
    assert desk.tick(at(3), "sahel") == []
    assert desk.tick(at(2, 12), "lake") == []
    assert desk.tick(at(9), "sahel") == []
    (alert,) = desk.tick(at(6), "lake")
    assert (alert.status, alert.changed_at) == ("closed", at(6))

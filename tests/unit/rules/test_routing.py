"""Where an incident counts, and what each scope is told."""

from services.rules.core.routing import COUNTED, counted, route
from tests.support.thread_case import at, incident

ONE = incident(at(2), 10)


def test_a_new_incident_is_told_to_itself_and_to_its_country() -> None:
    signals = route("new_report", [(None, counted(ONE))])
    assert [s.scope.key for s in signals] == ["country:ML", "incident:inc_a"]
    assert [s.contributions[0].incident for s in signals] == [ONE, ONE]
    assert signals[0].scope.name == "Mali"


def test_an_incident_without_a_country_is_told_to_itself_alone() -> None:
    assert [s.scope.key for s in route("new_report", [(None, counted(incident(at(2), 10, country=None)))])] == [
        "incident:inc_a"
    ]


def test_a_country_that_lost_an_incident_hears_that_it_is_gone() -> None:
    moved = incident(at(2), 10, country="NE", revision=2)
    signals = {s.scope.key: s.contributions[0] for s in route("source_revised", [(counted(ONE), counted(moved))])}
    assert signals["country:ML"].incident is None
    assert (signals["country:ML"].gone, signals["country:ML"].revision) == ("source_revised", 2)
    assert signals["country:NE"].incident == moved
    assert signals["incident:inc_a"].incident == moved


def test_a_retracted_incident_is_gone_everywhere() -> None:
    signals = route("report_retracted", [(counted(ONE), None)])
    assert {s.scope.key: s.contributions[0].gone for s in signals} == {
        "country:ML": "report_retracted",
        "incident:inc_a": "report_retracted",
    }


def test_a_merged_incident_is_gone_into_the_one_that_survives() -> None:
    merged = ONE.model_copy(update={"status": "merged", "merged_into": "inc_b", "revision": 2})
    other = incident(at(1), 9, id="inc_b")
    survivor = incident(at(2), 32, id="inc_b", revision=2)
    signals = {
        s.scope.key: s
        for s in route("new_report", [(counted(ONE), counted(merged)), (counted(other), counted(survivor))])
    }
    (gone,) = signals["incident:inc_a"].contributions
    assert (gone.gone, gone.into, gone.incident) == ("merged", "inc_b", None)
    assert [c.incident_id for c in signals["country:ML"].contributions] == ["inc_a", "inc_b"]
    assert [c.incident for c in signals["country:ML"].contributions] == [None, survivor]


def test_each_scope_hears_of_one_cause_once() -> None:
    changed = [(None, counted(incident(at(2), n, id=f"inc_{n}"))) for n in range(5)]
    keys = [s.scope.key for s in route("new_report", changed)]
    assert len(keys) == len(set(keys))
    assert keys == sorted(keys)


def test_what_did_not_change_is_not_told() -> None:
    assert route("new_report", [(counted(ONE), counted(ONE))]) == ()


def test_the_order_of_the_changed_incidents_does_not_matter() -> None:
    changed = [(None, counted(incident(at(2), n, id=f"inc_{n}"))) for n in range(5)]
    assert route("new_report", changed) == route("new_report", changed[::-1])


def test_what_was_counted_nowhere_and_is_gone_is_told_to_nobody() -> None:
    assert route("judgement", [(counted(ONE.model_copy(update={"status": "retracted"})), None)]) == ()


def test_where_an_incident_counted_is_kept_without_its_head() -> None:
    kept = COUNTED.unpack("inc_a", COUNTED.pack(counted(ONE)))
    assert (kept.scopes, kept.revision, kept.head) == (counted(ONE).scopes, 1, None)

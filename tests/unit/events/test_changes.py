"""What is different between two states of an alert, and what of it is worth telling."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from events.actor import Actor
from events.alert import Alert, Ground
from events.changes import changes_between, told, worth_telling
from events.moment import Occurred
from events.place import Place
from events.signal import Scope
from events.toll import Estimate

NOON = datetime(2025, 3, 2, 12, tzinfo=UTC)
DEAD = Estimate(measure="killed", party="unknown", low=10, best=10, high=10)
GROUND = Ground(rule="many", version=1, family="threshold", severity="moderate", because="10.", values={"killed": 10})
PLACE = Place(name="Gao", country="ML", admin1="ML-7", lat=16.3, lon=0.0, within_km=5)
BASE: dict[str, Any] = {
    "alert_id": "alr_1",
    "revision": 1,
    "change_id": "chg_1",
    "status": "raised",
    "scope": Scope(kind="incident", id="inc_1"),
    "severity": "moderate",
    "urgency": "immediate",
    "certainty": "likely",
    "headline": "Mali: attack in Gao, 10 killed",
    "description": "It happened.",
    "grounds": (GROUND,),
    "occurred": Occurred(start=date(2025, 3, 1)),
    "place": PLACE,
    "tolls": (DEAD,),
    "evidence": ("evt_1",),
    "evidence_total": 1,
    "raised_at": NOON,
    "changed_at": NOON,
    "cause": "evt_1",
    "cause_kind": "new_report",
}


def alert(**changed: object) -> Alert:
    return Alert.model_validate(BASE | changed)


def fields(**changed: object) -> dict[str, tuple[object, object]]:
    return {c.field: (c.before, c.after) for c in changes_between(alert(), alert(revision=2, **changed))}


def test_the_same_alert_has_no_changes() -> None:
    assert changes_between(alert(), alert(revision=2, status="amended")) == ()


def test_each_change_carries_the_cause_of_the_newer_state() -> None:
    (change,) = changes_between(alert(), alert(severity="severe", cause_kind="judgement"))
    assert (change.field, change.before, change.after, change.cause) == ("severity", "moderate", "severe", "judgement")


def test_a_toll_is_told_as_the_victims_figure_and_by_party() -> None:
    soldiers = Estimate(measure="killed", party="state_force", low=32, best=32)
    assert fields(tolls=(soldiers,)) == {
        "tolls.killed.best": (10, 32),
        "tolls.killed.low": (10, 32),
        "tolls.killed.high": (10, None),
        "tolls.killed.state_force.best": (None, 32),
        "tolls.killed.state_force.low": (None, 32),
    }


def test_the_dead_of_the_attackers_change_no_figure_of_victims() -> None:
    attackers = Estimate(measure="killed", party="attackers", low=77, best=77, high=77)
    assert set(fields(tolls=(DEAD, attackers))) == {
        f"tolls.killed.attackers.{part}" for part in ("low", "best", "high")
    }


def test_grounds_are_told_by_their_severity() -> None:
    other = GROUND.model_copy(update={"rule": "other", "severity": "severe"})
    assert fields(grounds=(other,)) == {"grounds.other": (None, "severe"), "grounds.many": ("moderate", None)}


@pytest.mark.parametrize(
    "quiet",
    [
        {"evidence": ("evt_1", "evt_2"), "evidence_total": 2},
        {"grounds": (GROUND.model_copy(update={"values": {"killed": 10, "first_reported": 8}}),)},
        {"grounds": (GROUND.model_copy(update={"version": 2}),)},
        {"headline": "Mali: attack near Gao, 10 killed"},
        {"description": "It happened at dawn."},
        {"incident_ids": ("inc_1", "inc_2")},
    ],
)
def test_more_of_the_same_is_a_change_that_is_told_to_nobody(quiet: dict[str, object]) -> None:
    changes = changes_between(alert(), alert(**quiet))
    assert len(changes) == 1
    assert not worth_telling(changes)


@pytest.mark.parametrize(
    "news",
    [
        {"severity": "severe"},
        {"certainty": "observed"},
        {"status": "withdrawn"},
        {"tlp": "red"},
        {"tolls": ()},
        {"grounds": ()},
        {"occurred": Occurred(start=date(2025, 3, 2))},
        {"place": PLACE.model_copy(update={"name": "Ansongo"})},
        {"actors": (Actor(name="Some Front", role="attacker"),)},
    ],
)
def test_what_a_reader_acts_on_is_worth_telling(news: dict[str, object]) -> None:
    assert worth_telling(changes_between(alert(), alert(**news)))


def test_told_leaves_the_quiet_changes_out() -> None:
    changes = changes_between(alert(), alert(severity="severe", evidence=("evt_2",)))
    assert [change.field for change in changes] == ["severity", "evidence"]
    assert [change.field for change in told(changes)] == ["severity"]


def test_a_point_that_moved_within_its_radius_is_the_same_place() -> None:
    assert fields(place=PLACE.model_copy(update={"lat": 16.33})) == {}
    assert fields(place=PLACE.model_copy(update={"lat": 16.5})) == {"place": ("Gao, ML-7, ML",) * 2}


def test_a_unit_that_becomes_known_is_no_move_and_another_one_is() -> None:
    vague = alert(place=PLACE.model_copy(update={"admin1": None}))
    assert changes_between(vague, alert()) == ()
    assert fields(place=PLACE.model_copy(update={"admin1": "ML-8"})) == {"place": ("Gao, ML-7, ML", "Gao, ML-8, ML")}


def test_the_window_of_a_country_moves_without_being_told() -> None:
    scope = Scope(kind="country", id="ML")
    before = alert(scope=scope)
    after = alert(scope=scope, occurred=None, place=None)
    assert changes_between(before, after) == ()


def test_urgency_alone_is_no_change() -> None:
    assert fields(urgency="past") == {}


def test_a_reader_who_heard_nothing_yet_hears_of_the_figure_that_was_corrected() -> None:
    corrected = GROUND.model_copy(update={"values": {"killed": 10, "first_reported": 4}})
    (change,) = changes_between(None, alert(grounds=(corrected,)))
    assert (change.field, change.before, change.after) == ("tolls.killed.best", 4, 10)
    assert changes_between(None, alert()) == ()


def test_changes_are_bounded() -> None:
    crowd = tuple(Actor(name=f"Group {n}", role="attacker") for n in range(100))
    assert len(changes_between(alert(), alert(actors=crowd))) == 40

"""Toll escalation and thresholds on one incident."""

from datetime import UTC, datetime, timedelta

import pytest

from events.toll import Estimate, Party, TrailPoint
from events.victims import victims
from services.rules.core.families.threshold import IncidentThreshold, judge_incident
from services.rules.core.families.toll_escalation import TollEscalation, judge, rise_to
from tests.support.thread_case import at, incident

DEFAULT = TollEscalation()
NOON = datetime(2025, 3, 2, 12, tzinfo=UTC)


def point(hours: float, killed: int | None, standing: str = "current", low: int | None = None) -> TrailPoint:
    told = {"at": NOON + timedelta(hours=hours), "best": killed, "low": low, "standing": standing}
    return TrailPoint.model_validate(told | {"report_id": f"rep_{hours}", "source": "AP"})


def killed(party: Party, n: int) -> Estimate:
    return Estimate(measure="killed", party=party, low=n, best=n, high=n)


def test_ten_killed_are_watched_and_nine_are_not() -> None:
    assert judge(incident(at(2), 10), at(2), DEFAULT)
    assert not judge(incident(at(2), 9), at(2), DEFAULT)


def test_an_incident_without_a_figure_has_no_ground() -> None:
    assert not judge(incident(at(2)), at(2), DEFAULT)


def test_a_figure_that_only_has_a_lower_bound_counts_with_it() -> None:
    dozens = incident(at(2)).model_copy(update={"tolls": (Estimate(measure="killed", party="unknown", low=24),)})
    (finding,) = judge(dozens, at(2), DEFAULT)
    assert finding.because == "At least 24 killed."


def test_a_rise_needs_both_the_persons_and_the_ratio() -> None:
    assert rise_to(32, [point(0, 10), point(9, 32)], DEFAULT) is not None
    assert rise_to(19, [point(0, 10), point(9, 19)], DEFAULT) is None  # nine more
    assert rise_to(112, [point(0, 100), point(9, 112)], DEFAULT) is None  # a tenth more


def test_a_rise_that_took_longer_than_its_hours_is_none() -> None:
    assert rise_to(32, [point(0, 10), point(72, 32)], DEFAULT) is not None
    assert rise_to(32, [point(0, 10), point(72.5, 32)], DEFAULT) is None


def test_a_superseded_figure_inside_one_article_is_where_the_rise_began() -> None:
    rise = rise_to(32, [point(0, 32), point(0, 10, "superseded")], DEFAULT)
    assert rise is not None
    assert (rise.start, rise.hours) == (10, 0)


def test_a_denied_figure_is_no_start_of_a_rise() -> None:
    assert rise_to(32, [point(0, 10, "denied"), point(9, 32)], DEFAULT) is None


def test_a_lower_figure_of_another_source_published_later_makes_no_rise() -> None:
    assert rise_to(32, [point(0, 32), point(5, 12)], DEFAULT) is None


def test_a_figure_that_fell_back_keeps_only_the_rise_that_is_left() -> None:
    assert rise_to(12, [point(0, 10), point(9, 32), point(20, 12)], DEFAULT) is None
    left = rise_to(20, [point(0, 5), point(9, 32), point(20, 20)], DEFAULT)
    assert left is not None
    assert left.start == 5


def test_the_order_in_which_a_trail_is_told_does_not_matter() -> None:
    trail = [point(0, 10), point(0, 4, "superseded"), point(9, 32), point(9, 18, "superseded")]
    assert rise_to(32, trail, DEFAULT) == rise_to(32, trail[::-1], DEFAULT)


def test_an_empty_trail_has_no_rise() -> None:
    assert rise_to(32, [], DEFAULT) is None


@pytest.mark.parametrize(
    ("tolls", "number"),
    [
        ([killed("civilians", 20), killed("state_force", 12), killed("unknown", 30)], 32),
        ([killed("civilians", 20), killed("unknown", 30)], 30),
        ([killed("state_force", 89), killed("attackers", 77)], 89),
        ([killed("state_force", 2), killed("non_state", 58)], 2),
        ([killed("aid_workers", 1), killed("peacekeepers", 2), killed("foreign_force", 3)], 6),
    ],
)
def test_victims_are_the_greater_of_the_told_total_and_the_sum_of_their_sides(
    tolls: list[Estimate], number: int
) -> None:
    figure = victims(tolls)
    assert figure is not None
    assert figure.number == number


def test_a_figure_of_all_sides_together_is_none_of_victims() -> None:
    assert victims([killed("all", 60)]) is None


def test_a_sum_with_one_open_side_has_no_best_number_and_no_upper_bound() -> None:
    some = Estimate(measure="killed", party="civilians", low=24)
    figure = victims([some, killed("state_force", 10)])
    assert figure is not None
    assert (figure.low, figure.best, figure.high, figure.number) == (34, None, None, 34)


def test_displaced_people_may_be_told_of_all_sides_together() -> None:
    told = Estimate(measure="displaced", party="all", low=8000, best=8000)
    crowd = incident(at(2)).model_copy(update={"tolls": (told,)})
    parameters = IncidentThreshold(measure="displaced", at_least_persons=5000)
    (finding,) = judge_incident(crowd, at(2), parameters)
    assert finding.because == "At least 8,000 displaced; the mark is 5,000."


def test_a_threshold_stands_at_its_number_and_not_below() -> None:
    parameters = IncidentThreshold(at_least_persons=25)
    assert judge_incident(incident(at(2), 25), at(2), parameters)
    assert not judge_incident(incident(at(2), 24), at(2), parameters)

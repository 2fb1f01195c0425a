"""Thresholds on a country: day buckets, sums, and how sure they are."""

from datetime import UTC, date, datetime

from events.incident import Incident
from events.signal import Contribution
from services.rules.core.families.threshold import WindowThreshold, judge_window
from services.rules.core.window import BUCKET, Bucket, Window, day_of, days, evolve
from tests.support.thread_case import at, incident

WEEK = WindowThreshold(at_least_killed=100, within_days=7)


def share(one: Incident) -> Contribution:
    return Contribution(incident_id=one.incident_id, revision=one.revision, incident=one)


def window(*incidents: Incident) -> Window:
    buckets: dict[date, Bucket] = {}
    for one in incidents:
        buckets[day_of(one)] = evolve(buckets.get(day_of(one), Bucket(day_of(one))), share(one))
    return Window(tuple(buckets[day] for day in sorted(buckets)))


def test_a_week_sums_the_victims_of_its_days() -> None:
    (finding,) = judge_window(window(incident(at(2), 60), incident(at(5), 45, id="inc_b")), at(6), WEEK)
    assert finding.values == {"killed": 105, "incidents": 2, "within_days": 7}
    assert finding.because == "105 killed in 2 incidents in the 7 days to 6 March 2025."


def test_a_day_leaves_the_window_at_midnight() -> None:
    both = window(incident(at(2), 60), incident(at(5), 45, id="inc_b"))  # on the 1st and on the 4th
    assert judge_window(both, at(7, 23.9), WEEK)
    assert not judge_window(both, at(8), WEEK)


def test_a_revision_takes_the_place_of_the_older_share() -> None:
    bucket = evolve(Bucket(date(2025, 3, 1)), share(incident(at(2), 60)))
    bucket = evolve(bucket, share(incident(at(2), 20, revision=2)))
    assert (bucket.killed, len(bucket.shares)) == (20, 1)


def test_a_share_that_is_gone_leaves_nothing() -> None:
    bucket = evolve(Bucket(date(2025, 3, 1)), share(incident(at(2), 60)))
    assert evolve(bucket, Contribution(incident_id="inc_a", revision=2, gone="report_retracted")).shares == ()


def test_a_bucket_does_not_depend_on_the_order_of_its_shares() -> None:
    one, two = share(incident(at(2), 60)), share(incident(at(2), 5, id="inc_b"))
    empty = Bucket(date(2025, 3, 1))
    assert evolve(evolve(empty, one), two) == evolve(evolve(empty, two), one)


def test_an_incident_dated_after_it_was_known_counts_on_the_day_it_was_known() -> None:
    assert day_of(incident(at(2), 5, day=datetime(2031, 1, 1, tzinfo=UTC))) == date(2025, 3, 2)


def test_a_sum_is_as_sure_as_the_incidents_that_reach_the_mark() -> None:
    sure = incident(at(5), 90, grades=("A", "B"))
    doubtful = incident(at(5), 30, id="inc_b", grades=("E",))
    assert judge_window(window(sure, doubtful), at(6), WEEK)[0].certainty == "unlikely"
    assert judge_window(window(sure, doubtful, incident(at(5), 10, id="inc_c")), at(6), WEEK)[0].certainty == "likely"


def test_a_bucket_survives_being_written_and_read() -> None:
    bucket = evolve(Bucket(date(2025, 3, 1)), share(incident(at(2), 60)))
    assert BUCKET.validate_json(BUCKET.dump_json(bucket)) == bucket


def test_days_hold_both_ends() -> None:
    assert list(days(date(2025, 2, 27), date(2025, 3, 1))) == [date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 1)]

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.moment import Moment, Occurred, from_ms, parse_moment, rfc3339, to_ms
from events.report import Report
from events.toll import TollClaim

A_DAY = {"source": {"name": "AP"}, "occurred": {"start": "2025-02-07"}, "kind": "ambush"}


def test_a_moment_is_kept_in_utc_and_written_with_its_zone() -> None:
    at = parse_moment("2025-02-08T11:00:00+01:00")
    assert rfc3339(at) == "2025-02-08T10:00:00Z"
    assert rfc3339(at + timedelta(milliseconds=7)) == "2025-02-08T10:00:00.007Z"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse_moment("2025-02-08T10:00:00")
    with pytest.raises(ValidationError, match="timezone"):
        TypeAdapter(Moment).validate_python("2025-02-08T10:00:00")


@given(st.integers(-60_000_000_000_000, 4_000_000_000_000))
def test_milliseconds_survive_the_round_trip(ms: int) -> None:
    assert to_ms(from_ms(ms)) == ms
    assert parse_moment(rfc3339(from_ms(ms))) == from_ms(ms)


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=45)))))
def test_a_moment_reads_back_as_it_was_written(at: datetime) -> None:
    moment = TypeAdapter(Moment).validate_python(at.replace(year=max(at.year, 2)))
    assert parse_moment(rfc3339(moment)) == moment


def test_a_day_is_a_half_open_interval() -> None:
    day = Occurred(start=date(2025, 2, 7))
    assert (day.first, day.last) == (datetime(2025, 2, 7, tzinfo=UTC), datetime(2025, 2, 8, tzinfo=UTC))
    month = Occurred(start=date(2025, 2, 1), end=date(2025, 3, 1), precision="month")
    assert month.last == datetime(2025, 3, 1, tzinfo=UTC)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="end must lie after start"):
        Occurred(start=date(2025, 2, 7), end=date(2025, 2, 7))


@pytest.mark.parametrize(("low", "best", "high"), [(32, 10, None), (5, None, 4), (None, 5, 4)])
def test_a_claim_out_of_order_is_refused(low: int | None, best: int | None, high: int | None) -> None:
    with pytest.raises(ValidationError, match="low <= best <= high"):
        TollClaim(measure="killed", low=low, best=best, high=high)


def test_at_least_32_has_no_upper_bound() -> None:
    assert TollClaim(measure="killed", low=32, best=32).high is None


def test_a_report_needs_text_or_kind_and_a_time() -> None:
    Report.model_validate(A_DAY)
    with pytest.raises(ValidationError, match="one of text and kind"):
        Report.model_validate({**A_DAY, "kind": None})
    with pytest.raises(ValidationError, match="one of occurred and published_at"):
        Report.model_validate({**A_DAY, "occurred": None})


def test_unknown_fields_are_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="kilometres"):
        Report.model_validate({**A_DAY, "place": {"name": "Gao", "kilometres": 3}})


def test_the_report_that_the_interface_shows_is_read_whole() -> None:
    shown: dict[str, Any] = {
        "source": {"name": "AP", "id": "ap-20250208-017", "grade": "B", "tlp": "green"},
        "published_at": "2025-02-08T10:00:00Z",
        "occurred": {"start": "2025-02-07", "precision": "day"},
        "kind": "ambush",
        "place": {
            "name": "between Gao and Ansongo",
            "country": "ML",
            "admin1": "ML-7",
            "lat": 16.0,
            "lon": 0.25,
            "within_km": 40,
        },
        "tolls": [
            {
                "measure": "killed",
                "party": "unknown",
                "low": 32,
                "best": 32,
                "high": None,
                "scope": "incident",
                "standing": "current",
                "words": "at least 32 people",
            }
        ],
        "actors": [
            {
                "name": "Wagner Group",
                "id": "wagner",
                "kind": "private_military_company",
                "role": "escort",
                "foreign": True,
                "home": "RU",
            },
            {
                "name": "Islamic State",
                "id": "is",
                "kind": "jihadist",
                "role": "attacker",
                "attribution": "suspected",
                "claimed": False,
            },
        ],
        "targets": [{"what": "convoy"}],
        "materiel": [{"what": "truck", "count": 5, "fate": "destroyed"}],
        "text": "…",
        "url": "…",
        "language": "en",
    }
    report = Report.model_validate(shown)
    again = report.model_dump(mode="json", exclude_unset=True)
    assert again == {**shown, "place": {**shown["place"], "within_km": 40.0}}

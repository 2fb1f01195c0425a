"""When time passes."""

from datetime import UTC, datetime, timedelta

from services.rules.core.ticking import boundary, due_tick, next_boundary

AT = datetime(2025, 3, 2, 12, 7, 31, 500_000, tzinfo=UTC)


def test_time_passes_on_five_minute_boundaries() -> None:
    assert boundary(AT) == datetime(2025, 3, 2, 12, 5, tzinfo=UTC)
    assert boundary(boundary(AT)) == boundary(AT)
    assert next_boundary(AT) == datetime(2025, 3, 2, 12, 10, tzinfo=UTC)
    assert next_boundary(boundary(AT)) == datetime(2025, 3, 2, 12, 10, tzinfo=UTC)


def test_a_boundary_is_told_once() -> None:
    first = due_tick(None, AT)
    assert first is not None
    assert first.until == boundary(AT)
    assert due_tick(first.until, AT) is None
    assert due_tick(first.until, AT + timedelta(minutes=3)) is not None


def test_after_a_long_stop_one_tick_leads_to_the_newest_boundary() -> None:
    tick = due_tick(AT - timedelta(days=30), AT)
    assert tick is not None
    assert tick.until == boundary(AT)


def test_a_clock_that_was_set_back_makes_no_earlier_tick() -> None:
    assert due_tick(AT, AT - timedelta(hours=1)) is None

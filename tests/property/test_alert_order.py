"""The same set of reports, in any order of arrival and with time passing anywhere between, ends in the same alerts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.control import Tick
from events.ids import derive
from events.moment import rfc3339
from events.report import ReportBody, ReportReceived, ReportRetracted
from tests.support.pipeline import alerts

MARCH = datetime(2025, 3, 1, tzinfo=UTC)
TOWNS = {"Gao": (16.27, -0.04), "Mopti": (14.49, -4.19), "Kayes": (14.45, -11.43)}
COMPANY = {"name": "Blue Column", "kind": "private_military_company", "role": "escort", "foreign": True, "home": "RU"}


@st.composite
def reports(draw: st.DrawFn) -> ReportReceived:
    town = draw(st.sampled_from(sorted(TOWNS)))
    source, grade = draw(st.sampled_from([("AFP", "B"), ("AP", "A"), ("Radio", "C"), ("Blog", "E")]))
    day = draw(st.integers(0, 5))
    known = MARCH + timedelta(days=day, hours=draw(st.integers(24, 120)))
    killed = draw(st.sampled_from([0, 4, 9, 10, 24, 25, 60, 120]))
    toll = {"measure": "killed", "low": killed, "best": killed, "high": draw(st.sampled_from([None, killed]))}
    party = draw(st.sampled_from(["unknown", "civilians", "state_force", "attackers"]))
    older = {"measure": "killed", "low": 5, "best": 5, "high": 5, "standing": "superseded"}
    body: dict[str, Any] = {
        "source": {"name": source, "grade": grade},
        "published_at": rfc3339(known),
        "occurred": {"start": (MARCH + timedelta(days=day)).date().isoformat()},
        "kind": "attack",
        "place": {"name": town, "country": "ML", "lat": TOWNS[town][0], "lon": TOWNS[town][1], "within_km": 5},
        "tolls": [toll | {"party": party}] + [older] * draw(st.integers(0, 1)),
        "actors": [COMPANY] * draw(st.integers(0, 1)),
    }
    number = draw(st.integers(0, 10**9))
    return ReportReceived(
        report_id=derive("report", str(number)),
        content_hash=str(number),
        report=ReportBody.model_validate(body),
        available_at=known,
        backfill=draw(st.booleans()),
    )


def with_ticks(arrivals: Sequence[ReportReceived], ticks: Sequence[tuple[int, float]]) -> list[ReportReceived | Tick]:
    """Time passing at these places (index) up to these moments (days), in the order of time."""
    out: list[ReportReceived | Tick] = list(arrivals)
    places = sorted((index % (len(arrivals) + 1) for index, _ in ticks), reverse=True)
    days = sorted((day for _, day in ticks), reverse=True)
    for index, day in zip(places, days, strict=True):
        out.insert(index, Tick(until=MARCH + timedelta(days=day)))
    return out


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.lists(reports(), min_size=2, max_size=7, unique_by=lambda r: r.report_id))
def test_every_order_of_arrival_ends_in_the_same_canonical_alerts(
    data: st.DataObject, told: list[ReportReceived]
) -> None:
    last = Tick(until=MARCH + timedelta(days=data.draw(st.sampled_from([1, 7, 9, 12, 40]))))
    places = st.lists(st.tuples(st.integers(0, 7), st.floats(0, 1)), max_size=3)
    some = [(index, share * (last.until - MARCH).days) for index, share in data.draw(places)]
    taken_back = [
        ReportRetracted(report_id=told[index].report_id, cause="source", available_at=MARCH + timedelta(days=9))
        for index in sorted(data.draw(st.sets(st.integers(0, len(told) - 1), max_size=2)))
    ]
    first = alerts([*told, *taken_back, last])
    other = data.draw(st.permutations(told))
    assert alerts([*with_ticks(other, some), *taken_back, last]) == first

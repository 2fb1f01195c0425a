import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.core.places.geodesy import destination, distance_km, midpoint, wrap_lon

lats, lons = st.floats(-80, 80), st.floats(-180, 180)


def test_gao_lies_ninety_kilometres_from_ansongo() -> None:
    assert distance_km(16.27, -0.04, 15.66, 0.50) == pytest.approx(89, abs=2)


def test_a_degree_east_on_the_equator_is_a_hundred_and_eleven_kilometres() -> None:
    lat, lon = destination(0, 0, 90, 111.2)
    assert lat == pytest.approx(0, abs=1e-6)
    assert lon == pytest.approx(1, abs=0.01)


def test_a_route_across_the_date_line_has_its_middle_on_it() -> None:
    lat, lon = midpoint(0, 179, 0, -179)
    assert lat == pytest.approx(0)
    assert abs(lon) == pytest.approx(180)
    assert wrap_lon(181) == -179


@given(lats, lons, st.floats(0, 360), st.floats(0, 500))
def test_a_destination_is_as_far_as_it_was_asked_to_be(lat: float, lon: float, bearing: float, km: float) -> None:
    there = destination(lat, lon, bearing, km)
    assert distance_km(lat, lon, *there) == pytest.approx(km, abs=0.01)


@given(lats, lons, lats, lons)
def test_a_midpoint_is_as_far_from_either_end(lat: float, lon: float, lat2: float, lon2: float) -> None:
    middle = midpoint(lat, lon, lat2, lon2)
    assert distance_km(lat, lon, *middle) == pytest.approx(distance_km(lat2, lon2, *middle), abs=1)

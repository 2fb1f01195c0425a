import pytest

from services.ingest.core.places.geodesy import distance_km
from services.ingest.gazetteer_units import box_middle, box_of, middle_of, spread_km, unit_radius_km, without_strays

SQUARE = [(10.0, 10.0), (10.0, 12.0), (12.0, 10.0), (12.0, 12.0)]


def test_the_middle_of_towns_on_both_sides_of_the_date_line_is_near_it() -> None:
    lat, lon = middle_of([(-17.0, 179.0), (-17.0, -179.0)])
    assert lat == -17.0
    assert abs(lon) == pytest.approx(180)


def test_the_spread_holds_the_share_that_was_asked_for() -> None:
    middle = middle_of(SQUARE)
    assert spread_km(middle, SQUARE, 1.0) == max(distance_km(*middle, *town) for town in SQUARE)


def test_a_town_filed_under_the_wrong_unit_is_a_stray() -> None:
    assert without_strays([*SQUARE, (10.5, 10.5), (40.0, 40.0)]) == [*SQUARE, (10.5, 10.5)]


def test_few_towns_do_not_make_a_unit_small() -> None:
    assert unit_radius_km((10.0, 10.0), [(10.0, 10.0)], 5_000, typical_km=120.0) == 120.0


def test_a_unit_that_is_one_city_is_no_larger_than_a_city() -> None:
    assert unit_radius_km((10.0, 10.0), [(10.0, 10.0)], 900_000, typical_km=120.0) == 20.0


def test_a_box_crosses_the_date_line_eastwards() -> None:
    south, west, north, east = box_of([(-17.0, 178.0), (-16.0, -179.0)])
    assert (south, west, north, east) == (-17.0, 178.0, -16.0, -179.0)
    assert box_middle(south, west, north, east) == (-16.5, 179.5)

from services.ingest.gazetteer_borders import border_points

EAST, WEST = [("AA", 10.0, 20.1), ("AA", 10.5, 20.1), ("AA", 10.0, 18.0)], [("BB", 10.0, 19.9), ("BB", 10.5, 19.9)]
NEIGHBOURS = {"AA": ("BB",), "BB": ("AA",)}


def test_a_border_runs_midway_between_the_towns_that_face_each_other() -> None:
    assert list(border_points([*EAST, *WEST], NEIGHBOURS)) == [("AA", "BB", 10.0, 20.0), ("AA", "BB", 10.5, 20.0)]


def test_countries_that_do_not_meet_have_no_border() -> None:
    assert list(border_points([*EAST, *WEST], {})) == []


def test_a_border_too_far_from_any_town_has_no_points() -> None:
    assert list(border_points([("AA", 10.0, 20.0), ("BB", 10.0, 26.0)], NEIGHBOURS)) == []

from events.place import Place
from services.ingest.core.learning import learn


def at(lat: float, lon: float, name: str = "Tin Hama", km: float | None = 5) -> Place:
    return Place(name=name, country="ML", lat=lat, lon=lon, within_km=km)


def test_the_point_is_the_mean_and_the_radius_holds_every_lesson() -> None:
    first = learn(None, at(15.5, 1.0))
    both = learn(first, at(15.7, 1.0))
    assert both is not None
    assert (round(both.lat, 3), both.lon, both.count) == (15.6, 1.0, 2)
    assert both.within_km > 11


def test_a_coarse_point_a_route_or_a_distance_teaches_no_name() -> None:
    assert learn(None, at(15.5, 1.0, km=120)) is None
    assert learn(None, at(15.5, 1.0, "between Gao and Ansongo")) is None
    assert learn(None, at(15.5, 1.0, "40 km east of Gao")) is None
    assert learn(None, Place(name="Gao", country="ML")) is None
    assert learn(None, Place(name="Gao", lat=16, lon=0)) is None

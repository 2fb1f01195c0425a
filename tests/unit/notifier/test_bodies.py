import json

from services.notifier.bodies import KEPT_MAX, Bodies
from services.notifier.core.ordering import Thread
from tests.unit.notifier.cases import an_alert


def test_who_is_told_the_same_gets_the_same_bytes_and_who_got_something_else_before_does_not() -> None:
    bodies = Bodies()
    _, first = bodies.of(Thread(), an_alert(3, killed=50), exercise=False)
    assert bodies.of(Thread(), an_alert(3, killed=50), exercise=False)[1] is first
    told, after_ten = bodies.of(Thread(got=an_alert(killed=10)), an_alert(3, killed=50), exercise=False)
    _, after_twenty = bodies.of(Thread(got=an_alert(2, killed=20)), an_alert(3, killed=50), exercise=False)
    assert told == "amended"
    assert len({first, after_ten, after_twenty}) == 3


def test_a_body_made_again_is_the_same_to_the_byte() -> None:
    thread = Thread(got=an_alert(killed=10), skipped=(2,))
    assert Bodies().of(thread, an_alert(3), exercise=False) == Bodies().of(thread, an_alert(3), exercise=False)


def test_no_more_bodies_are_kept_than_the_bound() -> None:
    bodies = Bodies()
    for n in range(KEPT_MAX + 20):
        _, body = bodies.of(Thread(), an_alert(thread=f"t{n}"), exercise=False)
        assert json.loads(body)["data"]["scope"]["id"] == f"t{n}"
    assert len(bodies._kept) == KEPT_MAX

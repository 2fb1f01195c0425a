import asyncio

from services.notifier.agenda import Agenda
from services.notifier.lanes import Lanes


async def test_a_full_lane_gives_no_place_until_one_is_given_back() -> None:
    lanes = Lanes(prompt_max=1, slow_max=1)
    place = lanes.take("s1", failing=False)
    assert place is not None
    assert lanes.take("s2", failing=False) is None
    lanes.give_back(place)
    assert lanes.take("s2", failing=False) is not None


async def test_an_attempt_that_takes_long_moves_over_and_frees_its_prompt_place() -> None:
    lanes = Lanes(prompt_max=1, slow_max=1, prompt_s=0.01)
    freed = asyncio.Event()
    lanes.on_free(freed.set)
    slow = lanes.take("s1", failing=False)
    await asyncio.wait_for(freed.wait(), 1)
    assert slow is not None
    assert slow.slow
    assert lanes.take("s2", failing=False) is not None
    assert not lanes.slow_room


async def test_where_the_slow_lane_is_full_a_long_attempt_keeps_its_place() -> None:
    lanes = Lanes(prompt_max=1, slow_max=0, prompt_s=0.01)
    place = lanes.take("s1", failing=False)
    await asyncio.sleep(0.03)
    assert place is not None
    assert not place.slow
    assert lanes.take("s2", failing=False) is None


async def test_a_failing_endpoint_has_room_for_one_probe() -> None:
    lanes = Lanes()
    assert lanes.room("s1", failing=False) == 4
    assert lanes.room("s1", failing=True) == 1
    lanes.take("s1", failing=True)
    assert lanes.room("s1", failing=True) == 0


def test_the_agenda_gives_the_earliest_and_only_once() -> None:
    agenda = Agenda()
    agenda.set("late", 30)
    agenda.set("early", 10)
    agenda.sooner("late", 20)
    agenda.sooner("late", 40)
    assert agenda.pop(5) is None
    assert (agenda.pop(25), agenda.next_ms(), agenda.pop(25)) == ("early", 20, "late")
    assert (agenda.pop(100), agenda.next_ms(), len(agenda)) == (None, None, 0)


def test_an_entry_that_was_taken_back_is_not_given() -> None:
    agenda = Agenda()
    agenda.set("s1", 10)
    agenda.set("s1", None)
    assert agenda.pop(100) is None


async def test_while_an_attempt_is_slow_its_endpoint_begins_no_other() -> None:
    lanes = Lanes(prompt_s=0.01)
    place = lanes.take("s1", failing=False)
    assert lanes.room("s1", failing=False) == 3
    await asyncio.sleep(0.03)
    assert lanes.room("s1", failing=False) == 0
    assert place is not None
    lanes.give_back(place)
    assert lanes.room("s1", failing=False) == 4

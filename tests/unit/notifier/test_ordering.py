from services.notifier.core.ordering import (
    WAITING_MAX,
    Dropped,
    Thread,
    Waiting,
    abandoned,
    asked_again,
    delivered,
    failed,
    owe,
    told,
)
from tests.unit.notifier.cases import an_alert


def item(revision: int, status: str = "amended", *, tried: bool = False) -> Waiting:
    return Waiting(f"d{revision}", revision, status, tried)  # type: ignore[arg-type]  # one of the words


def owing(thread: Thread, *items: Waiting, under_way: bool = False, shut: bool = False) -> Thread:
    for one in items:
        thread = owe(thread, one, under_way=under_way, shut=shut).thread
    return thread


def test_revisions_wait_behind_a_head_that_was_not_tried_yet() -> None:
    thread = owing(Thread(), item(1, "raised"), item(2), item(3))
    assert [one.revision for one in thread.waiting] == [1, 2, 3]


def test_a_newer_revision_replaces_a_head_that_failed() -> None:
    thread = failed(owing(Thread(), item(1, "raised")), maybe_received=False, shut=False).thread
    step = owe(thread, item(2), under_way=False, shut=False)
    assert step.dropped == (Dropped("d1", "superseded"),)
    assert step.thread.head == item(2)
    assert step.thread.skipped == (1,)


def test_when_a_head_fails_the_newest_of_those_behind_it_takes_its_place() -> None:
    thread = owing(Thread(), item(1, "raised"), item(2), item(3), under_way=True)
    step = failed(thread, maybe_received=False, shut=False)
    assert [d.delivery_id for d in step.dropped] == ["d1", "d2"]
    assert step.thread.waiting == (item(3),)


def test_a_head_that_is_under_way_is_waited_for() -> None:
    tried = failed(owing(Thread(), item(1, "raised")), maybe_received=False, shut=False).thread
    step = owe(tried, item(2), under_way=True, shut=False)
    assert step.dropped == ()
    assert step.thread.head == item(1, "raised", tried=True)


def test_behind_a_slow_endpoint_the_oldest_gives_way_but_never_the_one_under_way() -> None:
    thread = owing(Thread(), *(item(n, "raised" if n == 1 else "amended") for n in range(1, 13)), under_way=True)
    assert len(thread.waiting) == WAITING_MAX
    assert [one.revision for one in thread.waiting] == [1, 6, 7, 8, 9, 10, 11, 12]
    assert thread.skipped == (2, 3, 4, 5)


def test_behind_a_disabled_endpoint_only_the_newest_is_held() -> None:
    thread = owing(Thread(), item(1, "raised"), item(2), item(3), shut=True)
    assert thread.waiting == (item(3),)
    assert thread.skipped == (1, 2)


def test_a_revision_that_is_no_newer_is_not_owed_again() -> None:
    thread = owing(Thread(), item(1, "raised"), item(2))
    assert owe(thread, item(2), under_way=False, shut=False).thread == thread


def test_an_alert_that_ends_before_anything_was_told_is_not_told() -> None:
    step = owe(owing(Thread(), item(1, "raised")), item(2, "withdrawn"), under_way=False, shut=False)
    assert step.thread.waiting == ()
    assert {d.reason for d in step.dropped} == {"never told"}


def test_a_thread_that_revives_before_anything_was_told_is_told_from_there() -> None:
    thread = abandoned(owing(Thread(), item(1, "raised"), item(2, "closed"), item(3), under_way=True)).thread
    assert thread.waiting == (item(3),)
    assert thread.skipped == (1, 2)


def test_an_ending_is_told_where_the_beginning_may_have_arrived() -> None:
    thread = failed(owing(Thread(), item(1, "raised")), maybe_received=True, shut=False).thread
    step = owe(thread, item(2, "withdrawn"), under_way=False, shut=False)
    assert step.thread.head == item(2, "withdrawn")
    assert told(step.thread, "withdrawn") == "withdrawn"


def test_the_first_message_of_a_thread_is_raised_whatever_it_was_to_others() -> None:
    assert told(Thread(), "amended") == "raised"
    assert told(Thread(got=an_alert()), "amended") == "amended"
    assert told(Thread(got=an_alert()), "closed") == "closed"


def test_after_a_delivery_the_next_revision_is_the_head_and_nothing_is_skipped() -> None:
    thread = owing(Thread(skipped=(1,)), item(2), item(3))
    step = delivered(thread, an_alert(2))
    assert step.thread.head == item(3)
    assert (step.thread.skipped, step.thread.got) == ((), an_alert(2))


def test_an_abandoned_delivery_can_be_asked_for_again_while_it_is_the_newest() -> None:
    thread = abandoned(owing(Thread(), item(1, "raised"))).thread
    assert thread.parked == item(1, "raised")
    again = asked_again(thread)
    assert (again.head, again.parked, again.skipped) == (item(1, "raised"), None, ())


def test_an_abandoned_delivery_cannot_be_asked_for_once_a_newer_revision_is_owed() -> None:
    thread = owing(abandoned(owing(Thread(), item(1, "raised"))).thread, item(2))
    assert asked_again(thread) == thread

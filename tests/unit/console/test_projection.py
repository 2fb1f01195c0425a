"""The projection: event by event, what becomes of an item."""

from datetime import UTC, datetime, timedelta

import pytest

from events.catalog import envelope
from events.control import Tick
from events.delivery import RetryRequested
from events.incident import IncidentMerged
from events.log.port import Stored
from events.report import ReportRetracted
from events.value import Event
from services.console.core.items import Changed, Item, ItemKind, changed_by
from services.console.core.projection import project
from tests.support.console import AT, alert, attempted, claim, head, opened, received, revised, scheduled


class Shelf:
    """The items as a store would hold them."""

    def __init__(self) -> None:
        self.items: dict[tuple[ItemKind, str], Item] = {}
        self.seen = 0

    def take(self, *events: Event) -> list[Item]:
        made: list[Item] = []
        for event in events:
            self.seen += 1
            said = envelope(event, source="/test", time=AT, distinct=str(self.seen))
            new = project(said, Changed(1_000 + self.seen, self.seen), lambda k, i: self.items.get((k, i)))
            self.items |= {(item.kind, item.id): item for item in new}
            made += new
        return made


def test_ticks_change_nothing() -> None:
    assert Shelf().take(Tick(until=AT)) == []


def test_an_equal_version_of_a_report_is_no_change_but_the_same_after_a_retraction_is() -> None:
    shelf = Shelf()
    first = received("rep_1", claim(10))
    assert len(shelf.take(first, first)) == 1
    retracted = ReportRetracted(report_id="rep_1", cause="mistake", available_at=AT)
    assert [item.live for item in shelf.take(retracted, retracted)] == [False]
    assert [item.live for item in shelf.take(first)] == [True]


def test_an_event_that_is_in_the_log_twice_changes_nothing_the_second_time() -> None:
    said = envelope(opened("inc_1"), source="/test", time=AT)
    (item,) = project(said, Changed(1, 1), lambda _, __: None)
    assert project(said, Changed(2, 2), lambda _, __: item) == []


@pytest.mark.parametrize(
    "event",
    [
        ReportRetracted(report_id="rep_1", cause="x", available_at=AT),
        IncidentMerged(incident_id="inc_1", into="inc_2", revision=2),
    ],
)
def test_the_end_of_what_was_never_seen_is_no_item(event: Event) -> None:
    assert Shelf().take(event) == []


def test_a_tombstone_keeps_what_was_known_and_what_it_is_found_by() -> None:
    shelf = Shelf()
    (before,) = shelf.take(opened("inc_1", revision=3))
    (after,) = shelf.take(IncidentMerged(incident_id="inc_1", into="inc_2", revision=4))
    assert after.data == before.data | {"status": "merged", "merged_into": "inc_2", "revision": 4}
    assert after.found == before.found
    assert set(after.tags) ^ set(before.tags) == {"incident status open", "incident status merged"}


def test_an_incident_that_comes_back_lives_again() -> None:
    shelf = Shelf()
    shelf.take(opened("inc_1"), IncidentMerged(incident_id="inc_1", into="inc_2", revision=2))
    assert [item.live for item in shelf.take(revised("inc_1", 3))] == [True]


def test_a_report_item_is_flat_and_whole() -> None:
    (item,) = Shelf().take(received("rep_1", claim(10), article_id="art_1", ordinal=2))
    data = item.data
    assert (data["report_id"], data["status"], data["source"]["name"]) == ("rep_1", "current", "Radio Nord")
    assert (data["tolls"][0]["best"], data["article_id"], data["ordinal"]) == (10, "art_1", 2)
    assert data["materiel"] == []
    assert data["headline"] is None


def test_a_closed_alert_is_still_listed_and_a_withdrawn_one_is_not() -> None:
    shelf = Shelf()
    statuses = ("raised", "amended", "closed", "withdrawn")
    items = shelf.take(*(alert("alr_1", n, status) for n, status in enumerate(statuses, 1)))
    assert [item.live for item in items] == [True, True, True, False]


ORDERS = (
    (scheduled("dlv_1"), attempted("dlv_1", 1, "retry"), attempted("dlv_1", 2, "delivered")),
    (attempted("dlv_1", 1, "retry"), scheduled("dlv_1"), attempted("dlv_1", 2, "delivered")),
    (attempted("dlv_1", 1, "retry"), attempted("dlv_1", 2, "delivered"), scheduled("dlv_1")),
)


@pytest.mark.parametrize("order", ORDERS)
def test_a_delivery_is_the_same_in_whichever_order_its_two_topics_are_read(order: tuple[Event, ...]) -> None:
    shelf = Shelf()
    shelf.take(*order)
    data = shelf.items["delivery", "dlv_1"].data
    assert (data["status"], data["attempts_total"], data["scheduled_at"]) == ("delivered", 2, "2025-02-08T10:00:00Z")
    assert data["headline"] == "alr_1 at revision 1"


@pytest.mark.parametrize(("minutes", "status"), [(0, "abandoned"), (2, "scheduled")])
@pytest.mark.parametrize("asked_first", [True, False])
def test_a_retry_that_was_asked_for_after_the_last_attempt_makes_it_wait_again(
    minutes: int, status: str, *, asked_first: bool
) -> None:
    at = AT + timedelta(minutes=minutes)
    asked = RetryRequested(delivery_id="dlv_1", subscription_id="sub_a", requested_at=at)
    tried = attempted("dlv_1", 1, "abandoned")
    shelf = Shelf()
    shelf.take(scheduled("dlv_1"), *((asked, tried) if asked_first else (tried, asked)))
    assert shelf.items["delivery", "dlv_1"].data["status"] == status


def test_the_change_of_a_delivery_never_falls_back() -> None:
    said = [envelope(e, source="/test", time=AT) for e in (attempted("dlv_1", 1, "delivered"), scheduled("dlv_1"))]
    delivery, _ = project(said[0], Changed(20, 2), lambda _, __: None)
    (again,) = project(said[1], Changed(10, 1), lambda _, __: delivery)
    assert again.changed == Changed(20, 2)


def test_no_two_records_make_the_same_change() -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    places = [
        changed_by(Stored(topic, part, off, "", b"", {}, at))
        for topic in ("reports", "alerts", "attempts")
        for part in (0, 7)
        for off in (0, 1, 10**12)
    ]
    assert len(set(places)) == len(places)
    assert all(place.place < 2**63 for place in places)


def test_the_fields_of_a_head_are_all_shown() -> None:
    (item,) = Shelf().take(opened("inc_1"))
    assert set(item.data) == set(head("inc_1").model_dump())

"""Questions and cursors."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.core.items import Changed
from services.console.core.parameters import VALUES_MAX, box, limit, words
from services.console.core.query import encode_cursor, query_of
from services.runtime.parameters import WrongParameter


def test_without_a_question_only_what_lives_is_listed_fifty_at_a_time() -> None:
    query = query_of("incident", [])
    assert (query.live_only, query.limit, query.tags) == (True, 50, ())


@pytest.mark.parametrize("pair", [("changed_since", "2025-01-01T00:00:00Z"), ("status", "merged")])
def test_whoever_asks_what_changed_or_names_a_status_gets_tombstones(pair: tuple[str, str]) -> None:
    assert not query_of("incident", [pair]).live_only


def test_several_values_may_come_by_commas_or_repeated() -> None:
    commas = query_of("alert", [("rule", "b,a")])
    repeated = query_of("alert", [("rule", "a"), ("rule", "b")])
    assert commas.tags == repeated.tags == (("alert rule a", "alert rule b"),)


def test_a_cursor_brings_its_question_along() -> None:
    pairs = [("country", "ML,NE"), ("severity_min", "minor")]
    asked = query_of("incident", pairs)
    cursor = encode_cursor(replace(asked, store="store", snapshot=7, after=Changed(5, 3)))
    again = query_of("incident", [("cursor", cursor), ("limit", "3")])
    assert (again.tags, again.severity_min, again.limit) == (asked.tags, 1, 3)
    assert (again.store, again.snapshot, again.after) == ("store", 7, Changed(5, 3))


def test_a_cursor_of_one_subscription_is_no_cursor_of_another() -> None:
    cursor = encode_cursor(replace(query_of("delivery", [], "sub_a"), store="store", snapshot=1, after=Changed(1, 1)))
    query_of("delivery", [("cursor", cursor)], "sub_a")
    with pytest.raises(WrongParameter):
        query_of("delivery", [("cursor", cursor)], "sub_b")


@given(st.text(max_size=200))
def test_no_other_word_is_a_cursor(word: str) -> None:
    with pytest.raises(WrongParameter) as refused:
        query_of("alert", [("cursor", "cur_" + word)])
    assert refused.value.field == "cursor"


@pytest.mark.parametrize("value", ["0", "-1", "501", "5.0", "five", "\u0665", "1" * 5_000])
def test_a_limit_is_a_whole_number_from_1_to_500(value: str) -> None:
    with pytest.raises(WrongParameter):
        limit("limit", value)


def test_there_is_a_bound_on_values() -> None:
    assert len(words("rule", ",".join(map(str, range(VALUES_MAX))))) == VALUES_MAX
    with pytest.raises(WrongParameter):
        words("rule", ",".join(map(str, range(VALUES_MAX + 1))))
    with pytest.raises(WrongParameter):
        words("rule", "a,,b")


def test_a_box_may_cross_the_180th_meridian_but_not_stand_on_its_head() -> None:
    assert box("bbox", "170,-20,-170,-10") == (170, -20, -170, -10)
    for value in ("0,10,1,5", "0,0,181,1", "0,0,1,inf", "0,0,1", "a,b,c,d"):
        with pytest.raises(WrongParameter):
            box("bbox", value)

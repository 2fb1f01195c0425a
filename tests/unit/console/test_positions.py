"""Positions: opaque words for places in the log."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.console.core.positions import Source, WrongPosition, decode, encode, located

TOPICS = st.sampled_from(["alerts", "incidents", "dead-letters"])
OFFSETS = st.dictionaries(TOPICS, st.lists(st.integers(0, 10**15), min_size=1), min_size=1)


@given(OFFSETS)
def test_a_position_says_what_it_was_made_from(told: dict[str, list[int]]) -> None:
    offsets = {Source(topic, i): offset for topic, each in told.items() for i, offset in enumerate(each)}
    if len(encode(offsets)) <= 2_000:
        assert decode(encode(offsets)) == offsets


@given(st.text(max_size=60))
def test_no_other_word_is_a_position(word: str) -> None:
    with pytest.raises(WrongPosition):
        decode(word)


def word_for(text: str) -> str:
    return "pos_" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    ["", "alerts", "alerts:", "alerts:-1", "alerts:1,", "alerts:1;", "ALERTS:1", "alerts:1e3", "alerts:" + "9" * 19],
)
def test_a_forged_position_is_refused(text: str) -> None:
    with pytest.raises(WrongPosition):
        decode(word_for(text))


def test_a_position_must_name_every_partition_and_lie_in_the_log() -> None:
    here = [Source("alerts", 0), Source("alerts", 1)]
    ends = {here[0]: 5, here[1]: 5}
    assert located(word_for("alerts:1,5"), here, ends) == {here[0]: 1, here[1]: 5}
    for text in ("alerts:1", "alerts:1,6", "incidents:1,1"):
        with pytest.raises(WrongPosition):
            located(word_for(text), here, ends)

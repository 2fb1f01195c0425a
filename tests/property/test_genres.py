"""A pattern of a genre is tried only beside its words, and misses nothing by that."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.core.incidents.genre import HEADS, Genre, genres, stems


@pytest.mark.parametrize("head", HEADS, ids=[head[0] for head in HEADS])
@given(data=st.data())
def test_whatever_a_pattern_matches_has_one_of_its_words(
    head: tuple[Genre, frozenset[str], re.Pattern[str]], data: st.DataObject
) -> None:
    genre, cues, pattern = head
    text = data.draw(st.from_regex(pattern).map(str.lower).filter(pattern.search))
    assert not cues.isdisjoint(stems(text))
    assert genre in genres(text[:250]) or pattern.search(text[:250]) is None

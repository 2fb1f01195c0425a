"""Whatever a sentence says: spans lie in it, points on the globe, and the order of the mentions changes nothing."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.resolve import count_votes, resolve
from services.ingest.gazetteer import Gazetteer
from tests.unit.gazetteer.cases import compile_small

SPOKEN = (
    "Gao Ansongo Ménaka Mali mali Malian Niger Congo Bunia Djugu Mopti Lake Chad US CAR Reading Union Washington "
    "between entre and et in near à au nord north of northern 40 km east from to the town village region de la , . ("
)
WORDS = tuple(SPOKEN.split())
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join) | st.text(max_size=60)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)


@pytest.fixture(scope="module")
def places() -> Iterator[Gazetteer]:
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = compile_small(Path(folder) / "small.sqlite")
        yield gazetteer
        gazetteer.close()


@unhurried
@given(sentences, st.integers(0, 500))
def test_every_span_lies_in_its_sentence_and_names_what_stands_there(
    places: Gazetteer, sentence: str, offset: int
) -> None:
    for mention in find_places(sentence, places, offset=offset):
        assert offset <= mention.start < mention.end <= offset + len(sentence)
        for named in mention.names:
            assert sentence[named.start - offset : named.end - offset] == named.name


@unhurried
@example("the town Gao town Gao", 0)
@given(sentences, st.integers(0, 2**32))
def test_the_place_does_not_depend_on_the_order_of_the_mentions(places: Gazetteer, sentence: str, seed: int) -> None:
    mentions = list(find_places(sentence, places))
    shuffled = random.Random(seed).sample(mentions, len(mentions))
    votes = count_votes(((mention, 1.0) for mention in mentions), places)
    again = count_votes(((mention, 1.0) for mention in shuffled), places)
    assert votes == pytest.approx(again)
    assert resolve(mentions, votes, places) == resolve(shuffled, votes, places)


@unhurried
@given(sentences)
def test_a_place_has_a_point_on_the_globe_a_radius_and_a_confidence(places: Gazetteer, sentence: str) -> None:
    mentions = find_places(sentence, places)
    found = resolve(mentions, count_votes(((mention, 1.0) for mention in mentions), places), places)
    if found is not None:
        assert -90 <= found.lat <= 90
        assert -180 <= found.lon <= 180
        assert 0 < found.within_km < 20_038
        assert 0 < found.confidence < 1
        assert found.name
        assert places.country(found.country) is not None

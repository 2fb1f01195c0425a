from collections.abc import Iterator

import pytest

from services.ingest.gazetteer import Gazetteer
from tests.unit.gazetteer.cases import compile_small


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    gazetteer = compile_small(tmp_path_factory.mktemp("gazetteer") / "small.sqlite")
    yield gazetteer
    gazetteer.close()

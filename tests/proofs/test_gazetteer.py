"""The gazetteer at full size: compiled twice from the real packages it is the same, small, and knows the news."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.resolve import count_votes, resolve
from services.ingest.core.words.folding import fold
from services.ingest.gazetteer import Gazetteer
from services.ingest.gazetteer_build import build

BYTES_MAX = 100_000_000
SAHEL = (
    ("Gao", "ML", 16.3, 0.0),
    ("Ansongo", "ML", 15.7, 0.5),
    ("Ménaka", "ML", 15.9, 2.4),
    ("Aguelhok", "ML", 19.5, 0.9),
    ("Déou", "BF", 14.6, -0.7),
    ("Oursi", "BF", 14.7, -0.5),
    ("Inates", "NE", 15.1, 1.3),
    ("Banibangou", "NE", 15.0, 2.7),
    ("Chinagodrar", "NE", 15.1, 3.2),
    ("Tongo Tongo", "NE", 15.0, 2.0),
    ("Bunia", "CD", 1.6, 30.3),
    ("Djugu", "CD", 1.9, 30.5),
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("full") / "gazetteer.sqlite"
    build(path, lambda _step, _share: None)
    return path


@pytest.fixture(scope="module")
def places(compiled: Path) -> Iterator[Gazetteer]:
    gazetteer = Gazetteer(compiled)
    yield gazetteer
    gazetteer.close()


@pytest.mark.slow
def test_compiling_twice_gives_the_same_bytes(compiled: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.sqlite"
    build(again, lambda _step, _share: None)
    assert compiled.read_bytes() == again.read_bytes()
    assert compiled.stat().st_size < BYTES_MAX


@pytest.mark.slow
@pytest.mark.parametrize(("name", "country", "lat", "lon"), SAHEL)
def test_places_of_the_sahel_and_ituri_are_known(
    places: Gazetteer, name: str, country: str, lat: float, lon: float
) -> None:
    towns = [row for row in places.lookup(fold(name)) if row.country == country and row.kind == "town"]
    assert towns
    assert towns[0].lat == pytest.approx(lat, abs=0.2)
    assert towns[0].lon == pytest.approx(lon, abs=0.2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sentence", "name", "country", "admin1"),
    [
        ("A convoy was ambushed between Gao and Ansongo in northern Mali.", "between Gao and Ansongo", "ML", "ML-7"),
        ("Gunmen killed ten in Damboa, Borno State, Nigeria.", "Damboa", "NG", "NG-BO"),
        ("Une mine a explosé sur l'axe Sévaré-Bandiagara, au Mali.", "axe Sévaré-Bandiagara", "ML", "ML-5"),
        ("An air strike hit a market in Tora, North Darfur, Sudan.", "Tora", "SD", "SD-DN"),
        ("Shelling killed four in Chasiv Yar in Ukraine's Donetsk region.", "Chasiv Yar", "UA", "UA-14"),
        ("GUERRILLAS ATTACKED A BARRACKS IN SAN MIGUEL, EASTERN EL SALVADOR, YESTERDAY.", "San Miguel", "SV", "SV-SM"),
        ("Rebels seized Kitshanga in Masisi territory, North Kivu, eastern Congo.", "Kitshanga", "CD", "CD-NK"),
        ("Des hommes armés ont attaqué Barsalogho, au Burkina Faso.", "Barsalogho", "BF", "BF-05"),
    ],
)
def test_phrases_of_the_news_resolve(places: Gazetteer, sentence: str, name: str, country: str, admin1: str) -> None:
    mentions = find_places(sentence, places)
    found = resolve(mentions, count_votes(((mention, 1.0) for mention in mentions), places), places)
    assert found is not None
    assert (found.name, found.country, found.admin1) == (name, country, admin1)

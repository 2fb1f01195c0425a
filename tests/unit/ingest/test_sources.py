import pytest

from events.report import SourceRef
from services.ingest.core.sources import fill_source
from services.ingest.sources import Row, made, table


def owner(name: str, url: str | None = None, text: str | None = None) -> tuple[str | None, str | None]:
    found = fill_source(table(), SourceRef(name=name), url, text)
    return found.owner, found.grade


@pytest.mark.parametrize(
    "name", ["AFP", "afp", "Agence France-Presse", "Agence France Presse -- English", "www.afp.com"]
)
def test_a_source_is_known_by_its_aliases(name: str) -> None:
    assert owner(name) == ("Agence France-Presse", "B")


def test_sources_of_one_owner_are_one_voice() -> None:
    assert owner("RFI")[0] == owner("France 24")[0] == "France Médias Monde"


def test_an_unknown_source_is_known_by_its_address() -> None:
    assert owner("Africa desk", url="https://www.reuters.com/world/x")[0] == "Reuters"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Le Quotidien with AFP", None),
        ("Le Quotidien (AFP)", None),
        ("Le Quotidien", "BAMAKO (AFP) — Ten people died."),
        ("Le Quotidien", "Ten people died.\n© AFP"),
        ("Le Quotidien", "Dix personnes sont mortes.\nLe Quotidien avec AFP"),
    ],
)
def test_wire_copy_counts_under_its_agency(name: str, text: str | None) -> None:
    assert owner(name, text=text)[0] == "Agence France-Presse"


def test_talking_to_an_agency_is_no_wire_copy() -> None:
    assert owner("Le Quotidien", text="Ten people died, the mayor told AFP by telephone.")[0] is None


def test_a_copy_is_no_better_than_the_one_that_prints_it() -> None:
    assert owner("Maliweb with AFP") == ("Agence France-Presse", "D")


def test_what_is_given_stands() -> None:
    found = fill_source(table(), SourceRef(name="AFP", grade="A", owner="Somebody"))
    assert (found.owner, found.grade) == ("Somebody", "A")


def test_the_shipped_table_names_every_source_once() -> None:
    assert len(table().by_name) > 200
    with pytest.raises(ValueError, match="means both"):
        made((Row(name="A", aliases=("x",)), Row(name="B", aliases=("X",))))

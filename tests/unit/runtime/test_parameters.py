"""Queries by what is declared."""

import pytest

from services.runtime.parameters import Parameter, WrongParameter, declared

LIMIT = Parameter("limit", "")
COUNTRY = Parameter("country", "", several=True)
SHAPE = Parameter("shape", "", {"type": "string", "enum": ["acled", "ucdp"]}, required=True)
AGENT = Parameter("User-Agent", "", place="header")


def test_a_declared_query_is_given_by_name() -> None:
    assert declared([("country", "ML"), ("limit", "5"), ("country", "NE")], [LIMIT, COUNTRY]) == {
        "country": "ML,NE",
        "limit": "5",
    }


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([("limti", "5")], "did you mean limit"),
        ([("User-Agent", "x")], "is no parameter here: there are country, limit"),
        ([("limit", " ")], "is empty"),
        ([("limit", "5"), ("limit", "6")], "is given twice"),
    ],
)
def test_what_is_not_declared_is_refused(pairs: list[tuple[str, str]], says: str) -> None:
    with pytest.raises(WrongParameter, match=says):
        declared(pairs, [LIMIT, COUNTRY, AGENT])


def test_what_is_needed_is_asked_for_with_its_choices() -> None:
    with pytest.raises(WrongParameter, match="must be one of acled, ucdp"):
        declared([], [SHAPE])

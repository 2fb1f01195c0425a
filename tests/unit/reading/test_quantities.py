"""How many: every way of qualifying a number gives the bounds of DESIGN §5."""

import pytest

from tests.unit.reading.cases import Numbers, figures


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("32 people", (32, 32, 32)),
        ("at least 32 people", (32, 32, None)),
        ("no fewer than 9 people", (9, 9, None)),
        ("more than 20 people", (21, 21, None)),
        ("over 20 people", (21, 21, None)),
        ("up to 60 people", (None, None, 60)),
        ("as many as 60 people", (None, None, 60)),
        ("fewer than 10 people", (None, None, 9)),
        ("about 40 people", (40, 40, 40)),
        ("nearly 50 people", (50, 50, 50)),
        ("between 130 and 160 people", (130, None, 160)),
        ("10 to 15 people", (10, None, 15)),
        ("10-15 people", (10, None, 15)),
        ("20 or more people", (20, 20, None)),
        ("several people", (3, None, None)),
        ("dozens of people", (24, None, None)),
        ("scores of people", (40, None, None)),
        ("hundreds of people", (200, None, None)),
        ("many people", (None, None, None)),
        ("thirty-two people", (32, 32, 32)),
        ("two hundred and fifty people", (250, 250, 250)),
        ("1,200 people", (1200, 1200, 1200)),
        ("half a dozen people", (6, 6, 6)),
        ("a dozen people", (12, 12, 12)),
        ("a villager", (1, 1, 1)),
        ("one villager", (1, 1, 1)),
        ("twelve others", (12, 12, 12)),
        ("another 12 people", (12, 12, 12)),
        ("at least 15 heavily armed men", (15, 15, None)),
    ],
)
def test_english_numbers_keep_their_bounds(words: str, bounds: Numbers) -> None:
    assert [found[2] for found in figures(f"On Friday, {words} were killed near Gao.")] == [bounds]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("quatorze personnes", (14, 14, 14)),
        ("au moins 14 personnes", (14, 14, None)),
        ("plus de 20 personnes", (21, 21, None)),
        ("une trentaine de personnes", (30, 30, 30)),
        ("une dizaine de personnes", (10, 10, 10)),
        ("près de 50 personnes", (50, 50, 50)),
        ("des dizaines de personnes", (20, None, None)),
        ("plusieurs personnes", (3, None, None)),
        ("trente-et-une personnes", (31, 31, 31)),
        ("dix-huit personnes", (18, 18, 18)),
        ("quatre-vingt-dix-sept personnes", (97, 97, 97)),
        ("soixante-douze personnes", (72, 72, 72)),
        ("deux cent cinquante personnes", (250, 250, 250)),
        ("entre 10 et 15 personnes", (10, None, 15)),
        ("1\u00a0200 personnes", (1200, 1200, 1200)),
    ],
)
def test_french_numbers_keep_their_bounds(words: str, bounds: Numbers) -> None:
    assert [found[2] for found in figures(f"Vendredi, {words} ont été tuées près de Gao.", "fr")] == [bounds]


@pytest.mark.parametrize(
    "sentence",
    [
        "A boy aged 12 was looking on when the bus was hit.",
        "The group raised $5 million for families of the killed.",
        "They fired AK-47 rifles and an RPG-7 before leaving.",
        "The village lies 40 km from the town where the killed were buried.",
        "Attacks rose by 30 percent, killed or not.",
        "In 2023 the killed were many.",
        "The mine on Highway 12 killed cattle.",
        "At 10:30 the wounded were still waiting.",
    ],
)
def test_ages_money_weapons_distances_shares_years_and_times_count_nobody(sentence: str) -> None:
    assert figures(sentence) == []


def test_the_approximate_is_said_to_be_so() -> None:
    from tests.unit.reading.cases import the_one  # noqa: PLC0415 - the other tests need no gazetteer

    report = the_one("About 40 people were killed when gunmen attacked a market in Kidal, Mali, on Friday.")
    assert [claim.approximate for claim in report.tolls] == [True]

import pytest

from services.ingest.core.places.mentions import find_places
from services.ingest.core.places.port import LearnedPlace
from services.ingest.gazetteer import Gazetteer
from tests.unit.gazetteer.cases import Taught, texts


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Fighters entered Ménaka on Monday.", ["Ménaka"]),
        ("the violence in northern mali", ["northern Mali"]),
        ("l'armée malienne et des soldats nigériens", ["Mali", "Niger"]),
        ("Guinea-Bissau and Guinea signed", ["Guinea-Bissau", "Guinea"]),
        ("The Central African Republic was calm", ["Central African Republic"]),
        ("between the towns of Gao and Ansongo", ["between Gao and Ansongo"]),
        ("on the Gao-Ansongo road", ["Gao-Ansongo road"]),
        ("sur l'axe Gao - Ansongo", ["axe Gao - Ansongo"]),
        ("a convoy driving from Gao to Ansongo", ["from Gao to Ansongo"]),
        ("some 40 km (25 miles) east of Ménaka", ["40 km east of Ménaka"]),
        ("à une dizaine de kilomètres de Ménaka", ["une dizaine de kilomètres de Ménaka"]),
        ("entre Déou et Oursi, dans le nord du Burkina Faso", ["entre Déou et Oursi", "nord du Burkina Faso"]),
        ("in Djugu territory", ["Djugu territory"]),
        ("dans la province du Soum", ["province du Soum"]),
        ("around Lake Chad", ["around Lake Chad"]),
        ("in N'Djamena and Ndjamena", ["N'Djamena", "Ndjamena"]),
    ],
)
def test_phrases_are_shown_as_readers_know_them(places: Gazetteer, sentence: str, found: list[str]) -> None:
    assert texts(find_places(sentence, places)) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Union soldiers in March",
        "Reading the report, officials agreed.",
        "Boko Haram struck again",
        "General Gao said nothing",
        "Michael Jordan met Washington Irving",
        "the car was burnt and the niger river rose".replace("niger", "plain"),
        "the Mopti Accord was signed",
        "Agence France-Presse and the Middle East",
        "the swollen river Niger",
        "he drove a car to us",
    ],
)
def test_ordinary_words_people_and_bodies_are_no_places(places: Gazetteer, sentence: str) -> None:
    assert texts(find_places(sentence, places)) == []


def test_an_acronym_counts_in_capitals_alone(places: Gazetteer) -> None:
    assert [mention.countries for mention in find_places("in the CAR", places)] == [("CF",)]
    assert find_places("in the car", places) == ()


def test_a_country_never_goes_to_the_towns(places: Gazetteer) -> None:
    mentions = find_places("Nigerien and Nigerian troops from Congo", places)
    assert [(mention.kind, mention.countries) for mention in mentions] == [
        ("demonym", ("NE",)),
        ("demonym", ("NG",)),
        ("country", ("CD", "CG")),
    ]


def test_a_text_in_capitals_needs_a_relation_word_or_a_large_town(places: Gazetteer) -> None:
    sentence = "GUERRILLAS ATTACKED UNION TROOPS IN SAN MIGUEL, EASTERN EL SALVADOR, AND HARAM FLED TO SAN SALVADOR"
    assert texts(find_places(sentence, places)) == ["San Miguel", "EASTERN El Salvador", "San Salvador"]


def test_spans_are_those_of_the_text_and_move_with_the_offset(places: Gazetteer) -> None:
    sentence = "Six died near Ansongo, Mali."
    near, mali = find_places(sentence, places, offset=100)
    assert sentence[near.start - 100 : near.end - 100] == "near Ansongo"
    assert sentence[near.names[0].start - 100 : near.names[0].end - 100] == "Ansongo"
    assert sentence[mali.start - 100 : mali.end - 100] == "Mali"


def test_no_place_begins_inside_what_is_taken_but_countries_do(places: Gazetteer) -> None:
    sentence = "the Gao self-defence militia of Mali"
    assert texts(find_places(sentence, places, taken=[(4, 36)])) == ["Mali"]


def test_a_name_knows_what_the_text_puts_it_inside(places: Gazetteer) -> None:
    within = [
        mention.names[0].within
        for sentence in (
            "in Ansongo, Mali",
            "Ansongo, a market town in eastern Mali",
            "Mali's Ansongo district",
            "the Malian town of Ansongo",
            "in Ansongo in the Gao region",
            "in Ansongo and Mali",
            "in Ansongo, Gao and Mopti",
        )
        for mention in find_places(sentence, places)
        if mention.names and mention.names[0].name == "Ansongo"
    ]
    assert within == [("ML",), ("ML",), ("ML",), ("ML",), ("ML-7",), (), ()]


@pytest.mark.parametrize(
    "sentence",
    [
        "GAO, Mali (Reuters) - Gunmen struck",
        "Gao (AFP) — Des hommes armés",
        "GAO, 3 JAN 90 -- [TEXT] THE ARMY SAID",
    ],
)
def test_a_dateline_is_where_the_text_was_written(places: Gazetteer, sentence: str) -> None:
    assert find_places(sentence, places)[0].relation == "dateline"


def test_a_dash_inside_a_sentence_makes_no_dateline(places: Gazetteer) -> None:
    assert find_places("In Gao - once a quiet town - six people died", places)[0].relation == "in"


def test_a_name_that_is_said_to_be_a_village_is_kept_though_nobody_knows_it(places: Gazetteer) -> None:
    mentions = find_places("the village of Zarou Madaye in Niger", places)
    assert [(mention.kind, mention.text) for mention in mentions] == [("unknown", "Zarou Madaye"), ("country", "Niger")]


def test_a_learned_name_is_a_place(places: Gazetteer) -> None:
    learned = Taught(("tin hama", LearnedPlace("Tin Hama", "ML", 15.6, 1.0, 8.0, 3)))
    assert texts(find_places("Six died at Tin Hama.", places, learned=learned)) == ["Tin Hama"]


def test_a_learned_name_that_begins_with_a_known_one_is_taken_whole(places: Gazetteer) -> None:
    learned = Taught(("gao coura", LearnedPlace("Gao Coura", "ML", 15.6, 1.0, 8.0, 3)))
    assert texts(find_places("Six died at Gao Coura.", places, learned=learned)) == ["Gao Coura"]
    assert texts(find_places("Six died at Gao.", places, learned=learned)) == ["Gao"]


def test_a_tag_means_the_region(places: Gazetteer) -> None:
    tagged, plain = find_places("#Gao", places)[0], find_places("in Gao", places)[0]
    assert (tagged.names[0].unit, plain.names[0].unit) == ("region", None)

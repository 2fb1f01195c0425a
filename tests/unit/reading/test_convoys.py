"""One story told in many ways: an escorted convoy is ambushed, a first toll is replaced, nobody claims it yet."""

from datetime import date

import pytest

from events.report import ReportBody
from tests.unit.reading.cases import Numbers, count, killed, roles, sure, the_one

Told = tuple[str, str, Numbers, Numbers, dict[str, str]]
TOLD: tuple[Told, ...] = (
    (
        (
            "A convoy escorted by Malian soldiers and Russian Wagner Group mercenaries was ambushed on February 7, "
            "2025, between "
            "Gao and Ansongo in northern Mali, killing at least 32 people. Early reports had put the death toll at 10."
        ),
        "en",
        (32, 32, None),
        (10, 10, 10),
        {"ml-army": "escort", "wagner": "escort"},
    ),
    (
        (
            "At least 21 people died on Friday when jihadists ambushed a convoy of traders under escort by Nigerien "
            "troops between "
            "Ouallam and Tillabéri, in western Niger. An initial toll stood at seven. JNIM has not yet claimed "
            "responsibility."
        ),
        "en",
        (21, 21, None),
        (7, 7, 7),
        {"ne-army": "escort", "jnim": "attacker"},
    ),
    (
        (
            "Fourteen people were killed in an ambush on a civilian convoy near Djibo, Burkina Faso, on Friday, up "
            "from five "
            "reported earlier. The convoy was escorted by the army. Three trucks were burned."
        ),
        "en",
        (14, 14, 14),
        (5, 5, 5),
        {"bf-army": "escort"},
    ),
    (
        (
            "The number of dead from Friday's ambush on a military convoy near Dikwa, Nigeria, has risen to 45, a "
            "hospital source "
            "said, raising a previous toll of 30. Boko Haram is suspected. The group did not claim it."
        ),
        "en",
        (45, 45, 45),
        (30, 30, 30),
        {},
    ),
    (
        (
            "KIDAL, Mali - Suspected Islamic State fighters opened fire on a convoy escorted by Malian troops near "
            "Kidal on Friday, "
            "killing more than 19 people, a local official told Reuters. Initial reports spoke of eight dead."
        ),
        "en",
        (20, 20, None),
        (8, 8, 8),
        {"is": "attacker", "ml-army": "escort"},
    ),
    (
        (
            "Gunmen ambushed a supply convoy between Mopti and Douentza on Friday. Twenty-six people were killed, not "
            "12 as first "
            "reported, Mali's army said. It was escorting the trucks."
        ),
        "en",
        (26, 26, 26),
        (12, 12, 12),
        {"gunmen": "attacker"},
    ),
    (
        (
            "Le bilan de l'embuscade tendue vendredi à un convoi escorté par l'armée malienne et des mercenaires de "
            "Wagner entre Gao "
            "et Ansongo est passé de dix à au moins 32 morts, selon un élu local."
        ),
        "fr",
        (32, 32, None),
        (10, 10, 10),
        {"ml-army": "escort", "wagner": "escort"},
    ),
    (
        (
            "Au moins quatorze personnes ont été tuées vendredi dans une embuscade contre un convoi civil escorté par "
            "des soldats "
            "burkinabè près de Djibo, au Burkina Faso. Un premier bilan faisait état de cinq morts."
        ),
        "fr",
        (14, 14, None),
        (5, 5, 5),
        {"bf-army": "escort"},
    ),
    (
        (
            "Une vingtaine de personnes ont péri vendredi lorsque des jihadistes présumés ont attaqué un convoi "
            "militaire entre "
            "Ouallam et Tillabéri, au Niger. Un précédent bilan était de neuf morts."
        ),
        "fr",
        (20, 20, 20),
        (9, 9, 9),
        {"jihadistes": "attacker"},
    ),
    (
        (
            "there were 32 dead in friday's ambush of a convoy between Gao and Ansongo in mali, wich was escorted by "
            "Malian soldiers, "
            "officials said.Earlier counts had put the toll at 10."
        ),
        "en",
        (32, 32, 32),
        (10, 10, 10),
        {"ml-army": "escort"},
    ),
    (
        (
            "Rebels killed 17 people, including six women, in Friday's ambush on a convoy near Bunia in eastern "
            "Congo, "
            "said the "
            "governor, revising an earlier toll of 11. CODECO claimed the ambush."
        ),
        "en",
        (17, 17, 17),
        (11, 11, 11),
        {"codeco": "attacker"},
    ),
    (
        (
            "Authorities lowered the toll from Friday's ambush on a convoy near Maiduguri, Nigeria, to 23 from 40. "
            "ISWAP said it "
            "carried out the attack."
        ),
        "en",
        (23, 23, 23),
        (40, 40, 40),
        {"iswap": "attacker"},
    ),
    (
        (
            "An army-escorted convoy fell into an ambush on Friday near Ménaka, Mali. The governor said between 28 "
            "and "
            "35 people "
            "were killed. He had earlier said 15 were dead."
        ),
        "en",
        (28, None, 35),
        (15, 15, 15),
        {},
    ),
    (
        (
            "Scores of people were killed on Friday in an ambush on a convoy escorted by Chadian soldiers near "
            "N'Djamena, Chad, the "
            "Red Cross said. The first toll given was 22."
        ),
        "en",
        (40, None, None),
        (22, 22, 22),
        {"td-army": "escort"},
    ),
    (
        (
            "Twelve truck drivers were killed when militants ambushed their convoy on Friday on the road between Gao "
            "and Ansongo, "
            "Mali, a union said, instead of four as reported earlier. Wagner mercenaries escorted the convoy."
        ),
        "en",
        (12, 12, 12),
        (4, 4, 4),
        {"wagner": "escort"},
    ),
    (
        (
            "Bandits ambushed a convoy of minibuses near Dikwa in Nigeria on Friday; dozens died, police said. "
            "Earlier "
            "they had "
            "announced nine deaths. Two buses were destroyed."
        ),
        "en",
        (24, None, None),
        (9, 9, 9),
        {},
    ),
)


@pytest.mark.parametrize(("text", "language", "now", "before", "who"), TOLD)
def test_a_convoy_is_ambushed(text: str, language: str, now: Numbers, before: Numbers, who: dict[str, str]) -> None:
    report = the_one(text, language=language)
    assert report.kind == "ambush"
    assert report.occurred is not None
    assert report.occurred.start == date(2025, 2, 7)
    assert now in killed(report).values()
    assert before in killed(report, standing="superseded").values()
    assert "convoy" in [target.what for target in report.targets]
    found = roles(report)
    assert {ident: role for ident, role in who.items() if role in found.get(ident, set())} == who


THE_STORY = TOLD[0][0]


def test_the_place_of_a_route_lies_between_its_ends() -> None:
    place = the_one(THE_STORY).place
    assert place is not None
    assert (place.country, place.admin1) == ("ML", "ML-7")
    assert place.lat == pytest.approx(15.97, abs=0.1)
    assert place.lon == pytest.approx(0.23, abs=0.1)
    assert place.within_km is not None
    assert 30 < place.within_km < 70


def test_lost_trucks_are_counted() -> None:
    report = the_one(
        f"{THE_STORY} “At least five trucks were destroyed by the Islamic State (IS) jihadists,” said an official."
    )
    assert [(thing.what, thing.count, thing.fate) for thing in report.materiel] == [("truck", 5, "destroyed")]


def test_a_quotation_and_a_list_of_vehicles_bring_no_figure() -> None:
    report = the_one(
        f"{THE_STORY} “There are civilians, soldiers among the dead and the wounded,” an elected official said. "
        "The convoy had 22 minibuses, six buses and eight trucks. “At least five trucks were destroyed by the "
        "jihadists,” he said. “Many dead and wounded” were taken to Gao."
    )
    told = [claim.low for claim in report.tolls if claim.standing == "current" and claim.low is not None]
    assert told == [32]
    assert count(report, "wounded") == (None, None, None)
    assert [(thing.what, thing.count) for thing in report.materiel] == [("truck", 5)]
    assert "victim" in roles(report)["ml-army"]


def with_background(story: str) -> list[ReportBody]:
    return sure(
        f"{story}\n\nMali has been in crisis since coups in 2020 and 2021. Groups linked to al-Qaeda and the "
        f"Islamic State have "
        "killed thousands of people since 2012. Rights groups have accused Wagner of killings and torture. The "
        "conflict has "
        "displaced millions.\n\nInterviewer: What should France and the United States do?\n\nExpert: They must "
        "stop the attacks. "
        "Militias recruit child soldiers and commit massacres.\n\nInterviewer: The ambush of the convoy in Mali, "
        "in which at least "
        "32 people were killed, is one of many attacks."
    )


def test_background_and_interview_bring_no_incident_no_actor_and_no_figure() -> None:
    (report,) = with_background(THE_STORY)
    assert killed(report) == {"unknown": (32, 32, None)}
    assert count(report, "displaced") is None
    assert set(roles(report)) == {"ml-army", "wagner"}

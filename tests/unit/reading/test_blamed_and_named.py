"""Who is blamed in whatever words, who has a name that no table knows, who is behind a group, what falls to whom."""

import pytest

from tests.unit.reading.cases import roles, the_one

BOMB = "A bomb killed nine people in Gao, Mali, on Friday. "
BOMBE = "Une bombe a tué neuf personnes vendredi à Gao, au Mali. "
SUSPECTED = {"attacker", "accused"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (BOMB + "Elders hold JNIM responsible.", "en"),
        (BOMB + "Elders blame JNIM.", "en"),
        (BOMB + "The mayor pointed to men from JNIM.", "en"),
        (BOMB + "A leaflet at the scene was signed by JNIM.", "en"),
        (BOMB + "The city banned marches in support of JNIM, which elders accuse.", "en"),
        (BOMB + "JNIM said two of its men set it off.", "en"),
        (BOMBE + "Le maire y voit la main du GSIM.", "fr"),
        (BOMBE + "Des élus rejettent toute trêve avec le GSIM, que le maire accuse.", "fr"),
        (BOMBE + "Le maire tient le GSIM pour responsable.", "fr"),
    ],
)
def test_who_is_blamed_in_other_words_is_suspected(text: str, language: str) -> None:
    assert roles(the_one(text, language=language)).get("jnim", set()) & SUSPECTED


def test_those_who_accuse_each_other_are_both_only_accused() -> None:
    found = roles(the_one(BOMB + "Elders blame JNIM; the group denies it and accuses Wagner mercenaries."))
    assert found["jnim"] == {"accused"}
    assert found["wagner"] == {"accused"}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Nine people were kidnapped in Gao, Mali, on Friday by the Red Scarf gang.", "en", "Red Scarf gang"),
        ("Neuf personnes ont été enlevées vendredi à Gao, au Mali, par le gang Pied Noir.", "fr", "gang Pied Noir"),
        ("Gang leader Moussa Tolo ordered the killing of nine people in Gao, Mali, on Friday.", "en", "Moussa Tolo"),
        (
            "Fighters of the Front for Honour and Bread (FHB) killed nine soldiers in Gao, Mali, on Friday.",
            "en",
            "Front for Honour and Bread (FHB)",
        ),
    ],
)
def test_a_group_or_a_leader_that_no_table_knows_keeps_its_name(text: str, language: str, name: str) -> None:
    assert roles(the_one(text, language=language)).get(name, set()) & SUSPECTED


@pytest.mark.parametrize(
    "text",
    [
        "Gao, Mali, fell to JNIM on Friday after nine soldiers were killed.",
        "The town of Gao, Mali, passed into the hands of JNIM on Friday.",
        "JNIM fighters backed by Algeria took the town of Gao, Mali, on Friday.",
    ],
)
def test_a_town_is_taken_by_those_to_whom_it_fell(text: str) -> None:
    assert roles(the_one(text))["jnim"] == {"attacker"}


def test_the_state_behind_a_group_supports_it() -> None:
    found = the_one("Algerian-backed rebels killed nine soldiers in Gao, Mali, on Friday.")
    assert [(actor.name, actor.kind) for actor in found.actors if actor.role == "supporter"] == [
        ("Algeria", "government")
    ]


def test_those_whom_somebody_tried_to_repel_attacked() -> None:
    found = the_one("A farmer who tried to repel the bandits was shot dead in Gao, Mali, on Friday.")
    assert roles(found)["bandits"] == {"attacker"}


def test_a_force_told_by_its_weapon_keeps_the_words_of_its_source() -> None:
    found = the_one("The toll of U.S. airstrikes on Gao, Mali, on Friday rose to nine dead.")
    assert [(actor.name, actor.words, actor.foreign) for actor in found.actors] == [("American army", "U.S.", True)]


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "The army blames JNIM, which is holding talks with the government in Bamako.",
        BOMB + "The army blames JNIM, which had taken six nuns in April.",
    ],
)
def test_what_is_said_of_the_blamed_in_an_aside_does_not_clear_them(text: str) -> None:
    assert roles(the_one(text))["jnim"] & SUSPECTED


def test_a_word_for_a_group_and_its_name_are_one_actor() -> None:
    found = the_one("Nine people were kidnapped in Gao, Mali, on Friday by the jihadist group JNIM.")
    assert [actor.id for actor in found.actors if actor.role == "attacker"] == ["jnim"]


def test_those_whom_the_police_call_members_of_a_group_are_its_dead() -> None:
    found = the_one("Police killed nine men in Gao, Mali, on Friday. They said all were members of JNIM.")
    assert "victim" in roles(found)["jnim"]


def test_who_held_a_town_that_was_taken_defended_it() -> None:
    found = the_one("The Malian army captured the town of Gao on Friday, ending six years of JNIM rule.")
    assert roles(found)["jnim"] == {"defender"}


@pytest.mark.parametrize(
    "text",
    [
        BOMB + "JNIM said one of its men wore it.",
        "Nine people died in Gao, Mali, on Friday when suspected JNIM militants came at 3 a.m.",
        BOMB + "Officials blamed a little-known group, JNIM.",
        "Des hommes armés assimilés au GSIM ont tué neuf civils vendredi à Gao, au Mali.",
    ],
)
def test_who_wore_it_who_came_and_who_is_likened_to_whom_is_named(text: str) -> None:
    language = "fr" if text.startswith("Des ") else "en"
    assert roles(the_one(text, language=language)).get("jnim", set()) & SUSPECTED


def test_two_nations_of_one_weapon_both_struck() -> None:
    found = the_one("Algerian and Nigerien warplanes struck a camp in Gao, Mali, killing nine people on Friday.")
    assert {actor.home for actor in found.actors if actor.role == "attacker"} == {"DZ", "NE"}


def test_those_against_whom_an_operation_was_led_were_its_target() -> None:
    found = the_one("Nine soldiers died on Friday in a joint operation with police against JNIM near Gao, Mali.")
    assert roles(found)["jnim"] == {"target"}

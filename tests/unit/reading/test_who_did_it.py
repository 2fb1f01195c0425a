"""Who is named beside a deed without having done it, who did it in other words, and what kind of deed it was."""

import pytest

from events.report import ReportBody
from tests.unit.reading.cases import sure, the_one


def _roles(report: ReportBody) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for actor in report.actors:
        found.setdefault(actor.id or actor.name, set()).add(actor.role)
    return found


@pytest.mark.parametrize(
    ("sentence", "language", "innocent"),
    [
        ("Nine soldiers died in an ambush near Gao, Mali, on Friday blamed on JNIM, the army said.", "en", "ml-army"),
        (
            "Bandits killed nine people in Gao, Mali, on Friday and accused farmers of telling the army.",
            "en",
            "ml-army",
        ),
        ("Gunmen dressed as police stormed a hotel in Gao, Mali, on Friday, killing nine people.", "en", "ml-police"),
        ("Men in army uniforms stormed a hotel in Gao, Mali, on Friday, killing nine people.", "en", "ml-army"),
        ("An air strike on a jail in Gao, Mali, run by JNIM killed nine people on Friday.", "en", "jnim"),
        ("A car exploded at the police academy in Gao, Mali, on Friday, killing nine cadets.", "en", "ml-police"),
        ("Nine people died in a strike on Gao, Mali, on Friday. JNIM has besieged the town since May.", "en", "jnim"),
        ("Nine people died in a strike on Gao, Mali, on Friday. It has been besieged by JNIM since May.", "en", "jnim"),
        ("A raid by Mali's rebels on a village near Gao killed nine people on Friday.", "en", "ml-army"),
        (
            "Neuf civils ont été tués vendredi à Gao, au Mali, dans un raid imputé au GSIM, selon l'armée.",
            "fr",
            "ml-army",
        ),
    ],
)
def test_who_is_only_named_beside_a_deed_did_not_do_it(sentence: str, language: str, innocent: str) -> None:
    assert "attacker" not in _roles(the_one(sentence, language=language)).get(innocent, set())


@pytest.mark.parametrize(
    ("sentence", "language", "ident"),
    [
        ("Russian forces carried out an air strike near Gao, Mali, on Friday, killing nine people.", "en", "ru-army"),
        ("A Russian rocket slammed into a market in Gao, Mali, on Friday, killing nine people.", "en", "ru-army"),
        ("Russia's rockets hit a market in Gao, Mali, on Friday, killing nine people.", "en", "ru-army"),
        ("Neuf civils ont été tués vendredi à Gao, au Mali, par des jihadistes présumés du GSIM.", "fr", "jnim"),
        (
            "Le bilan de l'attaque menée vendredi soir par le GSIM à Gao, au Mali, est de neuf soldats tués.",
            "fr",
            "jnim",
        ),
        ("Nine died in a raid on Gao, Mali, on Friday. JNIM, an offshoot of Al-Qaeda, claimed it.", "en", "jnim"),
        ("Nine died in a raid on Gao, Mali, on Friday. Residents pointed at mercenaries of Wagner.", "en", "wagner"),
    ],
)
def test_who_did_it_is_found_in_other_words(sentence: str, language: str, ident: str) -> None:
    assert "attacker" in _roles(the_one(sentence, language=language))[ident]


def test_the_accuser_is_not_the_accused() -> None:
    text = (
        "Des obus ont tué neuf civils vendredi à Gao, au Mali. L'armée malienne accuse l'armée rwandaise d'avoir tiré."
    )
    found = _roles(the_one(text, language="fr"))
    assert "attacker" not in found.get("ml-army", set())
    assert "attacker" in found["rw-army"]


def test_who_a_group_descends_from_is_not_the_attacker() -> None:
    text = "Nine died in a raid on Gao, Mali, on Friday. JNIM, an offshoot of Al-Qaeda, claimed it."
    assert "al-qaeda" not in _roles(the_one(text))


def test_who_denies_behind_a_claim_of_others_has_claimed_nothing() -> None:
    text = (
        "Nine people were killed in a raid on Gao, Mali, on Friday. It was claimed by Islamic State, "
        "the Taliban having denied involvement."
    )
    found = {actor.id: (actor.role, actor.attribution) for actor in the_one(text).actors}
    assert found["is"] == ("attacker", "claimed")
    assert found["taliban"] == ("accused", "denied")


def test_soldiers_who_serve_with_peacekeepers_are_peacekeepers() -> None:
    report = the_one("Nine soldiers serving with peacekeeping forces were killed by rebels in Gao, Mali, on Friday.")
    assert [claim.party for claim in report.tolls] == ["peacekeepers"]
    assert "ml-army" not in _roles(report)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels killed nine people in Gao, Mali, on Friday. Houses were burned.", "attack"),
        ("Drones laden with explosives hit a wedding in Gao, Mali, on Friday, killing nine.", "air_drone_strike"),
        (
            "A rocket strike on Gao in the rebel-occupied north of Mali killed nine people on Friday.",
            "shelling_artillery_missile_attack",
        ),
        (
            "Gunmen abducted 200 pupils from a school in Gao, Mali, on Friday. One police officer was killed.",
            "abduction_forced_disappearance",
        ),
        (
            "A general declared himself head of state in Bamako, Mali, on Friday. Marchers were dispersed by shots.",
            "coup",
        ),
    ],
)
def test_a_side_remark_does_not_name_the_kind(text: str, kind: str) -> None:
    assert the_one(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Mali's attack tore Niger apart in Gao on Friday, but the hosts fought back to win. It was a battle.",
        "The army said on Friday that exercises in Gao, Mali, would include live-fire drills and a mock attack.",
        "At least 40 people were killed on Friday when a fire swept through a hotel in Gao, Mali.",
        "The year in review: March, floods in Niger. April, rebels kidnapped 20 pupils in Gao, Mali.",
        "Nine people were killed on Friday when a bus rolled off the road near Gao, Mali.",
        "Du bétail enlevé par des voleurs a été retrouvé vendredi à Gao, au Mali.",
    ],
)
def test_matches_exercises_accidents_reviews_and_stolen_cattle_are_no_incidents(text: str) -> None:
    assert not sure(text, language="fr" if text.startswith("Du") else "en")

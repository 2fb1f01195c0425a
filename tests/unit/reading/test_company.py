"""Who is suspected, who says it did it, and who stood beside whom."""

import pytest

from tests.unit.reading.cases import sure

BEFORE = "Twelve people were killed on Friday in an attack near Gao, Mali. "
AVANT = "Douze personnes ont été tuées vendredi dans une attaque près de Gao, au Mali. "


def told(text: str, language: str = "en") -> dict[tuple[str, str], tuple[str, bool | None]]:
    """(name, role) → how the part is known, and whether it was claimed."""
    actors = sure(text, language=language)[0].actors
    return {(actor.name, actor.role): (actor.attribution, actor.claimed) for actor in actors}


@pytest.mark.parametrize(
    "then",
    [
        "Boko Haram is suspected.",
        "Boko Haram is the main suspect.",
        "Boko Haram is believed to be behind it.",
        "A survivor named Boko Haram fighters as the perpetrators.",
        "The governor laid the blame on Boko Haram.",
        "The raid bears the hallmarks of Boko Haram.",
    ],
)
def test_a_group_held_to_be_behind_it_is_suspected(then: str) -> None:
    assert told(BEFORE + then)["Boko Haram", "attacker"] == ("suspected", None)


@pytest.mark.parametrize(
    "then",
    [
        "La secte Boko Haram est montrée du doigt.",
        "Le gouverneur met en cause Boko Haram.",
        "Boko Haram est soupçonné.",
        "L'attaque porte la marque de Boko Haram.",
    ],
)
def test_french_says_so_in_its_own_ways(then: str) -> None:
    assert told(AVANT + then, "fr")["Boko Haram", "attacker"] == ("suspected", None)


@pytest.mark.parametrize(
    "then",
    [
        "Boko Haram said in a message on Telegram that it was behind the raid.",
        "Boko Haram said its men had carried it out.",
        "Boko Haram, in a video, said it had done it.",
        "Boko Haram said it took part.",
    ],
)
def test_a_group_that_says_it_did_it_claims_it(then: str) -> None:
    assert told(BEFORE + then)["Boko Haram", "attacker"] == ("claimed", True)


@pytest.mark.parametrize(
    "then",
    ["Boko Haram said it was not behind the raid.", "Boko Haram said it had been attacked by soldiers."],
)
def test_a_group_that_speaks_of_something_else_claims_nothing(then: str) -> None:
    assert ("Boko Haram", "attacker") not in {key for key, how in told(BEFORE + then).items() if how[1]}


@pytest.mark.parametrize(
    ("text", "who", "beside"),
    [
        (
            "Rwandan soldiers backed by Mozambican troops killed 14 rebels near Gao, Mali.",
            "Rwandan army",
            "Mozambican army",
        ),
        (
            "Russian mercenaries fighting alongside the army killed 14 villagers near Gao, Mali.",
            "Wagner Group",
            "Malian army",
        ),
        (
            "Malian soldiers supported by Nigerien jets attacked a rebel camp near Gao, Mali.",
            "Malian army",
            "Nigerien army",
        ),
        ("Boko Haram fighters, backed by Niger, attacked a village near Gao, Mali.", "Boko Haram", "Niger"),
    ],
)
def test_what_stands_between_a_force_and_its_deed_is_its_company(text: str, who: str, beside: str) -> None:
    parts = told(text)
    assert (who, "attacker") in parts
    assert (beside, "supporter") in parts


def test_a_state_behind_a_group_is_no_force_that_takes_part() -> None:
    actors = sure("Boko Haram fighters, backed by Niger, attacked a village near Gao, Mali.")[0].actors
    assert [(a.kind, a.foreign) for a in actors if a.name == "Niger"] == [("government", False)]


@pytest.mark.parametrize(
    "text",
    [
        "A drone of the Malian army struck a market near Gao, Mali, on Friday, killing 12 people.",
        "The army said its artillery shelled a camp near Gao, Mali, on Friday.",
    ],
)
def test_whose_weapon_struck_did_it(text: str) -> None:
    assert ("Malian army", "attacker") in told(text)


def test_who_came_under_fire_is_the_target() -> None:
    parts = told("Peacekeepers came under fire from Boko Haram near Gao, Mali, on Friday, and two died.")
    assert {("peacekeepers", "target"), ("Boko Haram", "attacker")} <= parts.keys()


def test_the_dead_of_both_sides_fought() -> None:
    parts = told("Seven soldiers and nine Boko Haram fighters were killed in clashes near Gao, Mali, on Friday.")
    assert {("Malian army", "combatant"), ("Boko Haram", "combatant")} <= parts.keys()


def test_a_group_named_to_say_who_another_is_did_nothing() -> None:
    parts = told("Boko Haram, affiliated with al-Qaeda, said it killed 12 soldiers near Gao, Mali, on Friday.")
    assert [name for name, role in parts if role == "attacker"] == ["Boko Haram"]


@pytest.mark.parametrize(
    ("then", "known"),
    [
        ("The raid was attributed by the governor to Boko Haram.", ("suspected", None)),
        ("The army attributes the killings to Boko Haram.", ("suspected", None)),
        ("Investigators suspect the Boko Haram group.", ("suspected", None)),
        ("Fighters believed to belong to Boko Haram fled to the hills.", ("suspected", None)),
        ("The raid was claimed separately by Boko Haram.", ("claimed", True)),
        ("Boko Haram, which is allied to al-Qaeda, claimed responsibility.", ("claimed", True)),
    ],
)
def test_a_deed_is_laid_at_a_door_over_some_words(then: str, known: tuple[str, bool | None]) -> None:
    assert told(BEFORE + then)["Boko Haram", "attacker"] == known


def test_a_claim_by_two_is_the_claim_of_each() -> None:
    parts = told(BEFORE + "The raid was claimed separately by Boko Haram and Ansaru.")
    assert {name for (name, _), how in parts.items() if how == ("claimed", True)} == {"Boko Haram", "Ansaru"}


def test_a_group_that_denies_its_own_part_is_accused() -> None:
    parts = told(BEFORE + "Boko Haram denied that its men were involved.")
    assert parts["Boko Haram", "accused"] == ("denied", False)


def test_denying_a_loss_is_no_accusation() -> None:
    assert ("Malian army", "accused") not in told(BEFORE + "The Malian army denied that its base was overrun.")


@pytest.mark.parametrize(
    "text",
    [
        "The army entered Gao, Mali, on Friday and took control of the town, which Boko Haram had held since May.",
        "The army recaptured Gao, Mali, from Boko Haram on Friday.",
    ],
)
def test_who_held_the_ground_before_defended_it(text: str) -> None:
    assert ("Boko Haram", "defender") in told(text)


def test_an_actor_keeps_the_words_of_its_source() -> None:
    actors = sure(BEFORE + "The army blamed fighters of Boko Haram.")[0].actors
    assert next(actor.words for actor in actors if actor.name == "Boko Haram") == "fighters of Boko Haram"


@pytest.mark.parametrize(
    ("then", "known"),
    [
        ("Boko Haram claimed the attack.", ("claimed", True)),
        ("Boko Haram claims to hold the town.", ("claimed", True)),
        ("The ministry named Boko Haram.", ("suspected", None)),
        ("Suspected Boko Haram fighters fled into the bush.", ("suspected", None)),
        ("The men carried the Boko Haram flag.", ("suspected", None)),
    ],
)
def test_claims_and_suspicions_need_no_set_phrase(then: str, known: tuple[str, bool | None]) -> None:
    assert told(BEFORE + then)["Boko Haram", "attacker"] == known


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A market in Gao, Mali, was hit by a Nigerien missile on Friday, killing 12 people.", "en"),
        ("Douze personnes ont péri vendredi dans une frappe nigérienne à Gao, au Mali.", "fr"),
    ],
)
def test_the_nation_of_a_weapon_is_its_force(text: str, language: str) -> None:
    assert ("Nigerien army", "attacker") in told(text, language)


def test_the_number_of_fighters_killed_is_of_fighters() -> None:
    text = "The number of Boko Haram fighters killed in Friday's raid near Gao, Mali, rose to 31."
    assert ("Boko Haram", "victim") in told(text)


def test_a_force_backed_by_a_state_is_not_that_states_force() -> None:
    parts = told("The Nigerien-backed government's forces shelled a rebel camp near Gao, Mali, on Friday.")
    assert {name for name, role in parts if role == "attacker"} == {"Malian army"}


def test_who_a_group_is_linked_to_did_nothing() -> None:
    parts = told("Boko Haram, a rebel group linked to al-Qaeda, killed 12 soldiers near Gao, Mali, on Friday.")
    assert [name for name, role in parts if role == "attacker"] == ["Boko Haram"]


def test_words_of_a_name_tell_no_deed() -> None:
    text = "Soldiers burned houses and killed 12 people near Gao, Mali, on Friday, Human Rights Watch said."
    assert sure(text)[0].kind == "attack"

"""What happened, where no single word tells it: several ideas in order name the kind."""

import pytest

from services.ingest.core.deeds.scenes import SCENES
from services.ingest.tables import LANGUAGES, open_lexicon
from tests.unit.reading.cases import reports, sure

ENGLISH = [
    ("Bakers gathered outside the town hall in Gao, Mali, with placards to demand flour.", "peaceful_protest"),
    ("Police used tear gas on students who marched in Gao, Mali.", "protest_with_intervention"),
    ("Soldiers shot at demonstrators in Gao, Mali, and three died.", "excessive_force_against_protesters"),
    ("Demonstrators in Gao, Mali, hurled stones at officers and burned tyres.", "violent_demonstration"),
    ("Irate residents of Gao, Mali, beat a suspected thief to death.", "mob_violence"),
    ("Fans of two rival clubs threw bottles at each other in Gao, Mali.", "mob_violence"),
    ("The army drove rebels out of Kidal, Mali.", "government_regains_territory"),
    (
        "Jihadists pushed the soldiers out of Kidal, Mali, and now control the town.",
        "non_state_actor_overtakes_territory",
    ),
    ("Rebels left Kidal, Mali, and soldiers moved into the town without a shot.", "non_violent_transfer_of_territory"),
    ("Gunmen carried off sacks of rice from a warehouse in Gao, Mali.", "looting_property_destruction"),
    ("Police in Gao, Mali, picked up five members of a party and led them away.", "arrests"),
    ("Troops unearthed a cache of rifles and ammunition in Gao, Mali.", "disrupted_weapons_use"),
    ("Air defences brought down two drones over Gao, Mali.", "disrupted_weapons_use"),
    ("Turkish soldiers opened a new observation post near Gao, Mali.", "headquarters_or_base_established"),
    ("Thirty fighters turned themselves in at Gao, Mali.", "change_to_group_activity"),
    ("Two communities of Gao, Mali, settled their dispute and agreed compensation.", "agreement"),
    ("A helicopter dropped two barrels of explosives on Gao, Mali.", "air_drone_strike"),
    ("A bomber on a motorcycle rammed a checkpoint in Gao, Mali, and exploded.", "suicide_bomb"),
    ("A canister gave off a yellow gas in Gao, Mali, and people began vomiting.", "chemical_weapon"),
    ("Soldiers abused three women one after another in Gao, Mali.", "sexual_violence"),
    (
        "Men in an unmarked car took a student away in Gao, Mali; his whereabouts are unknown.",
        "abduction_forced_disappearance",
    ),
    ("Inmates broke out of the prison of Gao, Mali.", "other"),
]
FRENCH = [
    (
        "Des infirmiers se sont rassemblés devant la mairie de Gao, au Mali, pour réclamer leurs primes.",
        "peaceful_protest",
    ),
    ("La police a dispersé un sit-in à Gao, au Mali.", "protest_with_intervention"),
    ("L'armée a délogé les rebelles de la ville de Kidal, au Mali.", "government_regains_territory"),
    ("Des miliciens ont emporté du bétail à Gao, au Mali.", "looting_property_destruction"),
    ("Les soldats ont saisi des armes et des munitions à Gao, au Mali.", "disrupted_weapons_use"),
    ("Trente combattants ont déposé les armes à Gao, au Mali.", "change_to_group_activity"),
]


@pytest.mark.parametrize(("sentence", "kind"), ENGLISH)
def test_several_english_words_together_name_the_kind(sentence: str, kind: str) -> None:
    assert [report.kind for report in reports(sentence)][:1] == [kind]


@pytest.mark.parametrize(("sentence", "kind"), FRENCH)
def test_several_french_words_together_name_the_kind(sentence: str, kind: str) -> None:
    assert [report.kind for report in reports(sentence, language="fr")][:1] == [kind]


@pytest.mark.parametrize(
    "sentence",
    [
        "Analysis: why the war will last. The army drove rebels out of Kidal, Mali.",
        "The rebels threatened to push the soldiers out of Kidal, Mali.",
        "The army said that it would open a new post near Gao, Mali.",
    ],
)
def test_deeds_that_are_threatened_planned_or_discussed_open_no_incident(sentence: str) -> None:
    assert sure(sentence) == []


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({scene.rule for scene in SCENES}) == len(SCENES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_idea_of_a_rule_has_words(language: str) -> None:
    cues = open_lexicon(language).cues
    told = {idea for ideas in cues.singles.values() for idea in ideas}
    told |= {idea for longer in cues.longer.values() for _, ideas in longer for idea in ideas}
    found_in_rows = {"place", "name", "named", "nation", "org"}
    asked = {idea for scene in SCENES for step in scene.steps for idea in step.ideas}
    rare = {"tookplace"}
    assert asked - told - found_in_rows - rare == set()

"""What happened: the kind of incident from its words."""

import pytest

from tests.unit.reading.cases import reports


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Gunmen shot dead nine people in Gao, Mali, on Friday.", "attack"),
        ("Militants ambushed an army patrol near Kidal, Mali, on Friday.", "ambush"),
        ("The army and rebels exchanged fire near Kidal, Mali, on Friday.", "armed_clash"),
        ("A suicide bomber blew himself up in Maiduguri, Nigeria, on Friday.", "suicide_bomb"),
        ("A drone strike killed nine people in Kidal, Mali, on Friday.", "air_drone_strike"),
        ("Mortar shells fell on Kidal, Mali, on Friday, wounding nine people.", "shelling_artillery_missile_attack"),
        ("A truck hit a landmine near Kidal, Mali, on Friday.", "remote_explosive_landmine_ied"),
        ("Attackers threw a grenade into a bar in Gao, Mali, on Friday.", "grenade"),
        ("Chlorine gas was dropped on Kidal, Mali, on Friday, in a chemical attack.", "chemical_weapon"),
        ("Fighters raped four women in Bunia, Congo, on Friday.", "sexual_violence"),
        ("Gunmen kidnapped a priest in Dikwa, Nigeria, on Friday.", "abduction_forced_disappearance"),
        ("A mob lynched a suspected thief in Bangui on Friday.", "mob_violence"),
        ("Rioters burned tyres and threw stones in Conakry, Guinea, on Friday.", "violent_demonstration"),
        ("Teachers staged a sit-in in Conakry, Guinea, on Friday.", "peaceful_protest"),
        ("Police fired tear gas at protesters in Conakry, Guinea, on Friday.", "protest_with_intervention"),
        (
            "Police opened fire on protesters in Conakry, Guinea, on Friday, killing two.",
            "excessive_force_against_protesters",
        ),
        ("The army recaptured Kidal, Mali, from rebels on Friday.", "government_regains_territory"),
        ("Rebels seized the town of Kidal, Mali, on Friday.", "non_state_actor_overtakes_territory"),
        ("The army withdrew from Kidal, Mali, on Friday without a fight.", "non_violent_transfer_of_territory"),
        ("Unknown men looted shops in Gao, Mali, on Friday.", "looting_property_destruction"),
        ("Police arrested 30 activists in Conakry, Guinea, on Friday.", "arrests"),
        ("Soldiers defused a bomb in Gao, Mali, on Friday.", "disrupted_weapons_use"),
        ("The army set up a base near Kidal, Mali, on Friday.", "headquarters_or_base_established"),
        ("The army deployed reinforcements to Kidal, Mali, on Friday.", "change_to_group_activity"),
        ("The two sides signed a ceasefire agreement in Bangui on Friday.", "agreement"),
        ("Soldiers seized power in Conakry, Guinea, on Friday.", "coup"),
        ("The army foiled an attempted coup in Bissau on Friday.", "coup_attempt"),
        ("About 3,000 villagers fled Djugu, Congo, on Friday.", "displacement"),
    ],
)
def test_each_kind_has_its_words(sentence: str, kind: str) -> None:
    found = reports(sentence)
    assert [report.kind for report in found] == [kind]

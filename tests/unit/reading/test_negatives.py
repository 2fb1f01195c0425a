"""Texts that use the words of incidents and tell of none, and incidents that such words must not hide."""

import pytest

from tests.unit.reading.cases import sure

_NONE = [
    ("The board of the central bank in Kampala was split on Monday over its main rate.", "en"),
    ("Kenya's foreign minister arrived in Bangui on Tuesday for talks on trade and the border post.", "en"),
    ("The government of Chad denied on Monday that its troops had shelled a village near Dikwa.", "en"),
    ("Le chef de l'État a reçu mardi à Conakry l'ambassadeur du Gabon en Angola.", "fr"),
    ("Les pourparlers entre le gouvernement et les rebelles ont repris jeudi à Bangui.", "fr"),
    ("Les syndicats ont appelé mardi à une grève générale le mois prochain à Bangui.", "fr"),
    ("Opinion: Why Juba burns. Soldiers burned markets in Bunia and arrested traders on Monday.", "en"),
    ("Zesco United beat Nkana 3-1 in Kampala on Sunday. Their attack struck twice after the break.", "en"),
    ("A fire broke out in a hostel in Kampala on Friday, killing six people.", "en"),
    ("A farmer was hacked to death by his brother in Conakry on Monday, police said.", "en"),
    ("Customs officers at the port of Conakry seized a tonne of timber on Friday.", "en"),
    ("Mourners lit candles in Kampala on Friday for the 67 people killed at a shopping mall in September 2013.", "en"),
]


@pytest.mark.parametrize(("text", "language"), _NONE)
def test_words_of_incidents_alone_open_none(text: str, language: str) -> None:
    assert sure(text, language=language) == []


_ONE = [
    ("Rebels killed nine soldiers in Djibo, Burkina Faso, on Friday. It came three weeks after 30 died in Arbinda.", 1),
    ("Gunmen killed 12 people in Dikwa, Nigeria, on Monday. The attack took place at a market in the town.", 1),
    ("Three bombs killed 14 people in Maiduguri, Nigeria, on Monday. The first blast hit a hotel.", 1),
]


@pytest.mark.parametrize(("text", "count"), _ONE)
def test_what_is_recalled_or_told_again_opens_no_second_one(text: str, count: int) -> None:
    assert len(sure(text)) == count


_REAL = [
    ("Thousands marched through Kampala on Monday to demand lower prices, police said.", "en"),
    ("The two militias signed a ceasefire agreement in Kidal, Mali, on Monday.", "en"),
    ("Police arrested nine suspected militants in Maiduguri, Nigeria, on Monday.", "en"),
    ("L'armée a installé une base à Anefis, au Mali, lundi.", "fr"),
    ("A mob set fire to a police station in Bangui, Central African Republic, on Friday.", "en"),
]


@pytest.mark.parametrize(("text", "language"), _REAL)
def test_soft_deeds_told_outright_still_open_one(text: str, language: str) -> None:
    assert sure(text, language=language)


_NAMED = [
    ("Au moins 40 personnes, dont neuf militaires, ont péri mercredi à Gao dans les incendies de brousse.", "fr", 0),
    ("Dix-sept militaires ont péri mardi à Gao, a annoncé le ministère.", "fr", 1),
    ("On Friday rations reached families whom the fighting had cut off in villages around Gao.", "en", 0),
    ("The summit on Friday in Gao extended the mission that is fighting rebels there by three months.", "en", 0),
    ("Six firms that sold attack drones to the generals of Sudan were put on a list on Friday.", "en", 0),
    ("Le groupe a été inscrit vendredi sur une liste pour les massacres qu'on lui reproche au Mali.", "fr", 0),
    ("Fighting broke out between rebels and the army around Gao on Friday.", "en", 1),
    ("Thousands fled Friday's air strikes on Gao, the agency said.", "en", 1),
    ("Des combats ont éclaté vendredi à Gao entre l'armée et les rebelles.", "fr", 1),
]


@pytest.mark.parametrize(("text", "language", "count"), _NAMED)
def test_a_deed_without_a_toll_is_told_or_has_its_day_beside_it(text: str, language: str, count: int) -> None:
    assert len(sure(text, language=language)) == count

from services.rules.core.words import read


def test_names_are_rare_and_the_words_of_conflict_news_are_not() -> None:
    assert read("Gunmen kill 12 soldiers in Mali ambush near Tessit").rare == {"tessit"}


def test_numbers_are_figures_in_digits_and_words_in_two_languages() -> None:
    assert read("Twelve dead, 31 hurt; quatorze blessés").figures == {12, 31, 14}


def test_years_and_great_numbers_are_no_figures() -> None:
    assert read("50,000 flee since 2012").figures == frozenset()


def test_accents_and_inflections_do_not_matter() -> None:
    assert read("Ménaka: attaque").rare == read("MENAKA").rare
    assert read("peacekeepers").plain == read("peacekeeping").plain


def test_a_demonym_of_the_country_names_nobody() -> None:
    assert read("Malian, Nigerien and Burkinabe troops").rare == frozenset()

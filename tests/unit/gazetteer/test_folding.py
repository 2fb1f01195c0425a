import pytest

from services.ingest.core.words.folding import fold, fold_word


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Côte d’Ivoire", "cote d ivoire"),
        ("MÉNAKA", "menaka"),
        ("Al-Ḩasakah", "al hasakah"),
        ("Łódź", "lodz"),
        ("Straße  (Ost)", "strasse ost"),
        ("I\u011fd\u0131r", "igdir"),
        ("Ɓalle", "balle"),
        ("  --  ", ""),
    ],
)
def test_every_way_of_writing_a_name_folds_to_one(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


def test_a_word_folds_like_a_name() -> None:
    assert fold_word("Tillabéri") == fold("Tillabéri")

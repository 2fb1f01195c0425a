"""Where sentences end, and the way back to the text as it was published."""

from services.ingest.core.words.normalise import normalise
from services.ingest.core.words.sentences import sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_glued_sentence_end_is_an_end() -> None:
    assert pieces("They were taken there.The attack went on.") == ["They were taken there.", "The attack went on."]


def test_titles_initials_and_acronyms_end_no_sentence() -> None:
    assert pieces("Gen. A. Ba of the U.S. Army met Dr. Keita.") == ["Gen. A. Ba of the U.S. Army met Dr. Keita."]


def test_a_headline_is_a_sentence_by_its_line() -> None:
    assert pieces("Ten killed in Gao\nGunmen came at dawn.") == ["Ten killed in Gao", "Gunmen came at dawn."]


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    text = "SEVEN POLICEMEN WERE KILLED\nYESTERDAY NEAR THE RIVER.\n\n   THEY WERE ON PATROL."
    assert pieces(text) == ["SEVEN POLICEMEN WERE KILLED\nYESTERDAY NEAR THE RIVER.", "THEY WERE ON PATROL."]


def test_a_decomposed_text_leads_back_to_its_own_characters() -> None:
    original = "Me\u0301naka \u2018fell\u2019"
    even = normalise(original)
    assert even.text == "M\u00e9naka 'fell'"
    assert even.words(0, 6) == "Me\u0301naka"

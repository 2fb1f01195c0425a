"""Tolls whose people and verb have days, places and asides between them."""

import pytest

from tests.unit.reading.cases import figures


def told(sentence: str, language: str) -> set[tuple[str, str, int | None]]:
    return {(measure, party, bounds[1]) for measure, party, bounds in figures(sentence, language)}


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        (
            "The rebels killed, on Sunday evening in the village of Doro, in the north, 14 farmers.",
            "en",
            {("killed", "civilians", 14)},
        ),
        (
            "Nineteen people, two nurses of the mission among them, died on Monday at Doro.",
            "en",
            {("killed", "unknown", 19)},
        ),
        (
            "Les assaillants ont tué lundi soir à Doro, dans le nord du pays, 14 civils et deux militaires.",
            "fr",
            {("killed", "civilians", 14), ("killed", "state_force", 2)},
        ),
        (
            "Dix-neuf personnes, dont deux employées locales de la mission, sont mortes dimanche à Doro.",
            "fr",
            {("killed", "unknown", 19)},
        ),
        (
            "Ils sont soupçonnés d'avoir massacré lundi à l'aube au moins 40 habitants de Doro.",
            "fr",
            {("killed", "civilians", 40)},
        ),
        ("Les miliciens ont tué vingt déplacés à la machette dimanche à Doro.", "fr", {("killed", "civilians", 20)}),
        ("Gunmen who had stopped the bus shot seven of them dead on Monday.", "en", {("killed", "unknown", 7)}),
    ],
)
def test_what_stands_between_people_and_their_verb_does_not_part_them(
    sentence: str, language: str, expected: set[tuple[str, str, int | None]]
) -> None:
    assert expected <= told(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Two guards, both 31, were killed near Doro, ten miles from the border.", 31),
        ("A bomb killed ten guards at Doro on Friday, a member of the council said.", 1),
        ("Nine people died on Friday at Doro, in a region where 300 soldiers patrol.", 300),
        ("A man of 52 was shot dead by guards on Friday during a march in Doro.", 52),
    ],
)
def test_what_is_told_aside_gives_no_toll(sentence: str, number: int) -> None:
    assert number not in {best for _, _, best in told(sentence, "en")}

"""Whose day it is: "Thursday's bombing" and "les tués de la veille" name a deed's, "Saturday's election" another's."""

from typing import Final, Literal

from services.ingest.core.phrases.items import Row
from services.ingest.core.places.lexicon import words_of

Naming = Literal["deed", "other"]
_OTHERS: Final = words_of(
    "election elections vote votes poll polls ballot referendum inauguration announcement statement talks summit "
    "meeting visit agreement deal ceasefire truce ruling verdict decision speech resolution report reports briefing "
    "conference signing handover release toll count figure figures anniversary holiday deadline ultimatum trip "
    "élection élections scrutin vote référendum investiture annonce communiqué sommet réunion visite accord trêve "
    "cessez-le-feu verdict décision discours résolution rapport conférence libération bilan anniversaire ultimatum "
    "voyage déplacement pourparlers"
)
_DAYTIME: Final = frozenset({"night", "morning", "evening", "afternoon", "dawn", "soir", "matin"})
_BETWEEN: Final = "_qZATPpnm#"
_ARTICLES: Final = frozenset({"the", "last", "this", "le", "ce"})  # a phrase like "the weekend" has its own
_LINKS: Final = frozenset({"in", "after", "following", "since"})
_DETERMINERS: Final = "x1"
_NOUN_NEAR: Final = 5
_DAY_OF_NEAR: Final = 5
_OF: Final = frozenset({"de", "du", "d'", "of", "des"})
_DONE: Final = ("mené", "survenu", "commis", "perpétré", "lancé", "carried out", "staged", "launched")
_WHEN: Final = frozenset({"day", "night", "morning", "jour", "nuit"})


def naming(row: Row, i: int) -> Naming | None:
    """Whether the day at item `i` is named as that of a deed, or of something else, or neither."""
    after = i + 1
    while after < len(row.items) and row.items[after].low in _DAYTIME:
        after += 1
    owner = after < len(row.items) and row.items[after].low in {"'s", "'"}
    named = row.items[after : after + 1] if after == i + 1 else []
    if named and named[0].tag in "Tm" and named[0].raw[:1].isupper():
        return "other"  # "the Monday Market"
    before = row.items[i - 1] if i else None
    article = row.items[i].low in _ARTICLES or (
        before is not None and (before.tag in _DETERMINERS or before.low in _LINKS)
    )
    if owner or (article and not _closes(row, after)):
        found = _noun_after(row, after + owner, _NOUN_NEAR if owner else 1)
        if found is not None:
            return found
    return _of_noun(row, i) or ("deed" if _apposed(row, i) else None)


def _closes(row: Row, i: int) -> bool:
    return i >= len(row.items) or row.tags[i] in ",z"


def _noun_after(row: Row, first: int, within: int) -> Naming | None:
    """The noun that owns the day before it."""
    for j in range(first, min(len(row.items), first + within)):
        if row.items[j].low in _OTHERS:
            return "other"
        if row.tags[j] in "EX" or (row.items[j].word is not None and row.tags[j] == "t"):
            return "deed"
        if row.tags[j] not in _BETWEEN:
            return None
    return None


def _of_noun(row: Row, i: int) -> Naming | None:
    """As in "l'attaque de jeudi", "les morts de dimanche", "le scrutin de samedi"."""
    if i < 2 or (row.items[i - 1].low not in _OF and not row.items[i - 1].low.startswith(_DONE)):  # noqa: PLR2004
        return None
    noun = row.items[i - 2]
    if noun.low in _OTHERS:
        return "other"
    return "deed" if noun.tag in "EXkgt" or (noun.tag == "P" and noun.noun is not None) else None


def _apposed(row: Row, i: int) -> bool:
    """As in "on the day of the attack, Tuesday, …", "le jour des faits, mardi"."""
    if i < _DAY_OF_NEAR - 2 or row.tags[i - 1] != ",":
        return False
    before = [item.low for item in row.items[max(0, i - 2 - _DAY_OF_NEAR) : i - 1]]
    return not _WHEN.isdisjoint(before) and not _OF.isdisjoint(before) and row.tags[i - 2] in "EX_"

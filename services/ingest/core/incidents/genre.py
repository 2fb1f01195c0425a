"""What a text is about if not the news of a deed: an exercise, a film, a game, statistics, an anniversary."""

import re
from typing import Final, Literal

from services.ingest.core.places.lexicon import words_of

Genre = Literal["exercise", "fiction", "game", "survey", "anniversary"]

_READ: Final = 1_500  # characters from which the genre is told
_LEAD: Final = 250
_CUES: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")
_EXERCISES: Final = words_of(
    "exercise exercises drill drills manoeuvres maneuvers wargame wargames simulation exercice exercices manœuvres"
)
_STAGED: Final = words_of(
    "mock simulated simulating imaginary fictitious fictional notional scenario scenarios imaginaire imaginaires "
    "fictif fictive fictifs fictives simulé simulée simulés simulées scénario scénarios"
)
_FICTION: Final = words_of(
    "film movie thriller novel novelist director actor actors actress extras netflix premiered premieres premiere "
    "screening cinema cannes viewer viewers screenplay starring sequel filmed filmmaker bestseller playwright "
    "miniseries documentary fiction audiences roman romancier réalisateur réalisatrice acteur acteurs spectateurs "
    "tournage actrice cinéma série scénariste"
)
_GAME: Final = words_of(
    "coach goal goals final finals midfielder striker goalkeeper penalty referee league tournament equaliser equalizer "
    "match scored scorer winger trophy champions squad defeat entraîneur finale arbitre buts buteur gardien "
    "prolongations tournoi championnat sélectionneur"
)
_SURVEY: Final = words_of(
    "report reports documented documents recorded records casualties percent statistics figures data months annual "
    "quarter quarterly compared incidents monitor rapport recensé recensés enregistré enregistrés enregistrées "
    "comptait statistiques données trimestre semestre hausse baisse incidents chiffres plan"
)
_YEARS_AFTER: Final = re.compile(
    r"\b(?:years? (?:after|later|on from|to the day)|anniversar|commemorat|ans après|ans plus tard|commémor)",
    re.IGNORECASE,
)


def genres(text: str) -> frozenset[Genre]:
    """The genres that the head of a text has the words of; most texts have none."""
    head = text[:_READ]
    words = set(_WORD.findall(head.lower()))
    found: set[Genre] = set()
    if not words.isdisjoint(_EXERCISES) and not words.isdisjoint(_STAGED):
        found.add("exercise")
    if len(words & _FICTION) >= _CUES:
        found.add("fiction")
    if len(words & _GAME) >= _CUES:
        found.add("game")
    if len(words & _SURVEY) >= _CUES:
        found.add("survey")
    if _YEARS_AFTER.search(head[:_LEAD]):
        found.add("anniversary")
    return frozenset(found)

"""What a text is about if not the news of a deed: an exercise, a film, a game, statistics, an anniversary."""

import re
from typing import Final, Literal

from services.ingest.core.places.lexicon import words_of

Genre = Literal["exercise", "fiction", "game", "match", "survey", "anniversary", "essay", "blaze", "quarrel", "memory"]

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
    "coach goal goals final finals midfielder striker goalkeeper penalty referee league tournament "
    "equaliser equalizer "
    "match scored scorer winger trophy champions squad defeat entraîneur finale arbitre buts buteur gardien "
    "prolongations tournoi championnat sélectionneur forwards forward keeper players player stadium fixture halftime "
    "cup league marathon poteau poteaux pelouse ailier attaquant défenseur coupe ligue lucarne "
    "mi-temps sifflet footballeur"
)
_SURVEY: Final = words_of(
    "report reports documented documents recorded records casualties percent statistics figures data months annual "
    "quarter quarterly compared incidents monitor rapport recensé recensés enregistré enregistrés enregistrées "
    "comptait statistiques données trimestre semestre hausse baisse incidents chiffres plan"
)
_YEARS_AFTER: Final = re.compile(
    r"\b(?:years? (?:after|later|on from|to the day)|anniversar|commemorat|ans après|ans plus tard|commémor)",
)


_SCORE: Final = re.compile(
    r"\b(?:beat|beats|won|defeated|drew|lost|battu|battent|gagné|s'impose|s'incline|dominé|victoire|nul)\b"
    r"[^.;]{0,60}\b\d{1,3} ?[-–] ?\d{1,3}\b",
)
_ESSAY: Final = re.compile(
    r"^[\W_]*(?:opinion|analysis|commentary|editorial|essay|explainer|obituary|(?:film|book|art|"
    r"theatre|music|album) review|"
    r"review|letter to the editor|timeline|factbox|year in review|quiz|tribune|chronique|analyse|"
    r"éditorial|portrait|critique|"
    r"entretien|décryptage|chronologie|rétrospective|livre|cinéma|nécrologie)\s*(?::|\||—|–| - )",
)
_BLAZE: Final = re.compile(
    r"\b(?:(?<!of )(?<!under )(?<!opened )(?<!cease )"
    r"(?:fire|blaze|inferno) (?:at|in|that|which|swept|broke out|tore|ripped|gutted|destroyed|"
    r"ravaged|engulfed|raged)|"
    r"feux? de (?:forêt|brousse)|(?:wild|bush ?|forest )fires?|(?:un|l') ?(?:violent |"
    r"gigantesque )?incendie (?!criminel)|(?:collapse|collapsed|effondrement|"
    r"effondré|éboulement|"
    r"landslide|stampede|bousculade|capsized|chavir\w+|derailed|overturned|earthquake|séisme|floods?|inondations?))\b",
)
_QUARREL: Final = re.compile(
    r"\b(?:by (?:his|her|their) (?:own |elder |younger |former |estranged |ex-)?(?:brother|sister|"
    r"husband|wife|son|father|"
    r"mother|uncle|cousin|boyfriend|girlfriend|neighbour|neighbor|lover|partner|nephew|stepfather|"
    r"roommate|colleague)|"
    r"par (?:son|sa) (?:propre |ex-)?(?:frère|sœur|mari|épouse|femme|fils|père|mère|oncle|cousin|compagnon|compagne|"
    r"voisin|beau-père|neveu|conjoint)|domestic (?:dispute|violence|row)|crime passionnel|violences? conjugales?|"
    r"drunken (?:brawl|fight|quarrel)|bar brawl|rixe)\b",
)
_MEMORY: Final = re.compile(
    r"\b(?:funeral|funerals|burials?|mourners|bells tolled|memorial|candles|vigil|wreaths?|"
    r"remembrance|remembered|paid tribute|"
    r"minute'?s? of silence|obsèques|funérailles|inhumation|enterrement|hommage|recueill\w+|gerbe|minute de silence)\b",
)
_HEADS: Final[tuple[tuple[Genre, re.Pattern[str]], ...]] = (
    ("anniversary", _YEARS_AFTER),
    ("essay", _ESSAY),
    ("blaze", _BLAZE),
    ("quarrel", _QUARREL),
    ("memory", _MEMORY),
    ("match", _SCORE),
)
_SURELY: Final = 5


def genres(text: str) -> frozenset[Genre]:
    """The genres that the head of a text has the words of; most texts have none."""
    words = set(_WORD.findall(text[:_READ].lower()))
    found: set[Genre] = set()
    if not words.isdisjoint(_EXERCISES) and not words.isdisjoint(_STAGED):
        found.add("exercise")
    if len(words & _FICTION) >= _CUES:
        found.add("fiction")
    if len(words & _GAME) >= _CUES:
        found.add("game")
    if len(words & _SURVEY) >= _CUES:
        found.add("survey")
    if len(words & _GAME) >= _SURELY:
        found.add("match")
    lead = text[:_LEAD].lower()  # patterns that ignore case take three times as long
    found.update(genre for genre, told in _HEADS if told.search(lead))
    return frozenset(found)

"""What a text is about if not the news of a deed: an exercise, a film, a game, statistics, an anniversary."""

import re
from collections.abc import Iterator
from typing import Final, Literal

from services.ingest.core.places.lexicon import words_of

Genre = Literal[
    "exercise",
    "drill",
    "fiction",
    "game",
    "match",
    "survey",
    "anniversary",
    "essay",
    "blaze",
    "beast",
    "quarrel",
    "memory",
]

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
    "mi-temps sifflet footballeur whistle visitors defender defenders midfield doubles knockout unbeaten striker "
    "attackers attaquants crucifié trompé gardien visiting duel crowd boos scoreline tête minute"
)
_GAME_ONLY: Final = words_of(
    "coach midfielder midfield striker goalkeeper referee equaliser equalizer scorer winger halftime footballer "
    "quarterfinal semifinal stoppage crossbar offside entraîneur arbitre buteur prolongations sélectionneur pelouse "
    "ailier lucarne mi-temps footballeur championnat poteau poteaux doublé penalty penalties innings wicket batsman"
)
"""Words that hardly any other text has: each counts twice."""
_MINUTE: Final = re.compile(r"\b\d{1,3}(?:st|nd|rd|th|e|è|ème) minute\b|\b\d{1,2} ?[-–] ?\d{1,2}\b(?! ?(?:km|%|year))")
_SURVEY: Final = words_of(
    "report reports documented documents recorded records casualties percent statistics figures data months annual "
    "quarter quarterly compared incidents monitor rapport recensé recensés enregistré enregistrés enregistrées "
    "comptait statistiques données trimestre semestre hausse baisse incidents chiffres plan"
)
YEARS_AFTER: Final = re.compile(
    r"\b(?:years? (?:after|later|on from|to the day)|anniversar|commemorat|ans après|ans plus tard|commémor|"
    r"ans jour pour jour)",
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
    r"feux? de (?:forêt|brousse)|(?:wild|bush ?|forest )fires?|(?:un|l'|l|les|des|d'|d) ?(?:violents? |"
    r"gigantesques? )?incendies? (?!criminels?)|(?:collapse|collapsed|effondrement|"
    r"effondré|éboulement|"
    r"landslide|stampede|bousculade|capsized|chavir\w+|derailed|overturned|earthquake|séisme|floods?|inondations?))\b",
)
_KIN: Final = (
    r"(?:brother|sister|husband|wife|son|daughter|father|mother|uncle|cousin|boyfriend|girlfriend|neighbou?r|lover|"
    r"partner|nephew|stepfather|roommate|épouse|femme|mari|frère|sœur|fils|fille|père|mère|oncle|cousin|compagne|"
    r"compagnon|voisin|conjointe?)\b"
)
_PET: Final = (
    r"(?:bees?|wasps?|elephants?|crocodiles?|lions?|leopards?|hippos?|hippopotamus|hyenas?|sharks?|stray dogs?|dogs?|"
    r"snakes?|cobras?|bears?|tiger|buffaloe?s?|wolves|monkeys?|abeilles|frelons|éléphants?|crocodiles?|léopards?|"
    r"hippopotames?|hyènes?|requins?|chiens?|serpents?|ours|buffles?|loups)"
)
_BEAST: Final = re.compile(
    rf"\b{_PET} (?:\w+ ){{0,2}}(?:attack|kill|maul|trampl|bit|stung|injur|attaqu|tué|mord|piqu|bless|piétin)\w*"
    rf"|\b(?:killed|mauled|trampled|attacked|bitten|stung|eaten|tuée?s?|mordue?s?|attaquée?s?|piquée?s?|piétinée?s?)"
    rf" (?:\w+ ){{0,4}}(?:by|par) (?:an? |the |un |une |des |les )?(?:\w+ )?{_PET}\b"
)
_FILM: Final = re.compile(
    r"\b(?:the|a|an|new|his|her|latest|debut|le|un|une|nouveau|nouvel|nouvelle|dernier|premier) (?:\w+ ){0,2}"
    r"(?:film|movie|novel|thriller|documentary|memoir|video game|roman|documentaire|bande dessinée|téléfilm|"
    r"long-métrage|long métrage|court-métrage|court métrage|pièce de théâtre|mini-série|jeu vidéo)\b"
    r"(?! (?:crews?|festival|director|maker|makers|set|star|industry))"
)
_DRILL: Final = re.compile(
    r"\b(?:(?:as part of|during|climax of|end of|start of|part of|pendant) (?:\S+ ){0,4}(?:exercises?|drills?|"
    r"manoeuvres|maneuvers|wargames?)"
    r"|(?:dans le cadre|lors|au cours|à la fin) d(?:'|e |u |es )(?:\S+ ){0,4}(?:exercices?|manœuvres)"
    r"|(?:staged|simulated|mock) (?:an? )?(?:\w+ )?(?:attack|assault|raid|rescue|ambush|landing)"
    r"|exercices? (?:pratiques?|de simulation)|tirs? à blanc|blank rounds|rubber targets)\b"
)
_QUARREL: Final = re.compile(
    rf"\b(?:kill|stab|shot|shoot|hack|strangl|murder|poison|behead)\w*(?: dead)? (?:his|her|their) (?:own |pregnant |"
    rf"younger |elder |ex-|former |estranged )*{_KIN}|"
    rf"(?:tué|poignardé|égorgé|abattu|étranglé|assassiné|décapité) (?:son|sa|ses) (?:propre |jeune |ex-)*{_KIN}|"
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
_STEM: Final = 4


def stems(text: str) -> frozenset[str]:
    """The first four letters of each word of a text in lower case."""
    return frozenset([word[:_STEM] for word in _WORD.findall(text)])


HEADS: Final[tuple[tuple[Genre, frozenset[str], re.Pattern[str]], ...]] = (
    ("anniversary", stems("year anniversary commemorated commémoré ans"), YEARS_AFTER),
    (
        "blaze",
        stems(
            "fire wildfire bushfire blaze inferno feu feux incendie collapse effondré éboulement landslide stampede "
            "flood bousculade capsized chaviré derailed overturned earthquake séisme inondation"
        ),
        _BLAZE,
    ),
    (
        "quarrel",
        stems(
            "brother sister husband wife son daughter father mother uncle cousin boyfriend girlfriend neighbour lover "
            "partner nephew stepfather roommate colleague épouse femme mari frère sœur fils fille père mère oncle "
            "neveu compagne voisin conjoint domestic passionnel conjugale drunken brawl rixe"
        ),
        _QUARREL,
    ),
    (
        "memory",
        stems(
            "funeral burial mourners bells memorial candles vigil wreath remembrance paid minute obsèques funérailles "
            "inhumation enterrement hommage recueilli gerbe"
        ),
        _MEMORY,
    ),
    ("match", stems("beat won defeated drew lost battu gagné impose incline dominé victoire nul"), _SCORE),
    (
        "beast",
        stems(
            "bee bees wasp elephant crocodile lion leopard hippo hyena shark dog dogs snake cobra bear tiger buffalo "
            "wolves monkey abeille frelon éléphant léopard hyène requin chien serpent ours loup"
        ),
        _BEAST,
    ),
    (
        "fiction",
        stems("film movie novel thriller documentary memoir video roman bande téléfilm long court pièce mini jeu"),
        _FILM,
    ),
)
"""Genres with how their words begin, without any of which the pattern need not be tried: it is slow."""
_SURELY: Final = 5


def genres(text: str) -> frozenset[Genre]:
    """The genres that the head of a text has the words of; most texts have none."""
    words = set(_WORD.findall(text[:_READ].lower()))
    found: set[Genre] = set()
    if not words.isdisjoint(_EXERCISES) and not words.isdisjoint(_STAGED):
        found.add("exercise")
    if len(words & _FICTION) >= _CUES:
        found.add("fiction")
    if len(words & _SURVEY) >= _CUES:
        found.add("survey")
    lead = text[:_LEAD].lower()  # patterns that ignore case take three times as long
    found.update(_games(words, lead))
    if not words.isdisjoint(_DRILLS) and _DRILL.search(text[:_READ].lower()):
        found.add("drill")
    begun = stems(lead)
    found.update(genre for genre, cues, told in HEADS if not cues.isdisjoint(begun) and told.search(lead))
    if _ESSAY.search(lead):
        found.add("essay")
    return frozenset(found)


_DRILLS: Final = _EXERCISES | words_of("mock staged simulated blanc blank rubber exercices maneuvers")


def _games(words: set[str], lead: str) -> Iterator[Genre]:
    """A game by the number of its words; "the 115th minute" and a score count as two of them."""
    told = len(words & _GAME) + len(words & _GAME_ONLY)
    told += _TWICE if told and _MINUTE.search(lead) else 0
    if told >= _CUES:
        yield "game"
    if told >= _SURELY:
        yield "match"


_TWICE: Final = 2

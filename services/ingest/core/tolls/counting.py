"""Words that count the dead apart from what killed them, in English and French."""

from typing import Final

COUNTS: Final = frozenset(
    {"toll", "tolls", "death toll", "figure", "figures", "count", "counts", "tally", "estimate", "estimates", "total"}
    | {"body count", "number", "bilan", "bilans", "chiffre", "chiffres", "décompte", "total", "comptage", "estimation"}
    | {
        "death count",
        "casualty toll",
        "bilan humain",
        "bilan officiel",
        "balance",
        "nombre",
        "recensement",
        "losses",
        "pertes",
    }
)
"""Nouns."""
COUNTING: Final = frozenset(
    {"spoken", "spoke", "speaks", "speaking", "talked", "counted", "counts", "listed", "lists", "recorded", "tallied"}
    | {"registered", "documented", "verified", "parlé", "parle", "parlait", "parlaient", "compté", "compte", "comptait"}
    | {"comptent", "comptaient", "recensé", "recense", "recensait", "dénombré", "dénombre", "dénombrait", "évoqué"}
    | {"évoque", "évoquait", "évoquaient", "évoquent", "avancé", "avance", "avançait", "avançaient", "tablait"}
    | {"mentionné", "mentionnait", "mentionnaient", "mentioned", "admet", "concède", "concédait", "cited", "gave"}
    | {"revendique", "revendiquent", "gives", "given", "put", "puts", "stood", "donnait", "donnaient", "donne", "donné"}
    | {"fait état", "faisait état", "faisant état", "faisaient état", "s'élevait", "s'arrêtait", "s'établissait"}
    | {"counting", "reconnaissait", "reconnaissaient", "annonçait", "annonçaient", "signalait", "signalaient"}
    | {"indiquait", "rapportait", "rapportaient", "déplorait", "admettait", "affichait", "confirmait", "reconnu"}
    | {
        "arrêtait",
        "élevait",
        "établissait",
        "acknowledged",
        "conceded",
        "established",
        "published",
        "dénombrent",
        "dénombraient",
        "recensaient",
        "indiquaient",
        "tablaient",
        "déploraient",
        "admettaient",
        "confirmaient",
        "recensent",
        "comptabilise",
        "comptabilisent",
        "avancent",
        "tient",
        "tiennent",
        "sticks",
        "issued",
        "carried",
        "showed",
        "had it at",
    }
)
"""Verbs."""
EARLY: Final = frozenset({"first", "earlier", "abord", "premiers", "firstly"})
THE_DEAD: Final = frozenset(
    {"victims", "dead", "deaths", "fatalities", "morts", "victimes", "tués", "killed", "bodies", "corps", "lives"}
)

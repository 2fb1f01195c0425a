"""The patterns of tolls over the letters of a sentence's items: which number goes with which verb."""

import re
from typing import Final

LIST: Final = r"[PQ](?:o#U)?(?:[,c]{1,2}(?:(?<=c)[Oo])?(?:[_x+Z]{0,2}(?:[Pp]|Q(?!i))(?:o#U)?|x[_Z]{1,3}(?=[,c])))*"
_OBJECTS: Final = r"[PQ](?![_o]?[ka]|_{0,2}h?b)(?:[,c]{1,2}[_x+]?(?:P|Q(?!i))(?!_?[ka]|_{0,2}h?b))*"
_PLAIN: Final = r"[^PQkgydazsrM,hVFH]"
ASIDE_NOT: Final = r",N[PQ][^,]{0,12},"
_ASIDE_OF: Final = r"[,z](?:P|Q)(?:i[^,zkgdVPQ]{0,25}|_[^,zkgdVPQ]{0,8})[,z]"
_AGES: Final = r",[_x]?[Q#]{1,2}(?:[,c]{1,2}[Q#])*,"  # "two officers, both 19, were killed"
_THEY_ARE: Final = r"[,z](?P<aside>P(?:[,c]{1,2}P)*)[,z]"  # "both attackers, a man and a woman, were killed"
_SERVING: Final = r"(?:V[OeB][^PQ,zkgydhb]{1,8})?"  # "an officer deployed to Haiti": `tells` looks at the verb
_WHO: Final = r"(?:w[^PQ,zkgyd]{1,25}(?=[hbd]))?"  # "people who had sheltered there have fled"
_GAP: Final = (
    rf"(?:{_SERVING}{_WHO}{_PLAIN}{{0,12}}?(?:(?:,[^PQkgydazsrM,H]{{1,12}}){{1,2}},|{ASIDE_NOT}|{_ASIDE_OF}|{_AGES})?)"
)
_PART: Final = rf"(?:[,z]?_?i[_x]{{0,2}}(?P<part>{LIST})[_x]{{0,2}}[,z]?)?"
_SUBJECT: Final = rf"(?P<list>{LIST})(?:{_THEY_ARE}|{_GAP}{_PART}{_GAP})"
_BE: Final = r"M?(?:h_{0,2})?b[_s]{0,2}"
_FROM_TO: Final = r"fx?(?P<old>[PQ])[Oe](?P<list>[PQ])"
_TO_FROM: Final = r"[Oe](?P<list2>[PQ])fx?(?P<old2>[PQ])"
# In the order in which they may take a number; a number is taken once.
_PATTERNS: Final = (
    ("state", rf"(?P<list>{LIST})(?:[_x]|i(?=a))?(?P<verb>a)"),
    ("from_to", r"(?:t[^PQz]{0,45}?r[_DE]{0,2}[of]|r_{0,2}x?t[^PQz]{0,45}?f_?)(?P<old>[PQ])[Oe](?P<list>[PQ])"),
    ("to_from", r"t[^PQz]{0,40}?[Oe](?P<list>[PQ])[_kaX]{0,3}(?:,[^,PQz]{1,8})?,?f[x_]{0,2}(?P<old>[PQ])"),
    ("turned", rf"r[_D]{{0,2}}(?:{_FROM_TO}|{_TO_FROM})a?[xeD_,]{{0,5}}(?P<verb>t)"),
    (
        "then_to",
        r"(?:^|z|,)[fo](?P<old>[PQ])(?:[asDeXkB_x]{0,7}|a[^zPQr]{0,30}?),[_xHh]{0,3}b?_?r_?[Oe]_?(?P<list>[PQ])",
    ),
    ("to_toll", r"(?:[rs][_D]{0,2}[eO]|(?<=[^s])O)(?P<list>[PQ])[aXk]?(?:,i[^,z]{1,12},)?[xeD_,]{0,5}(?P<verb>t)"),
    ("corrected", r"r_?O(?P<list>[PQ]),?N(?P<old>[PQ])"),
    ("passive", rf"{_SUBJECT}{_BE}(?P<verb>[ka])"),
    ("active", rf"(?<!b)(?<!b_)(?P<verb>[kgy])(?:e?D_?|[_xo]{{0,2}})(?P<list>{_OBJECTS})"),
    ("and_others", r"(?<!b)(?<!b_)(?P<verb>[kgy])[_x]{0,2}pc[_x]?(?P<list>[PQ])(?![_o]?[ka]|_{0,2}h?b)"),
    ("died", rf"{_SUBJECT}M?h?[_e]{{0,2}}(?P<verb>d)"),
    ("lives", rf"(?P<verb>v)[_xo]{{0,2}}(?P<list>{LIST})"),
    ("to_death", r"(?P<verb>[_krVsY])(?P<list>[PQ])(?:OX|_)"),
    ("shot_down", r"(?P<verb>V)[_xo]{0,2}(?P<list>P)"),
    ("himself_and", r"(?P<verb>[kg])_c[_x]?(?P<list>[PQ])"),
    ("cost_them", r"(?P<verb>_)(?P<list>P)x[Pp]"),
    ("fell", r"(?P<list>P(?:c[PQ])?)D?_?(?:h_?)?b?(?P<verb>[r_])(?=[,zeD]|$)"),
    ("lives_of", r"(?<=_)(?P<list>P)(?=$|[,zecDs])"),
    ("dead_at", r"r_?x?(?P<verb>a)[ebO]_?(?P<list>[PQ])"),
    ("label", r"(?:^|z|,)_?(?P<verb>[ka])z(?P<list>Q)"),
    ("risen", r"(?P<verb>[ka])(?:[^PQkgydatz]{1,30}?)?(?:h_{0,2})?r_?[Oe](?P<list>[PQ])"),
    ("toll_to", r"(?P<verb>t)(?:[^PQzt]|Q(?=_)){0,45}?r_{0,2}(?:[Bo]_?[PQ]a?[_D]{0,3},?_?)?O(?P<list>[PQ])"),
    ("toll", r"(?P<verb>t)(?:z|[^PQzkaVG]{0,40}?[oebOr])_{0,2}(?P<list>[PQ])"),
    ("deaths", rf"(?P<verb>X)o?[x_]?(?P<list>{LIST})"),
    ("count", r"(?P<list>Q)(?:_{0,2}|[FV])(?P<verb>X)"),
    ("reduced", rf"(?P<list>{LIST})[_xZ]{{0,2}}(?P<verb>k)(?![_x]{{0,2}}[pA1](?!_?[bs]))"),
    ("lost", r"(?P<verb>l)(?P<list>P|Q(?=(?:o[x_]{1,2})?(?:$|[,zecD])))"),
    ("their_dead", r"(?P<list>[PQ])ox(?P<verb>a)"),
    ("among", rf"(?P<list>{LIST})h?b?_?(?P<verb>u)|(?P<verb2>u)_?b?[,z]?_?(?P<list2>{LIST})"),
    ("they", r"(?P<list>[PQ])[^kgydazrMPQ]{0,18}H(?:h_?)?b[_s]{0,2}(?P<verb>k)"),
    ("one", r"(?<!b)(?P<verb>[kgy])(?P<list>1)_{1,3}(?=[eDc,o]|$)"),
    ("single", r"(?P<list>p)(?:,[^,PQpzkgydasrMH]{1,8},|,[1#]_{0,3},|,P,)?(?:h_?)?b[_s]{0,2}(?P<verb>k)"),
)
_NEEDS: Final = {
    "state": "a",
    "corrected": "r",
    "turned": "t",
    "then_to": "r",
    "from_to": "tr",
    "to_from": "t",
    "to_toll": "t",
    "passive": "b",
    "active": "kgy",
    "died": "d",
    "lives": "v",
    "lives_of": "P",
    "to_death": "PQ",
    "shot_down": "V",
    "himself_and": "kg",
    "cost_them": "P",
    "fell": "PQ",
    "dead_at": "a",
    "risen": "r",
    "and_others": "kgy",
    "label": "z",
    "toll_to": "t",
    "toll": "t",
    "deaths": "X",
    "count": "X",
    "reduced": "k",
    "lost": "l",
    "their_dead": "a",
    "among": "u",
    "they": "H",
    "one": "1",
    "single": "p",
}
"""Letters without any of which a pattern cannot match: most sentences need few patterns."""
COMPILED: Final = tuple((name, frozenset(_NEEDS[name]), re.compile(pattern)) for name, pattern in _PATTERNS)
INCLUDING: Final = re.compile(rf"i[_xb]{{0,2}}(?P<list>{LIST})")
OF_THEM: Final = re.compile(r"(?<=[,z])(?P<list>Q)i[_x]{0,2}(?P<who>p)(?:,?c[_x]?(?P<more>P))?")
OF_WHOM: Final = re.compile(r"(?<=[PQ]),(?P<list>Q)i[^,zkgdVPQp]{1,25},M?(?:h_?)?b_?(?P<verb>k)")
AMONG_THEM: Final = re.compile(rf"(?<=,)_?(?P<list>{LIST})i(?=$|[,zec])")
WERE: Final = re.compile(r"(?:^_?|[zc,]_?)(?P<list>Q)b[_o]?(?P<who>p)(?=$|[,zce])")
THE_DEAD_WERE: Final = re.compile(r"(?:a|p)(?:i|b)[_x]{0,2}(?P<list>P(?:[,c]{1,2}_?P)*)(?=$|[,ze])")
DEAD_AMONG: Final = re.compile(r"(?P<list>Q)a[_e]x?(?P<who>p)")
OF_THE_DEAD: Final = re.compile(r"(?P<list>[PQ])(?P<dead>ox?w?b?[akd])?b[_o]?(?:fx)?(?P<who>p)")
ASIDE: Final = re.compile(rf"(?<=[PQka])z(?P<list>{LIST})(?=z|$|,)")
GAPPED: Final = re.compile(r"[c,][_x]?(?P<list>[PQ])(?=[_x]{0,2}[eDO])")
BOTH: Final = re.compile(r"(?P<list>Q)[_x]?(?P<verb>a)c[_x]?(?P<other>k)")

"""The weights of correlation, frozen. Logits in thousandths: whole numbers, so that sums do not depend on their order.

CODED is for two rows of data sets, whose coders gave kinds, precisions and areas by one book. A logistic regression
over the pairs of UCDP reports of six West African countries that pass the gates, as they are and with the years folded
onto two years and onto one (denser theatres); L2, signs held to what a feature means, `radius`, `precision`, `admin1`,
`form` and `kind` capped. `inside` and the rare names had no weight there: `inside` is set, the names stay out.

TOLD is for all other pairs. There is no labelled set of live reports, so it is CODED with what depends on common coders
softened, and with the rare names, which separate web articles of one incident from others better than structure does.
"""

from typing import Final

_TABLE: Final = (
    # feature        CODED   TOLD   what it measures
    ("bias",          4_466,  4_200),  # two reports that pass the gates
    ("day_1",        -1_316, -1_250),  # a day apart
    ("day_2",        -3_251, -3_000),  # two days apart
    ("inside",       -6_000, -2_500),  # further apart, but the day lies in the week or month that the other says
    ("far",            -990, -1_500),  # distance over the sum of both radii
    ("spread",         -450,   -800),  # ln of the sum of both radii in tens of km: a wide place holds more incidents
    ("radius",       -3_500,   -300),  # |ln| of the ratio of the radii
    ("precision",    -2_500,   -300),  # unlike precisions of time
    ("admin1",       -2_500, -1_000),  # unlike admin 1 areas
    ("country",      -1_389, -1_000),  # unlike countries
    ("kind",         -1_000,   -400),  # unlike kinds
    ("kinds_apart",       0, -2_000),  # unlike kinds that both say more than "attack" or "clash"
    ("victims_apart",     0, -1_000),  # the killed are soldiers for one, civilians for the other
    ("form",         -4_000,   -600),  # unlike forms of violence
    ("groups",           83,    800),  # a named attacker in common
    ("groups_doubt",      0,   -700),  # one suspects another attacker than the one the other names
    ("states",         -574,   -500),  # forces of unlike states
    ("rare_share",        0,  1_000),  # share of the rarer names in common
    ("rare_sum",          0,    400),  # how many of them, at most three
    ("rare_other",        0,   -700),  # both have such names, and none in common
    ("plain_share",     626,    600),  # share of all words in common
    ("figures",         557,    500),  # a figure of the headlines in common (1), or none though both have some (-½)
    ("killed",            0,   -700),  # ln of how far the tolls are apart
    ("lag",            -154,   -150),  # ln of the days between the publications
    ("owner",           536,    300),  # the same source
)  # fmt: skip

FEATURES: Final = tuple(name for name, _, _ in _TABLE)
CODED: Final = {name: coded for name, coded, _ in _TABLE}
TOLD: Final = {name: told for name, _, told in _TABLE}

FLOOR: Final = -1_500
"""A pair below it is not linked at all."""
APART: Final = -4_000
"""What a pair without a link counts when groups are compared."""
THRESHOLD: Final = 0
"""Groups whose members are linked by as much on average are one incident: more likely than not."""
RISE: Final = 600
"""By how much the threshold rises, times ln(reports of the neighbourhood / CROWD)."""
CROWD: Final = 4
EPISODE_DAYS: Final = 4
"""The reports of one incident lie within so many days; a neighbourhood that lasts longer holds several in a row."""
EPISODE_STEP: Final = 500
"""What each day between two reports counts against their link, for each day that the neighbourhood lasts longer."""
REVIEW_BAND: Final = 1_000
"""Groups that miss the threshold by less are marked as possible duplicates of each other."""

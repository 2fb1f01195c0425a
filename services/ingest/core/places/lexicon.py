"""Words that tell whether a name beside them is a place. English and French, folded."""


def words_of(text: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split())


TITLES = words_of(
    "mr mrs ms dr prof president minister general gen colonel col captain capt commander cmdr lieutenant lt major "
    "maj sergeant sgt brigadier admiral marshal governor gov senator sen judge king queen prince princess emir "
    "sheikh shaykh imam mullah mufti pastor bishop archbishop pope father sister rev reverend chief director "
    "ambassador secretary spokesman spokeswoman spokesperson mayor professor journalist leader deputy chairman "
    "ayatollah sultan inspector officer corporal private premier chancellor congressman rep councillor warlord "
    "analyst lawyer colonels ministre capitaine commandant m mme mm cheikh maire prefet gouverneur depute adjudant "
    "sergent procureur porte parole abbe soeur pere aged named called alias nomme surnomme radio fort camp mount "
    "operation barkhane lake river saint team task club fc university universite hotel"
)
"""Before a name: it is a person's, or a thing's that is called after one."""

SPEECH = words_of(
    "said told says added stated explained noted warned declared announced announces confirmed confirms insisted "
    "wrote tweeted argued acknowledged denied denies claimed claims vowed vows replied who condemns condemned "
    "accuses accused urges urged hails hailed"
)
"""After a name: it is a speaker's, or a capital that stands for its government."""

MAY_FOLLOW = words_of(
    "north south east west central "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december region province state district county city town village airport camp "
    "avenue street square boulevard stadium complex favela neighbourhood neighborhood suburb park "
    "hospital market governor mayor governorate oblast territory prefecture cercle department municipality area "
    "road highway base international airfield provincial central lga local square university prison mosque "
    "cathedral church zone division subdivision township and et raion emirate garrison front axis border i ii "
    "tuareg touareg arab arabs fulani peul muslim muslims christian christians islamist islamists shiite sunni "
    "kurdish kurds hausa dogon jihadist jihadists army police forces troops militants rebels gunmen"
)
"""Capitalised words after a town's name that do not make it part of a longer name."""

PEOPLES = words_of(
    "tuareg touareg arab fulani peul muslim christian shiite shia sunni druze druse yazidi yezidi alawite kurdish "
    "hausa dogon jewish bedouin serb serbian croat tamil rohingya turkmen hazara coptic catholic hindu sikh tribal"
)
"""Before "village" and the like: whose it is, not its name."""
SIDES = words_of(
    "north south east west northern southern eastern western central centre center nord sud est ouest northeast "
    "northwest southeast southwest capital delta federal district region province city littoral upper lower plateau "
    "lagunes lacs islands sahel sahelian the of du de la le nord"
)
"""Names of units made of these alone ("Centre-Nord", "Sahel") are units only where the text says so."""

ROADS = words_of(
    "road highway axis route axe motorway track corridor border frontier frontiere piste autoroute tronçon"
)
FIRST_NAMES_TOO = words_of("chad jordan israel georgia india kenya")
RIVERS = words_of("river fleuve")
ARTICLES = words_of("the la le les l un une")
PARTICLES = words_of("de del da do dos di la las los el of")
"""Words that carry a Spanish, Portuguese, French or English name on: "San Luis de la Reina", "Marches of the Dead"."""
PARTS_OF_TOWNS = words_of("greater downtown metropolitan suburban inner grand")
"""Before a town's name: the town itself or what is around it."""
STRUCK = words_of(
    "attack attacks attacked attacking strike strikes struck hit hits hitting shell shelled shelling bomb bombed "
    "bombing bombarded bombarding pound pounded pounding raid raided raiding storm stormed storming overran overrun "
    "overrunning seize seized seizing capture captured capturing recaptured recapture retook retaken retaking entered "
    "entering besieged besieging rocked rocking shook targeted targeting invaded invading liberated occupied torched "
    "assault assaults offensive siege airstrike airstrikes assaut offensive "
    "razed ransacked looted reaching ambushed encircled surrounded blasted attaque attaquent attaquer attaquant "
    "frappe frappent frapper bombarde bombardent bombarder pilonne pilonnent vise viser secoue ebranle pris prendre "
    "repris reprendre occupe occuper conquis assiege encercle investi envahi atteint incendie pille libere"
)
"""Verbs of which a town is the object without a preposition: "attacked Nasir", "ont pris Bunagana". Folded."""
OWN_BODIES = words_of(
    "command division brigade corps battalion regiment legion times tribune post herald gazette league party congress "
    "accord accords agreement agreements protocol treaty declaration process conference summit"
)
"""After a name, with a capital: the name is a body's, a paper's or an accord's."""
SCHOOLS = words_of("university college institute polytechnic bank police universite")
"""After "State": the name is a body's, not a region's."""
ROLES = words_of(
    "spokesman spokeswoman spokesperson leader minister governor commander chief head director president coordinator "
    "representative envoy analyst researcher mayor chairman secretary lawyer resident official officer general porte "
    "chef dirigeant ministre gouverneur commandant directeur coordinateur responsable president chercheur avocat maire"
)
"""In what follows a person's name: "a rebel spokesman", "chef du parti"."""

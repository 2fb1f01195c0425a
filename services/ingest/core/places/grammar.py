"""The patterns of relation words before a name, English and French, over folded words with single spaces.

Each pattern ends where the name begins. "à" keeps its accent there, for "a" is an English article.
"""

import re
from typing import Literal

from services.ingest.core.places.lexicon import PARTS_OF_TOWNS, words_of

UnitLevel = Literal["admin1", "admin2"]

_FIRST_LEVEL = words_of(
    "region regions province provinces state states etat governorate governorates gouvernorat oblast oblasts wilaya "
    "emirate"
)
_SECOND_LEVEL = words_of(
    "district districts county counties territory territoire cercle circle department departement commune prefecture "
    "subprefecture raion rayon woreda zone municipality township division subdistrict tehsil parish canton lga "
    "chiefdom upazila locality regency governorship kabupaten county barangay taluk tahsil kebele payam wilayat"
)
_SETTLEMENTS = words_of(
    "town towns village villages city cities hamlet settlement suburb neighbourhood neighborhood "
    "quarter slum favela banlieue faubourg port capital outpost "
    "oasis area ville localite hameau quartier cite bourgade"
)
CALLED = words_of(
    "town village villages city hamlet settlement suburb neighbourhood neighborhood quarter slum favela kibbutz camp"
)
"""After a name: it is a settlement or a part of one."""
UNIT_LEVELS: dict[str, UnitLevel] = {
    **dict.fromkeys(sorted(_FIRST_LEVEL), "admin1"),
    **dict.fromkeys(sorted(_SECOND_LEVEL), "admin2"),
}
NUMBERS = {
    "dix": 10, "dizaine": 10, "quinze": 15, "quinzaine": 15, "vingt": 20, "vingtaine": 20, "trente": 30,
    "trentaine": 30, "quarante": 40, "quarantaine": 40, "cinquante": 50, "cinquantaine": 50, "soixante": 60,
    "soixantaine": 60, "cent": 100, "centaine": 100, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9,
}  # fmt: skip
BEARINGS = {
    "north": 0.0, "nord": 0.0, "northeast": 45.0, "nordest": 45.0, "east": 90.0, "est": 90.0, "southeast": 135.0,
    "sudest": 135.0, "south": 180.0, "sud": 180.0, "southwest": 225.0, "sudouest": 225.0, "west": 270.0,
    "ouest": 270.0, "northwest": 315.0, "nordouest": 315.0,
}  # fmt: skip
_THE = r"(?: the| la| le| les| l)?"
_OF = r"(?:of|de la|de l|de|du|des|d)"
_SIDE = r"(?:north|south|east|west)(?:ern)?"
_COTE = r"(?:nord|sud|est|ouest)"
_WAY = rf"(?:centre |center )?(?P<way>{_SIDE}(?: ?{_SIDE})?(?: {_SIDE})?|{_COTE}(?: {_COTE})?)"
_MEASURE = r"(?:km|kms|kilomet(?:er|re)s?|miles?|mi)"
_AROUND = rf"(?: (?:{'|'.join(sorted(PARTS_OF_TOWNS))}))?"
_ADJECTIVE = r"(?!(?:in|at|near|of|dans|a|au|from|and|et|to|the)\b)\w+"
NOUNS = _SETTLEMENTS.union(UNIT_LEVELS)
NOUN = re.compile(  # "the remote northern desert town of", "la ville frontalière de", "province du", "state capital"
    rf"(?:^| )(?:(?:the|a|an|la|le|l|une|un|les|its|their)(?: {_ADJECTIVE}){{0,4}} )?"
    rf"(?P<noun>{'|'.join(sorted(NOUNS))})"
    rf"(?:(?: {_ADJECTIVE})? (?:{_OF}|called|named|nommee?))?$"
)
OFFSET = re.compile(  # "40 km (25 miles) east of", "une quarantaine de kilomètres au nord de", "40 km from"
    rf"(?:^| )(?:une )?(?P<number>\d+(?: \d)?|{'|'.join(sorted(NUMBERS))})(?: de)? ?(?P<measure>{_MEASURE})"
    rf"(?: (?:or )?(?:about )?\d+(?: \d)? ?{_MEASURE})?"
    rf"(?: (?:to the |a l |à l |au |dans le |vers le |further |due )?{_WAY})?"
    rf"(?: {_OF}| from| outside| off| away from){_THE}$"
)
ASIDE = re.compile(  # "north of", "à l'est de", "in the far north of"
    r"(?:^| )(?:(?:just|further|due|far|to the|au|a l|à l|dans le|dans l|in the|in the far|the|le|l) )?"
    rf"{_WAY} {_OF}{_THE}$"
)
PART = re.compile(  # "northern", "far east", "central", "le centre du"
    rf"(?:^| )(?:far |centre |center |extreme )?"
    rf"(?P<way>{_SIDE}(?: ?{_SIDE})?|{_COTE}(?: {_COTE})?|central|centre|center)"
    rf"(?: {_OF})?{_THE}$"
)
BORDER = re.compile(  # "the border with", "frontalier du", "just across from"
    r"(?:^| )(?:(?:borders?|frontier|frontiere|frontaliere?s?|limitrophes?)(?: \w+)? "
    rf"(?:with|to|avec|between|entre|{_OF})|opposite|facing|across from){_THE}$"
)
NEAR = re.compile(
    r"(?:^| )(?:(?:closing in|advancing|advance|marching|converging|bearing down) on|"
    r"near|nearby|outside|around|close to|not far from|(?:outskirts|vicinity|surroundings) of|off|towards?|"
    rf"beyond|bordering|vers|(?:pres|proches?|non loin|environs|alentours|peripherie|autour|en dehors|sortie) {_OF})"
    rf"{_THE}$"
)
IN = re.compile(rf"(?:^| )(?:in|at|inside|within|into|across|throughout|reached|à|au|aux|en|dans|sur){_THE}{_AROUND}$")
BETWEEN = re.compile(rf"(?:^| )(?:between|entre){_THE}$")
FROM = re.compile(rf"(?:^| )(?:from|depuis|(?:originaires?|ven(?:u|ue|us|ues|ant)|provenance) (?:de|du|d)){_THE}$")
CLOSERS = words_of(
    "on opposite facing "
    "of from de du des d la l le les the outside off away in at inside within into across throughout reached à au aux "
    "en dans sur near nearby around to toward towards beyond bordering vers with avec between entre depuis called "
    "named nomme nommee central centre center north south east west northern southern eastern western northeast "
    "northwest southeast southwest northeastern northwestern southeastern southwestern nord sud est ouest"
).union(_SETTLEMENTS, UNIT_LEVELS, PARTS_OF_TOWNS)
"""The words that any of the patterns can end with: after any other word there is no need to look."""

"""Words that tell nothing apart in headlines of conflict news, in English and French; numbers in words. Own tables."""

from typing import Final

ORDINARY: Final = """
abduct abducted about above abuses accused action actu affrontements afp africa african after again against agence
agency air alert all alleged along also ambush ambushed among analysis and ani another anti any aout apr apres april
are arme armed armee armees armes army around arrest arrested arrests artillery assassinat assassinate assault attack
attacked attackers attacking attacks attaque attaques attentat attributed aug august authorities autour aux avant avec
avril bandit bandits base battle bbc been before behind being belatedly below between bilan blamed blames blast blesse
blessed blesses blue bomb bombed bomber bombers bombing bombings bombs border both breaking bulletin but camp can
capital capture captured car casualties celui center central centre ces cet cette chez chief child children cinq civil
civilian civilians civils claim claimed claiming claims clash clashed clashes cnn combat combats commander comme
communal commune communique condemn condemned condemns conflict contre control convoy could country coup crash crisis
cross daily dans day days dead deadly death deaths dec decede december decembre defence defense depuis des destroyed
detained deux did die died dies dihadist dimanche district dix does donc douze dozen dozens dpa drone during each east
eastern efe eight eighteen eighty eleven elle else embuscade encore enemy engin english entre est ete ethnic etre eux
even evening ever explode explosif explosion explosive extremist extremists faces factbox fait feb february fevrier
few fifteen fifty fight fighter fighters fighting fights fire fired first five flash following font for force forces
forty found four fourteen frappe french fresh friday from front frontier frontiere further gendarme gendarmes general
gouvernement government governor govt grenade group groupe groupes groups guard guardian guerrilla gun gunmen had has
have her herald here hier him his hit hits home hommes hospital hostage hostages house how huit human hundred hurt
ians ied ils images improvised incident incidents including info information injure injured injures injury insurgent
insurgents internal international into islamic islamist islamists its itself jan january janvier jeudi jihadist
jihadiste jihadistes jihadists joint journalist juillet juin jul july jun june just kidnap kidnapped kidnappers kill
killed killer killing killings kills knife land landmine last late later launched lead leader leaders least leave
leaves left les less leur leurs like linked local localite lors lui lundi mai mais major man many mar march mardi
market mars massacre may member members meme men mercredi might militaire militaires militant militants military
militia militiamen militias mine mines minister ministry missile missing mission moins monday monitor month monthly
more morning mort mortar morts mosque most mourn mourning much murder murdered must nation national near nearly neuf
new news newsfile newswire niger night nine nineteen ninety non nor nord north northeast northern northwest nos not
note notre nous nov november novembre now nytimes oct october octobre off offensive officer officers official
officials once one only ont onto onze operation operations opinion opposition other others ouest our out over own par
part pas patrol peace peacekeeper peacekeepers pendant people per perpetrators person personnes photos plane plus
point police policeman policemen political post pour pres president press presse prison prisoner prisoners pro protest
protester protesters protests province pti put quatorze quatre que quel quelle qui quinze raid raids rapport reaction
rebel rebelles rebels region regional related release report reported reportedly reports republic residents response
responsibility reuters revised rfi right rights riot rise rises road roadside rocket rockets roundup rural russia
russian sahel said same samedi sans saturday say says school score scores secretary security seize seized selon sep
separatist separatists sept september septembre ses seven seventeen seventy several she shell shelling shells shoot
shooting shootings shot shots should since site situation six sixteen sixty slain slay slaying soldat soldats soldier
soldiers some son sont source sources sous south southeast southern southwest special spokesman staff state statement
station still strike strikes student students such sud suicide summary sunday sur suspect suspected suspects target
targeted targets tass ten tension tensions territory terror terrorism terrorist terroriste terroristes terrorists than
that the their them then there these they thirteen thirty this those thousand threat three through throughout thursday
times today told toll too top tous tout toute toward towards town treize tres tribal trois troops truck tue tuee tuer
tues tuesday tweet twelve twenty twitter two unarmed under une unidentified united until update updates upon urgent
vehicle vendredi vers very via victim victims video village villagers villages vingt violence violent visit vos votre
vow vows war warn warns was watch weapons wednesday week weekly were west western what when where which while who whom
whose why will wing with within without woman women world would wound wounded wounds xinhua year yesterday yet you
your youth zero zone
"""
"""Function words, times, numbers, news agencies, and the vocabulary of armed conflict."""

COUNTRY_STEMS: Final = """
afghan alban alger algeri angol argent armeni azawad azerb banglad belaru belgi benin bhutan bolivi bosni botswan
brazil british burkin burma burmes burund cambod camero centrafr chad chadi chechen chile china chinese coast colomb
comor congo cote coted croat cuba cypr dagest daghest djibout domini ecuad egypt eritre ethiop europ faso filip
francais france french gabon gambi georgi german ghana guatem guinea guyan haiti hondur hunga india indian indones
iran iraq ireland irish israel ivoir ivori ivory jamaic japan jordan kashmir kazakh kenya kosov kurd kurdi kuwait
kyrgyz lanka laos leban lesoth liberi libya macedon madagas malawi malays mali malian malie mauritan mexic moldov
morocc mozamb myanmar namibi nepal nicarag niger nigeri nigeria norway oman pakist palest panam papua paragu peru
peruv philip poland portug qatar russi rwand saudi senegal serbi sierra singap slovak somal somali soviet spain
spanish sudan sudane surinam swazil sweden syria syrian taiwan tajik tanzan tchad thai thailan togo togol tunisi turk
turkey turkish turkm ugand ukrain urugu ussr uzbek venezu vietnam yemen yemeni zambia zimbab
"""
"""Beginnings of the names of countries and their people: each report of a country has them."""

NUMBERS: Final[dict[str, int]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize":
    16, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred":
    100, "vingt": 20, "trente": 30, "trentaine": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "vingtaine":
    20, "dizaine": 10, "quinzaine": 15, "douzaine": 12, "dozen": 12,
}  # fmt: skip

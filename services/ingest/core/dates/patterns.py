"""The patterns of dates: English and French, in lower case. One group for each way of naming a day."""

import re
from typing import Final

from services.ingest.core.dates.feasts import FEAST_KEYS, FEAST_STARTS, FEASTS

_MONTH_NAMES: Final = (
    "january|jan|janvier|janv",
    "february|feb|février|fevrier|févr",
    "march|mar|mars",
    "april|apr|avril|avr",
    "may|mai",
    "june|jun|juin",
    "july|jul|juillet|juil",
    "august|aug|août|aout",
    "september|sept|sep|septembre",
    "october|oct|octobre",
    "november|nov|novembre",
    "december|dec|décembre|decembre|déc",
)
MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
_WEEKDAY_NAMES: Final = ("monday|lundi", "tuesday|mardi", "wednesday|mercredi", "thursday|jeudi", "friday|vendredi")
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate((*_WEEKDAY_NAMES, "saturday|samedi", "sunday|dimanche"))
    for name in names.split("|")
}
_MONTH: Final = "(?:" + "|".join(sorted(MONTHS, key=lambda name: (-len(name), name))) + r")\b\.?"
_WEEKDAY: Final = "(?:" + "|".join(WEEKDAYS) + ")"
_NUMBER: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|un|une|deux|trois|quatre|cinq|sept|huit|dix)"
)
_SMALL_WORDS: Final = (
    "a|an|one|un|une",
    "two|deux",
    "three|trois",
    "four|quatre",
    "five|cinq",
    "six",
    "seven|sept",
    "eight|huit",
    "nine|neuf",
    "ten|dix",
)
SMALL_NUMBERS: Final = {word: n for n, words in enumerate(_SMALL_WORDS, 1) for word in words.split("|")}
LAST_OF_CENTURY: Final = 50  # "90" is 1990, "24" is 2024

_ORDINAL: Final = r"\d{1,2}(?:st|nd|rd|th|er)?"
_UP_TO: Final = r"\s*(?:-|–|—|/|\bto\b|\band\b|\binto\b|\bau\b|\bà\b|\bet\b)\s*"
_AFTER_DAY: Final = r"\s*(?:[,.;)]|$)|\s+(?:in|at|near|by|and|when|after|à|au|aux|dans|en|vers|près|par)\b"
DATE: Final = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d-\d\d-\d\d)"
    rf"|(?P<feast>{FEASTS})"
    rf"|(?P<span>\b{_ORDINAL}{_UP_TO}(?:(?:the|le|{_WEEKDAY})\s+)?{_ORDINAL}(?:\s+of)?\s+{_MONTH}(?:,?\s+(?:19|20)\d\d\b)?"
    rf"|\b{_MONTH}\s+{_ORDINAL}{_UP_TO}(?:the\s+)?{_ORDINAL}\b(?!\s*(?:people|soldiers|%))(?:,?\s+(?:19|20)\d\d\b)?)"
    rf"|(?P<dmy>\b\d{{1,2}}(?:st|nd|rd|th|er)?(?:\s+of)?[\s-]+{_MONTH}(?:,?\s+(?:(?:19|20)\d\d\b|\d\d\b(?!\s*[:%]"
    rf"|\s+\w)))?)"
    rf"|(?P<mdy>\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s*(?:people|soldiers|%))(?:,?\s+(?:19|20)\d\d\b)?)"
    rf"|(?P<slash>\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d\b)"
    rf"|(?P<dom>\b(?:on the \d{{1,2}}(?:st|nd|rd|th)|le \d{{1,2}}|nuit du \d{{1,2}} au \d{{1,2}})(?={_AFTER_DAY}))"
    rf"|(?P<night>\b(?:dans la )?nuit (?:de |du )?{_WEEKDAY}(?: (?:\d{{1,2}} )?(?:à|au) {_WEEKDAY})?(?! \d))"
    rf"|(?P<weekday>\b(?:(?:last|next|this|past|coming)\s+)?{_WEEKDAY}\b(?:\s+(?:dernier|prochain|last(?! week)))?)"
    rf"|(?P<month>\b(?:in|of|en|last|since|until|early|late|mid|this|début|fin|since early|depuis|between|and|from"
    rf"|to)[\s-]+"
    rf"(?:{_MONTH})(?!\s+\d{{1,2}}\b)(?:,?\s+(?:19|20)\d\d\b)?)"
    rf"|(?P<monthyear>\b{_MONTH},?\s+(?:of\s+)?(?:19|20)\d\d\b)"
    rf"|(?P<ago>\b{_NUMBER}\s+(?:day|night|week|month|year|decade)s?\s+ago"
    rf"|\bil y a\s+(?:environ\s+)?{_NUMBER}\s+(?:jour|semaine|an|année)s?"
    rf"|\bil y a\s+{_NUMBER}\s+mois)"
    rf"|(?P<earlier>\b{_NUMBER}\s+(?:day|week|month|year)s?\s+(?:earlier|before|later|after)\b"
    rf"|\b{_NUMBER}\s+(?:jour|semaine)s?\s+(?:plus tôt|plus tard|auparavant|après|avant)\b"
    r"|\b(?:24|48|72) (?:hours|heures) (?:earlier|before|plus tôt|auparavant|avant)\b)"
    r"|(?P<before>\bthe (?:(?:day|night|evening|morning|afternoon) before|(?:previous|preceding) (?:day|night|evening"
    r"|morning|afternoon))\b(?! yesterday)|\bla veille\b"
    r"|\ble jour précédent\b)"
    r"|(?P<after>\bthe (?:day after|next day|following day)\b(?! tomorrow)|\b(?:le|au) lendemain\b|\ble jour suivant\b)"
    r"|(?P<same>\b(?:the|that) same (?:day|night|evening|morning)\b|\b(?:earlier|later) (?:in the|that"
    r"|the same) day\b|\ble même jour\b|\bhours (?:later|earlier|after|before)\b|\bquelques heures (?:plus tard"
    r"|plus tôt|après|avant)\b)"
    r"|(?P<dbefore>\bthe day before yesterday\b|\bavant-hier\b)"
    r"|(?P<yesterday>\byesterday\b|\bhier\b|\blast (?:night|evening)\b)"
    r"|(?P<today>\b(?:earlier |late |early )?today\b|\bthis (?:morning|afternoon|evening)\b|\btonight\b"
    r"|\baujourd'hui\b|\bce (?:matin|soir)\b|\bat dawn today\b)"
    r"|(?P<overnight>\bovernight\b|\bcette nuit\b|\bla nuit dernière\b|\bin the past 24 hours\b"
    r"|\bover the past 24 hours\b|\bin the last 24 hours\b|\bover the last 24 hours\b)"
    r"|(?P<weekend>\b(?:at|over|during|on|this|last|the)\s+(?:the\s+)?(?:past\s+|last\s+)?weekend\b|\b(?:le|ce|du)"
    r"\s+week-?end(?:\s+(?:dernier|passé|écoulé))?\b)"
    r"|(?P<lastweek>\blast week\b|\bthe previous week\b|\bla semaine (?:dernière|passée|précédente)\b)"
    r"|(?P<thisweek>\b(?:earlier )?this week\b|\bin recent days\b|\ben début de semaine\b|\bces derniers jours\b"
    r"|\bcette semaine\b)"
    r"|(?P<lastmonth>\b(?:last|the previous) month\b|\ble mois dernier\b)"
    r"|(?P<lastyear>\b(?:last|the previous) year\b|\bl'an(?:née)? (?:dernier|dernière|passé|passée)\b)"
    r"|(?P<year>\b(?:in|since|of|during|en|depuis|by|from|between|and|until|late|early|mid|after)[\s-]+(?:19"
    r"|20)\d\d\b(?!\s*(?:people|soldiers|civilians|personnes)))",
)
STARTS: Final = frozenset(
    {*MONTHS, *WEEKDAYS, *SMALL_NUMBERS, *FEAST_STARTS.split("|")}
    | {"dans", "nuit", "last", "next", "this", "past", "coming", "in", "of", "en", "since", "until", "early", "late"}
    | {"mid", "début", "fin", "depuis", "between", "and", "from", "to", "il", "the", "la", "le", "that", "earlier"}
    | {"later", "hours", "quelques", "avant", "yesterday", "hier", "today", "tonight", "aujourd", "ce", "cette", "at"}
    | {"overnight", "over", "during", "on", "ces", "l", "by", "du", "au", "after"}
)
"""With what each of the patterns begins if not with a digit."""
KEYS: Final = frozenset(
    {*MONTHS, *WEEKDAYS, "day", "days", "week", "weeks", "month", "months", "year", "years", "ago", "hours"}
    | {"yesterday", "today", "tonight", "overnight", "weekend", "night", "evening", "morning", "afternoon"}
    | {"hier", "aujourd", "matin", "soir", "nuit", "jour", "jours", "semaine", "semaines", "mois", "heures"}
    | {"veille", "lendemain", "y", "dernier", "dernière", "passé", "passée"}  # "il y a", "l'an dernier"
    | FEAST_KEYS
)
"""Each of the patterns asks for a digit or one of these words: most sentences have neither."""
KEY_WITHIN: Final = 3
"""Words that stand at most between the first of a pattern and its key or digit: "over the past 24 hours"."""
_WARS: Final = (
    r"war|campaign|conflict|invasion|insurgency|truce|ceasefire|cease-fire|blockade|siege|uprising|rebellion|curfew"
    r"|operation [A-Z0-9][\w-]*|guerre|campagne|conflit|insurrection|trêve|cessez-le-feu|blocus|siège|soulèvement"
    r"|rébellion|couvre-feu|opération [A-Z0-9][\w-]*"
)
_BEGAN: Final = (
    r"began|begun|started|launched|erupted|broke out|took effect|takes effect|came into (?:force|effect)|débuté|débute"
    r"|commencé|commence|éclaté|lancée?|déclenchée?|en vigueur"
)
SINCE: Final = re.compile(
    r"(?:since|depuis|until|jusqu'au?|ever since|before|prior to|\bas (?:of|at)|\bup to|\bau|\bà la date du)\s+"
    r"(?:early |late |mid-?|the |last |le |(?!dawn|daybreak|sunrise|noon|midnight)\w+ )?$"
    r"|\bsince (?:\w+ing|the|its?|they) [^,.;]{0,60}\bon $"
    r"|\b(?:since|depuis) (?:the |its |le |la |leur |l['’])?(?:start|beginning|outbreak|onset|launch|début|commencement"
    r"|déclenchement|reprise|lancement|éclatement)\b[^.;]{0,50}[, ](?:on |le |last )?$"
    rf"|\b(?:{_WARS})\b[^.;]{{0,40}}\b(?:{_BEGAN}) (?:on |in |late |early |le |depuis )*$"
    rf"|\b(?:began|started|launched|a (?:lancé|débuté|commencé)) (?:the|its|his|sa|la|son|le) (?:{_WARS}) (?:on |le )?$"
    r"|\b(?:mourning|curfew|strike|shutdown|deuil(?: national)?|couvre-feu|grève)\b[^.;]{0,40}\b(?:from|starting"
    r"|beginning|à partir d[eu]|à compter d[eu]|dès)\s+(?:le |next )?$",
    re.IGNORECASE,
)
OPENED: Final = re.compile(
    rf"\b(?:offensive|operation|assault|fighting|protests|riots|advance|opération|combats|émeutes|manifestations)\b"
    rf"[^.;]{{0,40}}\b(?:{_BEGAN}) (?:on |in |late |early |le |depuis )*$",
    re.IGNORECASE,
)
"""What may be the deed itself, or have gone on for long: "the offensive that began on 3 March"."""
RECORD: Final = re.compile(
    r"\b(?:deadliest|bloodiest|worst|biggest|largest|heaviest|highest|most \w+|first|second|plus \w+|pires?|premi\w+)\b"
    r"[^;]{0,90}?\b(?:since|depuis)\b[^;]{0,90}$",
    re.IGNORECASE,
)
"""As in "the deadliest attack since the war broke out in 2015": a year that only measures how rare it is."""
COUNTED_AFTER: Final = re.compile(r"(?:\bafter|\baprès|\blendemain)$")
COUNTED_BEFORE: Final = re.compile(r"(?:\bbefore|\bavant|\bveille)$")
CLAUSE: Final = re.compile(r"\s+[^\s,.;:()][^,.;:()]*")
"""What a count of days starts from: "a week after the town was retaken"."""
DEED: Final = re.compile(
    r"\b(?:attack|ambush|bomb|blast|raid|assault|massacre|strike|struck|air ?strike|kill|explo|shoot|shot|clash|abduct"
    r"|kidnap|coup|died|dead|deadl|gunm|gunned|storm|hit|shell|murder|violen|slain|slaught|behead|captur|seiz|overr|fell"
    r"|attaqu|attentat|embuscade|tué|tuer|mort|meurtr|enlèv|enlev|rapt|frapp|affront|assaill|assaut|bombard|fusill|putsch"
    r"|drame|tuerie|incursion|prise? d|s['’]empar)",
    re.IGNORECASE,
)

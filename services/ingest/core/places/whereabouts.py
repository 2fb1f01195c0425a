"""Which places of a sentence say where the deed was, and which where somebody spoke, came from or was taken."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from services.ingest.core.phrases.items import Row
from services.ingest.core.places.geodesy import distance_km
from services.ingest.core.places.port import PlaceMention, ResolvedPlace

_ELSEWHERE: Final = re.compile(
    r"\b(?:taken|transported|evacuated|rushed|airlifted|flown|transferred|referred|moved|brought|sent|fled"
    r"|travell?ing|en route|heading|headed|walking|walked|marching|driving|fleeing|fuyaient|marchaient|marchant|fuyant"
    r"|bound|returning|came|treated|hospitali[sz]ed|cared for|hospitalisée?s?|soignée?s?"
    r"|transférée?s?|évacuée?s?|transportée?s?|admise?s?|fui|acheminée?s?|conduite?s?|emmenée?s?|amenée?s?|référée?s?"
    r"|sources?|officials?|resident of"
    r"|a resident|residents? (?:in|of|from)"
    r"|(?:to|from|treated at|died at|sources? at|officials? at|doctors? at|nurse at"
    r"|director of|(?:is|are|was|were|being|remain|recovering|taken|lie)\s+(?:\w+\s+)?in)"
    r"\s+(?:\w+\s+){0,2}hospitals?\s+(?:in|at)|hôpital d[eu']?|morgue (?:in|at|of)|doctor (?:in|at)"
    r"|spokes\w+ (?:in|for|at)|based in|basée? à|mayor of|maire d[eu']?"
    r"|governor of|gouverneur d[eu']?"
    r"|procureure? d[eu']?|parquet d[eu']?|prosecutors? (?:in|of|at)"
    r"|born in|native of|reporters? in|journalists? in|told \w+ in|meeting in"
    r"|said in|talks in|summit in|visit to"
    r"|(?:attend\w*|addressing|speaking at|told|said at|watched)(?: \w+){1,3} ceremony (?:in|at)"
    r"|neighbou?ring|contacted (?:in|from)|reached (?:in|by)"
    r"|speaking (?:in|from)|court (?:in"
    r"|of)|tribunal d[eu']|embassy (?:in|to)"
    r"|joint à|joints? (?:depuis|par)|habitant d[eu']|une source (?:à|de)|préfet d[eu']|ambassador to|hub of"
    r"|home to|(?:its|their|with|whose) (?:\w+ )?headquarters in|bishop of|arrested in"
    r"|(?<!\d )(?<!claimed )(?<!their )(?<!his )(?<!her )(?:live|lives|living) in|trial in|buried in|funerals? in"
    r"|returned? to|return to|travel(?:led|ing)? to"
    r"|journey to|trip to|way to)"
    r"(?:[\s,]+(?:\w+[\s,]+){0,2}?(?:in|to|at|of|from|for|towards?|à|au|de|du|d'|vers|the|a|main|nearby|un|une|l'hôpital"
    r"|hospital|hospitals|dans)?\s*){0,2}$",
)
_CARRIED: Final = re.compile(
    r"\b(?:flown|airlifted|evacuated|transferred|transported|fled|moved|évacués?|transférés?|fui)\s+(?:\w+\s+)?from\s+$",
)
"""Before a route: those told of are no longer on it."""
_FAR_OFF: Final = re.compile(
    r",? (?:some |about |around |situées? |à )*\d+ ?(?:km|kilomet(?:er|re)s?|kilomètres|miles)"
    r" (?:to the |further |away to the |au |à l'|plus au )(?:north|south|east|west|nord|sud|est|ouest)"
    r"[-\w]*(?! (?:of|de|du|d'))\b",
    re.IGNORECASE,
)
_RULERS: Final = re.compile(
    r"\b(?:ministry|ministère|government|gouvernement|junta|junte|authorities|autorités|presidency|présidence|embassy"
    r"|ambassade|headquarters|office|bureau|mission) (?:in|à) $",
)
_SPEAK: Final = re.compile(
    r",? (?:said|says|told|added|confirmed|announced|a (?:dit|annoncé|indiqué|déclaré|confirmé))\b"
)
"""After the place of those who rule: they speak there, the deed was elsewhere."""
_DATELINE: Final = re.compile(r"^[^\n]{2,80}?(?:\([^)]{2,40}\)\s*)?(?:—|--|\s-\s|:\s(?=[A-Z]))")
_DATELINE_CAPITALS: Final = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ'\- ]{2,}")
_LOOK_BACK: Final = 60  # characters; in lower case, for patterns that ignore case take five times as long
_SAME_KM: Final = 15.0


def dateline_end(text: str) -> int:
    """How many characters at the head of a text are its dateline ("BAMAKO, Feb 7 (Reuters) —"); 0: none."""
    head = text[:160]
    match = _DATELINE.match(head) if any(map(head.__contains__, "-—:")) else None
    if match is None:
        return 0
    written = _DATELINE_CAPITALS.match(head)
    agency = re.search(r"\([^)]*\)|\[", match[0])
    return match.end() if written is not None or (agency is not None and "," not in match[0][agency.end() :]) else 0


def of_the_deed(mentions: Sequence[PlaceMention], row: Row, text: str, dateline: int) -> tuple[PlaceMention, ...]:
    """The phrases that may say where the deed was."""
    return tuple(
        _as_told(mention, row, text)
        for mention in mentions
        if mention.start >= dateline
        and mention.relation != "border"
        and not _of_somebody(mention, row, text)
        and not _elsewhere(mention, row, text)
    )


_ROAD_TO: Final = re.compile(
    r"\b(?:road|highway|route|track|axis|axe|direction|piste)\s+(?:(?:leading|going|that leads|qui mène)\s+)?"
    r"(?:to|towards?|from|out of|of|vers|de|d['’]|à)\s*$",
)
_RESIDENTS: Final = re.compile(
    r"\b(?:residents?|inhabitants?|villagers?|habitante?s?|riverains?|mayor|chief|imam|traders?|maire|préfet|élue?s?)"
    r" (?:of|in|from|de|d['’]|à) ?(?:the |la |le |l['’])?$",
)
"""Who speaks of a deed where they live: it was there or near, unless the text says better."""


def _as_told(mention: PlaceMention, row: Row, text: str) -> PlaceMention:
    """A mere direction or a witness's town counts where nothing better is told; "taken from X" was in X."""
    if not mention.names or mention.kind == "route":
        return mention
    before = text[max(row.start, mention.names[0].start - _LOOK_BACK) : mention.names[0].start].lower()
    if _ROAD_TO.search(before) or _RESIDENTS.search(before) or _speaks(mention, text):
        return replace(mention, relation="from")
    return replace(mention, relation="in") if mention.relation == "from" else mention


_OFFICIALS: Final = re.compile(
    r"(?:['’]s)? (?:(?:state|provincial|regional|local|county|city|civil|military|health|security) )*"
    r"(?:police|authorities|officials?|government|governors?|prosecutors?|commissioner|spokes\w+|administration|chief)"
    r"(?: \w+){0,3} (?:said|says|told|added|confirmed|announced|reported)\b"
)


def _speaks(mention: PlaceMention, text: str) -> bool:
    """Whether it is where those come from who speak: "Tamaulipas state authorities said"."""
    return mention.relation == "none" and _OFFICIALS.match(text, mention.end) is not None


def with_borders(mentions: Sequence[PlaceMention], text: str) -> tuple[PlaceMention, ...]:
    """As in "the borders with Niger and Burkina Faso": the second country is only a border, too."""
    found: list[PlaceMention] = []
    for mention in mentions:
        if mention.kind in {"country", "demonym"} and _COMPOUND.match(text, mention.end):
            continue
        if mention.relation == "border" and found and _is_pair(found[-1], mention, text):
            found[-1] = replace(found[-1], relation="border")
        last = found[-1] if found else None
        joined = last is not None and _JOINED.fullmatch(text[last.end : mention.start]) is not None
        if (
            last is not None
            and last.relation == "border"
            and last.names
            and _COMMA.fullmatch(text, last.end, mention.start)
        ):
            found.append(replace(mention, relation="border"))
            continue
        beside = mention.relation == "near" or (last is not None and joined and last.relation == "border")
        if mention.kind == "country" and beside:
            found.append(replace(mention, relation="border"))
        else:
            found.append(mention)
    return tuple(found)


_COMMA: Final = re.compile(r", ?")
_JOINED: Final = re.compile(r",? (?:and|et|or|ou) (?:the |le |la |les |l['’])?|, ?")


def _is_pair(one: PlaceMention, other: PlaceMention, text: str) -> bool:
    """As in "the Kyrgyz-Tajik border", "the Niger–Nigeria border"."""
    return not one.names and text[one.end : other.start].strip() in {"-", "–", "/", "and", "et"}


_NATION_BEFORE: Final = re.compile(r"(?:'s|')?\s+(?:\w+\s+)?")
_NATION_AFTER: Final = re.compile(r"\s+(?:from|of|de|du|d'|des)\s+(?:the\s+|la\s+|l')?")


def name_nations(row: Row, mentions: Sequence[PlaceMention], text: str) -> None:
    """Notes whose forces are meant where a country's name says it: "Niger's army", "peacekeepers from Chad"."""
    for mention in mentions:
        if mention.kind != "country":
            continue
        for item in row.items:
            if item.tag not in "APp" or item.nations or item.actor is not None:
                continue
            before = mention.end <= item.start and _NATION_BEFORE.fullmatch(text, mention.end, item.start)
            inside = item.start <= mention.start < item.end
            after = item.end <= mention.start and _NATION_AFTER.fullmatch(text, item.end, mention.start)
            if before or after or inside:
                item.nations = mention.countries


def _of_somebody(mention: PlaceMention, row: Row, text: str) -> bool:
    """A nationality, where somebody comes from, part of an adjective, a state that acts or speaks."""
    if mention.kind == "demonym" or (mention.relation == "from" and not mention.names):
        return True
    if _COMPOUND.match(text, mention.end) is not None or _ON_BEHALF.match(text, mention.end) is not None:
        return True
    if mention.kind == "country" and mention.relation != "part" and _WHOSE_DEED.match(text, mention.end):
        return True
    if mention.kind == "place" and mention.relation == "none" and _names_people(mention, row):
        return True
    return mention.relation == "none" and (_acts(mention, row, text) or _rules(mention, row, text))


def _names_people(mention: PlaceMention, row: Row) -> bool:
    """As in "seven Amarnath pilgrims": the name inside a count of people, who may be anywhere."""
    return any(item.tag == "P" and item.start < mention.start and mention.end < item.end for item in row.items)


_POWERS: Final = re.compile(
    r"\b(?:cooperation|relations|ties|talks|alliance|dialogue|coopération|gouvernement|régime|junte|pouvoir|autorités"
    r"|soutien|appui|position|politique|alliés?|réponse|décision|appel|accord)\b[^.;,]{0,20}"
    r"\b(?:with|between|of|to|and|de|d['’]|avec|entre|à|et) ?$|\b(?:avec|with|selon|according to|d['’]après) $",
    re.IGNORECASE,
)
_CITY_MIN: Final = 400_000  # inhabitants; few capitals in the news have fewer
_VERB_AFTER: Final = re.compile(
    r"(?:,[^,.;]{3,60},)? (?:nie|dément|accuse|affirme|assure|estime|réclame|dénonce|refuse|exige|menace"
    r"|denies|accuses|says|insists|wants|calls|claims|vows|blames|sees|rejects|has (?:not|denied|said|accused)|n['’]a"
    r"|a (?:nié|démenti|accusé))\b"
)


def _rules(mention: PlaceMention, row: Row, text: str) -> bool:
    """Whether a city stands for those who rule there: "cooperation with Kabul", "Moscow denies"."""
    if mention.kind != "place" or not any(named.population > _CITY_MIN for named in mention.names[0].rows[:1]):
        return False
    before = text[max(row.start, mention.start - _LOOK_BACK) : mention.start]
    return _POWERS.search(before) is not None or _VERB_AFTER.match(text, mention.end) is not None


def _acts(mention: PlaceMention, row: Row, text: str) -> bool:
    """Whether a bare name stands for those who rule there: "Bamako said", "Mali's army", "accused Russia"."""
    after = [item for item in row.items if item.start >= mention.end and item.tag != "N" and item.low != "n'"][:5]
    if after and after[0].low == "'s":
        return any(item.tag == "A" or row.marked("speaker", item.start, item.end + 1) for item in after[1:4])
    if _BLAMED.search(text, max(row.start, mention.start - 20), mention.start):
        return True
    if mention.kind == "country":
        return bool(after) and after[0].tag in "shVkMEAPpnmZ"
    return bool(after) and (after[0].tag == "s" or [item.tag for item in after[:2]] == ["h", "s"])


_WHOSE_DEED: Final = re.compile(
    r" (?:air ?strikes?|air raids?|raids?|strikes?|drones?|missiles?|bomb\w+|shelling|military|army|navy|forces|troops"
    r"|soldiers|operation|offensive|invasion|warplanes?|jets?|gunship|embassy|consulate)\b"
)
"""After a country's name: whose deed or force it was, as in "the United States air raid"."""
_ON_BEHALF: Final = re.compile(r"['’]s (?:side|behalf|request|invitation|expense|hands|orders|help|support)\b")
"""After a capital: it stands for those who rule there."""
_BLAMED: Final = re.compile(
    r"\b(?:(?:accused|blamed|accuses|blames|accuse|accusé|accusing|blaming|soupçonne|suspects)\s+"
    r"|(?:blam(?:e|es|ed|ing)|pinned)\s+(?:\w+ ){0,2}on\s+|(?:imput|attribu)\w+\s+(?:\w+ ){0,2}(?:à|au)\s+)$"
)


_COMPOUND: Final = re.compile(
    r"-(?:flagged|made|built|led|backed|born|based|owned|linked|registered|supplied|trained|funded|brokered"
    r"|mediated|style|language|speaking|bound)\b"
)


_WHERE: Final = re.compile(r"[^.;:]{0,25}?,? (?:where|in which|où)\b")
"""After a name: what follows happened there, whoever came there before."""
_LEFT: Final = re.compile(
    r"\b(?:abducted|kidnapped|seized|taken|snatched|withdr[ae]wn?|driven(?: out)?|expelled|displaced|evicted|ousted"
    r"|pull(?:ed|ing)(?: out| back)?|retreat(?:ed|ing)|withdrawing"
    r"|evacuat\w+|airlift\w+|rescu\w+|recovered|repelled|fired|enlevée?s?|chassée?s?|retirée?s?|délogée?s?|tirée?s?"
    r"|déplacée?s?)\b[^.;]{0,40}$",
)
"""Before "from": the deed was there."""
_CROSSED: Final = re.compile(
    r"\b(?:cross(?:ed|ing)?|ford(?:ed|ing)|travers\w+|franchi\w*|pass[ée] )(?: over)? (?:the |le |la |l['’])?(?:\w+ )?$"
)
"""Before a river or a mountain: they did their deed beyond it."""
_VICTIMS_OF: Final = re.compile(
    r"\b(?:kill|murder|execut|massacr|shot|slaughter|abduct|kidnap|attack|tu[ée]|exécut|enlev|égorg)\w*[^,.;]{0,30}"
    r"\b(?:residents?|villagers|inhabitants|people|men|women|habitants|villageois)"
    r" (?:of|from|in|de|d['’]) ?(?:the (?:village|town) of )?$",
)


def _elsewhere(mention: PlaceMention, row: Row, text: str) -> bool:
    at = mention.names[0].start if mention.names else mention.start
    before = text[max(row.start, at - _LOOK_BACK) : at].lower()
    if mention.kind == "route":
        return bool(_CARRIED.search(before))
    if _WHERE.match(text, mention.end, row.end) or _VICTIMS_OF.search(before) or _RESIDENTS.search(before):
        return False
    if mention.relation == "none" and _CROSSED.search(before):
        return True
    if mention.relation == "from" and not _LEFT.search(before) and not _ROAD_TO.search(before):
        return True
    if _RULERS.search(before) and _SPEAK.match(text, mention.end):
        return True
    return bool(_ELSEWHERE.search(before)) or (mention.relation == "none" and _is_far_off(mention, text))


def _is_far_off(mention: PlaceMention, text: str) -> bool:
    """Whether the scene is measured from there: "Gao, 80 km to the south, …"."""
    return _FAR_OFF.match(text, mention.end) is not None


def exactness(place: ResolvedPlace | None) -> int:
    """0 nothing, 1 a country, 2 a part of one, 3 a province, 4 a town or a point on a route."""
    if place is None:
        return 0
    if place.how == "route":
        return 4
    if place.how in {"country", "demonym", "votes"}:
        return 1
    if place.how.startswith("from"):
        return 3
    if "part-of-country" in place.how or place.how in {
        "border",
        "unknown-in-border",
        "unknown-in-country",
        "unknown-in-votes",
    }:
        return 2
    return 3 if "admin" in place.how or "area" in place.how or place.within_km > 60 else 4  # noqa: PLR2004 (a province)


def compatible(one: ResolvedPlace | None, other: ResolvedPlace | None) -> bool:
    """Whether two places may be one: nothing told, one inside the other, or near within what the words allow."""
    if one is None or other is None:
        return True
    if one.country != other.country:
        return False
    if min(exactness(one), exactness(other)) <= 2:  # noqa: PLR2004 (a country or a part of it holds anything)
        return True
    if one.how.startswith("from") or other.how.startswith("from"):
        return True
    gap = distance_km(one.lat, one.lon, other.lat, other.lon)
    return gap <= one.within_km + other.within_km + _SAME_KM

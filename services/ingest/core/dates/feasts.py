"""Days that have a name of their own: "New Year's Day", "le lundi de Pâques", "during Eid al-Fitr"."""

import re
from datetime import date, timedelta
from typing import Final

_EID: Final = r"(?:eid|aïd|aid|id)[ -](?:al|ul|el)[ -]"
_NAMES: Final[tuple[tuple[str, str], ...]] = (
    ("0101", r"new year['’]?s day|(?:le )?(?:jour de l['’]an|nouvel an)"),
    ("1231", r"new year['’]?s eve|(?:la )?saint-sylvestre|(?:la )?veille du nouvel an"),
    ("1224", r"christmas eve|(?:la )?veille de noël"),
    ("1225", r"christmas day|(?:on|at) christmas(?! eve)|(?:le )?jour de noël|(?:à|de) noël"),
    ("1226", r"boxing day"),
    ("0214", r"valentine['’]?s day|(?:la )?saint-valentin"),
    ("1101", r"all saints['’]? day|(?:la )?toussaint"),
    ("-7", r"palm sunday|(?:le )?dimanche des rameaux"),
    ("-3", r"(?:maundy|holy) thursday|(?:le )?jeudi saint"),
    ("-2", r"good friday|(?:le )?vendredi saint"),
    ("-1", r"holy saturday|(?:le )?samedi saint"),
    ("+0", r"easter(?: sunday)?(?! monday| saturday| week)|(?:le )?(?:dimanche|jour) de pâques"),
    ("+1", r"easter monday|(?:le )?lundi de pâques"),
    ("+39", r"ascension day|(?:le )?jeudi de l['’]ascension"),
    ("+49", r"pentecost(?: sunday)?|(?:le )?dimanche de (?:la )?pentecôte"),
    ("m10", rf"{_EID}(?:fitr|fitre)|(?:la )?korité"),
    ("m12", rf"{_EID}(?:adha|azha)|(?:la )?tabaski"),
)
FEASTS: Final = r"\b(?:" + "|".join(names for _, names in _NAMES) + r")\b"
FEAST_KEYS: Final = frozenset(
    {"christmas", "noël", "easter", "pâques", "eve", "boxing", "valentine", "sylvestre", "valentin", "toussaint"}
    | {"saint", "rameaux", "saints", "ascension", "pentecost", "pentecôte", "fitr", "fitre", "korité", "adha", "azha"}
    | {"tabaski", "nouvel", "an"}
)
FEAST_STARTS: Final = (
    r"new|christmas|boxing|valentine|all|palm|maundy|holy|good|easter|ascension|pentecost|eid|aïd|aid|id|jour|nouvel"
    r"|saint|veille|toussaint|korité|tabaski|à|de"
)
_EACH: Final = tuple((key, re.compile(names)) for key, names in _NAMES)
_EID_DAYS: Final = 2  # both feasts are kept for three days


def feast(words: str, published: date | None) -> tuple[date, date] | None:
    """First and last day of the feast named, the last one not after publication (a day's grace for zones)."""
    key = next((key for key, names in _EACH if names.fullmatch(words)), None)
    if key is None or published is None:
        return None
    for year in (published.year + 1, published.year, published.year - 1):
        first = _in_year(key, year)
        if first is not None and first <= published + timedelta(days=1):
            return first, first + timedelta(days=_EID_DAYS if key[0] == "m" else 0)
    return None


def _in_year(key: str, year: int) -> date | None:
    if key[0] == "m":
        return _islamic(int(key[1:]), year)
    if key[0] in "+-":
        return _easter(year) + timedelta(days=int(key))
    return date(year, int(key[:2]), int(key[2:]))


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus."""
    century = year // 100
    skipped = century - century // 4 - (8 * century + 13) // 25
    moon = (19 * (year % 19) + skipped + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - year % 19) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    ahead = moon - weekday
    month = 3 + (ahead + 40) // 44
    return date(year, month, ahead + 28 - 31 * (month // 4))


_ISLAMIC_EPOCH: Final = 227_014  # ordinal of 1 Muharram of the first year, by the tabular calendar


def _islamic(month: int, year: int) -> date | None:
    """The first of the tenth month, the tenth of the twelfth, in a year of the common era by the tabular calendar."""
    for islamic in range(int((year - 622) * 1.03) - 1, int((year - 622) * 1.03) + 3):
        days = (islamic - 1) * 354 + (3 + 11 * islamic) // 30 + (29 * month - 28 + month // 2)
        day = date.fromordinal(_ISLAMIC_EPOCH + days - 1 + (9 if month == 12 else 0))  # noqa: PLR2004 (of the pilgrimage)
        if day.year == year:
            return day
    return None

from typing import Any

import pytest

from services.ingest.formats.gdelt import ALONE, EVENT_COLUMNS, MENTION_COLUMNS, NO_INCIDENT, kind_of
from services.ingest.formats.port import Options, Skipped
from tests.unit.ingest.files import guessed, parse, reports

EVENT: dict[str, Any] = {
    "globaleventid": "9001",
    "sqldate": "20250207",
    "actor1name": "ISLAMIC STATE",
    "actor1type1code": "REB",
    "actor2name": "MALI",
    "actor2countrycode": "MLI",
    "actor2type1code": "MIL",
    "eventcode": "194",
    "actiongeo_type": "4",
    "actiongeo_fullname": "Gao, Gao, Mali",
    "actiongeo_countrycode": "ML",
    "actiongeo_lat": "16.27",
    "actiongeo_long": "-0.04",
    "dateadded": "20250208101500",
    "sourceurl": "https://www.news.example/mali/1",
}


def lines(*rows: dict[str, Any], columns: tuple[str, ...] = EVENT_COLUMNS) -> bytes:
    return b"".join("\t".join(str(row.get(name, "")) for name in columns).encode() + b"\n" for row in rows)


def mention(site: str, event: str = "9001", confidence: int = 80) -> dict[str, Any]:
    return {
        "globaleventid": event,
        "eventtimedate": "20250208101500",
        "mentiontimedate": "20250208114500",
        "mentiontype": "1",
        "mentionsourcename": site,
        "mentionidentifier": f"https://{site}/x",
        "confidence": confidence,
    }


def test_the_layouts_are_gdelts() -> None:
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (61, 16)
    assert guessed(lines(EVENT)) == guessed(lines(mention("a.example"), columns=MENTION_COLUMNS)) == "gdelt"


def test_an_event_of_force_is_a_report_of_the_site_without_tolls() -> None:
    [report] = reports("gdelt", lines(EVENT))
    assert (report.source.name, report.source.id, report.tolls) == ("news.example", "9001", ())
    assert report.kind == "shelling_artillery_missile_attack"
    assert report.place is not None
    assert (report.place.country, report.place.within_km) == ("ML", 15.0)
    assert [(a.name, a.kind, a.role) for a in report.actors] == [
        ("Islamic State", "rebel", "combatant"),
        ("Mali", "state_force", "combatant"),
    ]


def test_talk_is_passed_over() -> None:
    [found] = parse("gdelt", lines(EVENT | {"eventcode": "042"}))
    assert found == Skipped(1, NO_INCIDENT)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1831", "suicide_bomb"),
        ("1833", "remote_explosive_landmine_ied"),
        ("190", "armed_clash"),
        ("145", "violent_demonstration"),
        ("141", "peaceful_protest"),
        ("191", None),
        ("036", None),
    ],
)
def test_the_longest_known_code_decides(code: str, kind: str | None) -> None:
    assert kind_of(code) == kind


def test_many_mentions_are_one_event_told_by_each_site_once() -> None:
    options = Options()
    reports("gdelt", lines(EVENT), options)
    rows = [
        mention("news.example"),
        mention("other.example"),
        mention("www.other.example"),
        mention("low.example", confidence=20),
    ]
    found = reports("gdelt", lines(*rows, columns=MENTION_COLUMNS), options)
    assert [(r.source.name, r.source.id, r.review) for r in found] == [
        ("other.example", "9001", ()),
        ("low.example", "9001", ("gdelt_confidence_low",)),
    ]
    assert {r.kind for r in found} == {"shelling_artillery_missile_attack"}


def test_a_mention_without_its_event_says_nothing() -> None:
    assert parse("gdelt", lines(mention("a.example"), columns=MENTION_COLUMNS)) == [Skipped(1, ALONE)]


def test_a_header_and_commas_do_not_matter() -> None:
    header = ",".join(MENTION_COLUMNS).upper()
    row = ",".join(str(mention("b.example").get(name, "")) for name in MENTION_COLUMNS)
    assert parse("gdelt", f"{header}\n{row}\n".encode()) == [Skipped(2, ALONE)]

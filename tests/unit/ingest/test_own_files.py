import json
from datetime import UTC, datetime
from typing import Any

from services.ingest.formats.countries import by_fips, country_code
from services.ingest.formats.port import Options
from tests.unit.ingest.files import articles, errors, guessed, reports, table

REPORT: dict[str, Any] = {"source": {"name": "AP"}, "published_at": "2025-02-08T10:00:00Z", "kind": "ambush"}
ROW: dict[str, Any] = {
    "source": "AP",
    "source_id": "1",
    "published_at": "2025-02-08T10:00:00Z",
    "occurred_start": "2025-02-07",
    "kind": "ambush",
    "place": "Gao",
    "country": "ML",
    "lat": "16.27",
    "lon": "-0.04",
    "killed_low": "32",
    "killed_best": "32",
    "victims": "unknown",
}


def test_lines_an_array_and_a_lone_object_are_read_alike() -> None:
    one = json.dumps(REPORT)
    for body in (f"{one}\n{one}\n", f"[{one},{one}]", json.dumps([REPORT, REPORT], indent=2)):
        assert len(reports("reports", body.encode())) == 2
        assert guessed(body.encode()) == "reports"
    assert len(reports("reports", json.dumps(REPORT, indent=2).encode())) == 1


def test_reports_of_our_own_are_news_and_no_backfill() -> None:
    assert not reports("reports", json.dumps(REPORT).encode())[0].backfill


def test_a_wrong_line_is_named_by_its_number() -> None:
    body = json.dumps(REPORT) + "\n{broken\n\n" + json.dumps(REPORT | {"knd": 1})
    assert [(line, field) for line, field, _ in errors("reports", body.encode())] == [(2, ""), (4, "knd")]


def test_a_row_of_csv_has_a_column_for_each_plain_field() -> None:
    body = table([ROW])
    assert guessed(body) == "reports"
    [report] = reports("reports", body)
    assert report.place is not None
    assert (report.source.id, report.place.lat, report.tolls[0].low, report.tolls[0].high) == ("1", 16.27, 32, None)


def test_wrong_columns_and_cells_are_named() -> None:
    assert errors("reports", table([ROW | {"contry": "ML"}])) == [
        (2, "contry", 'no such column; did you mean "country"?')
    ]
    assert errors("reports", table([ROW | {"lat": "north"}]))[0][1] == "lat"
    assert errors("reports", table([ROW | {"kind": "duel"}]))[0][1] == "kind"


def test_a_text_a_page_and_lines_of_articles_are_articles() -> None:
    options = Options(source="RFI", published_at=datetime(2025, 2, 8, tzinfo=UTC))
    [text] = articles("article", b"Gunmen attacked a village.", options)
    assert (text.source.name, text.published_at) == ("RFI", options.published_at)
    lines = b'{"id":"1","text":"a b","source":"AP"}\n{"id":"2","text":"c d"}\n'
    assert guessed(lines) == "article"
    assert [(a.id, a.source.name) for a in articles("article", lines, options)] == [("1", "AP"), ("2", "RFI")]
    page = b"<html><body><article><p>" + b"Gunmen attacked a village on Friday. " * 9 + b"</p></article></body></html>"
    assert articles("article", page)[0].text.startswith("Gunmen")


def test_a_table_that_nobody_knows_is_no_article() -> None:
    assert guessed(b"a,b\n1,2\n", "x.csv") is None
    assert guessed(b"%PDF-1.5\0", "x.pdf") is None


def test_countries_are_known_by_name_and_code() -> None:
    written = ["Ivory Coast", "côte d’ivoire", "CIV", "ci", "384"]
    assert {country_code(name) for name in written} == {"CI"}
    assert (country_code("DR Congo (Zaire)"), country_code("Atlantis")) == ("CD", None)
    assert (by_fips()["NG"], by_fips()["NI"], by_fips()["GZ"]) == ("NE", "NG", "PS")

from datetime import date
from typing import Any

import pytest

from services.ingest.formats.ucdp import LAYOUTS
from tests.unit.ingest.files import errors, guessed, reports, table

EVENT: dict[str, Any] = {
    "id": "501",
    "type_of_violence": "1",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "number_of_sources": "2",
    "source_date": "2021-03-16;2021-03-15",
    "source_headline": "Soldiers die at a post",
    "where_prec": "2",
    "where_coordinates": "Tessit village",
    "adm_1": "Gao region",
    "latitude": "15.2",
    "longitude": "0.4",
    "country": "Mali",
    "date_prec": "1",
    "date_start": "2021-03-15 00:00:00.000",
    "date_end": "2021-03-15",
    "deaths_a": "33",
    "deaths_b": "20",
    "deaths_civilians": "0",
    "deaths_unknown": "2",
    "best": "55",
    "high": "60",
    "low": "50",
}


def test_an_event_becomes_a_report_of_ucdp() -> None:
    [report] = reports("ucdp", table([EVENT], LAYOUTS[0]))
    assert (report.source.name, report.source.id, report.kind) == ("UCDP", "501", "armed_clash")
    assert report.backfill
    assert report.published_at is not None
    assert report.published_at.isoformat() == "2021-03-15T23:59:59+00:00"
    assert report.occurred is not None
    assert (report.occurred.start, report.occurred.end) == (date(2021, 3, 15), date(2021, 3, 16))
    assert report.place is not None
    assert (report.place.country, report.place.lat, report.place.within_km) == ("ML", 15.2, 25.0)


def test_figures_are_for_everybody_and_for_each_side_a_part() -> None:
    [report] = reports("ucdp", table([EVENT], LAYOUTS[0]))
    told = [(t.party, t.low, t.best, t.high, t.part_of) for t in report.tolls]
    assert told == [
        ("all", 50, 55, 60, None),
        ("state_force", None, 33, None, "all"),
        ("non_state", None, 20, None, "all"),
        ("unknown", None, 2, None, "all"),
    ]
    assert report.tolls[0].words == "best estimate 55, low 50, high 60, from 2 sources"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("tail", [("low", "best", "high"), ("best", "high", "low")])
def test_column_order_tag_row_and_missing_header_do_not_matter(layout: tuple[str, ...], tail: tuple[str, ...]) -> None:
    names = list(layout)
    at = names.index("best")
    order = [*names[:at], *tail, *names[at + 3 :]]
    expected = reports("ucdp", table([EVENT], LAYOUTS[0]))
    tags = {"date_start": "#date+start", "best": "#affected+killed"}
    assert reports("ucdp", table([EVENT], order)) == expected
    assert reports("ucdp", table([tags, EVENT], order)) == expected
    assert reports("ucdp", table([EVENT], order, header=False)) == expected
    assert reports("ucdp", table([tags, EVENT], order, header=False)) == expected
    assert guessed(table([EVENT], order)) == guessed(table([tags, EVENT], order, header=False)) == "ucdp"


def test_old_rows_with_figures_out_of_order_are_bounded_by_the_outermost() -> None:
    row = EVENT | {"deaths_a": "0", "deaths_b": "0", "deaths_unknown": "0", "deaths_civilians": "12"}
    [report] = reports("ucdp", table([row | {"best": "12", "high": "10", "low": "11"}], LAYOUTS[0]))
    assert (report.tolls[0].low, report.tolls[0].best, report.tolls[0].high) == (10, 12, 12)


def test_one_sided_violence_has_an_attacker_and_victims() -> None:
    row = EVENT | {"type_of_violence": "3", "side_a": "IS", "side_b": "Civilians"}
    [report] = reports("ucdp", table([row], LAYOUTS[0]))
    assert (report.kind, [(a.name, a.kind, a.role) for a in report.actors]) == (
        "attack",
        [("IS", "militia", "attacker"), ("Civilians", "civilians", "victim")],
    )


def test_a_state_that_fights_abroad_is_a_foreign_force() -> None:
    [report] = reports("ucdp", table([EVENT | {"side_a": "Government of Chad"}], LAYOUTS[0]))
    assert (report.actors[0].kind, report.actors[0].home, report.actors[0].foreign) == (
        "foreign_state_force",
        "TD",
        True,
    )
    assert report.tolls[1].party == "foreign_force"


def test_weeks_of_fighting_are_no_incidents_toll() -> None:
    [report] = reports("ucdp", table([EVENT | {"date_end": "2021-03-30", "date_prec": "4"}], LAYOUTS[0]))
    assert {toll.scope for toll in report.tolls} == {"period"}


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_taken() -> None:
    bad = [EVENT | {"best": "many"}, EVENT | {"date_start": "soon"}, EVENT | {"type_of_violence": "9"}]
    found = errors("ucdp", table([*bad, EVENT], LAYOUTS[0]))
    assert [(line, field) for line, field, _ in found] == [(2, "best"), (3, "date_start"), (4, "type_of_violence")]

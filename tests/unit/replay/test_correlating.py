import argparse
import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from events.errors import TocsinError
from services.ingest.formats.port import Options
from services.ingest.formats.ucdp_reports import read, report_of
from services.ingest.items import ParsedItem
from services.replay.correlating import add_arguments, run_correlate

COLUMNS = (
    "report_key,source,reported_on,headline,country,admin1,latitude,longitude,geo_precision_km,occurred_on,"
    "date_precision,type_of_violence,side_a,side_b"
)
ONE_ATTACK = (
    "k1,Wire,2024-03-02,Twelve villagers killed,Mali,Gao region,16.27,-0.04,15,2024-03-01,1,3,JNIM,Civilians",
    "k2,Radio,2024-03-02,Village attacked,Mali,Gao region,16.30,0.02,15,2024-03-02,1,3,,Civilians",
)
ANOTHER = "k3,Wire,2024-03-02,Army clashes with rebels,Mali,Gao region,16.27,-0.04,15,2024-03-01,1,1,,CSP"


def correlated(tmp_path: Path, *rows: str) -> dict[str, str]:
    source, out = tmp_path / "reports.csv", tmp_path / "assignments.csv"
    source.write_text("\n".join((COLUMNS, *rows)) + "\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run_correlate(parser.parse_args([str(source), "--out", str(out)])) == 0
    with out.open(newline="", encoding="utf-8") as table:
        return {row["report_key"]: row["incident_id"] for row in csv.DictReader(table)}


def test_reports_of_one_attack_get_one_incident_and_others_their_own(tmp_path: Path) -> None:
    found = correlated(tmp_path, *ONE_ATTACK, ANOTHER)
    assert found["k1"] == found["k2"] != found["k3"]


def test_the_order_of_the_rows_does_not_change_what_belongs_together(tmp_path: Path) -> None:
    found = correlated(tmp_path, ANOTHER, *reversed(ONE_ATTACK))
    assert found["k1"] == found["k2"] != found["k3"]


def test_a_wrong_row_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = correlated(tmp_path, ONE_ATTACK[0], "k9,Wire,soon,,Mali,,,,,2024-03-01,1,3,,")
    assert found.keys() == {"k1"}
    assert "no reports: 1" in capsys.readouterr().err


def test_a_file_of_no_known_format_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\x00\x01")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(TocsinError, match=r"x\.bin"):
        run_correlate(parser.parse_args([str(tmp_path / "x.bin"), "--out", str(tmp_path / "out.csv")]))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    with pytest.raises(TocsinError, match="No such file"):
        run_correlate(parser.parse_args([str(tmp_path / "none.csv"), "--out", str(tmp_path / "out.csv")]))


def cells(row: str) -> dict[str, str]:
    return dict(zip(COLUMNS.split(","), row.split(","), strict=True))


def test_a_country_may_be_written_as_ucdp_writes_it() -> None:
    row = cells(ANOTHER) | {"country": "DR Congo (Zaire)", "side_a": "Government of DR Congo (Zaire)"}
    report = report_of(row)
    assert report.place is not None
    assert report.place.country == "CD"
    assert [(a.kind, a.home) for a in report.actors] == [("state_force", "CD"), ("rebel", None)]


def test_what_the_type_implies_stands_where_a_side_is_missing() -> None:
    one = report_of(cells(ANOTHER) | {"side_b": ""})
    assert [a.kind for a in one.actors] == ["state_force", "unidentified_armed_group"]
    three = report_of(cells(ONE_ATTACK[1]))
    assert [(a.kind, a.role) for a in three.actors] == [
        ("unidentified_armed_group", "attacker"),
        ("civilians", "victim"),
    ]


def test_the_column_at_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text(f"{COLUMNS}\n{ANOTHER.replace(',1,1,,CSP', ',1,7,,CSP')}\n", encoding="utf-8")
    with path.open("rb") as stream:
        (item,) = read(stream, Options())
    assert isinstance(item, ParsedItem)
    assert [e.field for e in item.errors] == ["type_of_violence"]


def test_incidents_do_not_depend_on_the_seed_of_hashes(tmp_path: Path) -> None:
    source = tmp_path / "reports.csv"
    source.write_text("\n".join((COLUMNS, *ONE_ATTACK, ANOTHER)) + "\n", encoding="utf-8")
    outs = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.csv"
        command = [sys.executable, "-m", "services", "correlate", str(source), "--out", str(out)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
        outs.append(out.read_bytes())
    assert outs[0] == outs[1]

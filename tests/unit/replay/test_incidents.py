"""`tocsin incidents export`: what stands, in a fixed order, and no log made."""

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from events.incident import IncidentMerged, IncidentRetracted, IncidentSplit
from events.log.sqlite import SqliteLog
from events.moment import Occurred
from events.value import Event
from services.cli import main
from tests.support.console import head, opened, revised, said


async def filled(path: Path, *events: Event) -> str:
    log = await SqliteLog.open(path)
    await log.append([said(event, str(number)) for number, event in enumerate(events)])
    await log.close()
    return f"sqlite:///{path}"


@pytest.fixture
def url(tmp_path: Path) -> str:
    later, earlier = (Occurred.model_validate({"start": day}) for day in ("2025-03-01", "2025-01-01"))
    return asyncio.run(
        filled(
            tmp_path / "log.sqlite",
            opened("inc_later", occurred=later),
            opened("inc_b"),
            opened("inc_a"),
            opened("inc_gone"),
            opened("inc_merged"),
            opened("inc_back"),
            opened("inc_moved"),
            revised("inc_a", 2, headline="Ambush: 32 killed"),
            IncidentRetracted(incident_id="inc_gone", revision=2),
            IncidentMerged(incident_id="inc_merged", into="inc_a", revision=2),
            IncidentMerged(incident_id="inc_back", into="inc_a", revision=2),
            IncidentSplit(incident=head("inc_back", 3), out_of="inc_a"),
            revised("inc_moved", 2, occurred=earlier),
        )
    )


def exported(tmp_path: Path, *arguments: str) -> str:
    out = tmp_path / "out"
    assert main(["incidents", "export", *arguments, "--out", str(out)]) == 0
    return out.read_text(encoding="utf-8")


def features(text: str) -> list[dict[str, Any]]:
    return list(json.loads(text)["features"])


def test_an_incident_leaves_as_it_stands_last_and_what_is_merged_or_retracted_does_not(
    url: str, tmp_path: Path
) -> None:
    found = features(exported(tmp_path, "--log", url))
    assert [one["id"] for one in found] == ["inc_moved", "inc_a", "inc_b", "inc_back", "inc_later"]
    assert (found[1]["properties"]["revision"], found[1]["properties"]["headline"]) == (2, "Ambush: 32 killed")


@pytest.mark.parametrize("shape", ["ucdp", "acled"])
def test_a_table_has_a_row_for_each_incident(url: str, tmp_path: Path, shape: str) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(tmp_path, "--log", url, "--as", shape))))
    assert [row["country"] for row in rows] == ["Mali"] * 5


@pytest.mark.parametrize(
    ("begin", "end", "ids"),
    [
        ("2025-02-07", "2025-02-08", ["inc_a", "inc_b", "inc_back"]),
        ("2025-02-08T00:00:00Z", None, ["inc_later"]),
        (None, "2025-02-07T00:00:00Z", ["inc_moved"]),
    ],
)
def test_a_period_is_half_open_and_of_the_day_they_occurred(
    url: str, tmp_path: Path, begin: str | None, end: str | None, ids: list[str]
) -> None:
    asked = [part for name, value in (("--from", begin), ("--to", end)) if value for part in (name, value)]
    assert [one["id"] for one in features(exported(tmp_path, "--log", url, *asked))] == ids


def test_the_same_log_is_exported_to_the_same_bytes_and_is_left_as_it_was(url: str, tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite"
    before = log.read_bytes()
    assert exported(tmp_path, "--log", url) == exported(tmp_path, "--log", url)
    assert log.read_bytes() == before


def test_an_export_of_a_log_that_is_not_there_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["--log", f"sqlite:///{tmp_path / 'none.sqlite'}", "--out", str(tmp_path / "out")]
    assert main(["incidents", "export", *wanted]) == 1
    assert "there is no log" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("begin", "end"), [("soon", None), ("2025-02-08", "2025-02-08"), (None, "2025-02-08T10:00")])
def test_a_period_that_is_none_is_told_in_one_line(
    url: str, begin: str | None, end: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [part for name, value in (("--from", begin), ("--to", end)) if value for part in (name, value)]
    assert main(["incidents", "export", "--log", url, *asked]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_without_a_file_it_goes_to_standard_output(url: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["incidents", "export", "--log", url, "--as", "acled"]) == 0
    assert capfdbinary.readouterr().out.count(b"\n") == 6


def test_an_export_that_cannot_be_written_leaves_no_half_file(url: str, tmp_path: Path) -> None:
    assert main(["incidents", "export", "--log", url, "--out", str(tmp_path / "no" / "folder")]) == 1
    assert [path.name for path in tmp_path.iterdir() if "draft" in path.name] == []

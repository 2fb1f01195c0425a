"""The command line as people use it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import desk, running
from tests.support.stories import EARLY, LATER


def tocsin(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services", *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


async def test_the_log_is_exported_as_cloudevents_from_any_position(tmp_path: Path) -> None:
    async with running(tmp_path) as process, desk(process) as person:
        await person.post("/v1/reports", [EARLY, LATER])
        served = [json.loads(line) for line in await person.lines("/v1/events?topic=reports")]
        process.stop()
    log = f"sqlite:///{tmp_path / 'log.sqlite'}"
    done = tocsin("events", "export", "--log", log, "--topic", "reports")
    assert done.returncode == 0, done.stderr
    exported = [json.loads(line) for line in done.stdout.splitlines()]
    assert exported == served
    rest = tocsin("events", "export", "--log", log, "--topic", "reports", "--from", exported[0]["position"])
    assert [json.loads(line)["id"] for line in rest.stdout.splitlines()] == [e["id"] for e in exported[1:]]


def test_a_wrong_command_is_used_wrongly_and_a_wrong_log_is_one_line() -> None:
    assert tocsin("nonsense").returncode == 2
    failed = tocsin("events", "export", "--log", "postgres://x", "--topic", "reports")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert "names no log" in failed.stderr


def test_an_export_of_a_log_that_is_not_there_makes_none(tmp_path: Path) -> None:
    done = tocsin("events", "export", "--log", f"sqlite:///{tmp_path / 'none.sqlite'}", "--topic", "reports")
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "there is no log" in done.stderr


def test_settings_are_printed_with_secrets_hidden() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "services", "settings"],
        capture_output=True,
        text=True,
        check=True,
        env={"TOCSIN_SEAL_KEY": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=", "PATH": ""},
    )
    assert "TOCSIN_SEAL_KEY=**********" in done.stdout
    assert "c2VjcmV0" not in done.stdout


def test_a_service_open_to_others_refuses_to_start_without_tokens(tmp_path: Path) -> None:
    done = tocsin("run", "all", "--data", str(tmp_path), "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 2
    assert "TOCSIN_TOKENS" in done.stderr


def test_an_article_is_read_without_anything_being_stored(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Gunmen on motorbikes killed at least 14 villagers in an attack near Ouahigouya in northern Burkina Faso on"
        " March 3, 2024, a security source said.",
        encoding="utf-8",
    )
    done = tocsin("extract", str(article), "--source", "Wire", "--published-at", "2024-03-05T08:00:00Z")
    assert done.returncode == 0, done.stderr
    [report] = [json.loads(line) for line in done.stdout.splitlines()]
    assert report["occurred"]["start"] == "2024-03-03"
    assert report["place"]["country"] == "BF"
    assert report["tolls"][0]["low"] == 14


def test_every_rule_that_is_shipped_passes_its_own_examples() -> None:
    done = tocsin("rules", "test")
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_allowed_address_that_is_none_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_ALLOWED_ADDRESSES", "everywhere")
    failed = tocsin("run", "notifier", "--data", str(tmp_path), "--port", "0")
    assert failed.returncode == 2
    assert failed.stderr.startswith("tocsin: TOCSIN_ALLOWED_ADDRESSES: 'everywhere'")
    assert len(failed.stderr.splitlines()) == 1


def test_the_version_is_told() -> None:
    done = tocsin("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"tocsin \d+\.\d+\.\d+\n", done.stdout)


def test_a_wrong_setting_is_one_line_that_names_it_and_exit_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_PORT", "many")
    done = tocsin("settings")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tocsin: TOCSIN_PORT: must be a valid integer, unable to parse string as an integer\n"

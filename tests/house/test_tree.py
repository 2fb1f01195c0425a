"""The tree keeps its own rules."""

import ast
import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()
CODE = [name for name in TRACKED if name.endswith(".py") and (ROOT / name).exists()]
PURE = [
    name
    for name in CODE
    if re.match(r"services/\w+/core/", name) or (name.startswith("events/") and not name.startswith("events/log/"))
]
LINES_MAX = 400
FOLDERS = [
    "events",
    "events/log",
    "services/runtime",
    "services/ingest",
    "services/rules",
    "services/notifier",
    "services/console",
    "services/replay",
    "deploy",
    "tests",
]
TOP = {
    ".ci",
    ".dockerignore",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "deploy",
    "docker-compose.yml",
    "events",
    "pyproject.toml",
    "services",
    "tests",
}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def test_the_top_level_holds_what_was_agreed_and_nothing_else() -> None:
    assert {name.split("/")[0] for name in TRACKED} <= TOP


@pytest.mark.parametrize("name", CODE)
def test_a_module_is_one_thing(name: str) -> None:
    assert len(text(name).splitlines()) <= LINES_MAX


def test_our_two_packages_are_owned_by_no_other_distribution() -> None:
    owners = packages_distributions()
    assert set(owners.get("events", [])) <= {"tocsin"}
    assert set(owners.get("services", [])) <= {"tocsin"}


CLOCK_AND_CHANCE = {"now", "utcnow", "today", "urandom", "random", "uuid4", "getenv", "open", "print", "input"}


@pytest.mark.parametrize("name", PURE)
def test_pure_code_asks_no_clock_no_chance_and_opens_nothing(name: str) -> None:
    if name == "events/schemas/__init__.py":
        return
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(text(name)))
        if isinstance(node, ast.Call)
    }
    assert not called & CLOCK_AND_CHANCE


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_says_what_it_is_and_why(folder: str) -> None:
    assert "## Decisions" in text(f"{folder}/README.md")


@pytest.mark.parametrize("name", [n for n in TRACKED if "/locks/" in n])
def test_locks_hold_versions_and_hashes_and_no_addresses(name: str) -> None:
    assert not re.search(r"https?://|--index-url|--find-links", text(name))
    assert "--hash=sha256:" in text(name)


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    words = re.compile("TO" + "DO|FIX" + "ME|X" + "XX|NotImplemented" + "Error")
    assert [name for name in CODE if words.search(text(name))] == []


def test_no_test_can_be_skipped() -> None:
    words = re.compile(r"mark\.sk" + r"ip|mark\.xf" + r"ail|importor" + r"skip|pytest\.sk" + r"ip\(")
    assert [name for name in CODE if name.startswith("tests/") and words.search(text(name))] == []

"""Rule files: read whole, every mistake named where it stands."""

from pathlib import Path

import pytest

from events.control import RuleFile
from services.cli import main
from services.rules.core.examples import play
from services.rules.core.families.toll_escalation import TollEscalation
from services.rules.core.ruleset import Ladder, hash_of
from services.rules.loading import WrongRules, load, parse, read_files, rule_set

GOOD = """\
id: many_dead
version: 1
title: Many dead
for: A rule that tests may spoil.
family: threshold
key: incident
parameters:
  at_least_persons: 5
severity:
  - {from: 5, is: minor}
  - {from: 50, is: severe}
examples:
  - name: six are enough
    fires: true
    steps: [{at: 2025-03-04T08:00:00Z, incident: {occurred: 2025-03-03, killed: 6}}]
  - name: four are not
    fires: false
    steps: [{at: 2025-03-04T08:00:00Z, incident: {occurred: 2025-03-03, killed: 4}}]
"""


def problems(text: str, name: str = "many_dead.yaml") -> list[str]:
    with pytest.raises(WrongRules) as caught:
        parse([RuleFile(name=name, text=text)])
    return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "many_dead.yaml").write_text(GOOD)
    return tmp_path


def test_the_shipped_rules_are_right_and_their_examples_hold() -> None:
    loaded = parse(read_files([]))
    assert {one.rule.id for one in loaded} >= {"toll_escalation", "mass_casualties", "involvement"}
    assert [(one.rule.id, text) for one in loaded for e in one.examples for text in play(one.rule, e)] == []


def test_the_shipped_escalation_watches_from_ten_killed() -> None:
    rule = next(rule for rule in load().rules if rule.id == "toll_escalation")
    assert rule.parameters == TollEscalation(
        watch_from_killed=10, rise_at_least_killed=10, rise_ratio_at_least=1.5, rise_within_hours=72
    )


def test_a_folder_of_rules_takes_the_place_of_the_shipped_ones(folder: Path) -> None:
    assert [rule.id for rule in load(folder).rules] == ["many_dead"]


def test_the_hash_depends_on_names_and_texts_and_not_on_their_order() -> None:
    one, two = RuleFile(name="a.yaml", text="1"), RuleFile(name="b.yaml", text="2")
    assert hash_of([one, two]) == hash_of([two, one])
    assert hash_of([one, two]) != hash_of([one, RuleFile(name="b.yaml", text="3")])
    assert hash_of([one, two]) != hash_of([RuleFile(name="a.yaml", text="12"), RuleFile(name="b.yaml", text="")])


def test_published_rules_are_the_same_rules_when_read_again() -> None:
    shipped = load()
    assert rule_set(shipped.published().files) == shipped


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("at_least_persons: 5", "at_least_persons: no one", "many_dead.yaml:8: parameters.at_least_persons: Input"),
        ("at_least_persons: 5", "at_least: 5", "many_dead.yaml:8: parameters.at_least: Extra inputs are not permitted"),
        ("family: threshold", "family: thresholds", "many_dead.yaml:5: family: there is none of this name"),
        ("key: incident", "key: actor", "many_dead.yaml:6: key: threshold stands on incident, country only"),
        ("id: many_dead", "id: more_dead", "many_dead.yaml:1: id: must be the file's name, many_dead"),
        ("is: severe", "is: minor", "many_dead.yaml:9: severity: must rise from step to step"),
        ("is: severe", "is: grave", "many_dead.yaml:11: severity.1.is: Input should be"),
        ("version: 1", "version: 1\nversion: 2", "many_dead.yaml:3: the key version stands here twice"),
        ("fires: false", "fires: true", "many_dead.yaml:12: examples: must hold one that fires and one that must not"),
        ("title: Many dead", "title: [Many", "many_dead.yaml:"),
        ("killed: 4", "kiled: 4", "many_dead.yaml:18: examples.1.steps.0.incident.kiled: Extra inputs"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_line_and_field(before: str, after: str, problem: str) -> None:
    assert GOOD.count(before) == 1
    assert any(text.startswith(problem) for text in problems(GOOD.replace(before, after)))


def test_an_empty_file_is_a_mistake_and_no_crash() -> None:
    assert problems("") != []
    assert problems("- 1\n- 2\n") != []


def test_an_object_of_python_in_a_rule_file_is_refused() -> None:
    assert problems(GOOD.replace("title: Many dead", "title: !!python/object/apply:os.getcwd []")) != []


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    (folder / "many_dead.yaml").write_text(GOOD.replace("version: 1", "version: 0"))
    (folder / "other.yaml").write_text("id: other\n")
    with pytest.raises(WrongRules) as caught:
        load(folder)
    assert {problem.file for problem in caught.value.problems} == {"many_dead.yaml", "other.yaml"}


def test_two_files_may_not_define_one_rule(folder: Path) -> None:
    (folder / "more").mkdir()
    (folder / "more" / "many_dead.yaml").write_text(GOOD)
    with pytest.raises(WrongRules, match="defines many_dead already"):
        parse(read_files([folder, folder / "more" / "many_dead.yaml"]))


def test_a_path_without_rules_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(WrongRules, match="holds 0 rule files"):
        load(tmp_path)
    with pytest.raises(WrongRules, match="no such file"):
        read_files([tmp_path / "absent.yaml"])


def test_an_example_that_does_not_hold_is_told_step_by_step() -> None:
    (one,) = parse([RuleFile(name="many_dead.yaml", text=GOOD.replace("killed: 6}}", "killed: 60}, severity: minor}"))])
    assert play(one.rule, one.examples[0]) == ("step 1: its severity is severe, not minor",)
    (one,) = parse([RuleFile(name="many_dead.yaml", text=GOOD.replace("killed: 4", "killed: 40"))])
    assert play(one.rule, one.examples[1]) == ("it fired and must not",)


def test_a_ladder_is_read_with_the_last_step_reached_and_lifts_stop_at_the_top() -> None:
    ladder = Ladder(((10, "moderate"), (50, "severe")))
    assert [ladder.severity(n) for n in (3, 10, 49, 50)] == ["moderate", "moderate", "moderate", "severe"]
    assert [ladder.severity(50, lift) for lift in (1, 2)] == ["extreme", "extreme"]


def test_the_command_checks_lists_shows_and_tests(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [main(["rules", action, str(folder)]) for action in ("check", "list", "show", "test")] == [0, 0, 0, 0]
    told = capsys.readouterr().out
    assert "1 rules are right" in told
    assert "many_dead@1" in told
    assert "2 of 2 examples hold" in told


def test_the_command_fails_on_a_wrong_file_and_on_an_example_that_does_not_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "many_dead.yaml").write_text(GOOD.replace("killed: 4", "killed: 40"))
    assert main(["rules", "test", str(folder)]) == 1
    (folder / "many_dead.yaml").write_text(GOOD.replace("key: incident", "key: planet"))
    assert main(["rules", "check", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("many_dead.yaml:6: key: ")

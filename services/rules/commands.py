"""`tocsin rules check|list|show|test`: what is in rule files, and whether their examples hold. Nothing is stored."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from events.control import RuleFile
from services.rules.core.examples import play
from services.rules.core.ruleset import hash_of
from services.rules.loading import Loaded, WrongRules, parse, read_files
from services.runtime import settings

DONE: Final = 0
FAILED: Final = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes; without a path it means the rules in force here (`TOCSIN_RULES`, else the shipped)."""
    parser.add_argument("action", choices=["check", "list", "show", "test"])
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="a rule file, or a folder of them")


def run_rules(args: argparse.Namespace) -> int:
    """Runs it; 1 where a file is wrong or an example does not hold."""
    try:
        files = read_files(args.paths or _in_force(args))
        loaded = parse(files)
    except WrongRules as error:
        sys.stderr.writelines(f"{problem}\n" for problem in error.problems)
        return FAILED
    return ACTIONS[args.action](files, loaded)


def _in_force(args: argparse.Namespace) -> list[Path]:
    folder = settings.load(args.config).rules
    return [] if folder is None else [folder]


def _check(files: Sequence[RuleFile], loaded: Sequence[Loaded]) -> int:
    sys.stdout.write(f"{len(loaded)} rules are right; their hash is {hash_of(files)}\n")
    return DONE


def _list(_: Sequence[RuleFile], loaded: Sequence[Loaded]) -> int:
    width = max(len(one.rule.named) for one in loaded)
    for rule in (one.rule for one in loaded):
        sys.stdout.write(f"{rule.named:{width}}  {rule.key:8}  {rule.family:16}  {rule.title}\n")
    return DONE


def _show(files: Sequence[RuleFile], loaded: Sequence[Loaded]) -> int:
    texts = {file.name: file.text for file in files}
    for rule in (one.rule for one in loaded):
        sys.stdout.write(
            f"# {rule.named}: {rule.parameters.model_dump_json()}\n{texts[rule.id + '.yaml'].rstrip()}\n\n"
        )
    return DONE


def _test(_: Sequence[RuleFile], loaded: Sequence[Loaded]) -> int:
    failed = 0
    for one in loaded:
        wrong = [(example.name, text) for example in one.examples for text in play(one.rule, example)]
        failed += len({name for name, _ in wrong})
        sys.stdout.writelines(f"{one.rule.named}: {name}: {text}\n" for name, text in wrong)
    examples = sum(len(one.examples) for one in loaded)
    sys.stdout.write(f"{examples - failed} of {examples} examples hold, in {len(loaded)} rules\n")
    return FAILED if failed else DONE


ACTIONS: Final = {"check": _check, "list": _list, "show": _show, "test": _test}

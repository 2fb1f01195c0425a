"""The one command: `tocsin`. Each subcommand's code is imported when it is used, so the command starts at once."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from events.errors import TocsinError, UsedWrongly

DONE: Final = 0
FAILED: Final = 1
USED_WRONGLY: Final = 2
Run = Callable[[argparse.Namespace], int]

COMMANDS: Final[dict[str, tuple[str, str, str, str]]] = {
    "ingest": ("services.ingest.commands", "add_arguments", "run_ingest", "take reports, articles or dataset files"),
    "extract": (
        "services.ingest.extracting",
        "add_arguments",
        "run_extract",
        "say what an article says; store nothing",
    ),
    "correlate": ("services.replay.correlating", "add_arguments", "run_correlate", "merge a file of reports"),
    "rules": ("services.rules.commands", "add_arguments", "run_rules", "check, list, show or test rule files"),
    "events": ("services.replay.commands", "add_arguments", "run_events", "export events from the log"),
    "incidents": ("services.replay.incidents", "add_arguments", "run_incidents", "export incidents as csv or GeoJSON"),
    "gazetteer": ("services.ingest.gazetteer", "add_arguments", "run_gazetteer", "compile the gazetteer"),
}
"""Subcommand → module, function that adds its arguments, function that runs it, and what it does."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status: 0 done, 1 the work failed, 2 used wrongly."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        args = _parser(given).parse_args(given)
        return int(args.run(args))
    except TocsinError as error:
        sys.stderr.write(f"tocsin: {error}\n")
        return status_of(error)
    except KeyboardInterrupt:
        return DONE
    except BrokenPipeError:
        return DONE


def status_of(*errors: Exception) -> int:
    """The exit status of a command that these ended."""
    return USED_WRONGLY if any(isinstance(error, UsedWrongly) for error in errors) else FAILED


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tocsin", description="Early warning for armed conflict.")
    parser.add_argument("--version", action=_Version, help="print the version and stop")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings in TOML; TOCSIN_… variables come first")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _run(commands.add_parser("run", help="run all services, or one"))
    _story(commands.add_parser("story", help="run all services and feed them a sample story"))
    commands.add_parser("settings", help="print every setting").set_defaults(run=_settings)
    commands.add_parser("schema", help="print the JSON Schemas of all events").set_defaults(run=_schema)
    for name, (module, add, run, does) in COMMANDS.items():
        sub = commands.add_parser(name, help=does)
        if name in given:
            loaded = import_module(module)
            getattr(loaded, add)(sub)
            sub.set_defaults(run=getattr(loaded, run))
    return parser


class _Version(argparse.Action):
    """Asks for the version only where it is wanted: looking it up takes longer than reading arguments."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002  argparse's
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"tocsin {version('tocsin')}\n")
        parser.exit()


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=["all", "ingest", "rules", "notifier", "console"])
    parser.add_argument("--log", metavar="URL", help="sqlite:///path or kafka://host:port[,host:port]")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder for the log, keys and disposable stores")
    parser.add_argument("--host", help="address to serve on (127.0.0.1); any but loopback needs tokens")
    parser.add_argument("--port", type=int, help="port to serve on; 0 takes a free one")
    parser.set_defaults(run=_run_services)


def _story(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="stop after the story")
    parser.add_argument("--port", type=int, default=8080, help="port to serve on; 0 takes a free one")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder to keep; without it a temporary one")
    parser.set_defaults(run=_run_story)


def _run_services(args: argparse.Namespace) -> int:
    from services import embedded  # noqa: PLC0415  see the module's docstring
    from services.runtime import settings  # noqa: PLC0415

    found = settings.load(args.config, log=args.log, data=args.data, host=args.host, port=args.port)
    return _until_stopped(embedded.run(args.service, found))


def _run_story(args: argparse.Namespace) -> int:
    from services import story  # noqa: PLC0415

    return _until_stopped(story.run(args.port, args.data, once=args.once))


def _until_stopped(work: Coroutine[Any, Any, None]) -> int:
    """Runs until done, or until SIGINT or SIGTERM asks to stop; a failure is one line on stderr."""
    from services.runtime.memory import look_seldom  # noqa: PLC0415
    from services.runtime.stopping import until_stopped  # noqa: PLC0415

    look_seldom()
    try:
        asyncio.run(until_stopped(work))
    except (ExceptionGroup, TocsinError, OSError) as error:
        leaves = _leaves(error)
        if not all(isinstance(leaf, TocsinError | OSError) for leaf in leaves):
            raise
        for said in dict.fromkeys(map(str, leaves)):  # several tasks may end for one reason
            sys.stderr.write(f"tocsin: {said}\n")
        return status_of(*leaves)
    return DONE


def _leaves(error: Exception) -> list[Exception]:
    if isinstance(error, ExceptionGroup):
        return [leaf for inner in error.exceptions for leaf in _leaves(inner)]
    return [error]


def _settings(args: argparse.Namespace) -> int:
    from services.runtime import settings  # noqa: PLC0415

    for variable, value, meaning in settings.described(settings.load(args.config)):
        sys.stdout.write(f"{variable}={value}\n    {meaning}\n")
    return DONE


def _schema(_: argparse.Namespace) -> int:
    from events.schemas import all_schemas, as_text  # noqa: PLC0415

    with suppress(BrokenPipeError):
        sys.stdout.write(as_text(all_schemas()))
    return DONE

"""The rules service: correlate and evaluate, the passing of time, and the rules in force."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import web

from events.catalog import envelope, from_record, to_record
from events.control import RuleSetActivated, RuleSetPublished
from events.log.port import Log, Record
from events.moment import Moment, rfc3339
from events.value import Value
from services.rules.core.ruleset import RuleSet
from services.rules.core.ticking import due_tick
from services.rules.correlate import SOURCE, Correlate
from services.rules.described import DETAILS
from services.rules.evaluate import Evaluate
from services.rules.loading import load, rule_set
from services.runtime import task
from services.runtime.clock import Clock
from services.runtime.namespace import Namespace
from services.runtime.rows import Rows
from services.runtime.telemetry import logger
from services.runtime.web import Route, described, json_response

log_ = logger("rules")
PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class RulesSettings:
    """`folder`: rule files instead of the shipped ones. `ticks`: whether time passes."""

    folder: Path | None = None
    ticks: bool = True


class Appended(Value):
    """What the owner of `reports` has appended to it: the last tick, the rules it put in force, the how manieth."""

    tick: Moment | None = None
    rules: str | None = None
    activations: int = 0


APPENDED: Final[Namespace[Appended]] = Namespace(
    "appended", 1, lambda v: v.model_dump_json(exclude_defaults=True).encode(), Appended.model_validate_json
)


class RulesService:
    """Works on `reports` and `signals` until cancelled. Raises `WrongRules` at once where the rule files are wrong."""

    def __init__(self, log: Log, settings: RulesSettings, clock: Clock) -> None:
        self._log = log
        self._settings = settings
        self._clock = clock
        self._rules = load(settings.folder)
        self._waiting: str | None = "the rules are not published yet"

    async def run(self) -> None:
        """Publishes the rules where they are new, then works."""
        known = await self._published()
        if self._rules.hash not in known:
            said = envelope(self._rules.published(), source=SOURCE, time=self._clock.now())
            await self._log.append([to_record(said)])
        self._waiting = None
        correlate = Correlate(self._log.partitions("signals"))
        async with asyncio.TaskGroup() as group:
            group.create_task(task.run(self._log, correlate, self._due))
            group.create_task(task.run(self._log, Evaluate(self._rules, known)))

    def routes(self) -> list[Route]:
        """What can be asked: the rules in force."""
        return described([Route("GET", "/v1/rules", self._list, "The rules in force")], DETAILS)

    def ready(self) -> str | None:
        """Why it is not ready for work, None when it is."""
        return self._waiting

    async def _published(self) -> dict[str, RuleSet]:
        """Every set of rules that was ever published, by its hash."""
        found: dict[str, RuleSet] = {}
        offset, end = 0, (await self._log.bounds("rules", 0)).end
        while offset < end:
            page = await self._log.read("rules", 0, offset, PAGE)
            if not page:
                break
            for record in page:
                data = from_record(record).data
                if isinstance(data, RuleSetPublished):
                    found[data.hash] = rule_set(data.files)
            offset = page[-1].offset + 1
        return found

    def _due(self, rows: Rows) -> Sequence[Record]:
        """What the owner of `reports` appends unasked: the rules it puts in force, and the passing of time."""
        appended = rows.get(APPENDED, "") or Appended()
        now, records = self._clock.now(), []
        if appended.rules != self._rules.hash:
            activated = RuleSetActivated(hash=self._rules.hash, available_at=now)
            said = envelope(activated, source=SOURCE, time=now, distinct=str(appended.activations))
            records.append(to_record(said))
            told = {"rules": self._rules.hash, "activations": appended.activations + 1}
            appended = appended.model_copy(update=told)
        tick = due_tick(appended.tick, now) if self._settings.ticks else None
        if tick is not None:
            said_tick = envelope(tick, source=SOURCE, time=tick.until, distinct=rfc3339(tick.until))
            records.append(to_record(said_tick))
            appended = appended.model_copy(update={"tick": tick.until})
        if records:
            rows.put(APPENDED, "", appended)
        return records

    async def _list(self, _: web.Request) -> web.Response:
        items = [
            {
                "id": rule.id,
                "version": rule.version,
                "title": rule.title,
                "for": rule.serves,
                "family": rule.family,
                "key": rule.key,
                "parameters": rule.parameters.model_dump(mode="json"),
                "severity": [{"from": start, "is": severity} for start, severity in rule.ladder.steps],
            }
            for rule in self._rules.rules
        ]
        return json_response({"hash": self._rules.hash, "items": items, "next": None})

"""Which services run in this process: all of them on one log and one port, or one alone."""

import asyncio
import ipaddress
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Literal, Protocol

from events.log.opening import open_log
from events.log.port import Log
from services.console.service import ConsoleService, ConsoleSettings
from services.ingest.compiling import reader_of
from services.ingest.service import IngestService, IngestSettings
from services.notifier.service import NotifierService, NotifierSettings
from services.rules.service import RulesService, RulesSettings
from services.runtime import settings as s
from services.runtime import telemetry, web
from services.runtime.clock import Clock, SystemClock
from services.runtime.cluster import cluster

Name = Literal["all", "ingest", "rules", "notifier", "console"]
PORTS: Final[dict[Name, int]] = {"all": 8080, "ingest": 8081, "rules": 8082, "notifier": 8083, "console": 8080}


class Service(Protocol):
    """What every service offers its process."""

    async def run(self) -> None:
        """Works until cancelled; raises what ends it."""

    def routes(self) -> list[web.Route]:
        """What can be asked of it."""

    def ready(self) -> str | None:
        """Why it is not ready for work, None when it is."""


def _ingest(log: Log, settings: s.Settings, clock: Clock) -> Service:
    index = IngestSettings(index=settings.data / "ingest.sqlite")
    return IngestService(log, index, clock, partial(reader_of, settings.gazetteer))


def _rules(log: Log, settings: s.Settings, clock: Clock) -> Service:
    return RulesService(log, RulesSettings(folder=settings.rules, ticks=settings.ticks), clock)


def _notifier(log: Log, settings: s.Settings, clock: Clock) -> Service:
    key = s.seal_key(settings)
    told = NotifierSettings(key, settings.allowed_addresses, settings.public_url)
    return NotifierService(log, told, clock)


def _console(log: Log, settings: s.Settings, clock: Clock) -> Service:
    return ConsoleService(log, ConsoleSettings(store=settings.data / "console.sqlite"), clock)


BUILD: Final[dict[Name, Callable[[Log, s.Settings, Clock], Service]]] = {
    "ingest": _ingest,
    "rules": _rules,
    "notifier": _notifier,
    "console": _console,
}


def access(settings: s.Settings) -> web.Access:
    """Who may ask; raises `WrongSetting` where the address is open to others and there is no token."""
    tokens = s.tokens(settings)
    loopback = _is_loopback(settings.host)
    if not loopback and not tokens:
        raise s.WrongSetting(f"{settings.host} can be reached from elsewhere: set TOCSIN_TOKENS to a file of tokens")
    return web.Access(tokens, loopback, frozenset(settings.allowed_origins))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


async def run(which: Name, settings: s.Settings, started: Callable[[str, Log], None] | None = None) -> None:
    """Runs one service or all until cancelled. `started` is told the address and the log once they answer."""
    telemetry.set_up_logging(settings.log_level)
    who = access(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    log = await open_log(s.log_url(settings), cluster(settings))
    try:
        names: Sequence[Name] = tuple(BUILD) if which == "all" else (which,)
        services = [BUILD[name](log, settings, SystemClock()) for name in names]
        await _work(which, services, settings, who, lambda address: started(address, log) if started else None)
    finally:
        await log.close()


async def _work(
    which: Name, services: Sequence[Service], settings: s.Settings, who: web.Access, started: Callable[[str], None]
) -> None:
    def ready() -> str | None:
        return next((why for service in services if (why := service.ready()) is not None), None)

    app = web.application([r for service in services for r in service.routes()], who, ready, f"Tocsin {which}")
    port = PORTS[which] if settings.port is None else settings.port
    runner = await web.serve(app, settings.host, port)
    try:
        async with asyncio.TaskGroup() as group:
            for service in services:
                group.create_task(service.run())
            address = runner.addresses[0]
            telemetry.logger("run").info("%s serves on http://%s:%d", which, address[0], address[1])
            started(f"http://{address[0]}:{address[1]}")
    finally:
        await runner.cleanup()

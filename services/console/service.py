"""The console as a service: its store follows the log, its routes answer from the store."""

from dataclasses import dataclass
from pathlib import Path

from events.log.port import Log
from services.console.api import Api
from services.console.follower import Follower
from services.console.hub import Hub
from services.console.store import Store
from services.console.streaming import HEARTBEAT_S, Live
from services.runtime.clock import Clock
from services.runtime.web import Route


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """`store`: the file of the disposable store. `heartbeat_s`: silence on the live stream, in seconds, at the most."""

    store: Path
    heartbeat_s: float = HEARTBEAT_S


class ConsoleService:
    """Reads the log, writes nothing but its own store."""

    def __init__(self, log: Log, settings: ConsoleSettings, clock: Clock) -> None:
        self._store = Store(settings.store)
        self._hub = Hub()
        self._follower = Follower(log, self._store, self._hub, clock)
        self._api = Api(log, self._store, Live(log, self._hub, settings.heartbeat_s), self.ready)

    async def run(self) -> None:
        """Follows the log until cancelled; raises `Unreadable` at a record that it cannot read, `StoreTaken`."""
        try:
            await self._store.open()
            await self._follower.run()
        finally:
            self._follower.behind = None
            self._hub.close()
            await self._store.close()

    def routes(self) -> list[Route]:
        """What can be asked of it."""
        return self._api.routes()

    def ready(self) -> str | None:
        """Why it is not ready: until the store stands where the log ended when the console started."""
        return self._follower.ready()

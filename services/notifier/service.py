"""The notifier: match, deliver and their API, on one log."""

import asyncio
from dataclasses import dataclass, field

from events.log.port import Log
from services.notifier.api import Api
from services.notifier.channels.webhook import Webhook
from services.notifier.deliver import Deliver
from services.notifier.desk import Desk
from services.notifier.match import Match
from services.notifier.sealing import Sealer
from services.notifier.subscriptions import Subscriptions
from services.runtime.addresses import Guard
from services.runtime.clock import Clock
from services.runtime.outbound import Outbound
from services.runtime.web import Route


@dataclass(frozen=True, slots=True)
class NotifierSettings:
    """What the notifier needs to know.

    `seal_key`: 32 bytes that seal signing secrets. `allowed_addresses`: CIDRs that receivers may have besides global
    addresses. `base_url`: where the console answers, for links in webhooks; empty: links are paths.
    """

    seal_key: bytes = field(repr=False)
    allowed_addresses: tuple[str, ...] = ()
    base_url: str = ""


class NotifierService:
    """Runs both tasks and answers the API."""

    def __init__(self, log: Log, settings: NotifierSettings, clock: Clock) -> None:
        self._guard = Guard.of(settings.allowed_addresses)
        self._subscriptions = Subscriptions(log)
        sealer = Sealer(settings.seal_key)
        self._match = Match(log, self._subscriptions)
        self._deliver = Deliver(log, self._subscriptions, sealer, clock, settings.base_url.rstrip("/"))
        desk = Desk(log, self._subscriptions, sealer, self._guard, clock)
        self._api = Api(desk, self._subscriptions, self._deliver, clock)
        self._why_not: str | None = "the subscriptions are being read"

    async def run(self) -> None:
        """Works until cancelled; raises what ends it."""
        await self._subscriptions.catch_up()
        self._deliver.channels = {Webhook.name: Webhook(Outbound(self._guard))}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._subscriptions.follow())
                group.create_task(self._match.run())
                group.create_task(self._deliver.run())
                self._why_not = None
        except BaseExceptionGroup as failed:
            raise first_cause(failed) from None
        finally:
            self._why_not = "the notifier has stopped"
            for channel in self._deliver.channels.values():
                await channel.close()

    def routes(self) -> list[Route]:
        """What can be asked of it."""
        return self._api.routes()

    def ready(self) -> str | None:
        """Why it is not ready for work, None when it is."""
        return self._why_not


def first_cause(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first single error in a group of groups: what ended the rest."""
    first = failed.exceptions[0]
    return first_cause(first) if isinstance(first, BaseExceptionGroup) else first

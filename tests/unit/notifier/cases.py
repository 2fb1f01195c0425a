"""Small alerts, and a notifier running on a log in memory against a receiver on loopback."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web as aioweb

from events.alert import Alert, AlertAmended, AlertClosed, AlertRaised, AlertStatus, AlertWithdrawn, Change, Ground
from events.catalog import envelope, from_record, to_record
from events.ids import derive
from events.log.port import Log, Record
from events.log.sqlite import SqliteLog
from events.place import Place
from events.signal import Scope
from events.toll import Estimate
from events.value import Event
from services.notifier.service import NotifierService, NotifierSettings
from services.runtime import web
from services.runtime.clock import Clock, SystemClock
from tests.support.receiver import Receiver, receiving

T0 = datetime(2025, 3, 1, 12, tzinfo=UTC)
SEAL_KEY = b"k" * 32
MODELS = {"raised": AlertRaised, "amended": AlertAmended, "withdrawn": AlertWithdrawn, "closed": AlertClosed}


def an_alert(
    revision: int = 1, thread: str = "t1", status: AlertStatus | None = None, killed: int = 10, **fields: Any
) -> Alert:
    """One revision of the thread of an incident in Chad."""
    alert_id = derive("alert", thread)
    given: dict[str, Any] = {
        "alert_id": alert_id,
        "revision": revision,
        "change_id": derive("change", alert_id, str(revision)),
        "status": status or ("raised" if revision == 1 else "amended"),
        "scope": Scope(kind="incident", id=thread, name="Attack near Bol"),
        "severity": "severe",
        "urgency": "immediate",
        "certainty": "likely",
        "headline": f"{killed} killed near Bol, Chad",
        "description": "Armed men attacked a fishing village on the lake shore.",
        "grounds": (
            Ground(
                rule="mass-casualties",
                version=1,
                family="threshold",
                severity="severe",
                because=f"{killed} killed",
                values={"killed": killed},
            ),
        ),
        "incident_ids": (f"inc_{thread}",),
        "place": Place(name="Bol", country="TD", lat=13.46, lon=14.71, within_km=15),
        "tolls": (Estimate(measure="killed", party="civilians", low=killed, best=killed, high=killed, sources=1),),
        "changes": () if revision == 1 else (Change(field="tolls.killed.best", after=killed, cause="new_report"),),
        "raised_at": T0,
        "changed_at": T0 + timedelta(hours=revision),
        "cause": f"evt_{revision}",
        "cause_kind": "new_report",
    }
    return Alert(**(given | fields))


def alert_record(alert: Alert) -> Record:
    """The record by which the rules service says it."""
    event = MODELS[alert.status](alert=alert)
    return to_record(envelope(event, source="/rules", time=alert.changed_at, cause=alert.cause))


@dataclass(slots=True)
class Bench:
    """A running notifier, its log, its API and a receiver."""

    log: Log
    service: NotifierService
    receiver: Receiver
    http: aiohttp.ClientSession

    async def say(self, *alerts: Alert) -> None:
        """The rules service says these."""
        await self.log.append([alert_record(alert) for alert in alerts])

    async def subscribe(self, path: str = "/hook", **fields: Any) -> dict[str, Any]:
        """Subscribes the receiver; the API's answer."""
        async with self.http.post("/v1/subscriptions", json={"url": self.receiver.url(path)} | fields) as response:
            assert response.status == 201, await response.text()
            answer: dict[str, Any] = await response.json()
            return answer

    async def ledger(self, *kinds: type[Event], timeout_s: float = 20.0, count: int = 0) -> list[Any]:
        """The events of these kinds in `attempts`, in each partition's order, once there are `count`."""
        async with asyncio.timeout(timeout_s):
            while True:
                found = [e for e in await self.events("attempts") if not kinds or isinstance(e, kinds)]
                if len(found) >= count:
                    return found
                await asyncio.sleep(0.005)

    async def events(self, topic: str) -> list[Event]:
        """All events of a topic, in each partition's order."""
        found: list[Event] = []
        for partition in range(self.log.partitions(topic)):
            found += [from_record(stored).data for stored in await self.log.read(topic, partition, 0, 10_000)]
        return found


@asynccontextmanager
async def serving(log: Log, clock: Clock | None = None) -> AsyncIterator[tuple[NotifierService, aiohttp.ClientSession]]:
    """A notifier that runs and answers on loopback until the block ends; what ends it by itself is raised."""
    settings = NotifierSettings(SEAL_KEY, ("127.0.0.0/8",))
    service = NotifierService(log, settings, clock or SystemClock())
    app = web.application(service.routes(), web.Access(), service.ready, "notifier")
    runner = await web.serve(app, "127.0.0.1", 0)
    work = asyncio.create_task(service.run())
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
            yield service, http
    finally:
        await stop(work, runner)


async def stop(work: "asyncio.Task[None]", runner: aioweb.AppRunner) -> None:
    """Cancels the service; raises what had ended it before."""
    work.cancel()
    try:
        with suppress(asyncio.CancelledError):
            await work
    finally:
        await runner.cleanup()


@asynccontextmanager
async def bench(clock: Clock | None = None) -> AsyncIterator[Bench]:
    """A fresh log in memory, a notifier and a receiver."""
    log = await SqliteLog.open(":memory:")
    try:
        async with bench_on(log, clock) as made:
            yield made
    finally:
        await log.close()


@asynccontextmanager
async def bench_on(log: Log, clock: Clock | None = None) -> AsyncIterator[Bench]:
    """A notifier on this log, and a receiver."""
    async with receiving() as receiver, serving(log, clock) as (service, http):
        yield Bench(log, service, receiver, http)


def tolls(alerts: Sequence[Any]) -> list[int]:
    """The best figure of each message's first toll."""
    return [one.data["tolls"][0]["best"] for one in alerts]

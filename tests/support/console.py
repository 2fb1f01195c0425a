"""A console on a log in memory, and the events to fill it with."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer

from events.alert import Alert, AlertAmended, AlertChanged, AlertClosed, AlertRaised, AlertWithdrawn, Ground
from events.catalog import envelope, to_record
from events.delivery import Attempted, DeliveryScheduled, Outcome
from events.incident import Incident, IncidentOpened, IncidentRevised, ReportLink
from events.log.port import Log, Record
from events.moment import Occurred
from events.place import Place
from events.report import ReportBody, ReportReceived, ReportRevised, SourceRef
from events.signal import Scope, ScopeKind
from events.toll import TollClaim
from events.value import Event
from services.console.service import ConsoleService, ConsoleSettings
from services.runtime.clock import SystemClock
from services.runtime.web import Access, application

AT = datetime(2025, 2, 8, 10, tzinfo=UTC)
SETTLED_S = 20.0
CHANGES: dict[str, type[AlertChanged]] = {
    "raised": AlertRaised,
    "amended": AlertAmended,
    "withdrawn": AlertWithdrawn,
    "closed": AlertClosed,
}


def said(event: Event, distinct: str = "", *, partition: int | None = None) -> Record:
    return to_record(envelope(event, source="/test", time=AT, distinct=distinct), partition=partition)


def claim(killed: int, **fields: Any) -> TollClaim:
    return TollClaim(measure="killed", low=killed, best=killed, high=killed, words=f"{killed} dead", **fields)


def body(*tolls: TollClaim, country: str | None = "ML", source: str = "Radio Nord", **fields: Any) -> ReportBody:
    place = Place(name="Ansongo", country=country, lat=15.7, lon=0.5, within_km=5)
    occurred = Occurred.model_validate({"start": "2025-02-07"})
    told: dict[str, Any] = {"kind": "ambush", "occurred": occurred, "place": place, "published_at": AT} | fields
    return ReportBody(source=SourceRef(name=source), tolls=tolls, **told)


def received(report_id: str, *tolls: TollClaim, revision: int = 1, **fields: Any) -> ReportReceived:
    of_event = {name: fields.pop(name) for name in ("article_id", "ordinal", "text_id") if name in fields}
    model = ReportReceived if revision == 1 else ReportRevised
    report = body(*tolls, **fields)
    digest = f"{report_id} {revision} {report.model_dump_json()}"
    return model(
        report_id=report_id, revision=revision, content_hash=digest, report=report, available_at=AT, **of_event
    )


def head(incident_id: str, revision: int = 1, **fields: Any) -> Incident:
    place = Place(country="ML", lat=15.7, lon=0.5, within_km=5)
    told: dict[str, Any] = {
        "name": incident_id,
        "occurred": Occurred.model_validate({"start": "2025-02-07"}),
        "place": place,
        "kind": "ambush",
        "first_published_at": AT,
        "last_published_at": AT,
        "available_at": AT,
    }
    return Incident(incident_id=incident_id, revision=revision, **(told | fields))


def opened(incident_id: str, *report_ids: str, **fields: Any) -> IncidentOpened:
    links = tuple(ReportLink(report_id=one, score=0.9, features={"days": 0.0}) for one in report_ids)
    return IncidentOpened(
        incident=head(incident_id, report_ids=report_ids, reports_total=len(report_ids), **fields), links=links
    )


def revised(incident_id: str, revision: int, *report_ids: str, **fields: Any) -> IncidentRevised:
    return IncidentRevised(
        incident=head(incident_id, revision, report_ids=report_ids, reports_total=len(report_ids), **fields)
    )


def alert(
    alert_id: str, revision: int = 1, status: str = "raised", scope: tuple[ScopeKind, str] = ("country", "ML"), **f: Any
) -> AlertChanged:
    told: dict[str, Any] = {
        "severity": "severe",
        "urgency": "past",
        "certainty": "likely",
        "headline": f"{alert_id} at revision {revision}",
        "description": "",
        "grounds": (Ground(rule="toll", version=1, family="threshold", severity="severe", because="ten died"),),
        "raised_at": AT,
        "changed_at": AT,
        "cause": "evt_1",
        "cause_kind": "new_report",
    }
    whole = Alert.model_validate(
        {"alert_id": alert_id, "revision": revision, "change_id": f"chg_{alert_id}_{revision}", "status": status}
        | {"scope": Scope(kind=scope[0], id=scope[1])}
        | told
        | f
    )
    return CHANGES[status](alert=whole)


def scheduled(delivery_id: str, subscription_id: str = "sub_a") -> DeliveryScheduled:
    return DeliveryScheduled(delivery_id=delivery_id, subscription_id=subscription_id, alert=alert("alr_1").alert)


def attempted(delivery_id: str, number: int, outcome: Outcome, subscription_id: str = "sub_a") -> Attempted:
    return Attempted(
        delivery_id=delivery_id,
        subscription_id=subscription_id,
        alert_id="alr_1",
        change_id="chg_alr_1_1",
        revision=1,
        attempt=number,
        outcome=outcome,
        attempted_at=AT + timedelta(minutes=number),
    )


@dataclass
class Asked:
    """A console that answers: `log` to append to, `client` to ask with."""

    log: Log
    service: ConsoleService
    client: TestClient[Any, Any]
    running: asyncio.Task[None]
    _numbers: Iterator[int] = field(default_factory=count)

    async def append(self, *events: Event) -> None:
        """Appends events and waits until the console shows them."""
        await self.log.append([said(event, str(next(self._numbers))) for event in events])
        await self.settled()

    async def settled(self) -> None:
        """Waits until the store stands at the end of the log."""
        async with asyncio.timeout(SETTLED_S):
            while self.service._follower.ready() is not None or await self._lags():
                assert not self.running.done(), "the console ended"
                await asyncio.sleep(0.002)

    async def _lags(self) -> bool:
        """Whether there is a record that the store has not seen; behind the last there may be a marker."""
        for at, offset in self.service._follower._next.items():
            end = (await self.log.bounds(at.topic, at.partition)).end
            if end > offset and await self.log.read(at.topic, at.partition, offset, 1):
                return True
        return False

    async def get(self, path: str, status: int = 200, **headers: str) -> Any:
        """The JSON at a path, having checked the status."""
        async with self.client.get(path, headers=headers) as response:
            text = await response.text()
            assert response.status == status, text
            return await response.json(content_type=None) if text else None

    async def ids(self, path: str) -> list[str]:
        """The ids a list shows, in its order."""
        name = path.removeprefix("/v1/").partition("?")[0].rstrip("s") + "_id"
        return [item[name] for item in (await self.get(path))["items"]]


@asynccontextmanager
async def console(log: Log, store: Path, **settings: Any) -> AsyncIterator[Asked]:
    """Runs a console on a log; at the end it is stopped as its process stops it."""
    service = ConsoleService(log, ConsoleSettings(store, **settings), SystemClock())
    app = application(service.routes(), Access(), service.ready, "console")
    running = asyncio.create_task(service.run())
    async with TestClient(TestServer(app)) as client:
        asked = Asked(log, service, client, running)
        try:
            await asked.settled()
            yield asked
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

"""Tocsin on a cluster: each service a process of its own, some of them twice, nothing shared but the log."""

import asyncio
import base64
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.running import Running

SEAL_KEY = base64.b64encode(bytes(range(32))).decode()
SESSION_S = "6"


class Member(Running):
    """One service of the fleet: `tocsin run SERVICE --log URL`."""

    def __init__(self, service: str, name: str, log: str, folder: Path, **settings: str) -> None:
        given = {"TOCSIN_KAFKA_SESSION_S": SESSION_S, "TOCSIN_SEAL_KEY": SEAL_KEY} | settings
        super().__init__(folder / name, **given)
        self.service = service
        self.name = name
        self._log = log

    def command(self) -> list[str]:
        where = ["--log", self._log, "--data", str(self.data), "--port", str(self.port)]
        return [sys.executable, "-m", "services", "run", self.service, *where]

    def said(self) -> list[dict[str, Any]]:
        """What it wrote to its log so far."""
        lines = self.log_file.read_text().splitlines() if self.log_file.exists() else []
        return [json.loads(line) for line in lines if line.startswith("{")]

    def pause(self) -> None:
        """SIGSTOP: it keeps its connections and does nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def metric(self, name: str) -> float:
        """A metric, summed over its labels where the name gives none."""
        async with aiohttp.ClientSession(self.base) as http, http.get("/metrics") as answer:
            text = await answer.text()
        found = re.findall(rf"^{re.escape(name)}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE)
        return sum(float(value) for value in found)

    async def until_metric(self, name: str, wanted: float, within_s: float = 60.0) -> None:
        """Waits until a metric has a value."""
        async with asyncio.timeout(within_s):
            while await self.metric(name) != wanted:
                await asyncio.sleep(0.2)


@asynccontextmanager
async def fleet(
    log: str, folder: Path, settings: Mapping[str, str] | None = None, /, **services: str
) -> AsyncIterator[dict[str, Member]]:
    """Starts all at once: `fleet(url, folder, rules_1="rules", …)`. What still runs at the end is killed."""
    members = {name: Member(service, name, log, folder, **(settings or {})) for name, service in services.items()}
    try:
        async with asyncio.TaskGroup() as group:
            for member in members.values():
                group.create_task(member.start())
        yield members
    finally:
        for member in members.values():
            if member.running:
                member.resume()
                member.kill()

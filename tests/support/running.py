"""Tocsin as a process: started, asked, killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.compiled import gazetteer

START_S = 120.0
"""However busy the machine is: no service that has its gazetteer does more than open files and topics."""
OURS = {"TOCSIN_ALLOWED_ADDRESSES": "127.0.0.0/8", "TOCSIN_TICKS": "false"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """`tocsin run all` on a folder and a port; may be killed and started again."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self.log_file = data / "stderr.txt"

    async def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        own = {"TOCSIN_GAZETTEER": str(gazetteer())} if "TOCSIN_GAZETTEER" not in self._settings else {}
        env = os.environ | OURS | own | self._settings
        with self.log_file.open("ab") as errors:
            self._process = subprocess.Popen(self.command(), env=env, stdout=errors, stderr=errors)
        await self.until_ready()

    def command(self) -> list[str]:
        """What is started."""
        return [sys.executable, "-m", "services", "run", "all", "--data", str(self.data), "--port", str(self.port)]

    async def until_ready(self) -> None:
        said = "nothing"
        until = asyncio.get_running_loop().time() + START_S
        async with aiohttp.ClientSession() as http:
            while True:
                if self._process is None or self._process.poll() is not None:
                    raise AssertionError(f"it ended by itself:\n{self.log_file.read_text()[-4000:]}")
                try:
                    async with http.get(f"{self.base}/readyz") as answer:
                        said = await answer.text()
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                if asyncio.get_running_loop().time() > until:
                    raise AssertionError(f"{self.data.name} is not ready after {START_S:.0f} s: {said}")
                await asyncio.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL: nothing is said, nothing is flushed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("it did not stop within 20 s of SIGTERM") from None
        self._process = None
        return status


@asynccontextmanager
async def running(data: Path, **settings: str) -> AsyncIterator[Running]:
    tocsin = Running(data, **settings)
    try:
        await tocsin.start()
        yield tocsin
    finally:
        tocsin.kill()


class Desk:
    """A person at a desk: asks over HTTP, and says what was wrong when an answer is not what was wanted."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http = http

    async def post(self, path: str, body: Any, status: int = 202, **headers: str) -> Any:
        async with self._http.post(path, json=body, headers=headers) as answer:
            told = await answer.json(content_type=None)
            assert answer.status == status, told
            return told

    async def get(self, path: str, status: int = 200) -> Any:
        async with self._http.get(path) as answer:
            told = await answer.json(content_type=None)
            assert answer.status == status, told
            return told

    async def lines(self, path: str) -> list[str]:
        async with self._http.get(path) as answer:
            assert answer.status == 200, await answer.text()
            return [line for line in (await answer.text()).splitlines() if line]


@asynccontextmanager
async def desk(tocsin: Running) -> AsyncIterator[Desk]:
    async with aiohttp.ClientSession(tocsin.base) as http:
        yield Desk(http)

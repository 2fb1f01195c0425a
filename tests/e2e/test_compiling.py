"""A service whose gazetteer must be compiled first: it answers, says so, and keeps nobody else waiting."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.running import Running

COMPILES_S = 30.0


async def answered(http: aiohttp.ClientSession, url: str, status: int = 200) -> dict[str, Any]:
    """The body, once the status is this one."""
    async with asyncio.timeout(COMPILES_S):
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == status:
                        return dict(await answer.json(content_type=None))
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)


async def test_while_the_gazetteer_is_compiled_all_but_ingest_work(tmp_path: Path) -> None:
    gazetteer = tmp_path / "made" / "gazetteer.sqlite"
    process = Running(tmp_path / "data", TOCSIN_GAZETTEER=str(gazetteer))
    starting = asyncio.create_task(process.start())
    try:
        async with aiohttp.ClientSession() as http:
            assert await answered(http, f"{process.base}/healthz") == {"status": "ok"}
            async with asyncio.timeout(COMPILES_S):
                while "compiling" not in (await answered(http, f"{process.base}/readyz", 503))["detail"]:
                    await asyncio.sleep(0.05)
            async with http.post(f"{process.base}/v1/reports", json={}) as refused:
                assert (refused.status, refused.content_type) == (503, "application/problem+json")
            for path in ("incidents", "subscriptions"):
                assert await answered(http, f"{process.base}/v1/{path}") == {"items": [], "next": None}
    finally:
        starting.cancel()
        await asyncio.wait([starting])
        status = process.stop()
    assert status == 0
    assert [path.name for path in gazetteer.parent.glob("*")] == []

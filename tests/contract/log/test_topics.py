"""Partitions: fixed when a log is made, and asked for again whenever it is opened."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from events.errors import WrongTopic
from events.log.port import Record
from tests.support.logs import LOGS, Opener

SIX = {"signals": 6}


@pytest_asyncio.fixture(params=["sqlite", "kafka"])
async def opener(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Opener]:
    async with LOGS[request.param](tmp_path, request) as opens:
        yield opens


async def test_a_log_made_with_other_partitions_keeps_them(opener: Opener) -> None:
    log = await opener(SIX)
    assert (log.partitions("signals"), log.partitions("alerts")) == (6, 8)
    placed = [at.partition for n in range(60) for at in await log.append([Record("signals", f"k{n}", b"")])]
    assert set(placed) == set(range(6))
    again = await opener(SIX)
    assert sum([(await again.bounds("signals", p)).end for p in range(6)]) >= 60


async def test_a_log_with_other_partitions_than_asked_for_is_refused_with_a_sentence(opener: Opener) -> None:
    await opener(SIX)
    with pytest.raises(WrongTopic, match=r"signals has 6 partitions where 8 are expected"):
        await opener()


@pytest.mark.parametrize("wrong", [{"reports": 3}, {"signal": 6}, {"signals": 0}])
async def test_only_what_keys_spread_may_be_spread_otherwise(opener: Opener, wrong: dict[str, int]) -> None:
    with pytest.raises(WrongTopic, match="is no number of partitions of one of texts, signals, alerts"):
        await opener(wrong)

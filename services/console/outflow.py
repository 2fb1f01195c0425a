"""Outflow: an answer that is written as it is made, to a client that may be slow or gone."""

import asyncio
from typing import Final

from aiohttp import web

FLUSH_BYTES: Final = 64 * 1024
WRITE_S_MAX: Final = 30.0
"""A client that takes nothing for so long is cut off."""


class Gone(Exception):
    """The client is gone, or so slow that it was cut off (`slow`)."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("the client is too slow" if slow else "the client is gone")
        self.slow = slow


class Outflow:
    """Collects what is written and sends it in pieces of about 64 KB, or when flushed."""

    def __init__(self, request: web.Request, response: web.StreamResponse) -> None:
        self._request = request
        self._response = response
        self._held = bytearray()

    @property
    def gone(self) -> bool:
        """Whether the connection is closed."""
        return self._request.transport is None or self._request.transport.is_closing()

    async def write(self, data: bytes) -> None:
        """Writes; raises `Gone`."""
        self._held += data
        if len(self._held) >= FLUSH_BYTES:
            await self.flush()
            await asyncio.sleep(0)  # a long replay from memory must let others work

    async def flush(self) -> None:
        """Sends what is held; raises `Gone`."""
        data, self._held = bytes(self._held), bytearray()
        if self.gone:
            raise Gone(slow=False)
        try:
            async with asyncio.timeout(WRITE_S_MAX):
                await self._response.write(data)
        except ConnectionError:
            raise Gone(slow=False) from None
        except TimeoutError:
            raise Gone(slow=True) from None

    def abort(self) -> None:
        """Closes the connection without an end, so that the client knows that something is missing."""
        if self._request.transport is not None:
            self._request.transport.abort()

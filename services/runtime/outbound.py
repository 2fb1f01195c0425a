"""Guarded HTTP: the only way out of a service to addresses that somebody else named.

Every concrete address is judged at the socket, just before it connects: the one place that sees them all, after names
were resolved and however the URL spelt them. No redirects, no proxies from the environment, no cookies, nothing
decompressed, one deadline for everything, and little of the body is read.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_reqrep import ClientResponse
from prometheus_client import Counter

from services.runtime.addresses import Guard, address_of, url_fault
from services.runtime.telemetry import REGISTRY

BODY_BYTES_MAX: Final = 16 * 1024
BODY_WAIT_S: Final = 1.0
"""An answer is judged by its head; its body is read for so long, to keep the connection, and then it is closed."""
IDLE_S: Final = 4.0
"""Connections are kept for less than the shortest common limit of servers (5 s), so none is closed under a request."""
LOOKUPS_MAX: Final = 64
AddrInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]
LookUp = Callable[[str, int, socket.AddressFamily], list[ResolveResult]]
"""Resolves a name, blocking; `OSError` where it has no address."""
NoAnswerReason = Literal["unreachable", "timeout", "tls", "interrupted"]
DENIED = Counter(
    "tocsin_ssrf_denied_total", "Requests kept from an address that is not allowed.", ["stage"], registry=REGISTRY
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The head of an answer and the first of its body. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No answer came. Denied, refused and not to be resolved are one reason: it tells nothing about what is there.

    `maybe_received`: the request had a connection, so it may have arrived.
    """

    reason: NoAnswerReason
    maybe_received: bool = False


class Outbound:
    """A client for one process. `open` it in a running loop, `close` it at the end."""

    def __init__(self, guard: Guard, look_up: LookUp | None = None) -> None:
        self.guard = guard
        resolver = PooledResolver(look_up or _look_up)
        self._https = _session(lambda info: _socket(info, secure=True, guard=guard), resolver)
        self._http = _session(lambda info: _socket(info, secure=False, guard=guard), resolver)
        self._resolver = resolver

    def fault(self, url: str) -> str | None:
        """Why a URL cannot be taken, for the one who names it."""
        fault = url_fault(url, self.guard)
        if fault is not None:
            DENIED.labels("url").inc()
        return fault

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], deadline_s: float) -> Answer | NoAnswer:
        """Sends the body; `deadline_s` covers names, connecting, sending and the answer. Raises nothing of its own."""
        if self.fault(url) is not None:
            return NoAnswer("unreachable")
        progress = _Progress()
        try:
            async with asyncio.timeout(deadline_s):
                return await self._post(url, body, headers, progress)
        except TimeoutError:
            return NoAnswer("timeout", progress.connected)
        except (aiohttp.ClientSSLError, ssl.SSLError):
            return NoAnswer("tls")
        except (aiohttp.ClientConnectionError, aiohttp.InvalidURL) as error:
            lost = progress.connected and not isinstance(error, aiohttp.ClientConnectorError)
            return NoAnswer("interrupted", maybe_received=True) if lost else NoAnswer("unreachable")
        except (aiohttp.ClientError, OSError, ValueError):
            return NoAnswer("interrupted", progress.connected)

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str], progress: "_Progress") -> Answer:
        session = self._https if url.lower().startswith("https:") else self._http
        async with session.post(
            url, data=body, headers=headers, allow_redirects=False, trace_request_ctx=progress
        ) as response:
            head = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, head, await _start_of_body(response))

    async def close(self) -> None:
        """Closes every connection."""
        await self._https.close()
        await self._http.close()
        await self._resolver.close()


@dataclass(slots=True)
class _Progress:
    connected: bool = False


def _session(factory: "aiohttp.connector.SocketFactoryType", resolver: "PooledResolver") -> aiohttp.ClientSession:
    trace = aiohttp.TraceConfig()
    trace.on_connection_create_end.append(_connected)
    trace.on_connection_reuseconn.append(_connected)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(socket_factory=factory, resolver=resolver, limit=0, keepalive_timeout=IDLE_S),
        timeout=aiohttp.ClientTimeout(total=None, connect=None, sock_connect=None, sock_read=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        trace_configs=[trace],
    )


async def _connected(_: object, context: object, __: object) -> None:
    progress = getattr(context, "trace_request_ctx", None)
    if isinstance(progress, _Progress):
        progress.connected = True


def _socket(info: AddrInfo, *, secure: bool, guard: Guard) -> socket.socket:
    """A socket for an address that may be reached. Plain http is for addresses that the deployment allows."""
    address = address_of(str(info[4][0]))
    if not (guard.permits(address) if secure else guard.allows(address)):
        DENIED.labels("socket").inc()
        raise ConnectionRefusedError("denied")
    return socket.socket(info[0], info[1], info[2])


async def _start_of_body(response: ClientResponse) -> bytes:
    """At most 16 KB; what is longer or slower is cut, and its connection closed."""
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_WAIT_S):
            while len(read) < BODY_BYTES_MAX:
                chunk = await response.content.read(BODY_BYTES_MAX - len(read))
                if not chunk:
                    return bytes(read)
                read += chunk
    except (TimeoutError, aiohttp.ClientError):
        pass
    response.close()
    return bytes(read)


class PooledResolver(AbstractResolver):
    """Resolves names in threads of its own: a name server that hangs must not stop the process's other threads."""

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up
        self._threads = ThreadPoolExecutor(LOOKUPS_MAX, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name; `OSError` where there are none."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._look_up, host, port, family)

    async def close(self) -> None:
        """Lets go of the threads without waiting for look-ups that hang."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    return [
        ResolveResult(hostname=host, host=str(at[0]), port=port, family=of, proto=proto, flags=socket.AI_NUMERICHOST)
        for of, _, proto, _, at in socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
    ]

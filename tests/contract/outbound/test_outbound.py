import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp.abc import ResolveResult

from services.runtime.addresses import Guard
from services.runtime.outbound import BODY_BYTES_MAX, Answer, NoAnswer, Outbound
from tests.support.receiver import Reply, receiving

LOOPBACK = Guard.of(["127.0.0.0/8"])
UNREACHABLE = NoAnswer("unreachable")
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def outbound(guard: Guard = LOOPBACK, *addresses: str) -> AsyncIterator[Outbound]:
    """A client; with `addresses`, every name has these, one after another and then the last."""
    script = list(addresses)

    def look_up(host: str, port: int, _: socket.AddressFamily) -> list[ResolveResult]:
        address = script.pop(0) if len(script) > 1 else script[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    client = Outbound(guard, look_up if addresses else None)
    try:
        yield client
    finally:
        await client.close()


class Canary:
    """A server that only counts who connects, and talks as it is told."""

    def __init__(self, talk: Talk | None = None) -> None:
        self.connections = 0
        self.port = 0
        self._talk = talk

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            if self._talk is not None:
                await self._talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()


@asynccontextmanager
async def canary(talk: Talk | None = None) -> AsyncIterator[Canary]:
    one = Canary(talk)
    server = await asyncio.start_server(one.meet, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()


async def post(client: Outbound, url: str, deadline_s: float = 5.0) -> Answer | NoAnswer:
    return await client.post(url, b"{}", {"content-type": "application/json"}, deadline_s)


async def test_an_allowed_receiver_gets_the_bytes_and_its_answer_comes_back() -> None:
    async with receiving() as receiver, outbound() as client:
        receiver.script.append(Reply(202, {"Retry-After": "7"}, b"thanks"))
        answer = await post(client, receiver.url())
        assert isinstance(answer, Answer)
        assert (answer.status, answer.body, answer.headers["retry-after"]) == (202, b"thanks", "7")
        assert receiver.requests[0].body == b"{}"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "0", "127.0.0.1."]
)
async def test_a_denied_address_is_never_connected_to_however_it_is_spelt(scheme: str, host: str) -> None:
    async with canary() as there, outbound(Guard()) as client:
        assert await post(client, f"{scheme}://{host}:{there.port}/") == UNREACHABLE
        assert there.connections == 0


async def test_a_name_that_leads_to_a_denied_address_is_stopped_at_the_socket() -> None:
    for address in ("127.0.0.1", "::ffff:127.0.0.1"):
        async with canary() as there, outbound(Guard(), address) as client:
            assert await post(client, f"https://desk.example:{there.port}/") == UNREACHABLE
            assert there.connections == 0


async def test_a_name_that_changes_its_address_is_judged_each_time() -> None:
    guard = Guard.of(["127.0.0.2/32"])
    async with canary() as there, outbound(guard, "127.0.0.2", "127.0.0.1") as client:
        first = await post(client, f"http://one.example:{there.port}/")
        second = await post(client, f"http://two.example:{there.port}/")
        assert (first, second) == (UNREACHABLE, UNREACHABLE)
        assert there.connections == 0


async def test_plain_http_never_leaves_to_a_global_address() -> None:
    async with outbound(LOOPBACK, "93.184.215.14") as client:
        assert await post(client, "http://desk.example/") == UNREACHABLE


async def test_denied_refused_and_unknown_look_the_same() -> None:
    async with canary() as there:
        port = there.port
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    async with outbound() as client:
        refused = await post(client, f"http://127.0.0.1:{port}/")
        denied = await post(client, f"http://127.0.0.1.nip.invalid:{port}/")
        private = await post(client, f"https://10.0.0.1:{port}/")
        assert refused == denied == private == UNREACHABLE


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_an_answer_and_its_target_is_not_asked(status: int) -> None:
    async with canary() as there, receiving() as receiver, outbound() as client:
        receiver.script.append(Reply(status, {"Location": f"http://127.0.0.1:{there.port}/"}))
        answer = await post(client, receiver.url())
        assert isinstance(answer, Answer)
        assert answer.status == status
        assert there.connections == 0


async def test_proxies_in_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with canary() as proxy, receiving() as receiver, outbound() as client:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert isinstance(await post(client, receiver.url()), Answer)
        assert proxy.connections == 0


async def test_cookies_are_not_kept() -> None:
    async with receiving() as receiver, outbound() as client:
        receiver.script.append(Reply(200, {"Set-Cookie": "seen=1; Path=/"}))
        await post(client, receiver.url())
        await post(client, receiver.url())
        assert "cookie" not in receiver.requests[1].headers


async def test_a_receiver_that_accepts_and_is_silent_ends_at_the_deadline() -> None:
    async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with canary(silent) as there, outbound() as client:
        began = time.monotonic()
        answer = await post(client, f"http://127.0.0.1:{there.port}/", deadline_s=0.2)
        assert answer == NoAnswer("timeout", maybe_received=True)
        assert time.monotonic() - began < 1


async def test_a_handshake_that_stalls_ends_at_the_deadline() -> None:
    async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async with canary(silent) as there, outbound() as client:
        answer = await post(client, f"https://127.0.0.1:{there.port}/", deadline_s=0.2)
        assert answer == NoAnswer("timeout")


async def test_headers_that_drip_end_at_the_deadline() -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(1_000):
            writer.write(b"x-%d: y\r\n" % n)
            await writer.drain()
            await asyncio.sleep(0.02)

    async with canary(drip) as there, outbound() as client:
        answer = await post(client, f"http://127.0.0.1:{there.port}/", deadline_s=0.3)
        assert answer == NoAnswer("timeout", maybe_received=True)


async def test_headers_without_end_are_no_answer() -> None:
    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"x-%d: y\r\n" % n for n in range(100_000)))
        await writer.drain()

    async with canary(flood) as there, outbound() as client:
        assert await post(client, f"http://127.0.0.1:{there.port}/") == NoAnswer("interrupted", maybe_received=True)


async def test_a_body_without_end_is_cut_and_the_head_counts() -> None:
    async def pour(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n")
        for _unused in range(1_000):
            writer.write(b"x" * 65_536)
            await writer.drain()

    async with canary(pour) as there, outbound() as client:
        answer = await post(client, f"http://127.0.0.1:{there.port}/")
        assert isinstance(answer, Answer)
        assert (answer.status, len(answer.body)) == (200, BODY_BYTES_MAX)


async def test_a_body_that_never_closes_does_not_hold_its_place_for_long() -> None:
    async def linger(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 204 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(5)

    async def half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf")
        await writer.drain()
        await asyncio.sleep(5)

    for talk, status in ((linger, 204), (half, 200)):
        async with canary(talk) as there, outbound() as client:
            began = time.monotonic()
            answer = await post(client, f"http://127.0.0.1:{there.port}/", deadline_s=10)
            assert isinstance(answer, Answer)
            assert answer.status == status
            assert time.monotonic() - began < 2


async def test_a_compressed_body_is_not_opened() -> None:
    async with receiving() as receiver, outbound() as client:
        receiver.script.append(Reply(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b not really"))
        answer = await post(client, receiver.url())
        assert isinstance(answer, Answer)
        assert answer.body == b"\x1f\x8b not really"


async def test_a_connection_cut_after_the_request_may_have_been_a_delivery() -> None:
    async with receiving() as receiver, outbound() as client:
        receiver.script.append(Reply(reset=True))
        assert await post(client, receiver.url()) == NoAnswer("interrupted", maybe_received=True)


async def test_a_receiver_that_speaks_no_tls_is_a_failure_of_tls() -> None:
    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()

    async with canary(speak) as there, outbound() as client:
        assert await post(client, f"https://127.0.0.1:{there.port}/") == NoAnswer("tls")

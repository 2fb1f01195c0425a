from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, make_mocked_request
from pydantic import BaseModel

from services.runtime.web import Access, Problem, Route, application, idempotency_key, json_response, read_json

Client = TestClient[web.Request, web.Application]


class Wanted(BaseModel):
    number: int


async def echo(request: web.Request) -> web.Response:
    return json_response(Wanted.model_validate(await read_json(request, 1_000)).model_dump())


async def fail(_: web.Request) -> web.Response:
    raise RuntimeError("secret detail")


async def problem(_: web.Request) -> web.Response:
    raise Problem(409, "Stale", "it changed", [{"field": "revision", "message": "is 2"}])


ROUTES = [Route("POST", "/echo", echo, "Echo"), Route("GET", "/fail", fail, ""), Route("GET", "/p", problem, "")]


async def client_of(access: Access) -> Client:
    client: Client = TestClient(TestServer(application(ROUTES, access, lambda: None, "Test")))
    await client.start_server()
    return client


@pytest_asyncio.fixture
async def client() -> AsyncIterator[Client]:
    made = await client_of(Access())
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"number": 3}', "application/json", 200),
        (b'{"number": 3}', "text/plain", 415),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"number": NaN}', "application/json", 400),
        (b'{"number": "x"}', "application/json", 422),
        (b'{"a":' * 41 + b"1" + b"}" * 41, "application/json", 422),
        (b"[" * 100_000, "application/json", 413),
        (b"[" * 900, "application/json", 400),
    ],
)
async def test_a_body_is_taken_or_refused_for_what_it_is(
    client: Client, body: bytes, content_type: str, status: int
) -> None:
    answer = await client.post("/echo", data=body, headers={"content-type": content_type})
    assert answer.status == status
    if status != 200:
        assert answer.content_type == "application/problem+json"


async def test_a_wrong_field_is_named(client: Client) -> None:
    answer = await client.post("/echo", json={"number": "x"})
    assert (await answer.json(content_type=None))["errors"][0]["field"] == "number"


async def test_a_problem_is_told_whole_and_a_failure_is_not(client: Client) -> None:
    told = await (await client.get("/p")).json(content_type=None)
    assert told == {
        "type": "about:blank",
        "title": "Stale",
        "status": 409,
        "detail": "it changed",
        "errors": [{"field": "revision", "message": "is 2"}],
    }
    failed = await client.get("/fail")
    assert failed.status == 500
    assert "secret detail" not in await failed.text()


async def test_an_unknown_path_and_a_wrong_method_are_problems_too(client: Client) -> None:
    for answer in (await client.get("/nothing"), await client.get("/echo")):
        assert answer.status in {404, 405}
        assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 409),
        ({"Host": "localhost:8080"}, 409),
        ({"Host": "[::1]:8080"}, 409),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 409),
        ({"Forwarded": "for=1.2.3.4"}, 401),
        ({"X-Forwarded-For": "1.2.3.4"}, 401),
    ],
)
async def test_on_loopback_only_local_programs_are_let_in(client: Client, headers: dict[str, str], status: int) -> None:
    assert (await client.get("/p", headers=headers)).status == status


async def test_elsewhere_only_a_token_lets_in() -> None:
    client = await client_of(Access(tokens=("t0ken",), loopback=False))
    statuses = [
        (await client.get("/p", headers=h)).status
        for h in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer t0ken", "Host": "tocsin.example"})
    ]
    alive = (await client.get("/healthz")).status
    await client.close()
    assert statuses == [401, 401, 409]
    assert alive == 200


async def test_every_service_tells_its_health_its_metrics_and_what_can_be_asked(client: Client) -> None:
    assert (await client.get("/healthz")).status == 200
    assert (await client.get("/readyz")).status == 200
    assert "tocsin_http_requests_total" in await (await client.get("/metrics")).text()
    described = await (await client.get("/openapi.json")).json()
    assert set(described["paths"]) >= {"/echo", "/metrics", "/openapi.json"}


async def test_a_service_that_is_not_ready_says_why() -> None:
    app = application([], Access(), lambda: "catching up", "Test")
    client: Client = TestClient(TestServer(app))
    await client.start_server()
    answer = await client.get("/readyz")
    told = await answer.json()
    await client.close()
    assert (answer.status, answer.content_type, told["detail"]) == (503, "application/problem+json", "catching up")


async def test_a_body_that_is_not_in_the_encoding_it_claims_is_unreadable(client: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    response = await client.post("/echo", data=b'{"number": 3}', headers=headers)
    assert (response.status, (await response.json())["title"]) == (400, "Unreadable")


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "x-forwarded-server", "X-Forwarded-Prefix"])
async def test_a_forwarded_request_needs_a_token_by_whatever_header_it_is_known(client: Client, header: str) -> None:
    response = await client.get("/p", headers={header: "for=192.0.2.1"})
    assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="tocsin"')


async def test_a_method_that_a_path_does_not_take_is_told_which_it_takes(client: Client) -> None:
    response = await client.delete("/echo")
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert (await response.json())["detail"] == "/echo takes POST"


async def test_a_path_that_does_not_exist_is_named(client: Client) -> None:
    response = await client.get("/v1/nothing")
    assert (response.status, (await response.json())["detail"]) == (404, "there is nothing at /v1/nothing")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_a_balancer_may_ask_by_head(client: Client, path: str) -> None:
    response = await client.head(path)
    assert (response.status, await response.read()) == (200, b"")


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_an_idempotency_key_of_no_use_is_named_as_the_field_at_fault(key: str) -> None:
    request = make_mocked_request("POST", "/", headers={"Idempotency-Key": key})
    with pytest.raises(Problem) as raised:
        idempotency_key(request)
    assert (raised.value.status, raised.value.errors[0]["field"]) == (422, "Idempotency-Key")

"""/openapi.json of all services together."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from events.log.sqlite import SqliteLog
from services import embedded
from services.runtime import settings as s
from services.runtime.clock import SystemClock
from services.runtime.web import Access, Route, application
from tests.support.openapi import check, operations, resolved

Client = TestClient[Any, Any]


@pytest.fixture
async def routes(tmp_path: Path) -> AsyncIterator[list[Route]]:
    log, settings = await SqliteLog.open(":memory:"), s.load(data=tmp_path)
    yield [r for build in embedded.BUILD.values() for r in build(log, settings, SystemClock()).routes()]
    await log.close()


@pytest.fixture
async def client(routes: list[Route]) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(routes, Access(), lambda: None, "Tocsin all"))) as made:
        yield made


@pytest.fixture
async def document(client: Client) -> dict[str, Any]:
    return dict(await (await client.get("/openapi.json")).json())


async def test_it_keeps_the_rules_of_openapi(document: dict[str, Any]) -> None:
    check(document)


async def test_every_route_is_in_it_and_nothing_else(client: Client, document: dict[str, Any]) -> None:
    assert client.app is not None
    known = {
        (resource.canonical, route.method)
        for resource in client.app.router.resources()
        for route in resource
        if route.method != "HEAD"
    }
    assert {(path, method.upper()) for path, method, _ in operations(document)} == known


async def test_every_operation_tells_its_answers_and_its_problems(document: dict[str, Any]) -> None:
    for path, method, operation in operations(document):
        told = {status for status, answer in operation["responses"].items() if answer["description"] != "done"}
        assert told - {"default"}, f"{method} {path}"
        problem = operation["responses"]["default"]["content"]["application/problem+json"]["schema"]
        assert resolved(document, problem["$ref"])["required"] == ["type", "title", "status"]
        assert operation["summary"]


async def test_whatever_takes_a_body_says_which(document: dict[str, Any]) -> None:
    bare = {"/v1/subscriptions/{subscription_id}/" + act for act in ("test", "rotate-secret", "enable")}
    bare.add("/v1/deliveries/{delivery_id}/retry")
    for path, method, operation in operations(document):
        assert ("requestBody" in operation) == (method in {"post", "patch"} and path not in bare), path


async def test_a_report_is_described_as_it_is_checked(document: dict[str, Any]) -> None:
    content = document["paths"]["/v1/reports"]["post"]["requestBody"]["content"]
    assert set(content) >= {"application/json", "application/x-ndjson", "text/csv", "application/cloudevents+json"}
    report = resolved(document, content["application/x-ndjson"]["schema"]["$ref"])
    assert report["additionalProperties"] is False
    assert set(report["properties"]) >= {"source", "occurred", "tolls", "text"}


async def test_what_a_query_does_not_declare_is_refused_everywhere(client: Client, document: dict[str, Any]) -> None:
    free = {"/metrics", "/healthz", "/readyz", "/openapi.json"}
    for path, method, _ in operations(document):
        answer = await client.request(method, path.replace("{", "").replace("}", ""), params={"limti": "5"})
        if path in free:
            assert answer.status == 200
            continue
        told = await answer.json(content_type=None)
        assert (answer.status, told["errors"][0]["field"]) == (422, "limti"), path


async def test_a_parameter_that_was_probably_meant_is_named(client: Client) -> None:
    told = await (await client.get("/v1/subscriptions?limti=5")).json(content_type=None)
    assert told["errors"] == [{"field": "limti", "message": "is no parameter here: did you mean limit?"}]


async def test_the_same_routes_are_described_in_the_same_bytes(client: Client) -> None:
    first = await (await client.get("/openapi.json")).read()
    assert first == await (await client.get("/openapi.json")).read()

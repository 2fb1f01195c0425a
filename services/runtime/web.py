"""HTTP as all services speak it: routes, problems (RFC 9457), bounds, and who may ask.

On loopback no token is needed, but a page in somebody's browser must not be able to plant a report: the Host must be a
loopback name, a foreign Origin is refused, and a proxied request needs a token.
"""

import asyncio
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any, Final

from aiohttp import web
from prometheus_client import Counter, Histogram
from pydantic import ValidationError

from services.runtime.openapi import Answer, Details, Operation, answers, document
from services.runtime.parameters import WrongParameter, declared
from services.runtime.telemetry import REGISTRY, SECONDS, exposition, logger

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
BODY_BYTES_MAX: Final = 16 * 1024 * 1024
JSON_DEPTH_MAX: Final = 40
LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
PROXY_HEADERS: Final = ("forwarded", "x-real-ip")
PROXY_PREFIX: Final = "x-forwarded-"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
KEY_CHARACTERS_MAX: Final = 255
log_ = logger("web")
REQUESTS = Counter("tocsin_http_requests_total", "Requests answered.", ["method", "route", "status"], registry=REGISTRY)
DURATION = Histogram(
    "tocsin_http_request_duration_seconds",
    "From the head of a request to the end of its answer.",
    ["route"],
    buckets=SECONDS,
    registry=REGISTRY,
)


NO_DETAILS: Final = Details()


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked: method, path (aiohttp's syntax), handler, one line and details for /openapi.json.

    Query parameters that the details do not declare are refused.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    details: Details = NO_DETAILS


def described(routes: Iterable[Route], details: Mapping[tuple[str, str], Details]) -> list[Route]:
    """The routes with their details, by method and path."""
    return [replace(route, details=details.get((route.method, route.path), route.details)) for route in routes]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask. `tokens`: bearer tokens; `loopback`: bound to loopback, where no token is needed."""

    tokens: tuple[str, ...] = ()
    loopback: bool = True
    origins: frozenset[str] = field(default_factory=frozenset)


class Problem(Exception):
    """An answer that is an error: status, title, detail, and the fields at fault [{"field", "message"}]."""

    def __init__(
        self,
        status: int,
        title: str,
        detail: str = "",
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = list(errors)
        self.headers = headers

    def response(self) -> web.Response:
        """The problem as application/problem+json."""
        body: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        if self.errors:
            body["errors"] = self.errors
        return web.Response(
            body=_bytes(body), status=self.status, headers=self.headers, content_type="application/problem+json"
        )


def _bytes(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def json_response(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer in JSON."""
    return web.Response(body=_bytes(data), status=status, headers=headers, content_type="application/json")


async def read_body(request: web.Request, max_bytes: int = BODY_BYTES_MAX) -> bytes:
    """The whole body; 413 where it is larger than `max_bytes`, found out without reading on."""
    if request.content_length is not None and request.content_length > max_bytes:
        raise Problem(413, "Body too large", f"at most {max_bytes} bytes are taken in one request")
    body = bytearray()
    try:
        async for chunk in request.content.iter_chunked(65_536):
            body += chunk
            if len(body) > max_bytes:
                raise Problem(413, "Body too large", f"at most {max_bytes} bytes are taken in one request")
    except web.RequestPayloadError as error:  # cut short, or not in the Content-Encoding that its head names
        raise Problem(400, "Unreadable", "the body is not what its headers say") from error
    return bytes(body)


def idempotency_key(request: web.Request) -> str | None:
    """The request's Idempotency-Key, None where it has none; raises `Problem` 422 where it is empty or too long."""
    key = request.headers.get(IDEMPOTENCY_KEY)
    if key is not None and not 1 <= len(key) <= KEY_CHARACTERS_MAX:
        message = f"must have 1 to {KEY_CHARACTERS_MAX} characters"
        raise Problem(422, "Wrong content", "", [{"field": IDEMPOTENCY_KEY, "message": message}])
    return key


async def read_json(request: web.Request, max_bytes: int = BODY_BYTES_MAX) -> Any:  # noqa: ANN401  JSON is anything
    """The body as JSON; 415, 413 or 400 where it is none."""
    if not request.content_type.endswith("json"):
        raise Problem(415, "Not JSON", "send content-type: application/json")
    return parse_json(await read_body(request, max_bytes))


def parse_json(body: bytes) -> Any:  # noqa: ANN401  JSON is anything
    """Reads JSON, refusing what is nested deeper than 40; raises `Problem` 400 or 422."""
    try:
        data = json.loads(body, parse_constant=_no_constant)
    except RecursionError:
        raise Problem(422, "Nested too deep", f"at most {JSON_DEPTH_MAX} levels are read") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise Problem(400, "Unreadable", f"the body is no JSON: {error}") from None
    if _deeper_than(data, JSON_DEPTH_MAX):
        raise Problem(422, "Nested too deep", f"at most {JSON_DEPTH_MAX} levels are read")
    return data


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _deeper_than(data: object, levels: int) -> bool:
    if levels == 0:
        return isinstance(data, dict | list)
    if isinstance(data, dict):
        return any(_deeper_than(value, levels - 1) for value in data.values())
    return isinstance(data, list) and any(_deeper_than(value, levels - 1) for value in data)


def field_errors(error: ValidationError) -> list[dict[str, str]]:
    """A validation error as [{"field", "message"}], each field named as a path: `tolls[0].low`."""
    found = []
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in one["loc"]).lstrip(".")
        message = "no such field" if one["type"] == "extra_forbidden" else one["msg"].removeprefix("Value error, ")
        found.append({"field": path, "message": message})
    return found


def _loopback_host(host: str) -> bool:
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return name in LOOPBACK_NAMES


def _has_token(request: web.Request, access: Access) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and any(hmac.compare_digest(token.encode(), t.encode()) for t in access.tokens)


def _foreign(request: web.Request, access: Access) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None and origin not in access.origins and origin != f"{request.scheme}://{request.host}":
        return True
    return request.headers.get("Sec-Fetch-Site") == "cross-site" and origin not in access.origins


def judge_access(request: web.Request, access: Access) -> None:
    """Raises the `Problem` that keeps this request out, if any."""
    if access.loopback and not _loopback_host(request.host):
        raise Problem(421, "Misdirected request", "the Host must be 127.0.0.1, [::1] or localhost")
    if _foreign(request, access):
        raise Problem(403, "Foreign origin", "requests from other sites' pages are refused")
    if _has_token(request, access):
        return
    if not access.loopback:
        raise _token_needed("send Authorization: Bearer TOKEN")
    if _forwarded(request):
        raise _token_needed("a forwarded request needs Authorization: Bearer TOKEN")


def _forwarded(request: web.Request) -> bool:
    names = [name.lower() for name in request.headers]
    return any(name in PROXY_HEADERS or name.startswith(PROXY_PREFIX) for name in names)


def _token_needed(detail: str) -> Problem:
    return Problem(401, "Token needed", detail, headers={"WWW-Authenticate": 'Bearer realm="tocsin"'})


OPEN_PATHS: Final = frozenset({"/healthz", "/readyz"})


@web.middleware
async def _answer(request: web.Request, handler: Handler) -> web.StreamResponse:
    began = time.monotonic()
    resource = request.match_info.route.resource
    route = resource.canonical if resource is not None else "unknown"
    response = await _guarded(request, handler)
    REQUESTS.labels(request.method, route, str(response.status)).inc()
    DURATION.labels(route).observe(time.monotonic() - began)
    return response


async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        if request.path not in OPEN_PATHS:
            judge_access(request, request.app[ACCESS])
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except ValidationError as error:
        return Problem(422, "Wrong content", "", field_errors(error)).response()
    except WrongParameter as error:
        return wrong_parameter(error).response()
    except web.HTTPException as error:
        return _refused(request, error).response()
    except Exception:
        log_.exception("%s %s failed", request.method, request.path)
        return Problem(500, "Failed", "the request failed here; it may be sent again").response()


def wrong_parameter(error: WrongParameter) -> Problem:
    """The problem of a parameter that cannot be understood."""
    field = {"field": error.field, "message": error.message}
    return Problem(422, "Wrong parameter", f"{error.field} {error.message}", [field])


def _checked(route: Route) -> Handler:
    """The handler of a route behind the check of its query."""

    async def checked(request: web.Request) -> web.StreamResponse:
        declared(list(request.query.items()), route.details.parameters)
        return await route.handler(request)

    return checked


def _refused(request: web.Request, error: web.HTTPException) -> Problem:
    """What the router says of a path or a method that it does not know."""
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return Problem(405, error.reason, f"{request.path} takes {allowed}", headers={"Allow": allowed})
    detail = f"there is nothing at {request.path}" if error.status == web.HTTPNotFound.status_code else ""
    return Problem(error.status, error.reason, detail)


ACCESS: Final = web.AppKey("access", Access)


def application(
    routes: Sequence[Route], access: Access, ready: Callable[[], str | None], title: str
) -> web.Application:
    """An application of these routes and those that all services have.

    `ready` says why the service is not ready, None when it is.
    """
    app = web.Application(middlewares=[_answer], client_max_size=BODY_BYTES_MAX)
    app[ACCESS] = access
    for route in routes:
        app.router.add_route(route.method, route.path, _checked(route))
    for route in _common(routes, ready, title):  # scrapers and balancers may add what they like to these
        app.router.add_route(route.method, route.path, route.handler)
        app.router.add_route("HEAD", route.path, route.handler)
    return app


def _common(routes: Sequence[Route], ready: Callable[[], str | None], title: str) -> list[Route]:
    async def metrics(_: web.Request) -> web.Response:
        body, content_type = exposition()
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def healthz(_: web.Request) -> web.Response:
        return json_response({"status": "ok"})

    async def readyz(_: web.Request) -> web.Response:
        why = ready()
        if why is not None:
            raise Problem(503, "Not ready", why, headers={"Retry-After": "1"})
        return json_response({"status": "ready"})

    async def openapi(_: web.Request) -> web.Response:
        told = [Operation(r.method, r.path, r.summary, r.details) for r in (*routes, *common)]
        return json_response(document(title, version("tocsin"), told))

    common = [
        Route("GET", "/metrics", metrics, "Metrics in the Prometheus text format", METRICS),
        Route("GET", "/healthz", healthz, "Is the process alive?", STATUS),
        Route("GET", "/readyz", readyz, "Is the service ready for work? 503 says why not", STATUS),
        Route("GET", "/openapi.json", openapi, "This description", DESCRIPTION),
    ]
    return common


METRICS: Final = Details(answers={200: Answer("the metrics", {"text/plain": {"type": "string"}})})
STATUS: Final = Details(
    answers=answers({"type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}, "it is")
)
DESCRIPTION: Final = Details(answers=answers({"type": "object"}, "OpenAPI 3.1"))


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Starts serving; the caller cleans the runner up. Raises `OSError` where the port is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


async def forever() -> None:
    """Sleeps until cancelled."""
    await asyncio.Event().wait()

"""The notifier over HTTP: subscriptions and what can be done to them and to their deliveries."""

from typing import Any, Final

from aiohttp import web

from events.moment import rfc3339
from events.subscription import SubscriptionSet
from services.notifier.deliver import Deliver
from services.notifier.described import DETAILS, ONE
from services.notifier.desk import Desk
from services.notifier.forms import Wanted, cursor, etag, limit_of, merged, place_at, place_of, shown, wanted_of
from services.notifier.subscriptions import Subscriptions
from services.runtime.clock import Clock
from services.runtime.web import Problem, Route, described, idempotency_key, json_response, read_json

BODY_BYTES_MAX: Final = 64 * 1024


class Api:
    """The handlers. What changes anything is in `Desk`."""

    def __init__(self, desk: Desk, subscriptions: Subscriptions, deliver: Deliver, clock: Clock) -> None:
        self._desk = desk
        self._subscriptions = subscriptions
        self._deliver = deliver
        self._clock = clock

    def routes(self) -> list[Route]:
        """Everything that can be asked."""
        routes = [
            Route("POST", "/v1/subscriptions", self.create, "Subscribe; the answer shows the secret, once"),
            Route("GET", "/v1/subscriptions", self.list, "Subscriptions, newest first"),
            Route("GET", ONE, self.read, "One subscription"),
            Route("PATCH", ONE, self.change, "Change it (merge patch, If-Match)"),
            Route("DELETE", ONE, self.delete, "Unsubscribe; what is owed is dropped"),
            Route("POST", f"{ONE}/test", self.test, "Send an exercise through the path of true alerts"),
            Route("POST", f"{ONE}/rotate-secret", self.rotate, "A new secret; the former signs for 24 h more"),
            Route("POST", f"{ONE}/enable", self.enable, "Serve a disabled endpoint again; what was held goes out"),
            Route("POST", "/v1/deliveries/{delivery_id}/retry", self.retry, "Attempt a waiting or abandoned delivery"),
        ]
        return described(routes, DETAILS)

    async def create(self, request: web.Request) -> web.Response:
        """201 with the subscription and its secret."""
        wanted = Wanted.model_validate(await _object(request))
        made, secret = await self._desk.create(wanted, idempotency_key(request))
        return self._answer(made, 201, secret)

    async def list(self, request: web.Request) -> web.Response:
        """A page of subscriptions."""
        await self._subscriptions.catch_up()
        limit = limit_of(request.query.get("limit"))
        after = place_at(request.query["cursor"]) if "cursor" in request.query else None
        ordered = sorted(self._subscriptions.all(), key=place_of)
        rest = [one for one in ordered if after is None or place_of(one) > after]
        following = cursor(rest[limit - 1]) if len(rest) > limit else None
        return json_response({"items": [self._shown(one) for one in rest[:limit]], "next": following})

    async def read(self, request: web.Request) -> web.Response:
        """One subscription."""
        return self._answer(await self._desk.find(_id(request)))

    async def change(self, request: web.Request) -> web.Response:
        """The subscription after a merge patch; 409 where somebody else changed it first."""
        if_match = request.headers.get("If-Match")
        if if_match is None:
            raise Problem(428, "If-Match needed", "send the ETag of the revision that you change")
        patch = await _object(request)
        known = await self._desk.find(_id(request))
        wanted = Wanted.model_validate(merged(wanted_of(known).model_dump(mode="json"), patch))
        return self._answer(await self._desk.change(_id(request), wanted, if_match))

    async def delete(self, request: web.Request) -> web.Response:
        """204."""
        await self._desk.delete(_id(request), request.headers.get("If-Match"))
        return web.Response(status=204)

    async def test(self, request: web.Request) -> web.Response:
        """202 with the id of the exercise's delivery."""
        delivery_id = await self._desk.test(_id(request), idempotency_key(request))
        return json_response({"delivery_id": delivery_id, "status": "exercise"}, 202)

    async def rotate(self, request: web.Request) -> web.Response:
        """The subscription with its new secret."""
        rotated, secret = await self._desk.rotate(_id(request), request.headers.get("If-Match"))
        return self._answer(rotated, 200, secret)

    async def enable(self, request: web.Request) -> web.Response:
        """202: deliveries that were held are due."""
        enabled = await self._desk.enable(_id(request))
        return json_response(
            {"subscription_id": enabled.subscription_id, "enabled_at": rfc3339(enabled.enabled_at)}, 202
        )

    async def retry(self, request: web.Request) -> web.Response:
        """202; 404 where nothing is owed under this id, or another process works on it."""
        owed = self._deliver.owed(request.match_info["delivery_id"])
        if owed is None:
            raise Problem(404, "Nothing to retry", "nothing waits or was abandoned here under this id")
        asked = await self._desk.retry(owed.delivery_id, owed.subscription_id)
        return json_response({"delivery_id": owed.delivery_id, "requested_at": rfc3339(asked.requested_at)}, 202)

    def _shown(self, subscription: SubscriptionSet) -> dict[str, Any]:
        return shown(subscription, self._deliver.endpoint(subscription.subscription_id), self._clock.now())

    def _answer(self, subscription: SubscriptionSet, status: int = 200, secret: str | None = None) -> web.Response:
        body = self._shown(subscription) | ({} if secret is None else {"secret": secret})
        headers = {"ETag": etag(subscription), "Cache-Control": "no-store"}
        if status == 201:  # noqa: PLR2004  Created
            headers["Location"] = f"/v1/subscriptions/{subscription.subscription_id}"
        return json_response(body, status, headers)


async def _object(request: web.Request) -> dict[str, Any]:
    data = await read_json(request, BODY_BYTES_MAX)
    if not isinstance(data, dict):
        raise Problem(422, "Wrong content", "the body must be a JSON object")
    return data


def _id(request: web.Request) -> str:
    return request.match_info["subscription_id"]

import asyncio
from typing import Any

import pytest

from events.subscription import SubscriptionSet
from tests.unit.notifier.cases import Bench, bench

URL = "http://127.0.0.1:9/hook"


async def ask(b: Bench, method: str, path: str, status: int, body: object = None, **headers: str) -> Any:
    async with b.http.request(method, path, json=body, headers=headers) as response:
        assert response.status == status, await response.text()
        answer = await response.json(content_type=None) if response.status != 204 else {}
        return answer | {"etag": response.headers.get("ETag")} if isinstance(answer, dict) else answer


def faults(problem: dict[str, Any]) -> list[str]:
    return [error["field"] for error in problem["errors"]]


async def test_the_secret_is_shown_once() -> None:
    async with bench() as b:
        made = await b.subscribe()
        assert made["secret"].startswith("whsec_")
        shown = await ask(b, "GET", f"/v1/subscriptions/{made['subscription_id']}", 200)
        assert "secret" not in shown
        assert shown["endpoint"] == {"state": "serving", "since": None, "reason": None}


async def test_the_log_never_holds_a_secret_in_the_clear() -> None:
    async with bench() as b:
        made = await b.subscribe()
        (stored,) = await b.log.read("subscriptions", 0, 0, 10)
        assert stored.value is not None
        assert made["secret"].encode() not in stored.value
        assert made["secret"].removeprefix("whsec_").encode() not in stored.value


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["url"]),
        ({"url": ""}, ["url"]),
        ({"url": "http://10.0.0.1/hook"}, ["url"]),
        ({"url": "https://10.0.0.1/hook"}, ["url"]),
        ({"url": "https://user:word@desk.example/"}, ["url"]),
        ({"url": URL, "colour": "red"}, ["colour"]),
        ({"url": URL, "channel": "pigeon"}, ["channel"]),
        ({"url": URL, "filter": {"countries": ["Mali"]}}, ["filter.countries[0]"]),
        ({"url": URL, "filter": {"severity_min": "grave"}}, ["filter.severity_min"]),
        ({"url": URL, "policy": {"deadline_s": 600}}, ["policy.deadline_s"]),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(body: dict[str, Any], fields: list[str]) -> None:
    async with bench() as b:
        problem = await ask(b, "POST", "/v1/subscriptions", 422, body)
        assert faults(problem) == fields


async def test_a_subscription_that_nobody_has_is_not_found() -> None:
    async with bench() as b:
        for method, path in (
            ("GET", ""),
            ("PATCH", ""),
            ("DELETE", ""),
            ("POST", "/test"),
            ("POST", "/rotate-secret"),
            ("POST", "/enable"),
        ):
            await ask(b, method, f"/v1/subscriptions/sub_none{path}", 404, {}, **{"If-Match": '"1"'})
        await ask(b, "POST", "/v1/deliveries/dlv_none/retry", 404)


async def test_a_patch_changes_what_it_names_and_raises_the_revision() -> None:
    async with bench() as b:
        made = await b.subscribe(filter={"countries": ["TD"], "severity_min": "severe"})
        path = f"/v1/subscriptions/{made['subscription_id']}"
        changed = await ask(b, "PATCH", path, 200, {"filter": {"severity_min": None}}, **{"If-Match": '"1"'})
        assert changed["filter"] == {"countries": ["TD"], "severity_min": None, "rules": [], "historic": False}
        assert (changed["revision"], changed["etag"], changed["url"]) == (2, '"2"', made["url"])


async def test_a_patch_of_another_revision_is_stale_and_one_without_if_match_is_refused() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}"
        await ask(b, "PATCH", path, 409, {"filter": {}}, **{"If-Match": '"7"'})
        await ask(b, "PATCH", path, 428, {"filter": {}})
        await ask(b, "DELETE", path, 409, **{"If-Match": '"7"'})


async def test_of_two_patches_at_once_one_is_stale() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}"

        async def patch(country: str) -> int:
            body = {"filter": {"countries": [country]}}
            async with b.http.patch(path, json=body, headers={"If-Match": '"1"'}) as response:
                return response.status

        assert sorted(await asyncio.gather(patch("TD"), patch("ML"))) == [200, 409]


async def test_a_patch_may_not_lead_to_an_address_that_creating_would_refuse() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}"
        problem = await ask(b, "PATCH", path, 422, {"url": "https://169.254.169.254/"}, **{"If-Match": '"1"'})
        assert faults(problem) == ["url"]


async def test_a_deleted_subscription_is_gone() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}"
        await ask(b, "DELETE", path, 204)
        await ask(b, "GET", path, 404)
        assert (await ask(b, "GET", "/v1/subscriptions", 200))["items"] == []


async def test_the_same_idempotency_key_makes_one_subscription() -> None:
    async with bench() as b:
        first = await ask(b, "POST", "/v1/subscriptions", 201, {"url": URL}, **{"Idempotency-Key": "a"})
        again = await ask(b, "POST", "/v1/subscriptions", 201, {"url": URL}, **{"Idempotency-Key": "a"})
        assert first == again
        await ask(b, "POST", "/v1/subscriptions", 422, {"url": URL + "/2"}, **{"Idempotency-Key": "a"})
        assert len((await ask(b, "GET", "/v1/subscriptions", 200))["items"]) == 1


async def test_the_list_goes_page_by_page_over_all() -> None:
    async with bench() as b:
        made = [(await b.subscribe(f"/{n}"))["subscription_id"] for n in range(5)]
        found: list[str] = []
        path = "/v1/subscriptions?limit=2"
        page = await ask(b, "GET", path, 200)
        while True:
            found += [one["subscription_id"] for one in page["items"]]
            if page["next"] is None:
                break
            page = await ask(b, "GET", f"{path}&cursor={page['next']}", 200)
        assert sorted(found) == sorted(made)
        assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("query", "status"), [("limit=0", 422), ("limit=501", 422), ("limit=x", 422), ("cursor=!", 400)]
)
async def test_a_wrong_page_is_refused(query: str, status: int) -> None:
    async with bench() as b:
        await ask(b, "GET", f"/v1/subscriptions?{query}", status)


async def test_a_rotation_keeps_the_former_secret_for_a_day() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}"
        rotated = await ask(b, "POST", f"{path}/rotate-secret", 200)
        assert rotated["secret"] != made["secret"]
        assert len(rotated["former_secrets_until"]) == 1
        again = await ask(b, "POST", f"{path}/rotate-secret", 200)
        assert len(again["former_secrets_until"]) == 2


async def test_secrets_do_not_pile_up_without_bound() -> None:
    async with bench() as b:
        made = await b.subscribe()
        path = f"/v1/subscriptions/{made['subscription_id']}/rotate-secret"
        for _ in range(9):
            await ask(b, "POST", path, 200)
        await ask(b, "POST", path, 409)


async def test_a_new_subscription_remembers_where_the_alerts_ended() -> None:
    async with bench() as b:
        await b.subscribe()
        (made,) = await b.events("subscriptions")
        assert isinstance(made, SubscriptionSet)
        assert made.alerts_from == {str(p): 0 for p in range(8)}


async def test_a_body_that_is_no_object_is_refused() -> None:
    async with bench() as b:
        await ask(b, "POST", "/v1/subscriptions", 422, [1])
        async with b.http.post("/v1/subscriptions", data=b"{", headers={"Content-Type": "application/json"}) as r:
            assert r.status == 400
        async with b.http.post("/v1/subscriptions", data=b"url=x") as r:
            assert r.status == 415

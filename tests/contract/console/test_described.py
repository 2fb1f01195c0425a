"""Answers are as /openapi.json says."""

from typing import Any

import pytest

from events.actor import Actor
from events.place import Place
from events.toll import Estimate
from tests.support.console import Asked, alert, attempted, claim, opened, received, scheduled
from tests.support.openapi import fits

TOLL = Estimate(measure="killed", party="civilians", low=3, best=3)
PATHS = {
    "/v1/reports": "/v1/reports",
    "/v1/incidents": "/v1/incidents",
    "/v1/alerts": "/v1/alerts",
    "/v1/subscriptions/{id}/deliveries": "/v1/subscriptions/sub_a/deliveries",
    "/v1/reports/{id}": "/v1/reports/rep_1",
    "/v1/articles/{id}": "/v1/articles/art_1",
    "/v1/incidents/{id}": "/v1/incidents/inc_1",
    "/v1/alerts/{id}": "/v1/alerts/alr_1",
    "/v1/alerts/{id}/revisions/{n}": "/v1/alerts/alr_1/revisions/1",
    "/v1/deliveries/{id}": "/v1/deliveries/dlv_1",
    "/v1/incidents.geojson": "/v1/incidents.geojson",
    "/v1/alerts.geojson": "/v1/alerts.geojson",
}


@pytest.mark.parametrize(("path", "asks"), PATHS.items(), ids=list(PATHS))
async def test_an_answer_fits_its_schema(asked: Asked, path: str, asks: str) -> None:
    await asked.append(
        received("rep_1", claim(3), article_id="art_1", text_id="txt_1"),
        opened("inc_1", "rep_1", actors=(Actor(name="JNIM", kind="jihadist"),), tolls=(TOLL,)),
        alert("alr_1", scope=("incident", "inc_1"), place=Place(country="ML", lat=1, lon=2), tolls=(TOLL,)),
        scheduled("dlv_1"),
        attempted("dlv_1", 1, "delivered"),
    )
    document: dict[str, Any] = await asked.get("/openapi.json")
    content = document["paths"][path]["get"]["responses"]["200"]["content"]
    (media,) = content.values()
    answer = await asked.get(asks)
    assert fits(document, media["schema"], answer) == []
    assert fits(document, media["schema"], []) != []

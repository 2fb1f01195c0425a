import json
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from events.actor import Actor
from events.alert import Alert, Change, Ground
from events.toll import Estimate
from services.notifier.core.payload import Telling, webhook
from services.notifier.core.trimming import BODY_BYTES_MAX
from tests.unit.notifier.cases import T0, an_alert

FIRST = Telling("raised", (), ())


def said(alert: Alert, telling: Telling = FIRST) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(webhook(alert, telling))
    return event


def test_the_envelope_is_a_cloud_event_named_by_the_change() -> None:
    event = said(an_alert())
    assert event.pop("data")
    assert event == {
        "specversion": "1.0",
        "id": an_alert().change_id,
        "source": "/notifier",
        "type": "tocsin.alert.raised",
        "subject": an_alert().alert_id,
        "time": "2025-03-01T13:00:00Z",
        "datacontenttype": "application/json",
    }


def test_the_data_has_every_field_of_the_interface() -> None:
    data = said(an_alert(expires=T0 + timedelta(days=7)))["data"]
    assert " ".join(data) == (
        "schema alert_id revision supersedes status tlp severity urgency certainty headline description language scope "
        "grounds incident_ids occurred place tolls actors changes evidence evidence_total expires links"
    )
    assert (data["schema"], data["status"], data["language"]) == (1, "actual", "en")
    assert data["grounds"] == [
        {
            "rule": "mass-casualties",
            "version": 1,
            "family": "threshold",
            "severity": "severe",
            "because": "10 killed",
        }
    ]
    assert data["tolls"][0] == {
        "party": "civilians",
        "measure": "killed",
        "low": 10,
        "best": 10,
        "high": 10,
        "sources": 1,
        "contested": False,
    }


def test_an_exercise_says_so_and_links_to_nothing() -> None:
    data = said(an_alert(), Telling("raised", (), (), exercise=True))["data"]
    assert (data["status"], data["links"]) == ("exercise", {})


def test_links_lead_to_the_alert_and_to_this_revision() -> None:
    alert = an_alert(3)
    links = said(alert, Telling("amended", (), (), base_url="https://tocsin.example"))["data"]["links"]
    assert links["alert"] == f"https://tocsin.example/v1/alerts/{alert.alert_id}"
    assert links["revision"] == links["alert"] + "/revisions/3"


def test_what_was_skipped_and_changed_is_named() -> None:
    change = Change(field="tolls.killed.best", before=10, after=32, cause="new_report")
    data = said(an_alert(4), Telling("amended", (2, 3), (change,)))["data"]
    assert data["supersedes"] == [2, 3]
    assert data["changes"] == [{"field": "tolls.killed.best", "before": 10, "after": 32, "cause": "new_report"}]


def test_evidence_is_cut_first_and_its_total_is_kept() -> None:
    evidence = tuple(f"evt_{n:032x}" for n in range(50))
    alert = an_alert(evidence=evidence, evidence_total=900, description="x" * 17_500)
    data = said(alert)["data"]
    assert data["trimmed"] == ["evidence"]
    assert data["evidence"] == list(evidence[-10:])
    assert data["evidence_total"] == 900


def test_the_gravest_grounds_are_kept() -> None:
    grounds = tuple(
        Ground(
            rule=f"r{n}",
            version=1,
            family="f",
            severity="extreme" if n == 39 else "minor",
            because="y" * 190,
            values={},
        )
        for n in range(120)
    )
    kept = said(an_alert(grounds=grounds, description="x" * 9_000))["data"]["grounds"]
    assert kept[0]["rule"] == "r39"
    assert len(kept) == 10


def test_a_small_webhook_is_not_trimmed() -> None:
    assert "trimmed" not in said(an_alert())["data"]


texts = st.text(st.sampled_from("aé‱😀\x01"), max_size=120).map(lambda seed: (seed or "a") * 20)
names = texts.map(lambda text: text[:200])


@settings(max_examples=40, deadline=None)
@given(texts, texts, names, st.integers(0, 60))
def test_no_alert_makes_a_webhook_of_more_than_20_kb(headline: str, because: str, name: str, many: int) -> None:
    ground = Ground(rule=because, version=1, family=headline, severity="minor", because=because * 4)
    alert = an_alert(
        headline=headline,
        description=because * 30,
        grounds=(ground,) * many,
        actors=(Actor(name=name, id=name[:80]),) * many,
        tolls=(Estimate(measure="killed", party="all", low=1, best=2, high=3),) * many,
        evidence=tuple("e" * 40 for _ in range(min(many, 50))),
        incident_ids=tuple("i" * 40 for _ in range(min(many, 50))),
    )
    changes = (Change(field=because, before=headline, after=because, cause="time"),) * 40
    body = webhook(alert, Telling("raised", tuple(range(50)), changes))
    assert len(body) <= BODY_BYTES_MAX
    assert json.loads(body)["data"]["alert_id"] == alert.alert_id

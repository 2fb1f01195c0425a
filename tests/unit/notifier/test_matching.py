import pytest

from events.alert import Alert, Change
from events.place import Place
from events.select import at_least, countries_of, objections, wants
from events.signal import Scope
from events.subscription import Filter, Policy, SealedSecret, SubscriptionSet
from services.notifier.core.matching import AlertChange, objection, owed
from tests.unit.notifier.cases import T0, an_alert


def subscription(wanted: Filter | None = None, alerts_from: int = 0, name: str = "s1") -> SubscriptionSet:
    return SubscriptionSet(
        subscription_id=name,
        revision=1,
        url="https://desk.example/hook",
        filter=wanted or Filter(),
        secrets=(SealedSecret(sealed="-"),),
        created_at=T0,
        alerts_from={"3": alerts_from},
    )


def change(alert: Alert | None = None, offset: int = 10) -> AlertChange:
    return AlertChange(alert or an_alert(), 3, offset)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), True),
        (Filter(countries=("TD",)), True),
        (Filter(countries=("CF", "TD")), True),
        (Filter(countries=("CF",)), False),
        (Filter(severity_min="moderate"), True),
        (Filter(severity_min="severe"), True),
        (Filter(severity_min="extreme"), False),
        (Filter(rules=("mass-casualties",)), True),
        (Filter(rules=("coup",)), False),
        (Filter(countries=("TD",), severity_min="extreme"), False),
    ],
)
def test_all_that_a_filter_asks_must_hold(wanted: Filter, expected: bool) -> None:  # noqa: FBT001
    assert wants(wanted, an_alert()) is expected


def test_an_alert_about_a_country_is_in_that_country() -> None:
    alert = an_alert(scope=Scope(kind="country", id="NE"), place=Place(country="TD"))
    assert countries_of(alert) == ("NE", "TD")
    assert countries_of(an_alert(place=None)) == ()


def test_unknown_is_the_least_severity() -> None:
    assert at_least("minor", "unknown")
    assert not at_least("unknown", "minor")


def test_each_part_that_does_not_hold_is_a_sentence() -> None:
    assert objections(Filter(countries=("ML",), severity_min="extreme", rules=("coup",)), an_alert()) == (
        "it is about TD, not ML",
        "its severity is severe, below extreme",
        "it stands on mass-casualties, not coup",
    )


def test_a_new_subscription_gets_nothing_from_before_it_existed() -> None:
    assert objection(subscription(alerts_from=11), change(offset=10), follows=False) == "before_subscription"
    assert objection(subscription(alerts_from=11), change(offset=11), follows=False) is None


def test_a_historic_change_is_owed_only_where_it_is_asked_for() -> None:
    historic = change(an_alert(historic=True))
    assert objection(subscription(), historic, follows=False) == "historic"
    assert objection(subscription(Filter(historic=True)), historic, follows=False) is None


def test_who_follows_a_thread_gets_its_changes_whatever_the_filter_says() -> None:
    elsewhere = subscription(Filter(countries=("ML",)))
    assert objection(elsewhere, change(), follows=False) == "filter"
    assert objection(elsewhere, change(an_alert(2, historic=True)), follows=True) is None


def test_an_ending_is_owed_to_followers_alone() -> None:
    both = [subscription(name="s1"), subscription(name="s2")]
    found = owed(change(an_alert(2, status="withdrawn")), both, {"s2"})
    assert [(s.subscription_id, why) for s, why in found] == [("s2", None)]


def test_who_asks_for_news_alone_is_not_woken_for_more_evidence_of_the_same() -> None:
    more = an_alert(2, changes=(Change(field="evidence", before=1, after=2, cause="new_report"),))
    news = an_alert(2, changes=(Change(field="severity", before="minor", after="severe", cause="new_report"),))
    curious = subscription()
    wants_news = curious.model_copy(update={"policy": Policy(tell="news")})
    assert objection(curious, change(more), follows=True) is None
    assert objection(wants_news, change(more), follows=True) == "unchanged"
    assert objection(wants_news, change(news), follows=True) is None

from collections.abc import Sequence

from events.actor import Actor
from events.incident import EVIDENCE_MAX, Incident
from events.report import ReportReceived
from events.toll import TollClaim
from services.rules.core.facts import facts_of
from services.rules.core.head import head
from services.rules.core.state import Kept
from tests.support.correlating import GAO, armed, killed, said


def head_of(*events: ReportReceived, doubles: tuple[str, ...] = ()) -> Incident:
    kept = [Kept(e, f"evt_{e.report_id}", n, f) for n, e in enumerate(events) if (f := facts_of(e)) is not None]
    return head(kept, "inc_1", 1, doubles)


def with_source(event: ReportReceived, **update: object) -> ReportReceived:
    source = event.report.source.model_copy(update=update)
    return event.model_copy(update={"report": event.report.model_copy(update={"source": source})})


def actors_of(*groups: Sequence[Actor]) -> tuple[Actor, ...]:
    return head_of(*(said(f"r{n}", actors=actors) for n, actors in enumerate(groups))).actors


def test_the_name_is_the_smallest_report_id() -> None:
    assert head_of(said("b"), said("a", 1)).name == "rep_a"


def test_the_day_that_most_reports_give_holds() -> None:
    incident = head_of(said("a", 1, grade="A"), said("b", 0), said("c", 0))
    assert incident.occurred.day.isoformat() == "2024-03-01"


def test_a_day_is_better_than_a_month() -> None:
    assert head_of(said("a", precision="month"), said("b", precision="month"), said("c", 1)).occurred.precision == "day"


def test_the_place_with_the_smallest_radius_holds() -> None:
    incident = head_of(said("a", within_km=40), said("b", 0, (16.3, 0.0), within_km=5), said("c", 0, None))
    assert incident.place is not None
    assert (incident.place.lat, incident.place.within_km) == (16.3, 5)


def test_an_ambush_says_more_than_an_attack() -> None:
    assert head_of(said("a", kind="attack"), said("b", kind="attack"), said("c", kind="ambush")).kind == "ambush"


def test_an_actor_stands_once_in_each_role_with_its_firmest_attribution() -> None:
    merged = actors_of(
        [armed("JNIM", attribution="suspected")], [armed("JNIM", attribution="claimed"), armed("JNIM", "target")]
    )
    assert [(a.name, a.role, a.attribution) for a in merged] == [
        ("JNIM", "attacker", "claimed"),
        ("JNIM", "target", "reported"),
    ]


def test_a_claim_of_responsibility_outweighs_its_absence() -> None:
    unclaimed = armed("JNIM").model_copy(update={"claimed": False})
    claimed = armed("JNIM").model_copy(update={"claimed": True})
    assert [a.claimed for a in actors_of([unclaimed], [claimed])] == [True]


def test_the_strictest_traffic_light_holds() -> None:
    assert head_of(with_source(said("a"), tlp="clear"), with_source(said("b"), tlp="red")).tlp == "red"


def test_one_live_report_makes_the_incident_live() -> None:
    assert head_of(said("a", backfill=True), said("b", backfill=True)).backfill
    assert not head_of(said("a", backfill=True), said("b")).backfill


def test_sources_of_one_owner_are_one_with_the_best_grade() -> None:
    told = [with_source(said(k, source=k), owner="AFP", grade=g) for k, g in (("a", "C"), ("b", "A"), ("c", None))]
    assert [(s.owner, s.grade, s.reports) for s in head_of(*told).sources] == [("AFP", "A", 3)]


def test_the_newest_headline_of_the_best_graded_source_stands() -> None:
    told = (
        said("a", grade="B", headline="Ten dead", published_h=1),
        said("b", grade="B", headline="Thirty dead", published_h=9),
        said("c", grade="E", headline="Thousands dead", published_h=20),
    )
    assert head_of(*told).headline == "Thirty dead"


def test_only_the_newest_evidence_is_listed_and_all_of_it_counted() -> None:
    incident = head_of(*(said(f"r{n:03}", published_h=float(n)) for n in range(EVIDENCE_MAX + 5)))
    assert (len(incident.evidence), incident.evidence_total) == (EVIDENCE_MAX, EVIDENCE_MAX + 5)
    assert incident.evidence[0] == "evt_rep_r005"
    assert incident.evidence[-1] == "evt_rep_r054"


def test_the_latest_claim_of_each_source_says_where_it_stands() -> None:
    old = said("a", source="AP", tolls=[killed(10)])
    new = said("b", source="AP", tolls=[killed(12), killed(3, measure="wounded")], published_h=20)
    claims = [(c.report_id, c.index, c.measure, c.best) for c in head_of(old, new).latest]
    assert claims == [("rep_b", 0, "killed", 12), ("rep_b", 1, "wounded", 3)]


def test_many_wounded_stands_in_its_words_until_the_source_gives_a_number() -> None:
    many = TollClaim(measure="wounded", words="many wounded")
    assert [(c.low, c.words) for c in head_of(said("a", tolls=[many])).latest] == [(None, "many wounded")]
    seven = said("b", tolls=[killed(7, measure="wounded")], published_h=20)
    assert [c.best for c in head_of(said("a", tolls=[many]), seven).latest] == [7]


def test_the_head_does_not_depend_on_the_order_of_its_reports() -> None:
    told = [said(k, n % 2, GAO, source=k, kind="attack", tolls=[killed(n)]) for n, k in enumerate("abcd", 1)]
    heads = [head_of(*told), head_of(*reversed(told))]
    assert heads[0] == heads[1]

from events.ids import derive
from events.incident import (
    IncidentMerged,
    IncidentOpened,
    IncidentRetracted,
    IncidentRevised,
    IncidentSplit,
    ReportRelinked,
)
from events.report import ReportReceived
from services.rules.core.telling import Outcome
from tests.support.correlating import GAO, MENAKA, Desk, armed, killed, said, taken_back


def kinds(outcomes: list[Outcome]) -> list[type]:
    return [type(o.event) for o in outcomes]


def test_the_first_report_opens_an_incident_named_after_it() -> None:
    outcomes = Desk().hear(said("a"))
    assert kinds(outcomes) == [IncidentOpened]
    assert outcomes[0].incident_id == derive("incident", "rep_a")
    assert outcomes[0].incident is not None
    assert outcomes[0].incident.evidence_total == 1


def test_a_second_source_revises_the_incident_and_says_why_it_belongs_there() -> None:
    desk = Desk()
    desk.hear(said("a"))
    (revised,) = desk.hear(said("b", source="AFP", headline="Twelve dead in Tessit"))
    assert isinstance(revised.event, IncidentRevised)
    (link,) = revised.event.links
    assert (link.report_id, link.nearest) == ("rep_b", "rep_a")
    assert link.score is not None
    assert "bias" in link.features
    assert revised.event.incident.revision == 2


def test_an_early_toll_of_ten_and_a_later_one_of_thirty_two_are_one_incident() -> None:
    desk = Desk()
    early = said("a", kind="attack", within_km=25, tolls=[killed(10)], headline="Ten dead in attack on convoy")
    later = said(
        "b",
        0,
        (16.1, 0.1),
        source="AFP",
        kind="ambush",
        within_km=45,
        tolls=[killed(32, 32, None), killed(10, standing="superseded")],
        actors=[armed("ISGS", attribution="suspected"), armed("Army", "escort", "state_force")],
        headline="At least 32 killed in ambush near Gao",
        published_h=40,
    )
    desk.hear(early, later)
    (head,) = desk.heads.values()
    assert [(p.best, p.standing) for p in head.trail] == [(10, "current"), (10, "superseded"), (32, "current")]


def test_the_same_version_again_changes_nothing() -> None:
    desk = Desk()
    desk.hear(said("a"))
    assert desk.hear(said("a")) == []


def test_a_revised_report_replaces_what_it_said_before() -> None:
    desk = Desk()
    desk.hear(said("a", tolls=[killed(60)]))
    (revised,) = desk.hear(said("a", tolls=[killed(44)], revision=2))
    assert revised.cause_kind == "source_revised"
    assert revised.incident is not None
    assert [t.best for t in revised.incident.tolls] == [44]


def test_a_report_whose_place_is_corrected_moves_to_where_it_belongs() -> None:
    desk = Desk()
    desk.hear(said("a"), said("b", source="AFP"), said("c", 0, MENAKA))
    outcomes = desk.hear(said("b", 0, MENAKA, source="AFP", revision=2))
    moved = [(o.event.report_id, o.cause_kind) for o in outcomes if isinstance(o.event, ReportRelinked)]
    assert moved == [("rep_b", "source_revised")]
    assert desk.groups() == [("rep_a",), ("rep_b", "rep_c")]


def test_a_report_that_goes_to_review_leaves_its_incident() -> None:
    desk = Desk()
    desk.hear(said("a"), said("b", source="AFP"))
    desk.hear(said("b", source="AFP", review=("no place",), revision=2))
    assert desk.groups() == [("rep_a",)]


def test_a_retracted_only_report_ends_its_incident() -> None:
    desk = Desk()
    desk.hear(said("a"))
    (gone,) = desk.hear(taken_back("a"))
    assert isinstance(gone.event, IncidentRetracted)
    assert gone.event.country == "ML"
    assert desk.heads == {}


def test_a_report_nobody_knows_cannot_be_retracted() -> None:
    assert Desk().hear(taken_back("a")) == []


def test_an_incident_whose_report_comes_back_is_opened_again_under_its_id() -> None:
    desk = Desk()
    (opened,) = desk.hear(said("a"))
    desk.hear(taken_back("a"))
    (again,) = desk.hear(said("a"))
    assert isinstance(again.event, IncidentOpened)
    assert again.incident_id == opened.incident_id
    assert again.event.incident.revision == 3


def test_an_incident_outlives_the_report_that_opened_it() -> None:
    desk = Desk()
    (opened,) = desk.hear(said("a"))
    desk.hear(said("b", source="AFP"))
    (left,) = desk.hear(taken_back("a"))
    assert isinstance(left.event, IncidentRevised)
    assert left.event.unlinked == ("rep_a",)
    assert left.incident_id == opened.incident_id


def two_days_apart() -> tuple[ReportReceived, ReportReceived]:
    """Two reports that are near, but too far apart in days and tolls to be one incident by themselves."""
    earlier = said("z", 0, tolls=[killed(2)], headline="Labbezanga mayor shot dead")
    return earlier, said("a", 2, source="AFP", tolls=[killed(4)], headline="Ambush near Tessit well", published_h=30)


def test_a_report_between_two_incidents_merges_them_into_the_one_opened_earlier() -> None:
    desk = Desk()
    first, *_, second = desk.hear(*two_days_apart())
    outcomes = desk.hear(said("m", 1, source="AP"))
    assert kinds(outcomes) == [IncidentMerged, IncidentRevised]
    assert [o.incident_id for o in outcomes] == [second.incident_id, first.incident_id]
    assert outcomes[1].cause_kind == "merged"
    assert [h.name for h in desk.heads.values()] == ["rep_a"]


def test_a_split_brings_the_old_incident_back() -> None:
    desk = Desk()
    first, *_, second = desk.hear(*two_days_apart())
    desk.hear(said("m", 1, source="AP"))
    outcomes = desk.hear(taken_back("m"))
    told = {o.incident_id: type(o.event) for o in outcomes}
    assert told == {first.incident_id: IncidentRevised, second.incident_id: IncidentSplit}
    assert [o.cause_kind for o in outcomes] == ["split", "split"]


def test_incidents_that_may_be_one_name_each_other() -> None:
    desk = Desk()
    desk.hear(*two_days_apart())
    assert {h.name: h.possible_duplicates for h in desk.heads.values()} == {"rep_z": ("rep_a",), "rep_a": ("rep_z",)}


def test_an_early_morning_report_four_years_late_finds_its_incident() -> None:
    desk = Desk()
    desk.hear(said("a"), *(said(f"n{n}", n * 20, MENAKA) for n in range(1, 40)))
    (found,) = desk.hear(said("late", source="Truth Commission", published_h=24 * 365 * 4))
    assert found.incident_id == derive("incident", "rep_a")


def test_the_rows_read_for_a_report_do_not_grow_with_history() -> None:
    desk = Desk()
    reads = []
    for n in range(120):
        before = desk.rows.reads
        desk.hear(said(f"r{n:03}", n * 9, GAO))
        reads.append(desk.rows.reads - before)
    assert max(reads[60:]) <= max(reads[:60])


def test_a_day_of_a_crowded_neighbourhood_is_joined_again_when_a_report_goes() -> None:
    desk = Desk(limit=3)
    desk.hear(said("a", 0), said("b", 0, source="AFP"), said("c", 1, source="AP"), said("d", 1, source="DW"))
    assert desk.groups() == [("rep_a", "rep_b"), ("rep_c", "rep_d")]
    desk.hear(taken_back("d"))
    assert desk.groups() == [("rep_a", "rep_b", "rep_c")]

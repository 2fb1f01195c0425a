"""Links: what each event says about which report belongs where."""

from events.incident import IncidentRetracted, IncidentRevised, ReportLink
from services.console.core.links import Join, Keep, Part, link_changes
from tests.support.console import alert, head, opened


def test_a_head_that_names_all_its_reports_ends_the_links_of_all_others() -> None:
    changes = link_changes(opened("inc_1", "rep_1", "rep_2"))
    assert changes[0] == Keep("inc_1", ("rep_1", "rep_2"))


def test_a_head_that_names_only_some_of_its_reports_ends_no_links() -> None:
    event = IncidentRevised(incident=head("inc_1", report_ids=("rep_9",), reports_total=51), unlinked=("rep_3",))
    assert link_changes(event) == [Part("inc_1", "rep_3"), Join("inc_1", ReportLink(report_id="rep_9"))]


def test_a_head_without_any_report_ids_ends_no_links() -> None:
    assert link_changes(IncidentRevised(incident=head("inc_1"))) == []


def test_a_member_that_came_without_a_link_is_linked_all_the_same() -> None:
    link = ReportLink(report_id="rep_1", score=1.0)
    event = IncidentRevised(incident=head("inc_1", report_ids=("rep_1", "rep_2"), reports_total=2), links=(link,))
    joins = [change for change in link_changes(event) if isinstance(change, Join)]
    assert joins == [Join("inc_1", link), Join("inc_1", ReportLink(report_id="rep_2"))]


def test_a_retracted_incident_keeps_nothing() -> None:
    assert link_changes(IncidentRetracted(incident_id="inc_1", revision=2)) == [Keep("inc_1")]


def test_alerts_link_nothing() -> None:
    assert link_changes(alert("alr_1")) == []

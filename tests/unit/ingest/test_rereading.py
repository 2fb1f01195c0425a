from datetime import date

from events.moment import Occurred
from events.place import Place
from events.report import IncidentKind, ReportBody, SourceRef
from services.ingest.core.intake import Known
from services.ingest.core.rereading import match, new_ordinals

GAO = Place(name="Gao", country="ML", lat=16.27, lon=-0.04, within_km=5)
KIDAL = Place(name="Kidal", country="ML", lat=18.44, lon=1.41, within_km=5)


def now(day: int, place: Place | None, kind: IncidentKind = "attack") -> ReportBody:
    return ReportBody(source=SourceRef(name="AP"), occurred=Occurred(start=date(2025, 2, day)), place=place, kind=kind)


def before(n: int, day: int, place: Place | None, kind: str = "attack", *, retracted: bool = False) -> Known:
    return Known(f"rep_{n}", 1, "h", ordinal=n, day=f"2025-02-{day:02}", place=place, kind=kind, retracted=retracted)


def ids(bodies: list[ReportBody], known: list[Known]) -> tuple[list[str | None], list[str]]:
    found = match(bodies, known)
    return [k.report_id if k else None for k in found.known], [k.report_id for k in found.vanished]


def test_the_order_of_the_text_does_not_matter() -> None:
    assert ids([now(6, KIDAL), now(7, GAO)], [before(0, 7, GAO), before(1, 6, KIDAL)]) == (["rep_1", "rep_0"], [])


def test_a_corrected_day_kind_or_place_keeps_the_id() -> None:
    for body in (now(8, GAO), now(7, GAO, "ambush"), now(7, KIDAL)):
        assert ids([body], [before(0, 7, GAO)]) == (["rep_0"], [])


def test_the_surest_match_is_taken_first() -> None:
    known = [before(0, 7, GAO, "ambush"), before(1, 7, GAO, "attack")]
    assert ids([now(7, GAO, "attack"), now(7, GAO, "ambush")], known) == (["rep_1", "rep_0"], [])


def test_a_name_spelled_otherwise_at_the_same_point_is_the_same_place() -> None:
    other = GAO.model_copy(update={"name": "Gawo"})
    assert ids([now(7, other), now(9, KIDAL)], [before(0, 7, GAO)]) == (["rep_0", None], [])


def test_another_incident_of_the_day_does_not_take_the_id_of_one_that_vanished() -> None:
    known = [before(0, 7, GAO), before(1, 6, GAO)]
    assert ids([now(7, KIDAL), now(6, KIDAL)], known) == ([None, None], ["rep_0", "rep_1"])


def test_what_was_retracted_can_come_back_and_does_not_vanish_again() -> None:
    gone = before(0, 7, GAO, retracted=True)
    assert ids([now(7, GAO)], [gone]) == (["rep_0"], [])
    assert ids([], [gone]) == ([], [])


def test_a_new_incident_gets_a_place_in_the_document_that_was_never_used() -> None:
    known = [before(0, 7, GAO), before(4, 6, KIDAL, retracted=True)]
    assert new_ordinals(match([now(9, KIDAL, "ambush"), now(7, GAO)], known), known) == (5, 0)

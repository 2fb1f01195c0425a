from datetime import UTC, datetime
from itertools import permutations

from events.report import IncidentKind, ReportBody, ReportReceived, ReportRetracted, ReportRevised, SourceRef
from services.ingest.core.intake import Known, Prepared, Same, Stale, decide, evolve

NOON = datetime(2025, 2, 8, 12, tzinfo=UTC)


def version(kind: IncidentKind = "ambush", hour: int | None = 8) -> Prepared:
    published = None if hour is None else NOON.replace(hour=hour)
    body = ReportBody(source=SourceRef(name="AP"), published_at=published, kind=kind)
    return Prepared("rep_1", body, NOON)


def after(*versions: Prepared) -> tuple[Known | None, list[ReportReceived]]:
    known, events = None, []
    for offset, one in enumerate(versions):
        verdict = decide(one, known)
        if isinstance(verdict, ReportReceived):
            events.append(verdict)
            known = evolve(known, verdict, offset)
    return known, events


def test_a_new_report_is_its_first_revision() -> None:
    event = decide(version(), None)
    assert isinstance(event, ReportReceived)
    assert not isinstance(event, ReportRevised)
    assert event.revision == 1


def test_equal_content_says_nothing() -> None:
    known, _ = after(version())
    assert decide(version(), known) == Same()


def test_other_content_is_the_next_revision() -> None:
    known, _ = after(version(), version("attack", 9))
    event = decide(version("armed_clash", 9), known)
    assert isinstance(event, ReportRevised)
    assert event.revision == 3


def test_an_earlier_version_says_nothing_once_a_newer_was_published() -> None:
    known, _ = after(version("ambush", 8), version("attack", 9))
    assert decide(version("ambush", 8), known) == Same()


def test_an_unseen_version_published_before_the_newest_is_stale() -> None:
    known, _ = after(version("attack", 9))
    assert decide(version("ambush", 8), known) == Stale(NOON.replace(hour=9))


def test_versions_end_alike_in_whatever_order_they_come() -> None:
    versions = (version("ambush", 8), version("attack", 9), version("armed_clash", 10))
    ends = [after(*order)[0] for order in permutations(versions)]
    assert len({known.content_hash for known in ends if known is not None}) == 1


def test_a_source_without_times_may_go_back_to_what_it_said() -> None:
    known, _ = after(version("ambush", None), version("attack", None))
    assert isinstance(decide(version("ambush", None), known), ReportRevised)


def test_a_retracted_report_that_comes_again_is_revised() -> None:
    known, _ = after(version())
    known = evolve(known, ReportRetracted(report_id="rep_1", cause="x", available_at=NOON), 5)
    assert known is not None
    assert known.retracted
    event = decide(version(), known)
    assert isinstance(event, ReportRevised)
    assert event.revision == 2
    assert evolve(known, event, 6) != known


def test_an_event_folded_in_twice_changes_nothing() -> None:
    known, [event] = after(version())
    assert evolve(known, event, 0) is known


def test_a_retraction_of_what_was_never_taken_is_nothing() -> None:
    assert evolve(None, ReportRetracted(report_id="rep_1", cause="x", available_at=NOON), 5) is None
